"""The quality gate: scores on the research corpora stay over ``benchmarks/floors.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
