"""People are compared by the scorer, pair by pair."""

import pytest
from gold_examples import HARBOUR, harbour

from sayso.evaluate.agreement import agreement, by_document
from sayso.evaluate.corpus import GoldItem, read_gold
from sayso.evaluate.score import PRF, Accuracy
from sayso.records import Response
from sayso.text import make_document


def item(annotator, attributions, name="harbour", fields=(), responses=None):
    document = make_document(HARBOUR, id=name)
    return GoldItem(document, tuple(attributions), annotator, frozenset(fields), responses)


def test_annotators_are_kept_apart_in_the_order_of_their_names():
    items = [item("zoe", ()), item("abe", ()), item("bob", (), name="other")]
    groups = [[i.annotator for i in group] for group in by_document(items)]
    assert groups == [["abe", "zoe"], ["bob"]]


def test_every_pair_of_people_counts_once():
    a, b, c, d = harbour()
    found = agreement(
        [
            item("abe", (a, b, c, d)),
            item("bob", (a, b)),
            item("cat", (a, b, d)),
            item("dan", (a,), name="alone"),
        ]
    )
    assert (found.documents, found.pairs) == (1, 3)
    # abe-bob 2 of 4 and 2, abe-cat 3 of 4 and 3, bob-cat 2 of 2 and 3
    assert found.scores.whole == PRF(7, 1, 3)
    assert found.scores.whole.f1 == pytest.approx(14 / 18)


def test_only_fields_both_decide_are_compared():
    found = agreement(
        [item("abe", harbour(), fields=["mode", "kind"]), item("bob", harbour(), fields=["mode"])]
    )
    assert found.scores.fields == {"mode": Accuracy(4, 4, 4)}


def test_only_responses_both_decide_are_compared():
    answered = (Response("Ines Calder", "denied", None, ()),)
    abe, bob = item("abe", (), responses=answered), item("bob", (), responses=answered)
    assert agreement([abe, bob]).scores.responses["responses"] == PRF(1, 0, 0)
    assert agreement([abe, item("cat", ())]).scores.responses == {}


def test_one_annotator_agrees_with_nobody():
    found = agreement([item("abe", harbour())])
    assert (found.documents, found.pairs) == (0, 0)
    assert not found.scores.whole


@pytest.mark.corpus
def test_people_agree_on_polnear_as_far_as_measured_before(shared):
    folders = [shared / "data/polnear" / part for part in ("train", "dev")]
    found = agreement(i for i in read_gold(folders) if isinstance(i, GoldItem))
    assert (found.documents, found.pairs) == (18, 265)
    scores = found.scores
    expected = {
        "source": (0.79, 0.80),
        "cue": (0.71, 0.70),
        "content": (0.69, 0.905),
    }
    for role, (exact, characters) in expected.items():
        assert scores.exact[role].f1 == pytest.approx(exact, abs=0.015)
        assert scores.characters[role].f1 == pytest.approx(characters, abs=0.015)
    assert scores.whole.f1 == pytest.approx(0.79, abs=0.015)
    assert scores.sourced.f1 == pytest.approx(0.73, abs=0.015)
