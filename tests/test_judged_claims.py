"""What people correct of a reading is what claims are made of, until it is taken back."""

from dataclasses import replace
from functools import cache

import pytest

import sayso
from sayso.claims import update_claims
from sayso.ledger import (
    actor_keys,
    add_readings,
    attribution_keys,
    judge,
    open_ledger,
    start_run,
    undo,
    verify,
)
from sayso.ledger.claims import find_claims
from sayso.views.judging import judge_pair
from sayso.views.resources.review import pairs_payload
from sayso.views.reviewing import judge_attribution, undo_judgement

REPORTS = (
    ("Port Merrow Courier", "2025-03-14",
     "Ines Calder said the Grey Wardens had seized forty crates of rifles in Port Merrow on Monday."),
    ("Tidewater Post", "2025-03-15",
     "Tomas Wren said the Grey Wardens had seized forty crates of rifles in Port Merrow on Monday."),
)  # fmt: skip


@cache
def readings():
    return tuple(
        sayso.read_text(text, outlet=outlet, published=day, uri=f"https://{n}.example/report")
        for n, (outlet, day, text) in enumerate(REPORTS)
    )


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "claims.db") as opened:
        add_readings(opened, start_run(opened), readings())
        update_claims(opened)
        yield opened


def origins(ledger):
    update_claims(ledger)
    (claim,) = find_claims(ledger, about="crates of rifles").claims
    return sorted(str(one.name) for one in claim.origins)


def second():
    (key,) = attribution_keys(readings()[1])
    return key


def test_a_corrected_speaker_is_the_origin_until_it_is_taken_back(ledger):
    assert origins(ledger) == ["Ines Calder", "Tomas Wren"]
    made = judge_attribution(ledger, "correct", second(), {"speaker": "Ines Calder"}, by="ann")
    assert origins(ledger) == ["Ines Calder"]
    undo(ledger, made.key, by="ann")
    assert origins(ledger) == ["Ines Calder", "Tomas Wren"]
    assert list(verify(ledger)) == []


def test_it_holds_when_a_newer_model_reads_the_report_again(ledger):
    judge(ledger, "correct", second(), value={"speaker": "Ines Calder"}, by="ann")
    newer = [replace(one, produced_by={"version": "newer"}) for one in readings()]
    add_readings(ledger, start_run(ledger), newer)
    assert origins(ledger) == ["Ines Calder"]


def test_what_is_no_attribution_is_the_reports_own_word(ledger):
    judge(ledger, "reject", second(), by="ann")
    assert origins(ledger) == ["Ines Calder", "Tidewater Post"]


def test_a_denial_is_one_when_somebody_says_so(ledger):
    judge(ledger, "correct", second(), value={"act": "deny", "factuality": "CT-"}, by="ann")
    update_claims(ledger)
    (claim,) = find_claims(ledger, about="crates of rifles").claims
    assert sorted(one.stance for one in claim.members) == ["denies", "states"]


def test_taking_back_that_two_actors_are_one_parts_their_origins(ledger):
    pair = []
    for one in readings():
        keys = dict(zip((actor.name for actor in one.actors), actor_keys(one), strict=True))
        pair.append(next(keys[name] for name in ("Ines Calder", "Tomas Wren") if name in keys))
    judge_pair(ledger, "same", tuple(pair), "ann", why="one is the other's pen name")
    assert len(origins(ledger)) == 1
    (told,) = pairs_payload(ledger, "actor")["items"]
    assert sorted(side["name"] for side in told["pair"]) == ["Ines Calder", "Tomas Wren"]
    assert told["note"] == "one is the other's pen name"
    undo_judgement(ledger, told["key"], by="ann")
    assert origins(ledger) == ["Ines Calder", "Tomas Wren"]
