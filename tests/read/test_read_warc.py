import gzip
import io
import subprocess
import sys
import zlib

import pytest
from made_inputs import FILES, MARKUP, PARAGRAPHS, TEXT, answer, page, read, read_paths, record

from sayso.settings import Settings

PAGE = record(answer(page()))
OTHER = record(answer(page("The pier")), uri="http://orr.example/pier")
THIRD = record(answer(page("The roof")), uri="http://orr.example/roof")


def titles(documents):
    return [document.title for document in documents]


def packed(*records):
    """One gzip member a record, as archives are packed."""
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize("join", [b"".join, lambda r: packed(*r), lambda r: gzip.compress(b"".join(r))],
                         ids=["plain", "packed", "packed as one"])  # fmt: skip
def test_pages_are_read_with_their_address(join):
    documents, skipped = read(join([PAGE, OTHER]), uri="a.warc.gz")
    assert not skipped
    assert titles(documents) == ["The light at Cape Orr", "The pier"]
    assert documents[0].text == TEXT
    assert documents[0].uri == "http://orr.example/light"


def test_the_day_it_was_fetched_is_the_last_resort_for_the_time():
    dated = page(head='<meta name="date" content="2019-05-06">')
    documents, _ = read(PAGE + record(answer(dated)))
    assert [document.published for document in documents] == ["2020-01-02", "2019-05-06"]
    (document,), _ = read(PAGE, settings=Settings(published="2018-01-01"))
    assert document.published == "2018-01-01"


OTHERS = [
    record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    record(answer(b""), kind="revisit"),
    record(b"fetchTime: 3", kind="metadata", Content_Type="application/warc-fields"),
    record(b"software: x", kind="warcinfo", uri="", Content_Type="application/warc-fields"),
    record(answer(page(), status="404 Not Found")),
    record(answer(page(), status="301 Moved", Location="/x")),
    record(answer(b"\x89PNG", content_type="image/png")),
    record(answer(b'{"a": 1}', content_type="application/json")),
    record(answer(b"User-agent: *\nDisallow:", content_type="text/plain"), uri="http://o.example/robots.txt"),
    record(b"words", uri="metadata://gnu.org/log", kind="resource", Content_Type="text/plain"),
    record(b"20200101", uri="dns:orr.example", kind="response", Content_Type="text/dns"),
]  # fmt: skip


def test_what_is_no_page_is_passed_over_in_silence():
    documents, skipped = read(b"".join([*OTHERS, PAGE, *OTHERS]))
    assert not skipped
    assert titles(documents) == ["The light at Cape Orr"]


def test_an_archive_without_a_page_says_so():
    documents, (skipped,) = read(b"".join(OTHERS), uri="a.warc")
    assert not documents
    assert "no page or text that was answered with 200 among its 11 records" in skipped.reason


def test_texts_resources_and_conversions_are_read():
    data = b"".join([
        record(answer(TEXT.encode(), content_type="text/plain")),
        record(page(), kind="resource", Content_Type="text/html"),
        record(TEXT.encode(), kind="conversion", Content_Type="text/plain", uri="<http://orr.example/x>"),
    ])  # fmt: skip
    documents, skipped = read(data)
    assert not skipped
    assert [document.text for document in documents] == [TEXT] * 3
    assert documents[2].uri == "http://orr.example/x"


def test_the_charset_of_the_server_is_used_and_else_the_pages():
    body = MARKUP.replace("“", "Grüße ").replace("”", "")
    given = f"<html><body><article>{body}</article></body></html>".encode("cp1252")
    own = given.replace(b"<body>", b'<head><meta charset="windows-1252"></head><body>')
    data = record(answer(given, content_type="text/html; charset=windows-1252"))
    documents, _ = read(data + record(answer(own, content_type="text/html")))
    assert all("Grüße We owe it" in document.text for document in documents)
    assert len(documents) == 2


def chunked(body):
    halves = body[:100], body[100:]
    return b"".join(b"%x;a=b\r\n%b\r\n" % (len(half), half) for half in halves) + b"0\r\n\r\n"


DEFLATE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(page()), {"Transfer-Encoding": "chunked"}),
        (page(), {"Transfer-Encoding": "chunked"}),  # kept over plain bytes, as many archives do
        (gzip.compress(page()), {"Content-Encoding": "gzip"}),
        (page(), {"Content-Encoding": "gzip"}),
        (zlib.compress(page()), {"Content-Encoding": "deflate"}),
        (DEFLATE.compress(page()) + DEFLATE.flush(), {"Content-Encoding": "deflate"}),
        (page(), {"Content-Encoding": "br"}),
        (
            chunked(gzip.compress(page())),
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
        ),
        (gzip.compress(page())[:-9], {"Content-Encoding": "gzip"}),
    ],
)
def test_a_body_is_unpacked_as_its_headers_say_or_as_it_is(body, headers):
    (document,), skipped = read(record(answer(body, **headers)))
    assert not skipped
    assert document.text.startswith(PARAGRAPHS[0])


BROKEN = {
    "no version": (PAGE.replace(b"WARC/1.0", b"WRAC/1.0"), "no beginning of a record"),
    "no length": (PAGE.replace(b"Content-Length", b"Content-Breadth"), "no beginning of a record"),
    "a length that is none": (PAGE.replace(b"Length: ", b"Length: x"), "no beginning of a record"),
    "a length too short": (record(answer(page()), length=500), "500 bytes, but there no record ends"),
    "a length too long": (record(answer(page()), length=3000), "3,000 bytes, but there no record ends"),
    "far too long a length": (record(answer(page()), length=9_000_000), "9,000,000 bytes, but there no record ends"),
    "no HTTP": (record(b"<p>no headers</p>"), "without its headers"),
    "words between": (b"some words\r\nthat nobody expected\r\n\r\n", "no beginning of a record"),
    "damaged packing": (
        record(answer(b"\x1f\x8b\x08" + b"\x00" * 7 + b"\xff" * 90, **{"Content-Encoding": "gzip"})),
        "packed, and damaged",
    ),
    "an unknown packing": (record(answer(b"\x0b", **{"Content-Encoding": "br"})), 'packed as "br"'),
}  # fmt: skip


