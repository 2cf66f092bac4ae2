"""Samples that stay the same, and who thinks what of the attributions in them."""

from collections import Counter
from dataclasses import replace

import pytest
from synthetic import make_reading

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    Judgement,
    add_readings,
    attribution_keys,
    get_reading,
    judge,
    judgements,
    open_ledger,
    read_judgements,
    start_run,
    undo,
    verify,
    write_judgements,
)
from sayso.ledger.opinions import disagreement, history, opinions_about, opinions_of
from sayso.ledger.reviewing import judgements_named
from sayso.ledger.sample import all_samples, get_sample, make_sample

READINGS = [make_reading(seed) for seed in range(12)]
KEYS = {key for one in READINGS for key in attribution_keys(one)}
KEY = attribution_keys(READINGS[0])[2]


@pytest.fixture
def filled(ledger):
    add_readings(ledger, start_run(ledger), READINGS)
    return ledger


def test_a_sample_is_drawn_once_and_the_same_for_everybody(filled):
    first = make_sample(filled, 30, seed=7, by="ann")
    assert (first.name, first.whole, len(set(first.keys))) == ("30-seed7", 120, 30)
    assert set(first.keys) <= KEYS
    add_readings(filled, start_run(filled), [make_reading(seed) for seed in range(20, 25)])
    assert make_sample(filled, 30, seed=7, by="bo") == first == get_sample(filled, "30-seed7")
    assert set(make_sample(filled, 30, seed=8, by="bo").keys) != set(first.keys)


def test_the_same_documents_give_the_same_sample_in_any_ledger(filled, tmp_path):
    with open_ledger(tmp_path / "other.db") as other:
        add_readings(other, start_run(other), reversed(READINGS))
        assert make_sample(other, 30, by="bo").items == make_sample(filled, 30, by="ann").items


def test_a_sample_travels_with_the_judgements(filled, tmp_path):
    made = make_sample(filled, 5, by="ann")
    with open_ledger(tmp_path / "other.db") as other:
        read_judgements(other, write_judgements(filled))
        assert all_samples(other) == (made,)


def test_what_people_have_judged_is_drawn_as_the_machine_read_it(filled):
    expected = make_sample(filled, 120, by="ann").items
    judge(filled, "reject", KEY, by="ann")
    judge(
        filled, "correct", attribution_keys(READINGS[1])[0], value={"content": [[0, 9]]}, by="ann"
    )
    value = {"content": [[0, 20]]}
    judge(filled, "add", KEY.partition("-")[0], value=value, by="ann")
    undo(filled, judgements(filled, "120-seed1")[0].key, by="ann")
    assert make_sample(filled, 120, by="ann").items == expected


@pytest.mark.parametrize("strata", ["outlet", "confidence"])
def test_each_stratum_gets_its_share(filled, strata):
    whole = Counter(
        stratum for _, stratum in make_sample(filled, 120, strata=strata, by="ann").items
    )
    some = Counter(stratum for _, stratum in make_sample(filled, 30, strata=strata, by="ann").items)
    assert sum(whole.values()) == 120
    assert sum(some.values()) == 30
    assert len(whole) > 2
    assert all(abs(some[stratum] - count / 4) < 1 for stratum, count in whole.items())


def test_a_sample_may_be_all_there_is(filled):
    assert set(make_sample(filled, 2_000, by="ann").keys) == KEYS


def test_samples_that_cannot_be_are_refused(filled, tmp_path):
    for size in (0, 2_001):
        with pytest.raises(LedgerError, match="a sample has 1 to"):
            make_sample(filled, size, by="ann")
    with pytest.raises(LedgerError, match="no strata"):
        make_sample(filled, 5, strata="colour", by="ann")
    with pytest.raises(NotInLedger, match="no sample 9-seed9"):
        get_sample(filled, "9-seed9")
    with open_ledger(tmp_path / "empty.db") as empty, pytest.raises(LedgerError, match="to draw"):
        make_sample(empty, 5, by="ann")


# Opinions


def test_history_has_all_with_what_was_undone(filled):
    first = judge(filled, "reject", KEY, by="ann", value={"note": "a title"})
    back = undo(filled, first.key, by="bo")
    second = judge(filled, "accept", KEY, by="bo")
    entries = history(filled, KEY)
    assert [(one.judgement, one.undone) for one in entries] == [(first, back), (second, None)]
    assert history(filled, KEY[:-1]) == ()


def opinions(filled):
    return opinions_about(filled, [KEY]).get(KEY, {})


def test_each_persons_judgements_come_to_one_opinion(filled):
    judge(filled, "correct", KEY, value={"speaker": "A", "act": "ask"}, by="ann")
    judge(filled, "correct", KEY, value={"speaker": "B"}, by="ann")
    judge(filled, "accept", KEY, by="ann")
    judge(filled, "reject", KEY, by="bo")
    found = opinions(filled)
    assert (found["ann"].verdict, found["ann"].values) == (
        "correct",
        {"speaker": "B", "act": "ask"},
    )
    assert found["bo"].rejects()
    assert disagreement(found.values()) == ("verdict",)


@pytest.mark.parametrize(
    ("steps", "on"),
    [
        ([("ann", "accept", None), ("bo", "accept", None)], ()),
        ([("ann", "reject", None), ("bo", "accept", None)], ("verdict",)),
        ([("ann", "accept", None), ("bo", "correct", {"act": "ask"})], ("act",)),
        ([("bo", "correct", {"act": "ask"}), ("ann", "accept", None)], ()),
        ([("ann", "correct", {"act": "ask"}), ("bo", "correct", {"act": "ask"})], ()),
        ([("ann", "correct", {"act": "ask"}), ("bo", "correct", {"act": "say"})], ("act",)),
        ([("ann", "correct", {"act": "ask"}), ("bo", "correct", {"said": None})], ("said",)),
        ([("ann", "correct", {"act": "ask"}), ("bo", "accept", {"sample": "9"})], ("act",)),
    ],
)
def test_what_people_differ_about(steps, on):
    made = [said(by, verdict, value, n) for n, (by, verdict, value) in enumerate(steps)]
    assert disagreement(opinions_of(made).values()) == on


def said(by, verdict, value, minute):
    at = f"2026-01-01T10:{minute:02}:00+00:00"
    return Judgement(at, f"{minute}", verdict, "attribution", KEY, None, value, None, by)


def test_opinions_do_not_depend_on_the_order_they_are_given_in():
    made = [said("ann", "correct", {"act": act}, n) for n, act in enumerate(("ask", "deny"))]
    assert opinions_of(made) == opinions_of(reversed(made))
    assert opinions_of(made)["ann"].values == {"act": "deny"}
    assert opinions_of([replace(one, by="bo") for one in made])["bo"].at == made[1].at


def test_any_name_may_be_asked_for(filled):
    for name in ("", "a\x00b", "\udc80", "'; --", "🚢" * 50):
        assert history(filled, name) == ()
        assert judgements_named(filled, name) == []
        with pytest.raises(NotInLedger):
            undo(filled, name, by="ann")
        with pytest.raises(NotInLedger):
            judge(filled, "accept", f"{name}-x", by="ann")
        with pytest.raises(NotInLedger):
            get_sample(filled, name)


def test_any_words_are_kept(filled):
    for note in ("a\x00b", "\udc80", "<b>", "🚢"):
        made = judge(
            filled, "correct", KEY, value={"speaker": f"x{note}", "note": note}, by=f"ann{note}"
        )
        assert history(filled, KEY)[-1].judgement == made
        assert get_reading(filled, KEY.partition("-")[0]).attributions[2].speaker == f"x{note}"
        assert list(verify(filled)) == []
