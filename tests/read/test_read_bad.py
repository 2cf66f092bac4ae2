"""One bad input of each kind: a reason each, little memory, and the run goes on."""

import bz2
import gzip
import json
import os
import subprocess
import sys
import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from made_inputs import (
    FILES,
    MARKUP,
    PARAGRAPHS,
    TEXT,
    answer,
    page,
    pdf,
    read,
    read_apart,
    read_paths,
    record,
)  # fmt: skip

from sayso.text import normalise

GOOD = FILES / "line_cut_in_half.jsonl"  # two good lines around a bad one

# file, documents, what the reasons say
KEPT = [
    ("text_cut_off.txt.gz", 0, ["the compressed file is cut off"]),
    ("lines_cut_off.jsonl.gz", 45, ["the compressed file is cut off"]),
    ("warc_broken_record.warc", 2, ["no beginning of a record"]),
    ("warc_cut_off.warc.gz", 1, ["the compressed file is cut off"]),
    ("feed_broken_xml.rss", 2, ["cut off or broken"]),
    ("pdf_without_text.pdf", 0, ["no text in the 2 pages"]),
    ("pdf_locked.pdf", 0, ["locked by a password"]),
    ("zip_bomb.zip", 1, ["as a zip bomb does"]),
    ("line_cut_in_half.jsonl", 2, ["line 2: not JSON"]),
]


@pytest.mark.parametrize(("name", "number", "reasons"), KEPT, ids=[name for name, *_ in KEPT])
def test_a_bad_file_gives_its_reason_and_what_can_be_read(name, number, reasons):
    documents, skipped = read_paths(FILES / name)
    assert len(documents) == number
    assert len(skipped) == len(reasons)
    for item, words in zip(skipped, reasons, strict=True):
        assert words in item.reason
        assert item.uri.startswith(str(FILES / name))


def test_every_reason_says_what_to_do():
    _, skipped = read_paths(FILES)
    advice = ("give", "write", "run text recognition", "unpack")
    assert [
        item.reason for item in skipped if not any(word in item.reason for word in advice)
    ] == []


def test_all_bad_files_in_one_run(tmp_path):
    """All of them, and the large ones that are made here, in one process: nothing stops it."""
    nested = tmp_path / "nested.html"
    nested.write_bytes(b"<html><body>" + b"<div>" * 100_000 + MARKUP.encode() + b"</div>" * 100_000)
    half_nested = tmp_path / "unclosed.html"
    half_nested.write_bytes(b"<html><body>" + b"<div>" * 99_000 + MARKUP.encode())
    line = tmp_path / "line.jsonl"
    with line.open("wb") as out:  # a gigabyte, of which the disk holds a few kilobytes
        out.write(b'{"text": "')
        out.seek(2**30)
        out.write(b'"}\n' + json.dumps({"id": "last", "text": TEXT}).encode() + b"\n")
    zeros = tmp_path / "zeros.txt"
    zeros.touch()
    os.truncate(zeros, 2**30)
    paths = [*sorted(FILES.iterdir()), nested, half_nested, line, zeros, GOOD]
    warm = tmp_path / "warm.html"
    warm.write_bytes(page())
    items, grown = read_apart(*paths, warm=[warm, GOOD, FILES / "pdf_without_text.pdf"])
    said = {
        uri.removeprefix(f"{tmp_path}/"): words for kind, uri, words in items if kind == "skipped"
    }
    assert "200,002 tags" not in said["unclosed.html"]
    assert "nested more than 250 elements deep" in said["unclosed.html"]
    assert "tags, more than the 100,000" in said["nested.html"]
    assert "more than 20,000,000 bytes" in said["line.jsonl:1"]
    assert "more than 20,000,000 bytes" in said["zeros.txt"]
    assert [item[0] for item in items[-3:]] == ["read", "skipped", "read"]
    assert items[-5][:2] == ["read", None]  # the line after the gigabyte
    assert grown < 250  # MB; the largest single input allowed is 20


