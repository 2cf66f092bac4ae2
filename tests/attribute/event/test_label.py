"""How the voices call an actor, or say what he is not."""

import pytest
from told import reading


def labels(text):
    return [(x.actor, x.label, x.by, x.polarity) for x in reading(text).labels]


CASES = [
    ("Hezbollah terrorists crossed the border.", ("Hezbollah", "terrorists", "The Gull", "+")),
    ("The minister said Taliban rebels had left.", ("Taliban", "rebels", "The Gull", "+")),
    (
        "Russia does not consider Hezbollah a terrorist organization.",
        ("Hezbollah", "terrorist organization", "Russia", "-"),
    ),
    (
        "“Hezbollah is a terrorist organization,” Israel said.",
        ("Hezbollah", "terrorist organization", "Israel", "+"),
    ),
    ("“Hezbollah is not a terrorist group,” Iran said.", ("Hezbollah", "terrorist group", "Iran", "-")),
    ("The Taliban, an extremist group, denied it.", ("Taliban", "extremist group", "The Gull", "+")),
    ("The Syrian regime closed the road.", ("Syria", "regime", "The Gull", "+")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_label_has_its_actor_and_its_voice(text, expected):
    assert expected in labels(text)


def test_the_words_of_a_quotation_are_the_speakers():
    text = "“The Boko Haram militants fled,” General Okoro said."
    assert ("Boko Haram", "militants", "Okoro", "+") in labels(text)


NONE = [
    "The sanctions regime was renewed.",
    "Some people are heroes.",
    "The Democratic Republic of Congo closed its border.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_names_nobody_by_a_side_is_no_label(text):
    assert labels(text) == []
