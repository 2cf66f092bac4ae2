"""Whose word an event is, and what no report makes an event of its own."""

import pytest
from told import reading, speaker_of, told

SPEECH = [
    "The remark was met with anger from both artists and writers.",
    "The benefits of cooperation with China are large.",
    "Hamas commanders told Reuters that the talks had ended on Monday.",
    "The ministry said on Twitter that the road was open again.",
    "The commander spoke to The Daily Gull by telephone.",
]


@pytest.mark.parametrize("text", SPEECH)
def test_speech_alone_is_no_event(text):
    assert told(text) == []


DENIED = [
    ("Israel denied that it bombed a hospital in Gaza on Tuesday.", "Israel"),
    ("Israel on Tuesday denied bombing a hospital in Gaza.", "Israel"),
    ("The army denied shelling the village and said rebels had attacked it.", "the army"),
]


@pytest.mark.parametrize(("text", "who"), DENIED)
def test_what_is_denied_is_no_event_of_the_document_but_one_denied_by_its_speaker(text, who):
    event = reading(text).events[0]
    assert (event.type, event.actor, event.polarity) == ("ASSAULT", (who,), "-")
    assert speaker_of(text, event) == who
    assert not [e for e in reading(text).events if e.attribution is None]


def test_an_event_stands_under_who_tells_of_it():
    text = "The village was bombed by government warplanes, a witness told the BBC."
    (event,) = reading(text).events
    assert (event.actor, speaker_of(text, event)) == (("government",), "a witness")


def test_an_event_that_nobody_is_said_to_tell_of_is_the_documents():
    (event,) = reading("Kenyan police arrested two journalists.").events
    assert event.attribution is None


def test_an_accusation_is_an_event_of_the_document_and_what_one_is_accused_of_the_accusers():
    text = "Iran accused the United States of arming separatists."
    by_type = {event.type: event for event in reading(text).events}
    assert by_type["ACCUSE"].attribution is None
    assert speaker_of(text, by_type["AID"]) == "Iran"


def test_a_demand_in_ones_own_words_is_an_event_of_the_speaker():
    text = "“We urge the rebels to leave the city,” General Okoro said."
    found = [e for e in reading(text).events if e.type == "REQUEST"]
    assert [(e.actor, e.recipient, e.attribution) for e in found] == [
        (("Okoro",), ("rebels",), None)
    ]


def test_we_are_the_side_of_who_speaks():
    text = "“We support the army of Chad,” said Jean Morel, the president of France."
    (event,) = [e for e in reading(text).events if e.type == "SUPPORT"]
    assert event.actor == ("France",)


def test_the_country_is_the_state_named_last():
    text = "Iran held elections on Friday. European observers condemned the country over them."
    assert told(text) == [("ACCUSE", ("European observers",), ("Iran",))]
