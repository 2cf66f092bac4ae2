"""Events against gold: what counts as the same, and what is told of it."""

import json

import pytest

from sayso.evaluate import evaluate_gold
from sayso.evaluate.events import EventScores, agree, is_same, score_events
from sayso.evaluate.report import payload, tables
from sayso.evaluate.score import PRF
from sayso.records import Event, Reading

TEXT = "The navy sank two boats on Monday. Rook said the army had helped the crews."


def event(kind="ASSAULT", actor=("navy",), recipient=("crew",), at=(0, 20), **known):
    given = {"items": (), "place": None, "date": None, "mode": None, **known}
    return Event(
        type=kind, actor=actor, recipient=recipient, evidence=(at,),
        attribution=given.pop("attribution", None), polarity=given.pop("polarity", "+"),
        modality=given.pop("modality", "actual"), **given,
    )  # fmt: skip


NAMES = [
    ("Montalvo", "Daniel Montalvo", True),
    ("the Afghan team", "six-member Afghan team", True),
    ("asylum seekers", "asylum seeker", True),
    ("Russia", "Syria", False),
    ("the", "a", False),
    ("Lee", "Rook", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), NAMES)
def test_a_name_agrees_with_one_that_holds_all_its_words(one, other, expected):
    assert agree(one, other) is agree(other, one) is expected


SAME = [
    ({}, True),
    ({"kind": "AID"}, False),
    ({"actor": ("army", "the navy")}, True),
    ({"actor": ()}, False),
    ({"recipient": ("port",)}, False),
    ({"at": (40, 50)}, False),
    ({"at": (19, 50)}, True),
]


@pytest.mark.parametrize(("change", "expected"), SAME)
def test_events_are_the_same_by_type_a_name_on_each_side_and_a_shared_place(change, expected):
    assert is_same(event(), event(**change)) is expected


def test_an_event_is_counted_once():
    scores = score_events([event()], [event(), event()], {})
    assert scores.whole == PRF(1, 1, 0)
    assert scores.types == {"ASSAULT": PRF(1, 1, 0)}


def test_names_to_the_letter_and_types_alone_are_counted_beside():
    scores = score_events(
        [event(), event(at=(40, 50))],
        [event(actor=("the grey navy",)), event(recipient=("port",), at=(40, 50))],
        {},
    )
    assert (scores.whole, scores.same_names, scores.typed) == (
        PRF(1, 1, 1), PRF(0, 2, 2), PRF(2, 0, 0),
    )  # fmt: skip


def test_the_claimant_is_followed_through_the_attributions_that_match():
    gold = [event(attribution="g"), event(kind="AID", attribution=None)]
    found = [event(attribution="p"), event(kind="AID", attribution="p")]
    claimant = score_events(gold, found, {"g": "p"}).aside["claimant"]
    assert (claimant.right, claimant.of) == (1, 2)


def test_of_equal_events_the_one_with_the_right_claimant_is_taken():
    gold = [event(attribution="g")]
    found = [event(attribution=None), event(attribution="p")]
    claimant = score_events(gold, found, {"g": "p"}).aside["claimant"]
    assert (claimant.right, claimant.of) == (1, 1)


def test_items_are_right_if_each_has_its_own():
    gold = [event(items=("a zip drive", "hard drives"))]
    right = score_events(gold, [event(items=("hard drives", "zip drive"))], {}).aside["items"]
    wrong = score_events(gold, [event(items=("hard drives",))], {}).aside["items"]
    assert (right.right, wrong.right) == (1, 0)


def test_scores_add_up():
    one = score_events([event()], [event()], {})
    total = one + EventScores() + score_events([event()], [], {})
    assert total.whole == total.types["ASSAULT"] == PRF(1, 0, 1)


def record(events):
    return {
        "document": {"id": "boats", "text": TEXT},
        "attributions": [
            {"id": "g", "source": [[35, 39]], "cue": [[40, 44]], "content": [[45, 74]]}
        ],
        "events": events,
    }


GOLD = {
    "type": "AID", "mode": None, "actor": ["army"], "recipient": ["crews"], "items": [],
    "place": None, "date": None, "evidence": [[45, 74]], "attribution": "g", "polarity": "+",
    "modality": "actual",
}  # fmt: skip


def evaluated(tmp_path, *records):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = (event("AID", ("the army",), ("crews",), (45, 74)),)
    return evaluate_gold([path], lambda document: Reading(document, (), events=found))


def test_a_report_tells_of_events(tmp_path):
    evaluation = evaluated(tmp_path, record([GOLD]))
    assert evaluation.events.whole == PRF(1, 0, 0)
    shown = payload(evaluation)["events"]
    assert shown["events"]["f1"] == 1.0
    assert shown["fields"]["claimant"]["accuracy"] == 0.0
    assert shown["types"]["AID"]["tp"] == 1
    assert "events, type only" in tables(evaluation)


def test_where_no_gold_event_is_in_a_file_none_were_looked_for(tmp_path):
    evaluation = evaluated(tmp_path, record([]))
    assert evaluation.events is None
    assert payload(evaluation)["events"] is None


def test_a_document_without_events_counts_beside_one_with(tmp_path):
    other = record([]) | {"document": {"id": "other", "text": TEXT + " Nobody drowned."}}
    assert evaluated(tmp_path, record([GOLD]), other).events.whole == PRF(1, 1, 0)
