"""Links between mentions, from made-up vectors."""

import numpy as np
import pytest

from sayso.annotate.coreference import (
    PRONOUN_REACH,
    Links,
    Pairing,
    alike_pairs,
    find_clusters,
    step_of,
)
from sayso.records import Mention, Words

FLAT = Pairing(np.zeros(17, np.float32), np.zeros(4, np.float32))


def words_of(text):
    """The words of a text, each a root of its own."""
    spans, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    n = len(spans)
    starts, ends = (np.array(side, np.int32) for side in zip(*spans, strict=True))
    none = np.zeros(n, np.int32)
    return Words(starts, ends, none, none - 1, none, none, ("NOUN",), ("root",))


def mentions_of(words, at):
    return [Mention((int(words.start[i]), int(words.end[i])), i, "person") for i in at]


def linked(text, at, scores, fresh=0.0):
    """Cluster the mentions at some words; scores[i][j] is that of j as i's antecedent."""
    words = words_of(text)
    n = len(at)
    links = Links(np.array(scores, np.float32), np.eye(n, dtype=np.float32), np.full(n, fresh))
    return find_clusters(words, text, mentions_of(words, at), links, FLAT)


def test_each_mention_goes_to_its_best_antecedent_and_links_close_up():
    scores = [[0, 0, 0, 0], [2, 0, 0, 0], [-1, 3, 0, 0], [-1, -1, -1, 0]]
    assert linked("Orr mayor boss Vale", [0, 1, 2, 3], scores) == ((0, 1, 2),)


def test_a_mention_without_a_good_antecedent_stays_alone():
    assert linked("Orr mayor", [0, 1], [[0, 0], [1, 0]], fresh=2.0) == ()


def test_nobody_is_his_own_antecedent_nor_that_of_one_before():
    assert linked("Orr mayor", [0, 1], [[9, 9], [-1, 9]]) == ()


def test_a_pronoun_is_not_linked_to_one_of_another_person():
    assert linked("she he", [0, 1], [[0, 0], [9, 0]]) == ()
    assert linked("he him", [0, 1], [[0, 0], [9, 0]]) == ((0, 1),)


@pytest.mark.parametrize(("words_between", "together"), [(PRONOUN_REACH - 2, True), (400, False)])
def test_a_pronoun_does_not_look_back_further_than_it_learnt_to(words_between, together):
    text = "Orr " + "x " * words_between + "he"
    found = linked(text, [0, words_between + 1], [[0, 0], [9, 0]])
    assert bool(found) is together


def test_many_mentions_are_scored_in_blocks_with_the_same_result():
    n = 700
    scores = np.zeros((n, n), np.float32)
    scores[np.arange(1, n), np.arange(n - 1)] = 5  # each to the one before
    text = " ".join(f"w{i}" for i in range(n))
    assert linked(text, range(n), scores) == (tuple(range(n)),)


def test_pairs_are_alike_by_head_by_pronoun_or_by_a_word_of_the_name():
    forms = ["anna", "lee", "he", "he", "dam"]
    names = [frozenset(n) for n in ({"anna", "lee"}, {"lee"}, {"he"}, {"he"}, {"dam"})]
    found = alike_pairs(forms, names, 0, 5, first=0)
    assert found[1, 0] == 3
    assert found[3, 2] == 2
    assert found[0, 0] == 1
    assert found[4, 0] == 0


def test_steps_of_distance_grow_by_half_powers_of_two():
    assert step_of(np.array([0, 1, 3, 7, 250, 5000])).tolist() == [0, 2, 4, 6, 15, 16]
