import io
import json

import pytest

from sayso.read.jsonl import read_jsonl
from sayso.records import Document, Skipped
from sayso.settings import Settings

PAGE = (
    "<p>The ministry said on Tuesday that the port would stay open for the whole of the winter.</p>"
)


def read(*lines, uri="reports.jsonl", **settings):
    data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(read_jsonl(io.BytesIO(data.encode("utf-8", "surrogatepass")), uri=uri,
                           settings=Settings(**settings)))  # fmt: skip


def one(record, **settings):
    (document,) = read(record, **settings)
    assert isinstance(document, Document), document
    return document


def test_a_line_is_a_document():
    document = one({
        "id": "a1", "uri": "https://p.example/a", "outlet": "The Post", "title": "Port open",
        "published": "2020-01-02 03:04 +0100", "byline": ["Jane Doe"], "credit": "AFP",
        "dateline": "OSLO", "language": "nn", "text": "OSLO (AP) - The port is open.\n\nIt is.",
    })  # fmt: skip
    assert document.text == "OSLO (AP) - The port is open.\nIt is."
    assert (document.id, document.uri, document.outlet, document.title) == (
        "a1", "https://p.example/a", "The Post", "Port open",
    )  # fmt: skip
    assert (document.published, document.byline) == ("2020-01-02T03:04:00+01:00", ("Jane Doe",))
    assert (document.credit, document.dateline, document.language) == ("AFP", "OSLO", "nn")


def test_what_a_line_leaves_out_is_read_from_the_text():
    document = one(
        {"text": "By Jane Doe\nOSLO (AP) - The port is open, and that is what they said."}
    )
    assert (document.byline, document.credit, document.dateline) == (
        ("Jane Doe",), "Associated Press", "OSLO",
    )  # fmt: skip


def test_url_is_another_word_for_uri():
    assert one({"url": "https://p.example/a", "text": "x"}).uri == "https://p.example/a"


def test_a_line_without_name_is_named_by_its_place():
    assert one({"text": "The port is open."}).uri == "reports.jsonl:1"


def test_a_reading_is_read_for_its_document():
    assert one({"document": {"id": "a1", "text": "x"}, "attributions": []}).id == "a1"


def test_numbers_will_do_as_ids():
    assert one({"id": 7, "text": "x"}).id == "7"


def test_the_text_is_kept_as_it_is_but_for_normalisation():
    text = "Title of it\nThe first line is wrapped here,\nand goes on there.\n\nTitle of it"
    assert one({"title": "Title of it", "text": text}).text == text.replace("\n\n", "\n")


def test_a_page_in_a_line_is_read_and_the_line_goes_before_the_page():
    page = f'<html><head><meta property="og:site_name" content="Old"><meta property="og:url" content="https://o.example/x"><meta name="date" content="2001-02-03"></head><body>{PAGE}</body></html>'
    document = one({"url": "https://p.example/a", "outlet": "New", "html": page})
    assert document.text == PAGE[3:-4]
    assert (document.outlet, document.uri, document.published) == (
        "New", "https://p.example/a", "2001-02-03",
    )  # fmt: skip


def test_settings_fill_in_what_a_line_leaves_out():
    settings = {"outlet": "The Quay", "published": "2021-05-04"}
    assert one({"text": "x"}, **settings).outlet == "The Quay"
    assert one({"text": "x", "outlet": "The Post"}, **settings).outlet == "The Post"
    assert one({"html": PAGE}, **settings).published == "2021-05-04"


def test_an_agency_is_no_credit_of_its_own_report():
    assert one({"outlet": "apnews.com", "text": "OSLO (AP) - The port is open."}).credit is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 3000, "not JSON"),
        ("[1]", "a list, not an object"),
        ('"x"', "a string, not an object"),
        ("{}", 'neither "text" nor "html"'),
        ('{"text": ""}', 'neither "text" nor "html"'),
        ('{"text": "  "}', "only blanks"),
        ('{"text": 5}', '"text" holds a number'),
        ('{"text": "x", "outlet": ["y"]}', '"outlet" holds a list'),
        ('{"text": "x", "id": {}}', '"id" holds an object'),
        ('{"text": "x", "published": "soon"}', '"published" holds "soon", which is no date'),
        ('{"html": "<p>x</p>"}', "no article in the page"),
    ],
)
def test_a_bad_line_is_skipped_with_its_number_and_the_run_goes_on(line, reason):
    first, bad, last = read({"text": "a"}, line, {"text": "b"})
    assert (first.text, last.text) == ("a", "b")
    assert isinstance(bad, Skipped)
    assert bad.uri == "reports.jsonl:2"
    assert bad.reason.startswith("line 2: ")
    assert reason in bad.reason


def test_blank_lines_are_nothing():
    assert [d.text for d in read({"text": "a"}, "", "  ", {"text": "b"})] == ["a", "b"]


def test_a_line_over_the_limit_is_skipped_whole():
    items = read({"text": "a" * 500}, {"text": "b"}, max_bytes=100)
    assert [type(item) for item in items] == [Skipped, Document]
    assert "more than 100 bytes" in items[0].reason


def test_lone_surrogates_go_from_every_field():
    document = one(
        '{"text": "a\\ud800b", "title": "t\\udfff", "url": "u\\ud800", "byline": ["n\\ud800"]}'
    )
    assert (document.text, document.title, document.uri, document.byline) == (
        "ab",
        "t",
        "u",
        ("n",),
    )


def test_lines_are_read_one_at_a_time():
    class Endless(io.RawIOBase):
        """A stream without end, as a pipe may be."""

        def readline(self, size=-1):
            return b'{"text": "once more"}\n'

    documents = read_jsonl(Endless(), uri=None, settings=Settings())
    assert [next(documents).text for _ in range(3)] == ["once more"] * 3
