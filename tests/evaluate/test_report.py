"""A reader is evaluated on gold, whatever the reader does."""

import json
import time
from dataclasses import replace

import pytest
from gold_examples import HARBOUR, harbour, said

from sayso.errors import GoldError, ModelError
from sayso.evaluate import evaluate_gold
from sayso.evaluate.corpus import GoldItem, read_gold
from sayso.evaluate.report import payload, tables
from sayso.evaluate.score import PRF, ROLES
from sayso.records import Reading, Response, Skipped

SHORT = "Rosa Lund said ships left."


@pytest.fixture
def gold(tmp_path):
    """Two readings and an unannotated text."""
    path = tmp_path / "gold.jsonl"
    entry = {"id": "r", "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 25]]}
    records = [
        reading("harbour", HARBOUR, [as_json(a) for a in harbour()], "Tidewater Post"),
        reading("short", SHORT, [{**entry, "speaker": "Rosa Lund"}], "Daily Crab"),
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def reading(name, text, attributions, outlet):
    return {
        "document": {"id": name, "text": text, "outlet": outlet},
        "attributions": attributions,
    }


def as_json(a):
    spans = {role: getattr(a, role) for role in ROLES}
    return {"id": a.id, **spans, "speaker": a.speaker, "parent": a.parent}


def knowing(paths):
    """A reader that knows the gold by heart."""
    known = {item.document.id: item for item in read_gold(paths)}
    return lambda document: Reading(document, known[document.id].attributions)


def silent(document):
    return Reading(document, ())


def test_a_perfect_reader_scores_one(gold):
    found = evaluate_gold([gold], knowing([gold]))
    assert (found.documents, found.attributions) == (2, 5)
    assert found.scores.sourced == PRF(5, 0, 0)
    assert found.scores.fields["parent"].rate == 1.0
    assert found.mistakes == {}
    assert found.worst == ()
    assert found.agreement is None


def test_a_silent_reader_loses_everything(gold):
    found = evaluate_gold([gold], silent)
    assert found.scores.whole == PRF(0, 0, 5)
    assert found.mistakes == {"missed": 5}
    assert [entry.document for entry in found.worst] == ["harbour", "short"]
    assert found.outlets == {"Daily Crab": PRF(0, 0, 1), "Tidewater Post": PRF(0, 0, 4)}


def test_only_the_worst_are_listed_but_all_are_counted(gold):
    found = evaluate_gold([gold], silent, worst=1)
    assert [entry.document for entry in found.worst] == ["harbour"]
    assert len(found.worst[0].mistakes) == 4
    assert found.mistakes == {"missed": 5}


def test_a_reader_gets_what_the_gold_knows_of_the_document(gold):
    seen = []
    evaluate_gold([gold], lambda document: seen.append(document) or silent(document))
    assert [(d.id, d.outlet) for d in seen] == [
        ("harbour", "Tidewater Post"),
        ("short", "Daily Crab"),
    ]


def test_a_document_the_reader_fails_on_is_lost_and_named(gold):
    def failing(document):
        if document.id == "short":
            raise ModelError("no encoder here; install one")
        return knowing([gold])(document)

    found = evaluate_gold([gold], failing)
    assert found.scores.whole == PRF(4, 0, 1)
    assert found.failed == (Skipped("short", "no encoder here; install one"),)
    assert "not read: short: no encoder here" in tables(found)


def test_a_reader_that_changes_the_text_is_refused(gold):
    with pytest.raises(ValueError, match="harbour: the reader gave spans into another text"):
        evaluate_gold([gold], lambda d: Reading(replace(d, text="x" + d.text), ()))


def test_nothing_to_score_is_refused(tmp_path):
    (tmp_path / "claims.jsonl").write_text('{"claims": []}')
    with pytest.raises(GoldError, match=r"no gold in .*claims\.jsonl"):
        evaluate_gold([tmp_path / "claims.jsonl"], silent)


def test_the_first_annotator_is_the_gold_and_all_are_compared(gold, tmp_path):
    entries = [as_json(a) for a in harbour()[:2]]
    other = tmp_path / "a-second-look.jsonl"
    other.write_text(json.dumps(reading("harbour", HARBOUR, entries, None)), encoding="utf-8")
    found = evaluate_gold([gold, other], silent)
    assert (found.documents, found.attributions) == (2, 3)
    assert (found.agreement.documents, found.agreement.pairs) == (1, 1)
    assert found.agreement.scores.whole.f1 == pytest.approx(4 / 6)
    assert payload(found)["agreement"]["f1"]["attributions"] == pytest.approx(4 / 6, abs=1e-4)


def test_the_payload_is_json_and_none_where_nothing_was_measured(gold):
    found = payload(evaluate_gold([gold], silent))
    assert json.loads(json.dumps(found)) == found
    assert found["scores"]["attributions"] == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "tp": 0,
        "fp": 0,
        "fn": 5,
    }
    nothing = {"accuracy": None, "told": None, "right": 0, "of": 0, "given": 0, "silent": 0}
    assert found["fields"] == {"speaker": nothing, "parent": nothing}
    assert found["recall"]["nested"] == {"recall": 0.0, "found": 0, "of": 1}
    assert found["worst"][1]["mistakes"][0]["gold"]["content"] == "ships left"


def test_tables_print_a_dash_for_what_was_not_produced(gold):
    def without_speakers(document):
        whole = knowing([gold])(document).attributions
        return Reading(document, tuple(replace(a, speaker=None) for a in whole))

    lines = tables(evaluate_gold([gold], without_speakers)).splitlines()
    assert lines[0] == "2 documents, 5 attributions"
    (row,) = (line.split() for line in lines if line.startswith("speaker"))
    assert row == ["speaker", "-", "5", "-", "2", "0"]
    (row,) = (line.split() for line in lines if line.startswith("attributions with source"))
    assert row == ["attributions", "with", "source", "1.000", "1.000", "1.000", "-"]


def test_tables_show_the_words_of_mistakes(gold):
    shown = tables(evaluate_gold([gold], silent))
    assert "short: lost 1 of 1, invented 0" in shown
    assert "  missed: gold [Rosa Lund] said: ships left" in shown


# -- responses


def answered(gold, *responses):
    """The gold with responses in its first document; the second has none to decide."""
    first, second = map(json.loads, gold.read_text("utf-8").split("\n"))
    first["responses"] = [
        {"actor": r.actor, "response": r.response, "about": r.about, "evidence": r.evidence}
        for r in responses
    ]
    gold.write_text(f"{json.dumps(first)}\n{json.dumps(second)}", encoding="utf-8")


def test_responses_are_scored_where_the_gold_has_them(gold):
    denied = Response("Ines Calder", "denied", "c", ((0, 5),))
    answered(gold, denied, Response("divers", "unreachable", None, ()))

    def answering(document):
        return replace(knowing([gold])(document), responses=(replace(denied, evidence=()),))

    found = evaluate_gold([gold], answering)  # what it says of the second document is not scored
    assert found.scores.responses["responses"] == PRF(1, 0, 1)
    assert payload(found)["scores"]["responses"]["recall"] == 0.5
    (row,) = (line.split() for line in tables(found).splitlines() if line.startswith("responses "))
    assert row == ["responses", "1.000", "0.500", "0.667", "-"]
    assert "responses, whatever they are about" in tables(found)


def test_where_the_gold_has_no_responses_none_are_shown(gold):
    found = evaluate_gold([gold], silent)
    assert not any("responses" in name for name in payload(found)["scores"])
    assert "responses" not in tables(found)


# -- gold of one level


@pytest.fixture
def one_level(tmp_path):
    """A brat folder whose annotator labelled no attribution inside another's content."""
    outer = harbour()[2]
    lines = [
        f"T{n}\t{role} {start} {end}\t{HARBOUR[start:end]}"
        for n, (role, ((start, end),)) in enumerate(
            zip(("Source", "Cue", "Content"), (outer.source, outer.cue, outer.content), strict=True)
        )
    ]
    (tmp_path / "harbour.txt").write_text(HARBOUR, "utf-8")
    event = "E1\tAttribution:T1 Source:T0 Cue:T1 Content:T2"
    (tmp_path / "harbour.ann").write_text("\n".join([*lines, event]), "utf-8")
    return tmp_path


def test_what_nobody_looked_for_is_neither_right_nor_wrong(one_level):
    outer, inner = harbour()[2:]
    found = evaluate_gold([one_level], lambda d: Reading(d, (outer, inner)))
    assert (found.one_level, found.nested_left_out) == (1, 1)
    assert found.scores.whole == PRF(1, 0, 0)
    assert found.scores.exact["cue"] == PRF(1, 0, 0)
    assert found.mistakes == {}
    assert payload(found)["one_level"] == {"documents": 1, "nested_left_out": 1}
    assert (
        "1 of them labelled on one level only: 1 attributions read inside the content of another"
        in tables(found)
    )


def test_leaving_out_costs_what_was_right_by_luck_too(one_level):
    """A nested one is left out whatever it matches, or the rule would only ever help us."""
    (outer,) = (a for a in harbour() if a.id == "c")
    found = evaluate_gold([one_level], lambda d: Reading(d, (replace(outer, parent="x"),)))
    assert found.scores.whole == PRF(0, 0, 1)
    assert found.nested_left_out == 1


def test_what_stands_alone_is_scored_on_one_level_too(one_level):
    alone = said("z", "", "", "Nobody else spoke")
    found = evaluate_gold([one_level], lambda d: Reading(d, (*harbour()[2:3], alone)))
    assert found.scores.whole == PRF(1, 1, 0)
    assert (found.one_level, found.nested_left_out) == (1, 0)


def test_where_nesting_was_looked_for_nothing_is_left_out(gold):
    def nesting(document):
        extra = said("z", "", "", "clerk", parent="c") if document.id == "harbour" else None
        known = knowing([gold])(document).attributions
        return Reading(document, (*known, extra) if extra else known)

    found = evaluate_gold([gold], nesting)
    assert (found.one_level, found.nested_left_out) == (0, 0)
    assert found.scores.whole == PRF(5, 1, 0)
    assert "one level" not in tables(found)


@pytest.mark.corpus
def test_a_corpus_is_evaluated_in_seconds(shared):
    folder = shared / "data/polnear/dev"
    items = [item for item in read_gold([folder]) if isinstance(item, GoldItem)]
    known = {item.document.id: item.attributions for item in reversed(items)}

    def forgetful(document):
        kept = [a for n, a in enumerate(known[document.id]) if n % 3]
        return Reading(document, tuple(kept))

    began = time.process_time()
    found = evaluate_gold([folder], forgetful)
    assert time.process_time() - began < 5
    assert found.documents == found.one_level == 84
    assert found.scores.whole.precision == 1.0
    assert found.scores.whole.recall == pytest.approx(2 / 3, abs=0.02)
