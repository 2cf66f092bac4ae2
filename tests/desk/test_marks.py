"""A marked text is the text, and every run of it belongs to what it belongs to."""

import html
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("markupsafe")
from sayso.views.desk.marks import (
    Anchor,
    Mark,
    bracketed,
    marked,
    marks_of,
    paragraphs_around,
)

TEXTS = st.text(st.sampled_from("ab <>&\"'\n⟦⟧“”é𝒳ש"), max_size=60)


@st.composite
def texts_with_marks(draw):
    text = draw(TEXTS)
    place = st.integers(0, len(text) + 2)
    span = st.tuples(place, place).map(lambda pair: (min(pair), max(pair)))
    one = st.builds(
        Mark,
        of=st.sampled_from(["k1", "k2", '"><script>']),
        part=st.sampled_from(["content", "source", "cue", "addressee", "response"]),
        spans=st.lists(span, max_size=3).map(tuple),
        shape=st.sampled_from(["", "direct", "indirect denied"]),
        anchor=st.sampled_from([None, Anchor("✗3", '3: "<b>"', "#n-k", "m-k")]),
    )
    return text, draw(st.lists(one, max_size=6))


class Reader(HTMLParser):
    """Reads marked HTML back: its characters, each with the parts it stands in."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.parts, self.open, self.tags = "", [], [], set()

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.tags.add(tag)
        self.open.append((tag, (known.get("data-of"), (known.get("class") or "").split(" ")[0])))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag, "tags close in the order they were opened"

    def handle_data(self, data):
        self.text += data
        here = {part for tag, part in self.open if tag in {"mark", "span"}}
        self.parts += [here] * len(data)


def read(markup):
    reader = Reader()
    reader.feed(str(markup))
    reader.close()
    assert not reader.open
    return reader


@given(texts_with_marks())
def test_without_its_tags_it_is_the_text(case):
    """Whatever stands in the text, nothing is lost, added or taken for a tag."""
    text, marks = case
    reader = read(marked(text, marks))
    assert reader.text == text
    assert reader.tags <= {"p", "mark", "span", "a"}


@given(texts_with_marks())
def test_each_character_stands_in_exactly_its_parts(case):
    """A character stands in a mark if, and only if, one of its spans holds it."""
    text, marks = case
    found = read(marked(text, marks)).parts
    for n, letter in enumerate(text):
        told = {(one.of, one.part) for one in marks for start, end in one.spans if start <= n < end}
        assert found[n] == (set() if letter == "\n" else told)


@given(texts_with_marks(), st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_of_it_is_that_stretch(case, one, other):
    """An excerpt is marked as the whole is."""
    text, marks = case
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    reader = read(marked(text, marks, within=(low, high)))
    assert reader.text == text[low:high]
    assert reader.parts == read(marked(text, marks)).parts[low:high]


@given(texts_with_marks())
def test_an_anchor_stands_once(case):
    """A mark in many pieces has one number, at its beginning."""
    text, marks = case
    anchors = [mark for mark in marks if mark.anchor and any(
        start < min(end, len(text)) and text[start:end].strip("\n") and (start, end) == min(mark.spans)
        for start, end in mark.spans)]  # fmt: skip
    markup = str(marked(text, marks))
    assert markup.count('<a class="no"') == len(anchors)
    assert "<b>" not in markup


def test_nested_marks_lie_within_each_other():
    """What one says that another said lies within what the one said."""
    text = "He said she said no."
    markup = marked(text, [Mark("b", "content", ((17, 19),)), Mark("a", "content", ((8, 19),))])
    assert str(markup) == (
        '<p dir="auto">He said <mark class="content" data-of="a">she said '
        '<mark class="content" data-of="b">no</mark></mark>.</p>'
    )


def test_paragraphs_are_closed_and_opened_again():
    """A quotation over two paragraphs is marked in both."""
    markup = marked("one\ntwo", [Mark("a", "content", ((0, 7),))])
    mark = '<mark class="content" data-of="a">'
    assert str(markup) == (
        f'<p dir="auto">{mark}one</mark></p>\n<p dir="auto">{mark}two</mark></p>'
    )


ATTRIBUTION = {
    "id": "a1", "source": [[0, 2]], "cue": [[3, 9]], "content": [[10, 15]], "addressee": [],
    "mode": "indirect", "factuality": "CT-", "speaker": "<i>Ann</i>",
}  # fmt: skip
RESPONSE = {"actor": "Ann", "response": "denied", "about": None, "evidence": [[3, 9]]}


def test_a_denial_bears_a_sign_and_a_word():
    """Who denies is told by a sign at the number and a class, not by colour."""
    marks = marks_of({"attributions": [ATTRIBUTION], "responses": [RESPONSE]}, ["key"])
    markup = marked("He denied it all", marks)
    assert '<mark class="content indirect denied" data-of="key">' in markup
    assert 'href="#n-key" data-no="✗1" aria-label="1: &lt;i&gt;Ann&lt;/i&gt;, indirect speech"' in (
        markup
    )
    assert '<span class="response denied" data-of="r-1">' in markup


def test_what_has_no_content_has_its_number_at_its_source():
    """Every attribution can be reached from the text."""
    one = {**ATTRIBUTION, "content": []}
    assert marked("He denied it all", marks_of({"attributions": [one]})).count('id="m-a1"') == 1


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a ⟦b⟧ c", 'a <mark class="evidence">b</mark> c'),
        ("⟦<b>⟧ ⟦c⟧", '<mark class="evidence">&lt;b&gt;</mark> <mark class="evidence">c</mark>'),
        ("⟦ never closed", "⟦ never closed"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_bracketed_words_are_marked(words, shown):
    """An excerpt's brackets become marks, its words stay words."""
    assert bracketed(words) == shown


@given(TEXTS)
def test_an_excerpt_is_only_escaped(words):
    """Whatever is between the brackets."""
    shown = str(bracketed(words)).replace('<mark class="evidence">', "").replace("</mark>", "")
    assert html.unescape(shown) == re.sub("⟦([^⟦⟧]*)⟧", r"\1", words)


def test_an_excerpt_has_whole_paragraphs():
    """The paragraph of a statement, and those before and behind it."""
    text = "one\ntwo\nthree\nfour\nfive"
    assert text[slice(*paragraphs_around(text, [(9, 11)], more=0))] == "three"
    assert text[slice(*paragraphs_around(text, [(9, 11)]))] == "two\nthree\nfour"
    assert text[slice(*paragraphs_around(text, [(0, 2)]))] == "one\ntwo"
    assert text[slice(*paragraphs_around(text, [(19, 23)]))] == "four\nfive"


def test_a_megabyte_is_quick():
    """Twice the text takes about twice the time, not four times."""

    def seconds(size):
        text = ("word " * 99 + "word\n") * (size // 500)
        marks = [Mark(f"k{n}", "content", ((n, n + 180),)) for n in range(0, len(text) - 200, 120)]
        begun = time.process_time()  # whatever else the machine does
        assert len(marked(text, marks)) > size
        return time.process_time() - begun

    small = min(seconds(125_000) for _ in range(3))
    large = min(seconds(1_000_000) for _ in range(2))
    assert large < 8 * 3 * small
