"""How mentions are linked is scored on treebanks, whatever links them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from gold_examples import FERRY, FERRY_TEXT, conllu, ontogum
from typer.testing import CliRunner

from sayso.errors import GoldError, ModelError
from sayso.evaluate import evaluate_coreference
from sayso.evaluate.coreference import Ratios
from sayso.evaluate.coreference_report import payload, same_heads, tables
from sayso.evaluate.score import Accuracy
from sayso.evaluate.treebank import read_treebank
from sayso.records import Annotated, Mention, Skipped, Words
from sayso.views.cli import app

ENCODER = Path(__file__).parents[2] / "src" / "sayso" / "annotate" / "model" / "reader.onnx"
GOLDS = ("without singletons", "with singletons", "OntoNotes-like")


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "ferry.conllu").write_text(conllu(), "utf-8")
    (tmp_path / "ferry.ontogum.conll").write_text(ontogum(), "utf-8")
    return tmp_path


def knowing(paths, clusters=None):
    """An annotator that knows all mentions by heart, and who is who unless told otherwise."""
    items = {item.document.id: item for item in read_treebank(paths)}

    def annotate(document):
        item = items[document.id]
        pairs = [(m, n) for n, entity in enumerate(item.entities) for m in entity]
        pairs.sort(key=lambda pair: (pair[0].head, pair[0].span))
        groups = [
            tuple(i for i, (_, n) in enumerate(pairs) if n == group)
            for group in range(len(item.entities))
        ]
        return Annotated(
            document=document,
            words=as_words(item.words),
            sentences=(),
            mentions=tuple(Mention(m.span, m.head, "person") for m, _ in pairs),
            cued=(),
            content=np.zeros(len(item.words), dtype=np.float32),
            clusters=tuple(g for g in groups if len(g) > 1) if clusters is None else clusters,
        )

    return annotate


def as_words(words):
    tags = tuple(sorted({word.tag for word in words}))
    zeros = np.zeros(len(words), dtype=np.int32)
    return Words(
        start=np.array([word.span[0] for word in words], dtype=np.int32),
        end=np.array([word.span[1] for word in words], dtype=np.int32),
        tag=np.array([tags.index(word.tag) for word in words], dtype=np.int32),
        head=zeros, relation=zeros, sentence=zeros, tags=tags, relations=("root",),
    )  # fmt: skip


# The mentions by the order of their heads: Ines Calder’s, … ferry, She, it, The ferry, she,
# the crew.
INES, FERRY_SANK, SHE, IT, THE_FERRY, SHE_ADDED, CREW = range(7)


def test_who_knows_everything_scores_one(gold):
    found = evaluate_coreference([gold], knowing([gold]))
    assert (found.documents, found.ontonotes, found.mentions, found.entities) == (1, 1, 7, 3)
    assert tuple(found.scores) == GOLDS
    assert found.scores["without singletons"]["clusters"].conll == 1.0
    assert found.scores["with singletons"]["clusters"].conll == pytest.approx(1.0)
    # Here the ferry has no place: three mentions and two links too many.
    like = found.scores["OntoNotes-like"]["clusters"]
    assert like.mentions == Ratios(3, 3, 3, 6)
    assert like.muc == Ratios(2, 2, 2, 4)
    assert found.pronouns["clusters"] == Accuracy(2, 2, 2)
    assert found.failed == found.warnings == ()


def test_singletons_are_ours_too_where_they_count(gold):
    found = evaluate_coreference([gold], knowing([gold], clusters=()))
    assert found.scores["without singletons"]["clusters"].mentions == Ratios(0, 6, 0, 0)
    assert found.scores["with singletons"]["clusters"].mentions == Ratios(7, 7, 7, 7)
    assert found.scores["with singletons"]["clusters"].b_cubed.precision == 1.0
    assert found.scores["with singletons"]["clusters"].muc.f1 == 0.0


def test_the_same_head_is_linked_and_pronouns_are_not(gold):
    annotated = knowing([gold])(next(read_treebank([gold])).document)
    assert same_heads(annotated) == ((FERRY_SANK, THE_FERRY),)
    found = evaluate_coreference([gold], knowing([gold]))
    plain = found.scores["without singletons"]["same head"]
    assert plain.muc == Ratios(1, 4, 1, 1)
    assert found.pronouns["same head"] == Accuracy(0, 2, 0)
    assert found.pronouns["same head"].rate is None


def test_a_capital_letter_parts_no_heads(gold):
    text = FERRY.replace("2 ferry ferry", "2 Ferry ferry")
    (gold / "ferry.conllu").write_text(conllu(text), "utf-8")
    annotated = knowing([gold])(next(read_treebank([gold])).document)
    assert same_heads(annotated) == ((FERRY_SANK, THE_FERRY),)


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        (((INES, SHE, SHE_ADDED),), Accuracy(2, 2, 2)),
        (((INES, SHE),), Accuracy(1, 2, 1)),
        (((SHE, SHE_ADDED),), Accuracy(0, 2, 0)),  # nobody is named
        (((SHE, SHE_ADDED, CREW),), Accuracy(0, 2, 0)),  # only later
        (((INES, SHE, IT, THE_FERRY, SHE_ADDED),), Accuracy(1, 2, 2)),  # the ferry is nearer
        (((FERRY_SANK, SHE, SHE_ADDED),), Accuracy(0, 2, 2)),
    ],
)
def test_a_pronoun_must_lead_to_the_last_one_named(gold, clusters, expected):
    found = evaluate_coreference([gold], knowing([gold], clusters=clusters))
    assert found.pronouns["clusters"] == expected


def test_a_pronoun_nobody_is_named_before_is_no_case(gold):
    rows = FERRY.replace("Entity=(2-object-new(1-person-new", "Entity=(2-object-new(4-person-new")
    rows = rows.replace("Entity=1)", "Entity=4)")
    (gold / "ferry.conllu").write_text(conllu(rows), "utf-8")
    assert evaluate_coreference([gold], knowing([gold])).pronouns["clusters"] == Accuracy()


def test_a_mention_found_twice_counts_once(gold):
    def stammering(document):
        annotated = knowing([gold])(document)
        again = replace(annotated.mentions[CREW], head=annotated.mentions[IT].head)
        return replace(annotated, mentions=(*annotated.mentions, again))

    found = evaluate_coreference([gold], stammering)
    assert found.scores["with singletons"]["clusters"].mentions == Ratios(7, 7, 7, 7)


def test_without_a_gold_beside_it_two_are_scored(gold):
    (gold / "ferry.ontogum.conll").unlink()
    found = evaluate_coreference([gold / "ferry.conllu"], knowing([gold]))
    assert found.ontonotes == 0
    assert tuple(found.scores) == GOLDS[:2]
    assert "OntoNotes" not in tables(found)


def test_documents_add_up(gold):
    two = conllu(FERRY + "\n" + FERRY.replace("newdoc id = ferry", "newdoc id = again"))
    (gold / "ferry.conllu").write_text(two, "utf-8")
    (gold / "ferry.ontogum.conll").write_text(ontogum() * 2, "utf-8")
    found = evaluate_coreference([gold], knowing([gold]))
    assert (found.documents, found.ontonotes, found.mentions) == (2, 2, 14)
    assert found.scores["without singletons"]["clusters"].muc == Ratios(8, 8, 8, 8)
    assert found.pronouns["clusters"] == Accuracy(4, 4, 4)


def test_a_document_that_cannot_be_annotated_is_lost_and_named(gold):
    def failing(document):
        raise ModelError("no encoder here; install one")

    found = evaluate_coreference([gold], failing)
    assert found.failed == (Skipped("ferry", "no encoder here; install one"),)
    assert found.scores["with singletons"]["clusters"].mentions == Ratios(0, 7, 0, 0)
    assert found.pronouns["clusters"] == Accuracy(0, 2, 0)
    assert "not read: ferry: no encoder here" in tables(found)


def test_another_text_is_refused(gold):
    def changing(document):
        return replace(knowing([gold])(document), document=replace(document, text="x"))

    with pytest.raises(ValueError, match="ferry: the mentions are spans into another text"):
        evaluate_coreference([gold], changing)


def test_nothing_to_score_is_refused(tmp_path):
    (tmp_path / "none.conllu").write_text("")
    with pytest.raises(GoldError, match=r"no gold in .*none\.conllu"):
        evaluate_coreference([tmp_path / "none.conllu"], knowing([]))


def test_people_and_programs_are_told_the_same(gold):
    found = evaluate_coreference([gold], knowing([gold]))
    told = payload(found)
    assert json.loads(json.dumps(told)) == told
    assert (told["documents"], told["mentions"], told["entities"]) == (1, 7, 3)
    assert told["scores"]["without singletons"]["same head"]["MUC"] == {
        "precision": 1.0,
        "recall": 0.25,
        "f1": 0.4,
    }
    assert told["pronouns"]["same head"] == {
        "accuracy": None,
        "right": 0,
        "of": 2,
        "given": 0,
    }
    lines = tables(found).splitlines()
    assert lines[0] == "1 documents, 7 mentions of 3 entities"
    assert "OntoNotes-like (1 documents)" in tables(found)
    rows = {line[:32].strip(): line[32:].split() for line in lines[2:9]}
    assert rows["without singletons"] == ["clusters", "same", "head"]
    assert rows["MUC"] == ["1.000", "1.000", "1.000", "1.000", "0.250", "0.400"]
    same = told["scores"]["without singletons"]["same head"]["CoNLL"]["f1"]
    assert rows["CoNLL F1"] == ["1.000", f"{same:.3f}"]
    assert [line.split() for line in lines[-2:]] == [
        ["clusters", "1.000", "2", "2"],
        ["same", "head", "-", "2", "0"],
    ]


# -- the command


@pytest.mark.skipif(not ENCODER.is_file(), reason="the encoder is not built yet")
def test_the_command_scores_a_treebank_as_a_treebank(gold):
    result = CliRunner().invoke(app, ["evaluate", "--json", str(gold)])
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["documents"], told["ontonotes_documents"]) == (1, 1)
    assert told["scores"]["with singletons"]["same head"]["mentions"]["f1"] > 0.5
    assert "pronouns that speak" in CliRunner().invoke(app, ["evaluate", str(gold)]).stdout


def test_the_command_refuses_a_mixture(gold):
    (gold / "gold.jsonl").write_text("")
    result = CliRunner().invoke(app, ["evaluate", str(gold), str(gold / "gold.jsonl")])
    assert result.exit_code == 1
    assert "holds a treebank" in result.stderr


@pytest.mark.corpus
def test_a_treebank_holds_the_gold_it_is_said_to_hold(shared):
    folder = shared / "data/gum/dev"
    found = evaluate_coreference([folder], knowing([folder]))
    assert found.ontonotes == found.documents == 20
    assert found.scores["without singletons"]["clusters"].conll == pytest.approx(1.0)
    assert found.scores["with singletons"]["clusters"].conll == pytest.approx(1.0)
    # Appositions and predicates are no mentions of their own there, and more besides.
    assert 0.5 < found.scores["OntoNotes-like"]["clusters"].conll < 0.9
    assert found.pronouns["clusters"] == Accuracy(18, 18, 18)


def test_the_example_reads_as_written(gold):
    assert next(read_treebank([gold])).document.text == FERRY_TEXT