def test_a_gigabyte_in_one_line_comes_through_a_pipe_without_being_held():
    code = (
        'import sys; out = sys.stdout.buffer; out.write(b\'{"text": "\')\n'
        "for _ in range(1024): out.write(b'a' * 2**20)\n"
        'out.write(b\'"}\\n{"id": "last", "text": "Words of a report."}\\n\')'
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as flood:
        items, grown = read_apart("-", warm=[GOOD], stdin=flood.stdout)
    assert items[0][0] == "skipped"
    assert "more than 20,000,000 bytes" in items[0][2]
    assert items[1] == ["read", None, "Words of a report."]
    assert grown < 100


def test_patterns_and_folders_name_files(tmp_path):
    for name in ("b.txt", "a.txt", "c.html", "deep/er/d.txt", "deep/[1].txt", "x.css"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page() if name.endswith("html") else f"The text of {name}.".encode())

    def names(pattern):
        documents, skipped = read_paths(f"{tmp_path}/{pattern}")
        assert not skipped
        return [document.uri.removeprefix(f"{tmp_path}/") for document in documents]

    assert names("*.txt") == ["a.txt", "b.txt"]
    assert names("**/*.txt") == ["a.txt", "b.txt", "deep/[1].txt", "deep/er/d.txt"]
    assert names("de*") == ["deep/[1].txt", "deep/er/d.txt"]
    assert names("deep/[1].txt") == ["deep/[1].txt"]  # a file of that very name is no pattern
    assert names("[ac].*") == ["a.txt", "c.html"]
    _, (skipped,) = read_paths(f"{tmp_path}/*.pdf")
    assert "no file to read there" in skipped.reason


WHOLE = [
    record(answer(page())) * 2,
    gzip.compress(record(answer(page()))) * 2,
    pdf([list(PARAGRAPHS)] * 2, Title="The light"),
    f"<rss><channel><item><title>x</title><encoded>{escape(MARKUP)}</encoded></item></channel></rss>".encode(),
    f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"content_text": {json.dumps(TEXT)}}}]}}'.encode(),
    f"MIME-Version: 1.0\r\nFrom: Jane Doe <a@b.example>\r\nSubject: x\r\n\r\n{TEXT}".encode(),
    bz2.compress(page()),
    (FILES / "zip_bomb.zip").read_bytes(),
    b"<urlset><url><loc>file:///x</loc></url></urlset>",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5000),
        st.integers(0, 80),
        st.sampled_from(
            [b"", b"\x00", b"\xff", b"<", b"&", b"\r\n\r\n", b"-1", b"99999999999", b"endobj"]
        ),
    ),
    min_size=1,
    max_size=5,
)


@trying(deadline=None, max_examples=150)
@given(
    st.sampled_from(WHOLE), CHANGES, st.sampled_from(["input", "a.gz", "a.eml", "a.warc", "a.pdf"])
)
def test_an_input_damaged_anywhere_gives_documents_or_reasons(data, changes, name):
    for at, cut, put in changes:
        start = at % (len(data) + 1)
        data = data[:start] + put + data[start + cut :]
    documents, skipped = read(data, uri=name)
    assert documents or skipped
    assert all(document.text == normalise(document.text) != "" for document in documents)
    assert all(item.reason for item in skipped)


@pytest.mark.parametrize("name", ["a.jsonl", "a.mbox"])
def test_a_file_with_nothing_in_it_but_blanks_says_so(tmp_path, name):
    (tmp_path / name).write_text("\n\n")
    documents, (skipped,) = read_paths(tmp_path / name)
    assert not documents
    assert any(words in skipped.reason for words in ("nothing in it to read", "without any text"))


@pytest.mark.corpus
def test_all_research_data_give_documents_or_reasons(shared, capsys):
    started = time.monotonic()
    told = {
        name: read_paths(shared / "data" / name) for name in ("warc", "html", "news/stories.jsonl")
    }
    with capsys.disabled():
        for name, (documents, skipped) in told.items():
            print(f"\n  {name}: {len(documents)} documents, {len(skipped)} skipped", end="")
        print(f"\n  {time.monotonic() - started:.0f} s")
    assert all(item.reason for _, skipped in told.values() for item in skipped)
    assert len(told["html"][0]) + len(told["html"][1]) == 140
    assert len(told["news/stories.jsonl"][0]) == 379
