"""Whom statements were told to, by sentences written for it."""

from __future__ import annotations

import pytest
from marked import marked

from sayso.attribute.chain.addressee import with_addressees
from sayso.records import Attribution
from sayso.text import contains, covered, overlap

OBJECTS = [
    (
        "[The mayor] <told> a local radio station on Tuesday {that the bridge would reopen in May}.",
        "a local radio station",
    ),
    (
        "{“We will rebuild it,”} [the mayor] <told> the Harbour Courier newspaper in an interview published on Sunday.",
        "the Harbour Courier newspaper",
    ),
    ("{“Nobody was hurt,”} [a police spokesman] <told> AFP by telephone.", "AFP"),
    (
        "{“It was a massacre,”} [one survivor] <told> the BBC’s Persian service.",
        "the BBC’s Persian service",
    ),
    ("[The senator] <told> CNN's Jake Tapper {that he would not run again}.", "CNN's Jake Tapper"),
    (
        "[The foreign minister] <told> his Turkish counterpart {that Moscow would respond}.",
        "his Turkish counterpart",
    ),
    ("[The army chief] <told> Reuters {Russia had moved two brigades to the border}.", "Reuters"),
    ("[The army chief] <told> reporters {the front had held}.", "reporters"),
    ("[Dr Patel] <told> MPs {that the hospital was full}.", "MPs"),
    ("[The widow] <told> the inquest {her husband had felt unwell}.", "the inquest"),
    (
        "[The president] <urged> Iran and Russia {to withdraw their forces from the city}.",
        "Iran and Russia",
    ),
    (
        "[The regulator] <ordered> banks with branches abroad {to raise more capital}.",
        "banks with branches abroad",
    ),
    (
        "[The ministry] <asked> people living near the river {to leave their homes}.",
        "people living near the river",
    ),
    (
        "[Doctors] <warned> the government {that hospitals would run out of oxygen}.",
        "the government",
    ),
    ("[The union] <promised> its members {that wages would rise}.", "its members"),
    ("[She] <assured> investors {that the merger would go ahead}.", "investors"),
    ("[The judge] <reminded> jurors {that the man was innocent until proven guilty}.", "jurors"),
    ("[Police] <ordered> the crowd {to disperse}.", "the crowd"),
    ("[The coach] <asked> his players {whether they were fit}.", "his players"),
    (
        "[The envoy] <informed> the Security Council on Monday {that the truce had collapsed}.",
        "the Security Council",
    ),
    (
        "[The opposition leader] <told> supporters at a rally in Nairobi {that the vote was rigged}.",
        "supporters",
    ),
    (
        "[The chief executive] <told> a news conference in Geneva {that sales had fallen}.",
        "a news conference",
    ),
    ("{“I am innocent,”} [he] <told> this newspaper.", "this newspaper"),
    ("{“I am innocent,”} [he] <told> us.", "us"),
    (
        "[Two officials] <have told> AFP and the Guardian {that the plan was dropped}.",
        "AFP and the Guardian",
    ),
    ("[The committee] <ordered> an investigation into {the leak}.", None),
    ("[The opposition] <urged> {calm}.", None),
    ("[The minister] <promised> {reforms}.", None),
    ("[The boy] <told> a lie about {the broken window}.", None),
]

INSIDE = [
    ("[The president] <urged> {Iran and Russia to withdraw their forces}.", "Iran and Russia"),
    ("[The union] <promised> {members that wages would rise}.", "members"),
    ("[The envoy] <asked> {the governor whether he would resign}.", "the governor"),
    ("[The survey] <asked> {the wrong questions}.", None),
]

PASSIVE = [
    ("Residents <were told> {to leave their homes before nightfall}.", "Residents"),
    ("He <was told> by [doctors] {that he would never walk again}.", "He"),
    ("The court <was told> {that the victim had been stabbed}.", "The court"),
    ("Banks <have been urged> {to lend more}.", "Banks"),
    ("She was stopped at the gate and <told> {to come back the next day}.", "She"),
    ("[Residents] <were told> {to leave their homes}.", "Residents"),
    ("The bridge <was said> {to be unsafe}.", None),
]

