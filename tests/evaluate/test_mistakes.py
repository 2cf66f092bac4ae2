"""Each mistake is called by its name and shown with its words."""

import pytest
from gold_examples import HARBOUR, harbour, said

from sayso.evaluate.mistakes import find_mistakes

A = harbour()[0]
BARE = said("x", "Nobody", "spoke", "")


@pytest.mark.parametrize(
    ("gold", "predicted", "kinds"),
    [
        (harbour(), harbour(), []),
        (harbour(), harbour()[1:], ["missed"]),
        (harbour()[1:], harbour(), ["invented"]),
        ([A], [said("x", "Ines", "said", "the ferry would sail again")], ["wrong source"]),
        ([A], [said("x", "Mayor Ines Calder", "said", "the ferry")], ["content too short"]),
        ([A], [said("x", "", "", HARBOUR.split("”")[0])], ["content too long"]),
        ([A], [said("x", "Mayor Ines Calder", "said", "")], ["cue only"]),
        ([A], [said("x", "", "said", "Nobody else spoke")], ["cue only"]),
        ([A], [BARE], ["missed"]),  # what has no content is no attribution to invent
        ([BARE], [], []),  # … nor to lose
        ([BARE], [A], ["invented"]),
        ([], [], []),
    ],
)
def test_mistakes_are_named(gold, predicted, kinds):
    found = find_mistakes("harbour", HARBOUR, gold, predicted)
    assert [mistake.kind for mistake in found] == kinds


def test_a_mistake_shows_both_sides():
    found = said("x", "Mayor Ines Calder", "said", "the ferry")
    (mistake,) = find_mistakes("harbour", HARBOUR, [A], [found])
    assert mistake.document == "harbour"
    assert mistake.at == 0
    assert mistake.gold == {
        "source": "Mayor Ines Calder",
        "cue": "said",
        "content": "the ferry would sail again on Monday",
    }
    assert mistake.predicted == {**mistake.gold, "content": "the ferry"}


def test_mistakes_come_in_text_order():
    found = find_mistakes("harbour", HARBOUR, harbour(), [])
    assert [mistake.at for mistake in found] == sorted(mistake.at for mistake in found)
    assert len(found) == 4
    assert found[1].gold["content"] == "“It was never broken,” … “We only cleaned it.”"


def test_each_cue_explains_one_loss_only():
    text = "Lund said ships left and said boats stayed."
    gold = [said("a", "", "said", "ships left", text), said("b", "", "said", "boats stayed", text)]
    found = find_mistakes("x", text, gold, [said("x", "", "said", "", text)])
    assert sorted(mistake.kind for mistake in found) == ["cue only", "missed"]
