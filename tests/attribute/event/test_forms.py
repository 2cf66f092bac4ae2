"""The same thing done, in the forms a language has for it."""

import pytest
from told import reading, told

ONE = [
    # active, passive, participles, relative clauses
    ("The army shelled the rebels on Friday.", "ASSAULT", "the army", "rebels"),
    ("The rebels were shelled by the army.", "ASSAULT", "the army", "rebels"),
    ("Kenyan police arrested two journalists in Nairobi.", "COERCE", "Kenyan police", "journalists"),
    ("Two journalists were arrested by Kenyan police.", "COERCE", "Kenyan police", "journalists"),
    ("Rebels who had fled the capital attacked the police.", "ASSAULT", "Rebels", "police"),
    # nouns, and the verbs that carry them
    ("Russia's air strikes on rebels in Syria continued.", "ASSAULT", "Russia", "rebels"),
    ("The navy carried out an attack on pirates near Yemen.", "ASSAULT", "the navy", "pirates"),
    ("The minister drew criticism from the unions.", "ACCUSE", "unions", "minister"),
    ("The United States imposed sanctions on Belarus.", "SANCTION", "United States", "Belarus"),
    ("Iran held talks with Iraq in Muscat.", "CONSULT", "Iran", "Iraq"),
    # who gives, who gets
    ("France supplied Chad with arms and medicine.", "AID", "France", "Chad"),
    ("France gave Chad ten million euros.", "AID", "France", "Chad"),
    ("Chad received weapons from France.", "AID", "France", "Chad"),
    # acts of speech that are events
    ("Poland accused Belarus of smuggling.", "ACCUSE", "Poland", "Belarus"),
    ("Belarus was accused by Poland of smuggling.", "ACCUSE", "Poland", "Belarus"),
    ("Britain praised the efforts of Oman.", "SUPPORT", "Britain", "Oman"),
    ("The United Nations called on Sudan to disarm.", "REQUEST", "United Nations", "Sudan"),
    # groups, websites, demonstrations
    ("Hezbollah fighters attacked an Israeli patrol.", "ASSAULT", "Hezbollah", "Israeli patrol"),
    ("Hackers attacked the ministry's website.", "COERCE", "Hackers", "the ministry"),
    ("Students protested against the government in Tunis.", "PROTEST", "Students", "the government"),
    ("Japan deployed warships against North Korea.", "MOBILIZE", "Japan", "North Korea"),
    ("The Taliban released a hostage on Sunday.", "RETREAT", "Taliban", "hostage"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "actor", "recipient"), ONE)
def test_a_form_of_a_sentence_has_its_actor_and_recipient(text, kind, actor, recipient):
    assert (kind, (actor,), (recipient,)) in told(text)


ALONE = [
    ("The prime minister resigned on Tuesday.", "RETREAT", "prime minister"),
    ("Turkey threatened to cut off the water.", "THREATEN", "Turkey"),
    ("Egypt refused to open the border.", "REJECT", "Egypt"),
    ("Ethiopian troops withdrew from the border town of Badme.", "RETREAT", "Ethiopian troops"),
]


@pytest.mark.parametrize(("text", "kind", "actor"), ALONE)
def test_some_things_are_done_to_nobody(text, kind, actor):
    assert (kind, (actor,), ()) in told(text)


def test_all_who_are_joined_take_part():
    assert told("Ghana, Togo and Benin signed a treaty.") == [
        ("SUPPORT", ("Ghana", "Togo", "Benin"), ())
    ]


def test_talks_of_two_have_both_as_actors():
    assert told("Iran and Iraq held talks in Muscat.") == [("CONSULT", ("Iran", "Iraq"), ())]


def test_whom_one_asks_is_who_should_do_it():
    found = told("Officials asked the council to help the refugees.")
    assert ("REQUEST", ("Officials",), ("the council",)) in found
    assert ("AID", ("the council",), ("refugees",)) in found


def test_whom_one_accuses_is_who_did_it():
    found = told("Iran rejected the offer and accused the United States of arming separatists.")
    assert ("AID", ("United States",), ("separatists",)) in found


def test_an_attack_and_whom_it_killed_are_one_event():
    text = (
        "Gunmen attacked a convoy near Mosul on Friday, killing at least 12 soldiers, police said."
    )
    (event,) = reading(text).events
    assert (event.actor, event.recipient, event.date) == (("Gunmen",), ("soldiers",), "2024-05-17")
    assert [(c.what, c.low, c.high) for c in event.counts] == [("killed", 12, None)]
    assert (event.where.country, event.where.precision) == ("IQ", "city")


def test_items_are_the_phrases_of_what_was_given():
    (event,) = reading("France supplied Chad with arms and medicine.").events
    assert event.items == ("arms", "medicine")


def test_what_is_attacked_that_is_nobody_is_an_item():
    (event,) = reading("The navy carried out an attack on three fishing boats.").events
    assert (event.recipient, event.items) == ((), ("three fishing boats",))
    assert [(c.what, c.low) for c in event.counts] == [("fishing boats", 3)]


NONE = [
    "A storm destroyed forty houses on the coast.",
    "Twelve people were killed when a bus crashed near Lyon.",
    "Three officials asked not to be named.",
    "The harbour was painted in March.",
    "Police\nStriking images of the year",
]


@pytest.mark.parametrize("text", NONE)
def test_what_nobody_does_to_anybody_is_no_event(text):
    assert told(text) == []