BEHIND_TO = [
    ("[The pilot] <admitted> to friends {that he had been drinking}.", "friends"),
    ("[The prime minister] <called on> Israel {to halt the strikes}.", "Israel"),
    ("[The bishop] <wrote> to the prime minister {to demand an inquiry}.", "the prime minister"),
    ("[The general] <spoke> to troops about {the coming winter}.", "troops"),
    ("[The pope] <appealed> to world leaders {to stop the war}.", "world leaders"),
    ("[He] <confirmed> to the Guardian {that he would stand}.", "the Guardian"),
    ("[A sergeant] <testified> before the Senate {that the order came from above}.", "the Senate"),
    ("[She] <complained> to the ombudsman about {the delays}.", "the ombudsman"),
    ("[The tribe] <pleaded> with the governor {to spare the forest}.", "the governor"),
    ("[The company] <pointed> to {rising costs}.", None),
    ("[The mayor] <agreed> to {a meeting with the strikers}.", None),
    ("[The rebels] <pledged> {support to the families}.", None),
]

OCCASIONS = [
    (
        "{“The dam is safe,”} [the engineer] <said> in a phone interview with The Associated Press on Friday.",
        "The Associated Press",
    ),
    (
        "In a letter to the UN Security Council seen by Reuters, [the ambassador] <accused> {rebels of looting aid}.",
        "the UN Security Council",
    ),
    (
        "Speaking to reporters in Geneva on Monday, [she] <said> {the vaccine was safe}.",
        "reporters",
    ),
    (
        "[The lawyer] <said> in an email to the Daily Mail {that his client was innocent}.",
        "the Daily Mail",
    ),
    ("[The rebels], in a statement sent to AFP, <denied> {killing civilians}.", "AFP"),
    ("In testimony before Congress, [the general] <said> {troops would stay}.", "Congress"),
    (
        "[The ambassador] <denied> in an interview with CNN {that troops had crossed the border}.",
        "CNN",
    ),
    (
        "[The president] <said> in a televised address to the nation {that schools would close}.",
        "the nation",
    ),
    ("[She] <said> in a BBC interview {that she had been followed}.", "BBC"),
    ("Addressing parliament, [the chancellor] <said> {taxes would rise}.", "parliament"),
    (
        "Talking to the local newspaper, [the farmer] <blamed> {the drought on the dam}.",
        "the local newspaper",
    ),
    (
        "In an op-ed for the New York Times, [she] <warned> {that democracy was at risk}.",
        "the New York Times",
    ),
    (
        "Writing in the Financial Times, [the former chancellor] <argued> {that taxes must rise}.",
        "the Financial Times",
    ),
    ("In a speech on aid to Ukraine, [the premier] <said> {more was needed}.", None),
    ("After talks with his counterpart, [the minister] <said> {progress had been made}.", None),
    ("In a statement on Tuesday, [the firm] <said> {it would appeal}.", None),
    ("[The bank] <said> in a report on lending to farmers {that debts had doubled}.", None),
    ("[Police] <said> in a statement {that two men had been held}.", None),
]

MEDIA = [
    (
        "[The general] <said> on state television {that the army had taken the city}.",
        "state television",
    ),
    ("[The group] <claimed> {the attack} via its Amaq news agency.", "its Amaq news agency"),
    ("[He] <wrote> on Twitter {that the vote had been stolen}.", "Twitter"),
    (
        "In a video posted on YouTube, [the commander] <threatened> {to attack the capital}.",
        "YouTube",
    ),
    (
        "[A statement posted on the ministry's website] <said> {the talks would resume on Monday}.",
        "the ministry's website",
    ),
    ("[She] <said> in a Facebook post {that the claims were lies}.", "Facebook"),
    ("[The actor] <wrote> on his blog {that he had left the church}.", "his blog"),
    ("[The minister] <said> on X {that the envoy had been expelled}.", "X"),
    ("[Trump] <said> on Truth Social {that the deal was dead}.", "Truth Social"),
    ("[The king] <said> on the radio {that the war was over}.", "the radio"),
    (
        "[The spokesman] <said> through the official news agency {that the plane had been shot down}.",
        "the official news agency",
    ),
    ("[The club] <said> on Monday {that it would appeal}.", None),
    ("[The club] <said> in London {that it would appeal}.", None),
    ("[John Pym], an analyst on Fox News, <said> {the talks were doomed}.", None),
    ("[The Times] <said> in an editorial {that the minister must go}.", None),
]


