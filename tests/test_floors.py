"""The quality gate: scores on the research corpora stay over ``benchmarks/floors.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.annotate import annotate_document
from sayso.evaluate.coreference_report import (
    CLUSTERS,
    SAME_HEAD,
    WITHOUT,
    evaluate_coreference,
)
from sayso.evaluate.report import evaluate_gold
from sayso.pipeline import read_document, read_text

pytestmark = pytest.mark.corpus
FLOORS = json.loads((Path(__file__).parents[1] / "benchmarks/floors.json").read_text("utf-8"))
NOISE = 0.0005  # one attribution more or less; rounding differs between processors


def test_the_first_report_is_read_in_full(shared):
    scores = evaluate_gold([shared / "seed/reading.jsonl"], read_document).scores
    floors = FLOORS["seed"]
    assert scores.whole.tp >= floors["found"]
    assert scores.sourced.tp >= floors["sourced"]
    assert scores.whole.fp <= floors["invented_at_most"]
    missed = {name: scores.fields[name] for name in floors["fields"]}
    assert {name: found.overall for name, found in missed.items()} == dict.fromkeys(missed, 1.0)
    assert (scores.responses["responses"].tp, scores.responses["responses"].fp) == (1, 0)


def test_attributions_of_political_news_stay_over_their_floors(shared):
    found = evaluate_gold([shared / "data/polnear/dev"], read_document)
    floors = FLOORS["polnear_dev"]
    assert not found.failed
    assert (found.documents, found.attributions) == (floors["documents"], floors["attributions"])
    measured = {"whole": found.scores.whole.f1, "sourced": found.scores.sourced.f1}
    for kind in ("exact", "characters"):
        for role, prf in getattr(found.scores, kind).items():
            measured[f"{kind} {role}"] = prf.f1
    wanted = {"whole": floors["whole"], "sourced": floors["sourced"]}
    for kind in ("exact", "characters"):
        wanted |= {f"{kind} {role}": floor for role, floor in floors[kind].items()}
    low = {name: measured[name] for name, floor in wanted.items() if measured[name] < floor - NOISE}
    assert not low


def test_who_said_it_through_whom_and_when_stays_over_its_floors(shared):
    """One attribution of 282 is .0036 of F1; hence the slack, which is for the processor alone.

    The encoder's int8 products may saturate on a processor without instructions for them (VNNI);
    a few words then get other labels. On one with AVX2 only, sourced is .716 and speaker .887.
    The last version of the day that set these floors gives .714 and .886 there: no rule since
    then is the cause.
    """
    paths = [shared / f"gold/{name}.jsonl" for name in ("dev_a", "dev_b", "cross_chibok")]
    found = evaluate_gold(paths, read_document)
    floors, scores = FLOORS["reports"], found.scores
    assert (found.documents, found.attributions) == (floors["documents"], floors["attributions"])
    measured = {
        "whole": scores.whole.f1,
        "sourced": scores.sourced.f1,
        "responses": scores.responses["responses"].f1,
        **{name: accuracy.overall or 0.0 for name, accuracy in scores.fields.items()},
    }
    wanted = {name: floors[name] for name in ("whole", "sourced", "responses")} | floors["fields"]
    low = {n: measured[n] for n, floor in wanted.items() if measured[n] < floor - floors["slack"]}
    assert not low


def test_events_stay_over_their_floors(shared):
    floors = FLOORS["events"]
    seed = evaluate_gold([shared / "seed/reading.jsonl"], read_document).events
    assert seed.whole.tp >= floors["seed_found"]
    assert seed.whole.fp <= floors["seed_invented_at_most"]
    gold = [shared / "gold/dev_a.jsonl", shared / "gold/dev_b.jsonl"]
    found = evaluate_gold(gold, read_document).events
    assert found.whole.f1 >= floors["reports"]
    assert found.aside["claimant"].overall >= floors["claimant"]


def test_the_labels_of_the_first_report_have_their_voices(shared):
    reading = read_text((shared / "seed/report.txt").read_text("utf-8"), outlet="The Gull")
    found = [(x.actor, x.label, x.by, x.polarity) for x in reading.labels]
    assert ("Hezbollah", "terrorists", "The Gull", "+") in found
    assert ("Hezbollah", "terrorist organization", "Russia", "-") in found


def test_mentions_are_linked_better_than_by_their_heads(shared):
    found = evaluate_coreference([shared / "data/gum/dev"], annotate_document)
    ways = found.scores[WITHOUT]
    floors = FLOORS["coreference"]
    assert ways[CLUSTERS].conll >= floors["conll"]
    assert ways[CLUSTERS].conll - ways[SAME_HEAD].conll >= floors["over_same_head"]


@pytest.mark.slow
def test_no_article_raises(shared):
    paths = sorted((shared / "data/polnear").glob("*/text/*.txt"))
    assert len(paths) == 924
    for path in paths:
        reading = read_text(path.read_text(encoding="utf-8"))
        text = reading.document.text
        for attribution in reading.attributions:
            spans = (*attribution.source, *attribution.cue, *attribution.content)
            assert all(0 <= start < end <= len(text) for start, end in spans)
