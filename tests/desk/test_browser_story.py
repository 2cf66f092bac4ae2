"""A story in several reports, from the files to its claims; and a correction that lasts.

As somebody at a browser does it: a file of reports is given, its claims are looked at, a speaker
is corrected, a newer reader reads the report again, the correction is taken back.
"""

import json
import shutil
from dataclasses import replace

import pytest
from browsing import served
from made_reports import story

from sayso.ledger import (
    add_readings,
    attribution_keys,
    finish_run,
    get_reading,
    open_ledger,
    start_run,
)
from sayso.records import Hop
from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

KNOWN = ("uri", "outlet", "title", "published", "text")


@pytest.fixture
def desk(chrome, tmp_path):
    """An empty desk."""
    with served(create_app(DeskSettings(ledger=str(tmp_path / "desk.db")))) as home:
        chrome.home = home
        yield chrome


def give(desk, documents, file):
    """Give a file of reports to the desk; it is read before the eyes of whoever gave it."""
    lines = [json.dumps({name: one[name] for name in KNOWN if one[name]}) for one in documents]
    file.write_text("\n".join(lines), "utf-8")
    desk.open("/")
    desk.one("#file").send_keys(str(file))
    desk.button("Read it").click()
    desk.until(lambda: desk.path.startswith("/jobs/"), wait=30)
    desk.until(lambda: "All documents" in desk.text("main"), wait=60)
    assert f"{len(documents)} added" in " ".join(desk.text(".counts").split())


def richest(desk):
    """The claim of most documents, when the claims have been made."""
    claims = desk.until(lambda: desk.json("/api/v1/claims")["items"], "no claim was made", wait=60)
    return claims[0]["id"]


def check_claim(desk, key):
    """The page of a claim says what REST says: counts, origins, reasons, excerpts, drawings."""
    desk.open(f"/claims/{key}")
    told = desk.json(f"/api/v1/claims/{key}")
    assert desk.one("h1").text.split() == told["text"].split()
    shown = dict(reversed(one.text.split()) for one in desk.all(".counts.large li"))
    for name, count in told["counts"].items():
        assert any(
            word.rstrip("s") == name.rstrip("s") and int(number) == count
            for word, number in shown.items()
        )
    names = [one.text.removeprefix("✗ ") for one in desk.all(".origin-name")]
    assert sorted(names) == sorted(one["name"] or "somebody unknown" for one in told["origins"])
    for origin in told["origins"]:
        assert all(why in desk.text("main") for why in origin["why"])
    excerpts = desk.run(
        "return [...document.querySelectorAll('.excerpts > li')].map(one => one.textContent)"
    )
    assert len(excerpts) == len(told["members"])
    for excerpt, member in zip(excerpts, told["members"], strict=True):
        for start, end in member["evidence"]:
            text = desk.json(f"/api/v1/documents/{member['document']}")["document"]["text"]
            assert " ".join(text[start:end].split()) in " ".join(excerpt.split())
    assert desk.until(lambda: desk.all("#origins-graph canvas"), "no graph was drawn")
    assert desk.all("svg.timeline")
    assert desk.troubles() == []
    return told


def test_a_story_of_made_up_reports_has_claims_with_origins(desk, tmp_path):
    give(
        desk,
        [{name: getattr(one, name) for name in KNOWN} for one in story()],
        tmp_path / "story.jsonl",
    )
    told = check_claim(desk, richest(desk))
    assert told["counts"]["documents"] >= 2


@pytest.mark.corpus
def test_the_story_of_chibok_has_claims_with_origins(desk, shared, tmp_path):
    """One happening in eight reports: what most of them tell, and from whom they have it."""
    lines = map(
        json.loads, (shared / "gold" / "cross_chibok.jsonl").read_text("utf-8").splitlines()
    )
    documents = [line["document"] for line in lines if "document" in line]
    assert len(documents) == 8
    give(desk, documents, tmp_path / "chibok.jsonl")
    told = check_claim(desk, richest(desk))
    assert told["counts"]["documents"] >= 4
    assert 1 <= told["counts"]["origins"] < told["counts"]["documents"]


@pytest.fixture
def reviewed(chrome, desk_file, tmp_path):
    """A desk over the story, and the ledger of it."""
    ledger = shutil.copy(desk_file, tmp_path / "reviewed.db")
    with served(create_app(DeskSettings(ledger=str(ledger)))) as home:
        chrome.home = home
        yield chrome, ledger


def read_again(ledger, reading):
    """Have a newer reader read a document again, which takes Tomas Wren to say all of it."""
    said = [replace(one, speaker="Tomas Wren", chain=(*one.chain[:-1], Hop("Tomas Wren")))
            for one in reading.attributions]  # fmt: skip
    newer = replace(
        reading, attributions=tuple(said), produced_by={"version": "9", "model": "newer"}
    )
    with open_ledger(ledger) as opened:
        run = start_run(opened, command="sayso add")
        add_readings(opened, run, [newer])
        finish_run(opened, run)


def speaker(desk, key):
    """Who says it: on the page of the attribution, of the document, and in REST."""
    desk.open(f"/attributions/{key}")
    own = desk.all(".chain.drawn .station.speaker bdi")[0].text
    document = key.rpartition("-")[0]
    desk.open(f"/documents/{document}")
    noted = desk.one(f"[data-note='{key}'] .who").text
    told = desk.json(f"/api/v1/attributions/{key}")["speaker"]
    assert own == noted == told
    return told


def test_a_corrected_speaker_holds_when_it_is_read_again_until_it_is_taken_back(reviewed):
    desk, ledger = reviewed
    with open_ledger(ledger, read_only=True) as opened:
        document = next(
            one["document"]
            for one in desk.open("/").json("/api/v1/attributions?speaker=calder")["items"]
        )
        reading = get_reading(opened, document)
    key, before = next(
        (key, one.speaker) for key, one in zip(attribution_keys(reading), reading.attributions, strict=True)
        if one.speaker == "Ines Calder"
    )  # fmt: skip
    assert speaker(desk, key) == before

    desk.open(f"/review/attributions/{key}")
    desk.one("#correct summary").click()
    desk.one("#speaker").clear()
    desk.one("#speaker").click()
    desk.insert("Odile “O’” Farrant 🦊")
    desk.button("Keep the corrections").click()
    desk.until(lambda: "Kept" in desk.text("main"))
    assert speaker(desk, key) == "Odile “O’” Farrant 🦊"

    read_again(ledger, reading)
    assert desk.json(f"/api/v1/documents/{document}")["sayso"]["model"] == "newer"
    assert speaker(desk, key) == "Odile “O’” Farrant 🦊"

    desk.open(f"/review/attributions/{key}")
    assert "correct by" in " ".join(desk.text("#history ~ .history").split())
    desk.button("Undo", within="#history ~ .history").click()
    desk.until(lambda: "Taken back" in desk.text("main"))
    assert speaker(desk, key) == "Tomas Wren"
    assert desk.troubles() == []
