"""When it was said: the date at the cue, with the encoder's own tree."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from sayso.annotate import annotate_document
from sayso.attribute.time.said import with_dates
from sayso.records import Attribution
from sayso.text import make_document

THURSDAY = "2016-01-14"


def spans(text, *parts):
    return tuple((text.index(part), text.index(part) + len(part)) for part in parts if part)


def attributed(text, source, cue, *contents, **more):
    return Attribution(
        id=more.pop("id", "a1"),
        source=spans(text, source),
        cue=spans(text, cue),
        content=spans(text, *contents),
        **more,
    )


def dated(text, *attributions, published=THURSDAY):
    annotated = annotate_document(make_document(text, published=published))
    return with_dates(annotated, attributions)


def said(text, source, cue, *contents, published=THURSDAY):
    return dated(text, attributed(text, source, cue, *contents), published=published)[0].said


TOLD = [
    # right at the cue
    ("The mill will close, its owner said on Monday.", "its owner", "said", "The mill will close", "2016-01-11"),
    ("The mill will close, said its owner on Monday.", "its owner", "said", "The mill will close", "2016-01-11"),
    ("The bank announced Tuesday that it would merge.", "The bank", "announced", "that it would merge", "2016-01-12"),
    ("The minister on Wednesday said fees would rise.", "The minister", "said", "fees would rise", "2016-01-13"),
    ("She told a court in Leeds on Saturday that she was ill.", "She", "told", "that she was ill", "2016-01-09"),
    ("“We were lucky,” the pilot told reporters late Tuesday.", "the pilot", "told", "“We were lucky,”", "2016-01-12"),
    ("The envoy said in a speech last November that talks had failed.", "The envoy", "said", "that talks had failed", "2015-11"),
    ("The envoy said in an interview broadcast on Sunday that talks had failed.", "The envoy", "said", "that talks had failed", "2016-01-10"),
    ("He said after talks in Geneva on Saturday that he was hopeful.", "He", "said", "that he was hopeful", "2016-01-09"),
    ("She wrote in a 2014 article that the dam was cracked.", "She", "wrote", "that the dam was cracked", "2014"),
    ("The union said earlier this week it would strike.", "The union", "said", "it would strike", "2016-W02"),
    ("The army said overnight that it had left.", "The army", "said", "that it had left", "2016-01-13/2016-01-14"),
    ("The firm said on May 16, 2015, that it had no debts.", "The firm", "said", "that it had no debts", "2015-05-16"),
    ("He has said this week that he is innocent.", "He", "has said", "that he is innocent", "2016-W02"),
    # the tree leads there
    ("The rebels pledged loyalty to the crown last year.", "The rebels", "pledged", "loyalty to the crown", "2015"),
    # at the head of the sentence
    ("On Monday, the minister said fees would rise.", "the minister", "said", "fees would rise", "2016-01-11"),
    ("But in 2012 the minister said fees would rise.", "the minister", "said", "fees would rise", "2012"),
    ("Last month Ms Orr, who runs the port, warned of delays.", "Ms Orr, who runs the port", "warned", "of delays", "2015-12"),
    ("Speaking in Oslo on Tuesday, the king said he was tired.", "the king", "said", "he was tired", "2016-01-12"),
    ("In a statement released late on Monday, the club denied that it was for sale.", "the club", "denied", "that it was for sale", "2016-01-11"),
    ("Two years ago, it was reported that the well was dry.", "", "was reported", "that the well was dry", "2014"),
    # a document that is dated
    ("Prices fell, according to a report released this week by the bank.", "a report released this week by the bank", "according to", "Prices fell", "2016-W02"),
    ("A survey published on Monday found that trust was low.", "A survey published on Monday", "found", "that trust was low", "2016-01-11"),
    ("A letter dated May 3, 2015, says the roof is unsafe.", "A letter dated May 3, 2015", "says", "the roof is unsafe", "2015-05-03"),
    # shared with the clause before
    ("In August, the group posted a video, saying that it held him.", "the group", "saying", "that it held him", "2015-08"),
    ("The group released a video in August claiming that it held him.", "The group", "claiming", "that it held him", "2015-08"),
    # a timeline
    ("May 2015: New mayor takes office, vows to cut taxes.", "New mayor", "vows", "to cut taxes", "2015-05"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "expected"), TOLD)
def test_a_date_of_the_cue_tells_when(text, source, cue, content, expected):
    assert said(text, source, cue, content) == expected


NOT_TOLD = [
    # of what is said
    ("The mill closed on Monday, its owner said.", "its owner", "said", "The mill closed on Monday"),
    ("He said that he had left on Monday.", "He", "said", "that he had left on Monday"),
    ("On Monday, two men were held, according to the police.", "the police", "according to", "On Monday, two men were held"),
    ("According to the police, on Monday two men were held.", "the police", "According to", "two men were held"),
    ("On Friday, the ship reportedly sank.", "", "reportedly", "the ship"),
    # of who says it
    ("The man arrested on Monday said he was hungry.", "The man arrested on Monday", "said", "he was hungry"),
    ("Ms Orr, who took office last year, said fees would rise.", "Ms Orr, who took office last year", "said", "fees would rise"),
    ("“It hurts,” said Pia, who rode for the club from 1994 to 2003.", "Pia, who rode for the club from 1994 to 2003", "said", "“It hurts,”"),
    # of something else
    ("Calling Monday’s vote a farce, he said he would appeal.", "he", "said", "he would appeal"),
    ("She said before the vote on Monday that she was ill.", "She", "said", "that she was ill"),
    ("She has said nothing since Monday about the fire.", "She", "has said", "nothing"),
    ("The baker said over the past year that flour was dear.", "The baker", "said", "that flour was dear"),
    ("He said in 1998 and 2009 that it was a test.", "He", "said", "that it was a test"),
    ("Appearing on “This Week,” the senator said taxes would fall.", "the senator", "said", "taxes would fall"),
    ("The envoy has accused the court of bias, as he left on Monday.", "The envoy", "has accused", "the court of bias"),
    ("The paper reported on Monday, citing a guard, that two had fled.", "a guard", "citing", "that two had fled"),
    ("KYIV, Jan. 14 (Gull News) - The mayor said the bridge was safe.", "The mayor", "said", "the bridge was safe"),
    ("Monday, May 4, 2015 The mayor said the bridge was safe.", "The mayor", "said", "the bridge was safe"),
    # of no day that can be told
    ("A day earlier, the mayor said the bridge was safe.", "the mayor", "said", "the bridge was safe"),
    ("In recent weeks the mayor said the bridge was safe.", "the mayor", "said", "the bridge was safe"),
    ("The mayor said the bridge was safe.", "The mayor", "said", "the bridge was safe"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), NOT_TOLD)
def test_a_date_of_something_else_does_not(text, source, cue, content):
    assert said(text, source, cue, content) is None


def test_without_a_publication_date_only_absolute_dates_tell():
    text = "The firm said on {} that it had no debts."
    for date, expected in (("Monday", None), ("May 16", None), ("May 16, 2015", "2015-05-16")):
        sentence = text.format(date)
        given = (sentence, "The firm", "said", "that it had no debts")
        assert said(*given, published=None) == expected


def test_a_weekday_six_days_back_is_the_day_after_the_publication():
    text = "North of the border, officials said on {} that the dam held."
    for weekday, expected in (("Friday", "2016-01-15"), ("Saturday", "2016-01-09")):
        sentence = text.format(weekday)
        assert said(sentence, "officials", "said", "that the dam held") == expected
    last = "Officials said last Friday that the dam held."
    assert said(last, "Officials", "said", "that the dam held") == "2016-01-08"


def test_a_quotation_without_a_cue_has_the_date_of_the_speech_it_continues():
    text = (
        "Last November, the envoy said, “We keep our ties with them.\n"
        "“They have never harmed us.”\n“A third voice.”"
    )
    first = attributed(text, "the envoy", "said", "“We keep our ties with them.", speaker="envoy")
    second = attributed(text, "", "", "“They have never harmed us.”", id="a2", speaker="envoy")
    third = attributed(text, "", "", "“A third voice.”", id="a3", speaker="somebody else")
    out = dated(text, third, second, first)  # in any order
    assert [x.said for x in out] == [None, "2015-11", "2015-11"]
    assert out[1].why == ("said: with the words it continues (a1)",)
    assert out[2].why == ("said: “Last November” as of 2016-01-14",)


def test_a_continuation_of_words_without_a_date_has_none():
    text = "“We leave,” Orr said.\n“Nobody stays.”"
    first = attributed(text, "Orr", "said", "“We leave,”")
    second = attributed(text, "", "", "“Nobody stays.”", id="a2")
    assert [x.said for x in dated(text, first, second)] == [None, None]


def test_a_date_of_the_outer_cue_is_none_of_the_inner():
    text = "The envoy said on Monday that Oslo had admitted on Saturday that it knew."
    outer = attributed(text, "The envoy", "said", "that Oslo had admitted on Saturday that it knew")
    inner = attributed(text, "Oslo", "had admitted", "that it knew", id="a2", parent="a1")
    assert [x.said for x in dated(text, outer, inner)] == ["2016-01-11", "2016-01-09"]
    alone = "The envoy said on Monday that Oslo had admitted that it knew."
    outer = attributed(alone, "The envoy", "said", "that Oslo had admitted that it knew")
    inner = attributed(alone, "Oslo", "had admitted", "that it knew", id="a2", parent="a1")
    assert [x.said for x in dated(alone, outer, inner)] == ["2016-01-11", None]


def test_today_inside_a_quotation_is_the_day_of_the_speech():
    text = "“He told me today that he would go,” she said on Monday."
    outer = attributed(text, "she", "said", "“He told me today that he would go,”")
    inner = attributed(text, "He", "told", "that he would go", id="a2", parent="a1")
    assert [x.said for x in dated(text, outer, inner)] == ["2016-01-11", "2016-01-11"]
    undated = "“He told me today that he would go,” she said."
    outer = attributed(undated, "she", "said", "“He told me today that he would go,”")
    inner = attributed(undated, "He", "told", "that he would go", id="a2", parent="a1")
    assert [x.said for x in dated(undated, outer, inner)] == [None, None]


def test_a_day_later_counts_from_the_words_before():
    text = "On Monday, the mayor said the bridge was safe. A day later, he said it was not."
    first = attributed(text, "the mayor", "said", "the bridge was safe")
    cue = (text.rindex("said"), text.rindex("said") + len("said"))
    later = Attribution("a2", spans(text, "he"), (cue,), spans(text, "it was not"))
    out = dated(text, first, later)
    assert [x.said for x in out] == ["2016-01-11", "2016-01-12"]
    assert out[1].why == ("said: “A day later” counted from 2016-01-11",)


def test_an_embedded_post_has_the_date_behind_its_author():
    text = "I welcome the news. — Ada Orr (@adaorr) May 3, 2015\nThe town cheered."
    post = attributed(text, "Ada Orr (@adaorr)", "", "I welcome the news.")
    assert dated(text, post)[0].said == "2015-05-03"
    bare = attributed(text, "Ada Orr", "", "I welcome the news.")
    assert dated(text, bare)[0].said == "2015-05-03"


def test_a_sentence_cut_between_source_and_cue_is_one():
    text = "Posts on the board from Saturday\nclaimed that the site was down."
    given = attributed(
        text, "Posts on the board from Saturday", "claimed", "that the site was down"
    )
    assert dated(text, given)[0].said == "2016-01-09"


def test_what_was_given_is_kept_and_what_was_guessed_before_is_not():
    text = "The mayor said the bridge was safe."
    given = attributed(text, "The mayor", "said", "the bridge was safe", said="1999", why=("x",))
    assert dated(text, given) == (replace(given, said=None),)


def test_many_attributions_take_time_in_proportion():
    text = "\n".join(f"On Monday, guard {n} said the gate {n} was shut." for n in range(1500))
    annotated = annotate_document(make_document(text[:2000], published=THURSDAY))
    line = "On Monday, guard 0 said the gate 0 was shut."
    one = attributed(line, "guard 0", "said", "the gate 0 was shut")
    many = [replace(one, id=f"a{n}") for n in range(2000)]
    start = time.process_time()
    assert {x.said for x in with_dates(annotated, many)} == {"2016-01-11"}
    assert time.process_time() - start < 5


@pytest.mark.corpus
def test_the_example_report_is_dated_as_read_by_hand(shared):
    import json

    reading = json.loads((shared / "seed" / "reading.jsonl").read_text("utf-8"))
    text = reading["document"]["text"]
    annotated = annotate_document(make_document(text, published=THURSDAY))
    assert annotated.document.text == text
    given = [
        Attribution(
            id=row["id"],
            source=tuple(map(tuple, row["source"])),
            cue=tuple(map(tuple, row["cue"])),
            content=tuple(map(tuple, row["content"])),
            parent=row["parent"],
        )
        for row in reading["attributions"]
    ]
    expected = [row["said"] for row in reading["attributions"]]
    assert [x.said for x in with_dates(annotated, given)] == expected
