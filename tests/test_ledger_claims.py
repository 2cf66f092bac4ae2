"""Claims of a ledger: made as documents come, the same as from all at once, and withdrawn."""

from __future__ import annotations

from functools import cache

import pytest

import sayso
from sayso.claims import update_claims
from sayso.errors import NotInLedger
from sayso.ledger import actor_keys, add_readings, forget, open_ledger, start_run, verify
from sayso.ledger.claims import find_claims, get_claim
from sayso.records import Reading
from sayso.resolve.claims import claim_key, group
from sayso.resolve.stated import stated_in
from sayso.views.judging import judge_pair, undo_pair

REPORTS = (
    ("Port Merrow Courier", "2025-03-14",
     ("Two harbour masters told the Courier that the Grey Wardens had seized forty crates of rifles "
     "in Port Merrow on Monday. The mayor said the pier would stay closed until Friday.")),
    ("Saltmarsh Radio", "2025-03-15",
     ("The Grey Wardens seized forty crates of rifles in Port Merrow on Monday, the Port Merrow "
     "Courier reported, citing two harbour masters.")),
    ("Tidewater Post", "2025-03-16",
     ("The interior ministry denied that the Grey Wardens had seized forty crates of rifles in Port "
     "Merrow. A bakery in Elm Street won a prize for its bread.")),
    ("Coast Weekly", "2025-03-17",
     "Fishermen in Port Merrow sold their catch at a record price on Tuesday."),
)  # fmt: skip


@cache
def readings() -> tuple[Reading, ...]:
    return tuple(
        sayso.read_text(text, outlet=outlet, published=day, uri=f"https://{n}.example/report")
        for n, (outlet, day, text) in enumerate(REPORTS)
    )


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "claims.db") as opened:
        yield opened


def fill(ledger, some):
    add_readings(ledger, start_run(ledger), some)
    update_claims(ledger)


def all_claims(ledger):
    return find_claims(ledger, limit=100).claims


def seizure(ledger):
    return find_claims(ledger, about="crates of rifles").claims[0]


def test_reports_of_one_seizure_are_one_claim_of_one_origin_and_one_denial(ledger):
    fill(ledger, readings())
    claim = seizure(ledger)

    assert {one.outlet for one in claim.members} == {
        "Port Merrow Courier", "Saltmarsh Radio", "Tidewater Post",
    }  # fmt: skip
    assert [one.stance for one in claim.members if one.outlet == "Tidewater Post"] == ["denies"]
    assert sorted(one.denies for one in claim.origins) == [False, True]


def test_every_member_stands_where_it_says(ledger):
    fill(ledger, readings())
    texts = {one.document.uri: one.document.text for one in readings()}

    for claim in all_claims(ledger):
        for one in claim.members:
            assert " … ".join(texts[one.uri][s:e] for s, e in one.evidence) == one.text


def test_one_by_one_gives_what_all_at_once_gives(tmp_path):
    with open_ledger(tmp_path / "a.db") as once, open_ledger(tmp_path / "b.db") as slowly:
        fill(once, readings())
        for reading in readings():
            fill(slowly, [reading])

        assert all_claims(slowly) == all_claims(once)


def test_nothing_new_changes_nothing(ledger):
    fill(ledger, readings())
    before = all_claims(ledger)

    assert update_claims(ledger) == 0
    assert all_claims(ledger) == before


def test_what_is_forgotten_leaves_the_claims(ledger):
    fill(ledger, readings())
    forget(ledger, "https://2.example/report")
    update_claims(ledger)

    assert {one.outlet for one in seizure(ledger).members} == {
        "Port Merrow Courier", "Saltmarsh Radio",
    }  # fmt: skip
    assert list(verify(ledger)) == []


def test_a_claim_is_found_by_what_its_members_say_and_who_says_it(ledger):
    fill(ledger, readings())

    assert find_claims(ledger, about="rifles", actor="harbour masters").claims
    assert not find_claims(ledger, about="rifles", actor="bakery").claims
    assert not find_claims(ledger, about="zeppelin").claims


def test_a_claim_is_had_by_its_id_or_the_beginning_of_it(ledger):
    fill(ledger, readings())
    claim = seizure(ledger)

    assert get_claim(ledger, claim.id) == get_claim(ledger, claim.id[:8]) == claim
    with pytest.raises(NotInLedger, match="there is no claim 0123456789ab"):
        get_claim(ledger, "0123456789ab")


