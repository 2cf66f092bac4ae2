"""What people decide stands beside the readings, can be undone, and survives a new reading."""

import json
from dataclasses import replace

import pytest
from synthetic import make_reading

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    actor_keys,
    add_readings,
    all_readings,
    attribution_keys,
    document_key,
    judge,
    judgements,
    machine_reading,
    open_ledger,
    read_judgements,
    start_run,
    undo,
    write_judgements,
)

READING = make_reading(1)
KEYS = attribution_keys(READING)
DOCUMENT = document_key(READING.document)


@pytest.fixture
def filled(ledger):
    add_readings(ledger, start_run(ledger), [READING, make_reading(2)])
    return ledger


def test_a_judgement_is_kept_with_who_and_when(filled):
    made = judge(filled, "correct", KEYS[0], value={"speaker": "Ünal", "chain": None}, by="ann")
    assert judgements(filled, KEYS[0]) == [made]
    assert (made.by, made.value, made.kind) == (
        "ann",
        {"speaker": "Ünal", "chain": None},
        "attribution",
    )
    assert made.at.endswith("+00:00")


def test_what_the_machine_read_stays_as_it_was(filled):
    judge(filled, "reject", KEYS[0], by="ann")
    assert machine_reading(filled, DOCUMENT) == READING
    assert next(all_readings(filled, older=True)) == READING


def test_judgements_survive_a_newer_reading(filled):
    made = judge(filled, "accept", KEYS[3], by="ann")
    newer = replace(READING, attributions=READING.attributions[2:6], responses=(), events=(),
                    produced_by={"version": "2"})  # fmt: skip
    add_readings(filled, start_run(filled), [newer])
    assert judgements(filled, attribution_keys(newer)[1]) == [made]


def test_a_documents_judgements_are_those_about_its_parts_too(filled):
    other = attribution_keys(make_reading(2))[0]
    made = [
        judge(filled, "accept", DOCUMENT, kind="document", by="ann"),
        judge(filled, "accept", KEYS[0], by="ann"),
        judge(filled, "same", KEYS[1], other=other, by="bo"),
        judge(filled, "accept", actor_keys(READING)[0], kind="actor", by="bo"),
    ]
    judge(filled, "reject", other, by="ann")
    assert judgements(filled, DOCUMENT) == made


def test_same_and_different_know_no_order(filled):
    one, other = sorted(KEYS[:2])
    assert judge(filled, "same", other, other=one, by="ann").target == one
    assert judge(filled, "different", one, other=other, by="ann").target == one


def test_an_undone_judgement_is_in_force_no_more_but_on_record(filled):
    made = judge(filled, "reject", KEYS[0], by="ann")
    back = undo(filled, made.key, by="bo")
    assert judgements(filled, KEYS[0]) == []
    assert judgements(filled, KEYS[0], undone=True) == [made, back]
    assert (back.verdict, back.undoes, back.target, back.by) == ("undo", made.key, KEYS[0], "bo")


def test_nothing_is_undone_twice(filled):
    made = judge(filled, "reject", KEYS[0], by="ann")
    back = undo(filled, made.key, by="bo")
    for key in (made.key, back.key, "0000"):
        with pytest.raises(NotInLedger, match="no judgement"):
            undo(filled, key, by="bo")


@pytest.mark.parametrize(
    ("verdict", "more", "told"),
    [
        ("perhaps", {}, "no verdict"),
        ("undo", {}, "'undo' needs 'undoes'"),
        ("correct", {}, "'correct' needs 'value'"),
        ("accept", {"value": {"act": "say"}}, "'accept' takes no 'value'"),
        ("same", {}, "'same' needs 'other'"),
        ("reject", {"other": KEYS[1]}, "'reject' takes no 'other'"),
        ("correct", {"value": {"note": "so"}}, "'correct' needs 'value'"),
        ("accept", {"value": {"note": 7}}, "7 is no note"),
        ("accept", {"by": ""}, "needs a target and somebody"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(filled, verdict, more, told):
    with pytest.raises(LedgerError, match=told):
        judge(filled, verdict, KEYS[0], **{"by": "ann", **more})
    assert judgements(filled, undone=True) == []


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("0000000000000000", "document"),
        (DOCUMENT, "attribution"),
        (f"{DOCUMENT}-00000000", "attribution"),
        (KEYS[0], "actor"),
    ],
)
def test_a_mistyped_key_is_refused(filled, target, kind):
    with pytest.raises(NotInLedger, match=f"no {kind} {target}"):
        judge(filled, "accept", target, kind=kind, by="ann")


def test_what_the_ledger_does_not_keep_may_be_judged(filled):
    made = judge(filled, "accept", "claim-77", kind="claim", by="ann")
    assert judgements(filled, "claim-77") == [made]


def test_judgements_move_to_another_ledger_and_back(filled, tmp_path):
    made = judge(filled, "correct", KEYS[0], value={"source": [[1, 2]]}, by="Ünal \udc80")
    judge(filled, "same", KEYS[1], other=KEYS[2], by="bo")
    undo(filled, made.key, by="bo")
    lines = list(write_judgements(filled))
    assert lines == sorted(lines)
    assert [json.loads(line)["verdict"] for line in lines] == ["correct", "same", "undo"]
    with open_ledger(tmp_path / "other.db") as other:
        assert read_judgements(other, [*lines, "\n"]) == 3
        assert read_judgements(other, reversed(lines)) == 0
        assert list(write_judgements(other)) == lines
        assert judgements(other, undone=True) == judgements(filled, undone=True)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"reject"', '"accept"', "changed by hand"),
        ('"reject"', '"perhaps"', "no verdict"),
        ('"kind"', '"sort"', "unexpected keyword"),
        ("{", "", "line 2 is no judgement"),
        ('"by":"ann"', '"by":7', "changed by hand"),
    ],
)
def test_a_line_that_is_no_judgement_is_refused_and_nothing_taken(filled, tmp_path, old, new, told):
    judge(filled, "accept", KEYS[1], by="ann")
    judge(filled, "reject", KEYS[0], by="ann")
    good, bad = write_judgements(filled)
    with open_ledger(tmp_path / "other.db") as other:
        with pytest.raises(LedgerError, match=told):
            read_judgements(other, [good, bad.replace(old, new, 1)])
        assert judgements(other, undone=True) == []
