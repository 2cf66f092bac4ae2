"""Lists of claims: the same as a slow and obvious look through all of them, page by page."""

import random
from collections import Counter

import pytest

from sayso.errors import LedgerError
from sayso.ledger import schema, writing
from sayso.ledger.claimrows import claim_row, word_rows
from sayso.ledger.claims import ClaimFilter, claim_facets, find_claims
from sayso.ledger.tally import update_counts
from sayso.records import Claim, Member, Origin

WORDS = "crane harbour fell rifles crates mayor bread pier Kest closed".split()
NAMES = ["Ines Calder", "Tomas Wren", "the mayor", "Odile Farrant"]
OUTLETS = ["The Hindu", "www.thehindu.com", "Kest Radio", "Tide Post"]
DAYS = [None, "2024", "2024-05-06", "2025-03-14T10:00:00+01:00", "2025-03-15", "2025-04-01"]


def made_claim(number):
    """A claim made up from a seed; its text may not be that of its members."""
    rng = random.Random(number)
    members = tuple(
        Member(f"{rng.randrange(20):016x}", None, rng.choice([*OUTLETS, None]), rng.choice(DAYS),
               None, ((0, 3),), " ".join(rng.choices(WORDS, k=4)),
               rng.choice(["states", "states", "denies"]), rng.choice(NAMES))
        for _ in range(rng.randint(1, 6))
    )  # fmt: skip
    origins = tuple(Origin(one.speaker, (n,), (), one.stance == "denies")
                    for n, one in enumerate(members) if rng.random() < 0.8 or not n)  # fmt: skip
    return Claim(f"{number:016x}", members[0].text, members, origins)


@pytest.fixture
def claims(ledger):
    made = {number: made_claim(number) for number in range(1, 61)}
    with writing(ledger) as connection:
        for number, claim in made.items():
            connection.execute(schema.claim.insert(), claim_row(number, claim))
            connection.execute(schema.claim_word.insert(), word_rows(number, claim))
        table = schema.outlet_count
        for number, name in enumerate(OUTLETS):
            one_name = "The Hindu" if "hindu" in name.lower() else name
            connection.execute(table.insert(), {
                "id": number, "given": name, "name": one_name, "documents": 1, "statements": 1,
                "cited": 0,
            })  # fmt: skip
    return made


ASKED = [
    {},
    {"about": "crane"},
    {"about": "Harbour rifles"},
    {"about": "crane", "actor": "calder"},
    {"actor": "the mayor"},
    {"about": "zeppelin"},
    {"outlet": "thehindu.com"},
    {"outlet": "Tide Post", "about": "pier"},
    {"outlet": "Elsewhere"},
    {"denied": True},
    {"denied": False, "about": "bread"},
    {"least": 3},
    {"least": 2, "most": 3, "denied": True},
    {"least": 3, "about": "crane", "outlet": "Tide Post"},
    {"most": 0},
    {"since": "2025-03-15"},
    {"until": "2024"},
    {"since": "2025-03", "until": "2025-03", "actor": "Wren"},
]


def holds(claim, asked):
    """Whether a claim is what was asked for, looked at afresh."""
    texts = " ".join([claim.text, *(one.text for one in claim.members)]).lower().split()
    names = " ".join(
        [one.speaker for one in claim.members] + [o.name for o in claim.origins]
    ).lower().split()  # fmt: skip
    outlets = {one.outlet for one in claim.members}
    if asked.get("outlet") == "thehindu.com":
        wanted = {"The Hindu", "www.thehindu.com"}
    else:
        wanted = {asked.get("outlet")}
    days = sorted(one.published for one in claim.members if one.published)
    origins = sum(not one.denies for one in claim.origins)
    denied = any(one.denies for one in claim.origins)
    since, until = asked.get("since", ""), asked.get("until", "9999")
    return (
        all(word in texts for word in asked.get("about", "").lower().split())
        and all(word in names for word in asked.get("actor", "").lower().split())
        and ("outlet" not in asked or outlets & wanted)
        and asked.get("denied", denied) == denied
        and asked.get("least", 0) <= origins <= asked.get("most", 99)
        and (not {"since", "until"} & asked.keys()
             or (days and days[-1] >= since and days[0][: len(until)] <= until))
    )  # fmt: skip


def place(order, number, claim):
    days = [one.published for one in claim.members if one.published]
    value = {
        "documents": len({one.document for one in claim.members}),
        "newest": max(days, default=""),
        "origins": sum(not one.denies for one in claim.origins),
    }[order]
    return value, number


@pytest.mark.parametrize("few", [2_000, 5, 0], ids=["few", "some", "many"])
@pytest.mark.parametrize("order", ["documents", "newest", "origins"])
def test_claims_are_found_in_order_page_by_page(ledger, claims, order, few, monkeypatch):
    monkeypatch.setattr("sayso.ledger.claims._FEW", few)
    monkeypatch.setattr("sayso.ledger.claims.isqrt", lambda _: 4_000)  # whatever it would weigh
    for asked in ASKED:
        numbers = [number for number, claim in claims.items() if holds(claim, asked)]
        numbers.sort(key=lambda number: place(order, number, claims[number]), reverse=True)
        found, cursor, wanted = [], None, ClaimFilter(**asked, order=order)
        while True:
            page = find_claims(ledger, wanted, limit=7, cursor=cursor)
            found += page.claims
            cursor = page.cursor
            if cursor is None:
                break
            assert len(page.claims) == 7
        assert found == [claims[number] for number in numbers], asked


def test_values_of_claims_are_counted(ledger, claims):
    facets = claim_facets(ledger, ClaimFilter(about="crane"))
    found = [claim for claim in claims.values() if holds(claim, {"about": "crane"})]
    assert (facets.of, facets.exact) == (len(found), True)
    denied = Counter(
        "yes" if any(o.denies for o in claim.origins) else "no" for claim in found
    )  # fmt: skip
    assert dict(facets.counts["denied"]) == denied
    hindu = sum(bool({m.outlet for m in one.members} & {"The Hindu", "www.thehindu.com"})
                for one in found)  # fmt: skip
    assert dict(facets.counts["outlet"])["The Hindu"] == hindu
    assert sum(count for _, count in facets.counts["origins"]) == len(found)


def test_what_is_no_order_or_cursor_is_told(ledger, claims):
    with pytest.raises(LedgerError, match="'oldest' is no order of claims"):
        find_claims(ledger, ClaimFilter(order="oldest"))
    cursor = find_claims(ledger, limit=1).cursor
    with pytest.raises(LedgerError, match="no cursor of this list"):
        find_claims(ledger, ClaimFilter(denied=True), cursor=cursor)
    assert update_counts(ledger) == 0