def test_pages_of_claims_hold_each_claim_once(ledger):
    fill(ledger, readings())
    found, cursor = [], None
    while True:
        page = find_claims(ledger, limit=1, cursor=cursor)
        found += page.claims
        cursor = page.cursor
        if cursor is None:
            break

    assert tuple(found) == all_claims(ledger)


def test_propositions_come_back_as_they_were(ledger):
    from sayso.ledger import all_readings

    add_readings(ledger, start_run(ledger), readings())

    assert [one.propositions for one in all_readings(ledger)] == [
        one.propositions for one in readings()
    ]


def test_documents_at_hand_are_dropped_only_when_they_are_not_needed(ledger, monkeypatch):
    monkeypatch.setattr("sayso.claims._KEPT", 2)
    fill(ledger, readings())

    assert len(seizure(ledger).members) >= 3


def test_who_is_judged_the_same_is_one_origin_and_two_again_when_that_is_taken_back(ledger):
    texts = (
        "Ines Calder said that the harbour crane in Port Merrow had fallen on Monday.",
        "Tomas Wren said that the harbour crane in Port Merrow had fallen on Monday.",
    )
    two = [
        sayso.read_text(
            text, outlet=f"Paper {n}", published="2025-03-14", uri=f"https://{n}.example"
        )
        for n, text in enumerate(texts)
    ]
    fill(ledger, two)
    keys = tuple(
        next(
            key
            for key, actor in zip(actor_keys(one), one.actors, strict=True)
            if name in actor.name
        )
        for one, name in zip(two, ("Calder", "Wren"), strict=True)
    )
    assert len(find_claims(ledger, about="crane").claims[0].origins) == 2

    judge_pair(ledger, "same", keys, "ann")
    update_claims(ledger)
    (origin,) = find_claims(ledger, about="crane").claims[0].origins
    assert "A person has judged the speakers the same." in origin.why

    undo_pair(ledger, "same", keys, "ann")
    update_claims(ledger)
    assert len(find_claims(ledger, about="crane").claims[0].origins) == 2


def test_what_is_compared_again_one_at_a_time_comes_to_an_end(ledger, monkeypatch):
    monkeypatch.setattr("sayso.claims.BATCH", 1)
    fill(ledger, readings())
    forget(ledger, "https://2.example/report")

    assert update_claims(ledger) == 2
    assert update_claims(ledger) == 0
    assert {one.outlet for one in seizure(ledger).members} == {
        "Port Merrow Courier", "Saltmarsh Radio",
    }  # fmt: skip


def without_one(ledger):
    """The claim of the seizure, and the key of a member that is not its first place."""
    claim = seizure(ledger)
    return claim, next(one.key for one in claim.members if one.outlet == "Tidewater Post")


def test_a_place_judged_different_leaves_its_claim_and_comes_back_when_that_is_undone(ledger):
    fill(ledger, readings())
    claim, place = without_one(ledger)

    judge_pair(ledger, "different", (claim.id, place), by="mira")

    assert place not in {one.key for one in get_claim(ledger, claim.id).members}
    undo_pair(ledger, "different", (claim.id, place), by="mira")
    assert get_claim(ledger, claim.id) == claim


def test_places_judged_the_same_are_one_claim_however_unlike_they_are():
    stated = [one for found in readings() for one in stated_in(found)]
    alone = group(stated, {})
    pair = frozenset((claim_key(stated[0]), claim_key(stated[-1])))

    assert alone == []
    assert group(stated, {}, {pair: "same"}) == [[stated[0], stated[-1]]]
    assert group(stated, {}, {pair: "different"}) == []


def test_a_judged_place_stays_apart_when_more_reports_come(ledger):
    fill(ledger, readings()[:3])
    claim, place = without_one(ledger)
    judge_pair(ledger, "different", (claim.id, place), by="mira")

    more = sayso.read_text(
        "The interior ministry denied on Monday that the Grey Wardens had seized forty crates of "
        "rifles in Port Merrow. The Grey Wardens seized forty crates of rifles in Port Merrow.",
        outlet="Harbour Chronicle", published="2025-03-18", uri="https://9.example/report",
    )  # fmt: skip
    fill(ledger, [more])

    for found in all_claims(ledger):
        assert not {claim.id, place} <= {one.key for one in found.members}


def test_what_is_no_claim_and_no_place_cannot_be_judged(ledger):
    fill(ledger, readings())

    with pytest.raises(NotInLedger, match="there is no claim"):
        judge_pair(ledger, "different", (seizure(ledger).id, "000000000000"), by="mira")