def addressees(text):
    annotated, attributions = marked(text)
    return [
        annotated.document.text[slice(*one.addressee[0])] if one.addressee else None
        for one in with_addressees(annotated, attributions)
    ]


@pytest.mark.parametrize(("text", "expected"), OBJECTS)
def test_the_object_of_a_cue_that_tells_or_asks_listens(text, expected):
    assert addressees(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), PASSIVE)
def test_the_subject_of_a_passive_cue_listens(text, expected):
    assert addressees(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), BEHIND_TO)
def test_who_stands_behind_to_listens_if_the_cue_speaks_to_somebody(text, expected):
    assert addressees(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), OCCASIONS)
def test_an_occasion_names_whom_it_was_with(text, expected):
    assert addressees(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), MEDIA)
def test_a_medium_that_something_was_said_through_counts(text, expected):
    assert addressees(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), INSIDE)
def test_a_listener_that_begins_the_content_is_taken_out_of_it(text, expected):
    annotated, attributions = marked(text)
    (before,), (after,) = attributions, with_addressees(annotated, attributions)
    assert addressees(text) == [expected]
    assert (after.content == before.content) == (expected is None)
    assert not any(overlap(a, b) for a in after.addressee for b in after.content)


def test_who_was_told_is_not_the_source():
    annotated, attributions = marked("[Residents] <were told> {to leave their homes}.")
    (told,) = with_addressees(annotated, attributions)
    assert told.source == ()
    assert annotated.document.text[slice(*told.addressee[0])] == "Residents"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[The firm] <thanked> {its staff} on Facebook and <2:added> {2:that it would rebuild}.",
            ["Facebook", "Facebook"],
        ),
        (
            "[The firm] <thanked> {its staff} on Facebook and [2:the firm] <2:added> {2:it was sorry}.",
            ["Facebook", "Facebook"],
        ),
        (
            "[Orr] <told> CNN {the vote was fair}, while [2:the governor] <2:said> {2:it was not}.",
            ["CNN", None],
        ),
        (
            "[Orr] <told> Fox News {it was fair}, and [2:Orr] <2:told> CNN {2:that it was not}.",
            ["Fox News", "CNN"],
        ),
        (
            "[Orr] <said> {that [2:the police] <2:had told> her {2:he was dead}}.",
            [None, "her"],
        ),
    ],
)
def test_each_statement_has_its_own_addressee(text, expected):
    assert addressees(text) == expected


def test_a_quotation_that_goes_on_without_a_cue_has_none():
    text = "{“We leave,”} [Orr] <told> reporters. {2:“The boats are old.”}"
    assert addressees(text) == ["reporters", None]


def test_the_reason_is_given_in_words():
    annotated, attributions = marked("In a letter to the council, [Orr] <said> {it had rained}.")
    (told,) = with_addressees(annotated, attributions)
    assert told.why == ("addressee: In a letter to “the council”",)


def test_a_document_without_attributions_stays_without():
    annotated, _ = marked("It rained.")
    assert with_addressees(annotated, ()) == ()


def test_an_attribution_without_any_span_is_left_as_it_is():
    annotated, _ = marked("It rained.")
    bare = Attribution("a1", (), (), ())
    assert with_addressees(annotated, (bare,)) == (bare,)


@pytest.mark.corpus
def test_addressees_of_the_gold_readings_are_found_and_none_is_invented(shared):
    found = expected = invented = others = 0
    for gold, given in gold_readings(shared):
        for told, one in zip(gold, given, strict=True):
            expected += bool(told.addressee)
            found += bool(told.addressee) and alike(told.addressee, one.addressee)
            others += not told.addressee
            invented += not told.addressee and bool(one.addressee)
            assert not any(contains(a, b) for a in one.content for b in one.addressee)
    assert found >= 0.9 * expected
    assert invented <= 0.02 * others


def gold_readings(shared):
    from dataclasses import replace

    from sayso.annotate import annotate_document
    from sayso.evaluate.corpus import read_readings

    for path in sorted((shared / "gold").glob("dev_*.jsonl")):
        for item in read_readings(path):
            bare = tuple(replace(one, addressee=()) for one in item.attributions)
            yield item.attributions, with_addressees(annotate_document(item.document), bare)


def alike(one, other):
    both = sum(overlap(a, b) for a in one for b in other)
    return both >= 0.5 * (covered(one) + covered(other) - both)
