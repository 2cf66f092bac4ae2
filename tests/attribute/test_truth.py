"""Whether what is stated is called true or false, with the real encoder."""

import pytest

import sayso

JUDGED = [
    ("“It is not true that rebels seized the bridge,” said Nora Quist, the mayor.", "-"),
    ("The ministry said it was false that rebels had seized the bridge.", "-"),
    ("There is no truth in the report that rebels seized the bridge, Nora Quist said.", "-"),
    (
        "There is no truth in the report that rebels seized the bridge at Port Merrow, the defence ministry said. The river is frozen for the first time in twelve years.",
        "-",
    ),
    ("The truth is that rebels seized the bridge.", "+"),
    ("The claim that rebels seized the bridge is false, Nora Quist said.", "-"),
    ("The report that rebels seized the bridge was wrong, the Courier said.", "-"),
    ("Nora Quist called the report that rebels seized the bridge a lie.", "-"),
    ("It is true that rebels seized the bridge.", "+"),
    ("The report that rebels seized the bridge is true, Nora Quist said.", "+"),
    ("The claim that rebels seized the bridge is not false, Nora Quist said.", "+"),
    ("Nora Quist said rebels seized the bridge.", "+"),
]


def stated(text):
    return {one.predicate: one.polarity for one in sayso.read_text(text).propositions}


@pytest.mark.parametrize(("text", "polarity"), JUDGED)
def test_what_is_called_untrue_is_negated(text, polarity):
    assert stated(text)["seize"] == polarity


@pytest.mark.parametrize(("text", "polarity"), JUDGED[:2])
def test_that_something_is_true_or_false_is_no_statement_of_its_own(text, polarity):
    assert not {"true", "false", "wrong"} & stated(text).keys()


def test_a_predicate_that_happens_to_judge_states_something_of_others():
    assert stated("The map was wrong, and the pilot said so.")["wrong"] == "+"