@pytest.mark.parametrize(("broken", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_record_gives_one_reason_and_the_rest_goes_on(broken, words):
    documents, (skipped,) = read(PAGE + broken + OTHER + THIRD, uri="a.warc")
    assert titles(documents) == ["The light at Cape Orr", "The pier", "The roof"]
    assert words in skipped.reason
    assert skipped.uri == "a.warc:2"


def damaged(member):
    return member[:60] + bytes(40) + member[100:]


@pytest.mark.parametrize(
    "broken", [damaged(gzip.compress(OTHER)), gzip.compress(OTHER)[:-8] + b"8 wrong."]
)
def test_a_damaged_member_costs_no_other(broken):
    documents, (skipped,) = read(packed(PAGE) + broken + packed(THIRD), uri="a.warc.gz")
    assert titles(documents) == ["The light at Cape Orr", "The roof"]
    assert "the compressed file is damaged" in skipped.reason


@pytest.mark.parametrize(
    "data",
    [
        packed(PAGE, OTHER)[:-40],
        gzip.compress(PAGE + OTHER + b"x" * 50)[:-40],
        (PAGE + OTHER)[:-40],
        (PAGE + OTHER)[: len(PAGE) + 40],
        packed(PAGE) + gzip.compress(OTHER)[:5],
    ],
    ids=["packed", "packed as one", "plain", "in a head", "in a member's head"],
)
def test_a_cut_off_archive_gives_what_came_before_and_one_reason(data):
    documents, (skipped,) = read(data, uri="a.warc.gz")
    assert titles(documents) == ["The light at Cape Orr"]
    assert "cut off" in skipped.reason
    assert "give it whole" in skipped.reason


@pytest.mark.parametrize(
    ("name", "words"),
    [("warc_broken_record.warc", "no beginning of a record"), ("warc_cut_off.warc.gz", "cut off")],
)
def test_the_files_kept_for_it(name, words):
    documents, (skipped,) = read_paths(FILES / name)
    assert documents
    assert words in skipped.reason


def test_a_page_over_the_limit_is_skipped_and_the_rest_goes_on():
    large = record(answer(b"<p>" + b"word " * 4000))
    documents, (skipped,) = read(PAGE + large + OTHER, settings=Settings(max_bytes=10_000))
    assert len(documents) == 2
    assert "more than 10,000 bytes" in skipped.reason
    bomb = record(answer(gzip.compress(b"word " * 4000), **{"Content-Encoding": "gzip"}))
    documents, (skipped,) = read(PAGE + bomb + OTHER, settings=Settings(max_bytes=10_000))
    assert len(documents) == 2
    assert "more than 10,000 bytes unpacked" in skipped.reason


def test_an_archive_of_nothing_but_damage_is_given_up():
    _, skipped = read(b"WARC/1.0\r\n" * 3000)
    assert len(skipped) == 1002
    assert "more than 1,000 broken records" in skipped[-1].reason


def arc(uri, body, kind="text/html"):
    return f"{uri} 1.2.3.4 20200102030405 {kind} {len(body)}\n".encode() + body + b"\n"


def test_the_older_arc_form_is_read():
    block = b"1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
    data = arc("filedesc://a.arc", block, "text/plain") + arc(
        "http://orr.example/a b", answer(page())
    )
    (document,), skipped = read(
        data + arc("http://orr.example/c", answer(b"x", status="404 No")), uri="a.arc"
    )
    assert not skipped
    assert (document.uri, document.published) == ("http://orr.example/a b", "2020-01-02")


def test_archives_come_from_standard_input_too():
    code = (
        "from sayso.read import read_documents; from sayso.settings import Settings\n"
        "for d in read_documents(['-'], settings=Settings()): print(d.title, flush=True)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], input=packed(PAGE, OTHER), capture_output=True, check=True
    )
    assert run.stdout.decode().splitlines() == ["The light at Cape Orr", "The pier"]
    assert not run.stderr


def test_an_archive_is_read_a_record_at_a_time():
    class Watched(io.RawIOBase):
        """An archive of a thousand times ten pages that tells how far it was read."""

        taken = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            row = PAGE * 10
            size = min(len(buffer), len(row) - self.taken % len(row))
            buffer[:size] = row[self.taken % len(row) :][:size]
            self.taken += size
            return size if self.taken < 1000 * len(row) else 0

    from sayso.read.warc import read_warc

    watched = Watched()
    pages = read_warc(io.BufferedReader(watched), uri="a.warc", settings=Settings())
    for number, _ in zip(range(500), pages, strict=False):
        assert watched.taken < (number + 2) * len(PAGE) + 300_000


@pytest.mark.corpus
def test_every_real_archive_gives_documents_or_reasons(shared, capsys):
    paths = sorted((shared / "data" / "warc").iterdir())
    told = [read_paths(path) for path in paths]
    with capsys.disabled():
        print(f"\n  {len(paths)} archives: {sum(len(d) for d, _ in told)} documents, "
              f"{sum(len(s) for _, s in told)} skipped")  # fmt: skip
    assert all(documents or skipped for documents, skipped in told)
    assert all(item.reason for _, skipped in told for item in skipped)
