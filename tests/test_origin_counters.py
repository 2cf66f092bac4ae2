"""The simple ways to count origins, which ours is held against."""

import importlib.util
from pathlib import Path

import pytest

from sayso.evaluate.counting import signature
from sayso.text import make_document

PATH = Path(__file__).parents[1] / "benchmarks" / "origins.py"
if not PATH.is_file():
    pytest.skip("the benchmarks are not part of the package", allow_module_level=True)
spec = importlib.util.spec_from_file_location("origins", PATH)
origins = importlib.util.module_from_spec(spec)
spec.loader.exec_module(origins)

WIRE = "A ferry ran aground off the northern coast early on Tuesday after its engines failed in heavy seas."
LINE = "Ferry runs aground off northern coast"


def report(name, outlet, text=WIRE, title=LINE):
    return make_document(text, uri=name, id=name, outlet=outlet, title=title)


DOCUMENTS = {
    "a": report("a", "The Sun"),
    "b": report("b", "www.thesun.co.uk", WIRE.replace("Tuesday", "Monday"), "Ferry aground"),
    "c": report("c", "The Wall Street Journal", title="Ferry runs aground off coast"),
    "d": report(
        "d", "The Courier", "The mayor of Port Merrow promised a new lamp.", "Mayor promises lamp"
    ),
}


def member(document, stance="states"):
    return {"document": document, "attribution": None, "evidence": [[0, 1]], "stance": stance}


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ("a", (1, 1, 1, 1, 1, 1)),
        ("aa", (1, 1, 1, 1, 1, 1)),
        ("ab", (2, 1, 1, 1, 2, 1)),
        ("ac", (2, 2, 1, 1, 1, 1)),
        ("abcd", (4, 3, 2, 2, 3, 1)),
    ],
)
def test_what_each_way_counts(ids, expected):
    found = origins.counters(DOCUMENTS, [member(each) for each in ids])
    assert tuple(found.values()) == expected


def test_the_likeness_of_signatures_is_about_that_of_the_texts():
    texts = [" ".join(f"w{number}" for number in range(at, at + 600)) for at in (0, 200)]
    first, second = map(signature, texts)
    assert abs((first == second).mean() - 0.5) < 0.15  # 398 of 798 grams are shared


CLAIM = {
    "members": [member("a"), member("b"), member("d"), member("c", "denies")],
    "origins": [
        {"name": "x", "members": [0, 1]},
        {"name": "y", "members": [2]},
        {"name": "z", "members": [3]},
    ],
}


def test_denials_are_counted_apart():
    members, count = origins.stated(CLAIM)
    assert [one["document"] for one in members] == ["a", "b", "d"]
    assert count == 2


def test_all_ways_are_scored_on_the_same_claims():
    other = {"members": [member("d")], "origins": [{"name": "x", "members": [0]}]}
    denied = {"members": [member("c", "denies")], "origins": [{"name": "z", "members": [0]}]}
    scores = origins.compare(
        DOCUMENTS, [CLAIM, other, denied], lambda documents, members: len(members)
    )
    assert {one["claims"] for one in scores.values()} == {2}
    assert (scores["sayso"]["exact"], scores["sayso"]["error"]) == (0.5, 0.5)
    assert (scores["outlets"]["exact"], scores["outlets"]["error"]) == (1.0, 0.0)
    assert "| outlets | 1.00 | 0.00 |" in origins.table(scores)


@pytest.mark.corpus
def test_the_gold_story_is_scored(shared):
    documents, claims = origins.read_gold(shared / "gold" / "cross_chibok.jsonl")
    scores = origins.compare(documents, claims)
    assert len(documents) == 8
    assert 0 < scores["outlets"]["exact"] < 1
