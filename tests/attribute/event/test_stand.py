"""Whether it happened, by the words around it."""

import pytest
from told import reading

STANDS = [
    ("The army attacked the rebels.", "+", "actual"),
    ("The army did not attack the rebels.", "-", "actual"),
    ("The army never attacked the rebels.", "-", "actual"),
    ("The army no longer attacks the rebels.", "-", "actual"),
    ("The army refused to attack the rebels.", "-", "actual"),
    ("The army failed to attack the rebels.", "-", "actual"),
    ("The army has begun to attack the rebels.", "+", "begun"),
    ("The army tried to attack the rebels.", "+", "begun"),
    ("The army will attack the rebels.", "+", "planned"),
    ("The army plans to attack the rebels.", "+", "planned"),
    ("The army may attack the rebels.", "+", "possible"),
    ("The army must attack the rebels.", "+", "demanded"),
]


@pytest.mark.parametrize(("text", "polarity", "modality"), STANDS)
def test_the_clause_tells_whether_it_happened(text, polarity, modality):
    found = [(e.polarity, e.modality) for e in reading(text).events if e.type == "ASSAULT"]
    assert found == [(polarity, modality)]


def test_what_is_urged_is_demanded():
    text = "The opposition urged the army to attack the rebels."
    found = {e.type: e.modality for e in reading(text).events}
    assert found == {"REQUEST": "actual", "ASSAULT": "demanded"}


def test_what_one_cannot_do_is_no_event():
    assert reading("The army could not attack the rebels.").events == ()


def test_aid_that_is_but_planned_is_consent_to_it():
    (event,) = reading("France will send weapons to Chad.").events
    assert (event.type, event.mode, event.modality) == ("AGREE", "aid", "planned")


def test_under_an_attribution_it_is_a_plan():
    found = reading("France will send weapons to Chad, the ministry said on Friday.").events
    assert ("AID", "planned") in [(e.type, e.modality) for e in found]
