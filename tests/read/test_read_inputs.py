import doctest
import importlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from sayso.read import read_bytes, read_documents
from sayso.read.sniff import UNREAD, sniff
from sayso.records import Document, Skipped
from sayso.settings import Settings
from sayso.text import normalise

DATA = Path(__file__).parent / "data"
SETTINGS = Settings()
PAGE = (DATA / "wire_report.html").read_bytes()


@pytest.mark.parametrize(
    ("head", "name", "content_type", "expected"),
    [
        (b"Words of a report.", None, None, "text"),
        (b"", "a.txt", None, "text"),
        (b"<!doctype html><p>x", None, None, "html"),
        (b"\xef\xbb\xbf \n<HTML>", None, None, "html"),
        ("<!DOCTYPE html>".encode("utf-16"), None, None, "html"),
        (b"<!-- saved --><html>", None, None, "html"),
        (b'<?xml version="1.0"?><html xmlns="x">', None, None, "html"),
        (b"<p>One</p><p>Two</p>", None, None, "html"),
        (b"He wrote <b> and a < b.", "a.txt", None, "text"),
        (b"<p>One</p><p>Two</p>", None, "text/plain", "html"),
        (b"Words.", "page.html", None, "html"),
        (b"Words.", "https://p.example/a", "text/html; charset=utf-8", "html"),
        (b'{"text": "x"}\n{"text": "y"}', None, None, "jsonl"),
        (b'{"id": 1, "html": "<p>"}', "a.json", None, "jsonl"),
        (b'{"other": 1}', "a.jsonl", None, "jsonl"),
        (b"x", "a.NDJSON", None, "jsonl"),
        (b'{\n  "text": "x"\n}', None, None, "json"),
        (b'{"a": 1}', None, None, "json"),
        (b"[1]", "a.json", None, "json"),
        (b'<?xml version="1.0"?><rss version="2.0">', None, None, "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', None, None, "feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', None, None, "feed"),
        (b"WARC/1.0\r\n", None, None, "warc"),
        (b"\x1f\x8b\x08", "a.warc.gz", None, "warc"),
        (b"\x1f\x8b\x08", "a.html.gz", None, "gzip"),
        (b"%PDF-1.7", None, None, "pdf"),
        (b"Received: from x\r\n by y\r\nFrom: a@b.example\r\n\r\nHi", None, None, "mail"),
        (b"PK\x03\x04", "a.docx", None, "archive"),
        (b"\x89PNG\r\n", None, None, "media"),
        (b"abc", None, "image/webp", "media"),
    ],
)
def test_the_format_is_told_by_bytes_type_and_name(head, name, content_type, expected):
    assert sniff(head, name=name, content_type=content_type) == expected


@pytest.mark.parametrize("form", UNREAD)
def test_a_format_that_is_not_read_says_what_to_do(form):
    assert any(word in UNREAD[form] for word in ("give", "write", "unpack", "no text"))


def test_comments_in_a_row_do_not_slow_the_telling_down():
    assert sniff(b"<!-- -->" * 8000 + b"<nothing") == "text"


def test_files_give_documents_in_the_order_asked_for():
    names = [str(DATA / "wrapped_report.txt"), str(DATA / "wire_report.html")]
    text, page = read_documents(names, settings=SETTINGS)
    assert (text.uri, text.credit) == (names[0], "AFP")
    assert page.uri == "https://www.quaygazette.example/2021/05/04/harbour-strike"


def test_bad_inputs_are_skipped_and_the_run_goes_on(tmp_path):
    empty, binary, large = tmp_path / "empty.txt", tmp_path / "binary.txt", tmp_path / "large.txt"
    empty.touch()
    binary.write_bytes(bytes(range(256)) * 9)
    large.write_bytes(b"word " * 1000)
    good = tmp_path / "good.txt"
    good.write_text("Words of a report.")
    paths = [str(p) for p in (tmp_path / "none.txt", empty, binary, large, good)]
    items = list(
        read_documents([*paths, "ftp://p.example/x", "a\0b"], settings=Settings(max_bytes=4000))
    )
    reasons = [item.reason for item in items if isinstance(item, Skipped)]
    assert [item.uri for item in items] == [*paths, "ftp://p.example/x", "a\0b"]
    assert isinstance(items[4], Document)
    for reason, words in zip(
        reasons,
        ["No such file", "0 bytes", "not text", "more than 4,000 bytes", '"ftp" addresses', "null"],
        strict=True,
    ):
        assert words in reason


def test_a_folder_is_read_in_order_with_what_is_in_it(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", "c.html", "d.css", ".git/x.txt", "e"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PAGE if name.endswith("html") else f"The text of {name}.".encode())
    items = list(read_documents([str(tmp_path)], settings=SETTINGS))
    assert [item.text[:20] for item in items] == [
        "The text of a/z.txt.", "The text of b.txt.", "PORTMOUTH, Eastland ",
    ]  # fmt: skip


def test_a_folder_without_readable_files_says_so(tmp_path):
    (tmp_path / "style.css").touch()
    (skipped,) = read_documents([str(tmp_path)], settings=SETTINGS)
    assert skipped.uri == str(tmp_path)
    assert "no file to read" in skipped.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_skipped(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    (skipped,) = read_documents([str(path)], settings=SETTINGS)
    assert "Permission denied" in skipped.reason


def test_a_file_name_that_is_not_utf8_can_be_printed(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("Words of a report.")
    (document,) = read_documents([str(path)], settings=SETTINGS)
    assert document.uri.encode("utf-8").endswith("caf\ufffd.txt".encode())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Words of a report.", "Words of a report."),
        (b'{"text": "One."}\n', "One."),
        (PAGE, "PORTMOUTH"),
    ],
)
def test_standard_input_is_a_dash(data, text, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (document,) = read_documents(["-"], settings=SETTINGS)
    assert document.text.startswith(text)


def test_standard_input_is_read_line_by_line(tmp_path):
    code = (
        "from sayso.read import read_documents; from sayso.settings import Settings\n"
        "for d in read_documents(['-'], settings=Settings()): print(d.text, flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as run:  # fmt: skip
        for word in (b"one", b"two"):
            run.stdin.write(json.dumps({"text": word.decode()}).encode() + b"\n")
            run.stdin.flush()
            assert run.stdout.readline().strip() == word
        run.stdin.close()


def test_bytes_with_a_content_type_are_read():
    data = "Grüße aus dem Hafen, sagte er am Montag.".encode("cp1252")
    (document,) = read_bytes(data, uri="https://p.example/a", settings=SETTINGS,
                             content_type='text/plain; charset="windows-1252"')  # fmt: skip
    assert document.text.startswith("Grüße")


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7", b"WARC/1.0\r\n", b"<rss>", b"\x1f\x8b\x08\x00", b"PK\x03\x04"]
)
def test_formats_still_to_come_are_skipped_with_advice(head):
    (skipped,) = read_bytes(head, uri="x", settings=SETTINGS)
    assert isinstance(skipped, Skipped)
    assert any(word in skipped.reason for word in ("not read yet", "unpack", "give"))


@trying(deadline=None)  # the first page loads the libraries
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.tuples(
            st.sampled_from([b"<html>", b"<p>", b"<!doctype html><title>", b'{"text":', b"<rss>"]),
            st.binary(max_size=200),
        ).map(b"".join),
    ),
    st.sampled_from([None, "a.txt", "a.html", "a.jsonl", "http://[bad", "https://p.example/a?b#c"]),
    st.sampled_from([None, "text/html", "text/plain; charset=shift_jis", "text/html; charset=;;"]),
)
def test_any_bytes_give_documents_or_skipped_and_never_an_exception(data, uri, content_type):
    for item in read_bytes(data, uri=uri, content_type=content_type, settings=SETTINGS):
        if isinstance(item, Document):
            assert item.text
            assert item.text == normalise(item.text)
            assert "\n\n" not in item.text
            item.text.encode("utf-8")
        else:
            assert item.reason


def test_importing_loads_nothing_heavy():
    code = (
        "import sys, time; import sayso.records; start = time.perf_counter(); import sayso.read\n"
        "spent = time.perf_counter() - start\n"
        "heavy = {'trafilatura', 'lxml', 'htmldate', 'py3langid', 'urllib3', 'charset_normalizer',"
        " 'courlan', 'http.client', 'ssl'} & set(sys.modules)\n"
        "print(spent); assert not heavy, heavy"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(run.stdout) < 0.5  # 0.01 s on an idle machine


def test_reading_plain_english_loads_nothing_heavy():
    code = (
        "import sys; from sayso.read import read_documents; from sayso.settings import Settings\n"
        f"(d,) = read_documents([{str(DATA / 'wrapped_report.txt')!r}], settings=Settings())\n"
        "assert d.language == 'en'\n"
        "heavy = {'trafilatura', 'lxml', 'py3langid', 'urllib3', 'charset_normalizer', 'ssl'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["dates", "plain", "wire"])
def test_the_examples_in_the_docstrings_are_true(name):
    module = importlib.import_module(f"sayso.read.{name}")
    failed, tried = doctest.testmod(module)
    assert tried > 0
    assert failed == 0
