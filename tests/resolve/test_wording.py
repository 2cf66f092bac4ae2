"""Words of a text: folded, in their place, and which are the report's own."""

from itertools import pairwise

import pytest
from copies import FURNITURE, WIRE
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.wording import read_wording


def own(text):
    wording = read_wording(text)
    return " ".join(word for word, is_own in zip(wording.words, wording.own, strict=True) if is_own)


def furniture(text):
    wording = read_wording(text)
    return [word for word, is_it in zip(wording.words, wording.furniture, strict=True) if is_it]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Élise O’Neill's 21-year-old", "elise o'neill's 21 year old"),
        ("ÅRE — Zürich; Đoković", "are zurich đokovic"),
        ("", ""),
        ("İstanbul Ğ", "istanbul g"),
    ],
)
def test_words_are_small_letters_without_accents_and_marks(text, words):
    assert " ".join(read_wording(text).words) == words


@given(st.text(max_size=200))
def test_every_word_stands_where_it_is_said_to(text):
    wording = read_wording(text)
    spans = list(zip(wording.start.tolist(), wording.end.tolist(), strict=True))
    assert [end - start for start, end in spans] == [len(word) for word in wording.words]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert len(wording.own) == len(wording.furniture) == len(wording)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("He said “we will go” and left.", "he said and left"),
        ('He said "we will go" and left.', "he said and left"),
        ('He is 5\'10" tall, "we go" he said', "he is 5'10 tall he said"),
        ('"It goes on\n"and is closed," he said', "he said"),
        ("“It goes on\n“and is closed,” he said", "he said"),
        ("«Nous irons» and ‘we shall all go there now’ were said", "and were said"),
        ("The players’ union wouldn’t say", "the players union wouldn't say"),
        ("So he wrote:\nI am off to sea — Jo Lin (@jolin) May 3, 2019", "so he wrote may 3 2019"),
    ],
)
def test_what_others_said_is_not_the_reports_own(text, left):
    assert own(text) == left


def test_furniture_is_not_the_reports_own():
    assert own(f"{FURNITURE}\nThe ferry ran aground.") == "the ferry ran aground"


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2021 Gullwing Press. All rights reserved.",
        "Continue reading the main story",
        "Read more: Ferry stranded again",
        "Follow us on Twitter for the latest",
        "Enlarge this image",
        "Jo Lin in Paris contributed to this report.",
        "(Reporting by Jo Lin; Editing by Ida Holm)",
        "By using this site you accept our cookies.",
    ],
)
def test_lines_that_pages_set_beside_reports_are_furniture(line):
    assert len(furniture(line)) >= len(line.split()) - 1


@pytest.mark.parametrize(
    "line",
    [
        "The minister signed the treaty and will continue her journey on Monday.",
        "Police found an email in which he asked for more money.",
        "The court read the terms aloud and the guards shared the news.",
        WIRE,
    ],
)
def test_sentences_of_a_report_are_none(line):
    assert furniture(line) == []


def test_all_behind_a_closing_copyright_notice_is_furniture():
    tail = "Copyright 2021 the Courier. Transcripts are made in a hurry and may hold mistakes."
    assert len(furniture(f"{WIRE}\n{tail}")) == len(read_wording(tail))
    assert furniture(f"Copyright 2021 the Courier\n{WIRE}") == [
        "copyright",
        "2021",
        "the",
        "courier",
    ]
