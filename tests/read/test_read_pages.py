"""What comes out of 140 real pages, none of which is known to the code."""

import re

import pytest

from sayso.read import read_documents
from sayso.read.dates import has_clock, iso
from sayso.records import Document
from sayso.settings import Settings
from sayso.text import normalise

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def pages(shared):
    paths = sorted(map(str, (shared / "data" / "html").glob("*.html")))
    return paths, list(read_documents(paths, settings=Settings()))


@pytest.fixture(scope="module")
def documents(pages):
    return [item for item in pages[1] if isinstance(item, Document)]


def share(documents, pages, test):
    return sum(map(bool, map(test, documents))) / len(pages[0])


def test_every_page_gives_a_document_or_a_reason(pages):
    paths, items = pages
    assert len(items) == len(paths)
    assert all(item.reason for item in items if not isinstance(item, Document))


def test_text_title_and_time_are_found(pages, documents, capsys):
    found = {
        "text and title": share(documents, pages, lambda d: d.text and d.title),
        "day": share(documents, pages, lambda d: d.published),
        "time of day": share(documents, pages, lambda d: d.published and has_clock(d.published)),
        "outlet": share(documents, pages, lambda d: d.outlet),
        "byline": share(documents, pages, lambda d: d.byline),
        "address": share(documents, pages, lambda d: d.uri and d.uri.startswith("http")),
    }
    with capsys.disabled():
        print("", *(f"{name} {value:.1%}" for name, value in found.items()), sep="\n  ")
    assert found["text and title"] >= 0.95
    assert found["day"] >= 0.85
    assert found["time of day"] >= 0.80
    assert found["outlet"] >= 0.95


def test_the_day_is_that_of_the_address_where_it_holds_one(documents):
    dated = [
        (d.published[:10], "-".join((y, m.zfill(2), n.zfill(2))))
        for d in documents
        for y, m, n in re.findall(r"/(20\d\d)[/-](\d\d?)[/-](\d\d?)\b", d.uri or "")
    ]
    assert len(dated) > 30
    assert sum(day == told for day, told in dated) >= 0.93 * len(dated)


def test_texts_are_normalised_and_times_are_iso(documents):
    for document in documents:
        assert document.text == normalise(document.text)
        assert document.published is None or iso(document.published) == document.published


def test_the_headline_does_not_open_the_text(documents):
    assert not [d.uri for d in documents if d.text.split("\n", 1)[0] == d.title]


def test_no_markup_or_script_comes_through(documents):
    junk = re.compile(r"</?(?:p|div|span|a|br)\b|document\.|function ?\(|\xad")
    assert len([d.uri for d in documents if junk.search(d.text)]) <= 0.02 * len(documents)


def test_the_language_is_right_where_the_address_tells(documents):
    told = {"at": "de", "de": "de", "fr": "fr", "do": "es", "tt": "en", "uk": "en", "ie": "en"}
    wrong = [
        (d.uri, d.language)
        for d in documents
        if (end := re.search(r"//[^/]*\.([a-z]+)/", d.uri or "")) and end[1] in told
        and d.language != told[end[1]] and "flowfx" not in (d.uri or "")
    ]  # fmt: skip
    assert not wrong
