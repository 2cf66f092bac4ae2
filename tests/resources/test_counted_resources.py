"""Payloads of actors, outlets, events, claims and runs: what pages, REST and CSV share."""

import json

import pytest

import sayso
from sayso.claims import update_claims
from sayso.errors import NotInLedger
from sayso.ledger import actor_keys, add_readings, finish_run, judge, open_ledger, start_run
from sayso.records import Skipped
from sayso.views.resources import actors, claims, events, outlets, runs

REPORTS = (
    ("Port Merrow Courier", "2025-03-14",
     ("President Ines Calder said that rebels had shelled the harbour of Port Merrow. Calder said the "
     "pier was closed. Tomas Wren denied that the pier was closed.")),
    ("Tidewater Post", "2025-04-02",
     ("Ines Calder said that rebels had shelled the harbour of Port Merrow, the Port Merrow Courier "
     "reported. Reuters reported that soldiers arrested two rebels on Monday.")),
    ("Port Merrow Courier", "2025-04-03",
     "Calder, the president, said that soldiers had arrested two rebels, the Tidewater Post reported."),
)  # fmt: skip


@pytest.fixture(scope="module")
def read():
    return [sayso.read_text(text, outlet=outlet, published=day, uri=f"https://{n}.example/report")
            for n, (outlet, day, text) in enumerate(REPORTS)]  # fmt: skip


@pytest.fixture
def ledger(tmp_path, read):
    with open_ledger(tmp_path / "ledger.db") as opened:
        run = start_run(opened, settings={"threads": 1}, command="sayso add reports/")
        add_readings(opened, run, [*read, Skipped("a.pdf", "no text in it")])
        finish_run(opened, run)
        update_claims(opened)
        yield opened


def test_actors_are_listed_with_counts_of_their_kinds(ledger):
    page = actors.actors_payload(ledger, actors.ActorsQuery(kind="person", facets=True, limit=1))
    (first,) = page["items"]
    assert tuple(first) == actors.COLUMNS
    assert first["name"] == "Ines Calder"
    assert first["statements"] == 3
    assert page["facets"]["counts"]["kind"][0]["value"] == "person"
    more = actors.actors_payload(
        ledger, actors.ActorsQuery(kind="person", limit=1, cursor=page["cursor"])
    )
    assert more["items"] != page["items"]


def test_an_actor_comes_with_all_that_is_known_of_him(ledger):
    found = actors.actor_payload(ledger, "Ines Calder")
    json.dumps(found)
    assert found["documents"] == 2
    assert {one["document"] for one in found["statements"]["items"]}
    assert {one["name"] for one in found["outlets"]} == {"Port Merrow Courier", "Tidewater Post"}
    assert [(one["month"], one["statements"]) for one in found["months"]] == [
        ("2025-03", 2), ("2025-04", 1)
    ]  # fmt: skip
    assert found["claims"]
    assert all("Calder" in json.dumps(claims.claim_payload(ledger, one["id"]))
               for one in found["claims"])  # fmt: skip


def test_what_is_done_to_somebody_and_by_whose_word(ledger):
    found = actors.actor_payload(ledger, "soldiers")
    assert {(one["type"], one["by"]) for one in found["events"]} >= {("COERCE", "Reuters")}
    assert {node["name"] for node in found["network"]["nodes"]} >= {"soldiers"}
    assert found["told"]["exact"]


def test_an_actor_goes_by_the_key_he_has_in_a_report_too(ledger, read):
    key = actor_keys(read[0])[[one.name for one in read[0].actors].index("Ines Calder")]
    assert actors.actor_payload(ledger, key) == actors.actor_payload(ledger, "Ines Calder")
    with pytest.raises(NotInLedger, match="nobody named Odile"):
        actors.actor_payload(ledger, "Odile Farrant")


def test_cards_of_one_actor_are_one_group_with_reasons_until_a_person_parts_them(ledger, read):
    def groups():
        found = actors.actor_payload(ledger, "Ines Calder")["same"]["groups"]
        return [one for one in found if "Ines Calder" in one["names"]]

    (group,) = groups()
    assert len(group["cards"]) >= 2
    assert all(merge["why"] and 0 < merge["score"] <= 1 for merge in group["merges"])
    keys = [actor_keys(one)[[a.name for a in one.actors].index("Ines Calder")] for one in read[:2]]
    judge(ledger, "different", keys[0], kind="actor", other=keys[1], by="ann")
    parted = groups()
    assert len(parted) == 2
    assert not any(set(keys) <= set(one["cards"]) for one in parted)


