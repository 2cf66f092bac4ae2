"""What makes two propositions alike."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sayso
from sayso.resolve import terms
from sayso.resolve.likeness import FEATURES, likeness, load_weights
from sayso.resolve.stated import stated_in
from sayso.resolve.terms import common, synonyms, weigh


@cache
def stated():
    """Two reports of one seizure, with much else about the same people and places."""
    texts = (
        (
            "The Grey Wardens seized forty crates of rifles in Port Merrow on Monday. "
            "The Grey Wardens were founded in 1987. Port Merrow has two bakeries."
        ),
        (
            "Forty crates of rifles were impounded by the Grey Wardens in Port Merrow. "
            "The mayor of Port Merrow praised a new bakery. Wardens wear grey coats."
        ),
    )
    return [
        one for n, text in enumerate(texts)
        for one in stated_in(sayso.read_text(text, published="2025-03-14", uri=f"https://{n}.example"))
    ]  # fmt: skip


def place(words):
    return next(n for n, one in enumerate(stated()) if words in one.text)


def test_the_same_said_otherwise_is_the_likeliest_of_all():
    found = likeness(stated(), [place("seized forty crates")])[0]

    assert int(found.argmax()) == place("impounded")
    assert found.max() > load_weights().bar


def test_the_same_people_and_places_alone_are_not_alike():
    other, same = likeness(stated(), [place("founded in 1987"), place("seized forty crates")])

    assert other.max() < same.max() / 3


def test_what_shares_characters_is_never_alike():
    assert likeness(stated(), [0])[0, 0] == 0


def test_some_rows_are_the_rows_of_all():
    whole = likeness(stated())

    assert np.allclose(likeness(stated(), [2, 0]), whole[[2, 0]])


def test_likeness_is_the_same_both_ways():
    whole = likeness(stated())

    assert np.allclose(whole, whole.T, atol=1e-4)


def test_the_weights_fit_the_features():
    assert load_weights().mean.shape == (len(FEATURES),)


def test_a_word_stands_in_one_group_of_synonyms_only():
    lines = Path(terms.__file__).with_name("data").joinpath("synonyms.txt").read_text("utf-8")
    words = [w for line in lines.splitlines() if line and line[0] != "#" for w in line.split()]

    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [("free", "kidnap"), ("win", "lose"), ("rise", "fall"), ("buy", "sell"), ("begin", "finish"),
     ("deny", "confirm"), ("agree", "reject"), ("praise", "criticise"), ("arrive", "leave")],
)  # fmt: skip
def test_opposites_are_no_synonyms(one, other):
    table = synonyms()

    assert table.get(one, one) != table.get(other, other)


def test_synonyms_are_compared_as_one_and_each_once():
    assert common(["impound", "seize", "pier"]) == ("capture", "pier")


def test_what_many_propositions_have_tells_less():
    propositions = [one.proposition for one in stated()]
    told = weigh(propositions)

    assert told["merrow"] < told["bakery"]