def test_who_is_judged_to_be_him_is_in_his_group_whatever_the_name(ledger, read):
    names = [actor.name for actor in read[0].actors]
    ours, other = (actor_keys(read[0])[names.index(name)] for name in ("Ines Calder", "Tomas Wren"))
    judge(ledger, "same", ours, kind="actor", other=other, by="ann")
    first = actors.actor_payload(ledger, "Tomas Wren")["same"]["groups"][0]
    assert {ours, other} <= set(first["cards"])
    assert ["a person judged so"] in [merge["why"] for merge in first["merges"]]


def test_outlets_tell_whom_they_cite_and_who_cites_them(ledger):
    page = outlets.outlets_payload(ledger, outlets.OutletsQuery())
    assert [one["name"] for one in page["items"]][:2] == ["Port Merrow Courier", "Tidewater Post"]
    assert all(tuple(one) == outlets.COLUMNS for one in page["items"])
    found = outlets.outlet_payload(ledger, "Tidewater Post")
    json.dumps(found)
    assert {one["name"] for one in found["cites"]} == {"Port Merrow Courier", "Reuters"}
    assert [one["name"] for one in found["cited_by"]] == ["Port Merrow Courier"]
    assert found["cycles"] == [["Tidewater Post", "Port Merrow Courier"]]
    assert found["known"] is None
    assert outlets.outlet_payload(ledger, "Reuters")["known"]["kind"] == "agency"


def test_texts_that_outlets_share_are_told(tmp_path, read):
    text = " ".join(text for _, _, text in REPORTS)
    with open_ledger(tmp_path / "shared.db") as ledger:
        run = start_run(ledger)
        for n, outlet in enumerate(("Kest Radio", "Tide Post")):
            made = sayso.read_text(text, outlet=outlet, uri=f"https://{n}.example/a")
            add_readings(ledger, run, [made])
        update_claims(ledger)
        (shared,) = outlets.outlet_payload(ledger, "Kest Radio")["shares"]
    assert (shared["name"], shared["documents"], shared["kinds"]) == ("Tide Post", 1, {"copy": 1})


def test_events_are_rows_with_the_id_of_the_attribution_they_stand_in(ledger):
    page = events.events_payload(ledger, events.EventsQuery(type="coerce", facets=True))
    assert page["items"]
    for one in page["items"]:
        assert tuple(one) == events.COLUMNS
        assert one["type"] == "COERCE"
        assert one["attribution"] is None or one["attribution"].startswith(one["document"])
    assert page["facets"]["counts"]["type"] == [{"value": "COERCE", "count": len(page["items"])}]
    both = events.events_payload(ledger, events.EventsQuery(type="COERCE, ASSAULT"))
    assert {one["type"] for one in both["items"]} == {"COERCE", "ASSAULT"}


def test_claims_are_narrowed_and_counted(ledger):
    page = claims.claims_payload(ledger, claims.ClaimsQuery(denied=True, facets=True))
    assert page["items"]
    assert all(one["denials"] for one in page["items"])
    assert page["facets"]["counts"]["denied"] == [{"value": "yes", "count": len(page["items"])}]


def test_runs_and_what_they_skipped(ledger):
    (run,) = runs.runs_payload(ledger, runs.RunsQuery())["items"]
    assert tuple(run) == runs.COLUMNS
    assert (run["documents"], run["skipped"], run["more"]) == (3, 1, [])
    assert runs.run_payload(ledger, str(run["id"])) == run
    skipped = runs.skipped_payload(ledger, runs.SkippedQuery(run=run["id"]))
    assert [tuple(one) for one in skipped["items"]] == [runs.SKIPPED_COLUMNS]
    for wrong in ("x", "99", "9" * 40, "²"):
        with pytest.raises(NotInLedger):
            runs.run_payload(ledger, wrong)
