"""The whole flow on real texts: spans are true, nothing raises, results do not wander."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso.annotate import annotate_document, annotate_documents
from sayso.annotate.model import load_model
from sayso.attribute import find_voices
from sayso.errors import ModelError
from sayso.pipeline import read_document, read_reports, read_text
from sayso.records import Skipped
from sayso.text import contains, make_document

REPORT = """ORR HARBOUR (Gull News) — The mayor of Orr Harbour said on Tuesday that the ferry would not sail.
“The boat is old,” Maria Vale told reporters, “and nobody has mended it.”
According to a report by the Tern Gazette, two officials had warned her in March.
The company denied that it knew of the fault. A spokesman declined to comment further.
"""

PIECES = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "«", "»", "„", " said", " Orr", " told the Post that", ". ", ", ",
     "\n", " the boat sank", "שלום", "مرحبا", "漢字", "é", "\u200f", "😀", "according to", " — "]
)  # fmt: skip


def all_spans(reading):
    for a in reading.attributions:
        yield from (*a.source, *a.cue, *a.content, *a.verbatim, *a.addressee)


def check(reading):
    text = reading.document.text
    for start, end in all_spans(reading):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    for attribution in reading.attributions:
        assert attribution.content
        assert list(attribution.content) == sorted(attribution.content)
        assert attribution.mode == "indirect" or attribution.verbatim
        assert 0 <= attribution.confidence <= 1
        for inner in attribution.verbatim:
            assert any(contains(span, inner) for span in attribution.content)
    ids = [a.id for a in reading.attributions]
    assert len(set(ids)) == len(ids)
    assert all(a.parent is None or a.parent in ids for a in reading.attributions)


def test_a_report_is_read():
    reading = read_text(REPORT)
    check(reading)
    text = reading.document.text
    cues = {text[slice(*span)] for a in reading.attributions for span in a.cue}
    assert {"said", "told"} <= cues
    (told,) = [a for a in reading.attributions if [text[slice(*s)] for s in a.cue] == ["told"]]
    assert [text[slice(*s)] for s in told.source] == ["Maria Vale"]
    assert [text[slice(*s)] for s in told.content] == [
        "“The boat is old,”",
        "“and nobody has mended it.”",
    ]
    assert told.mode == "direct"
    assert reading.produced_by["version"] == sayso.__version__


@given(st.lists(PIECES, max_size=120).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_mix_of_marks_and_scripts_gives_true_spans(raw):
    check(read_text(raw))


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_unicode_gives_a_reading(raw):
    check(read_text(raw))


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=30, deadline=None)
def test_words_sentences_mentions_and_quotations_are_true(raw):
    annotated = annotate_document(make_document(raw))
    text, words = annotated.document.text, annotated.words
    starts, ends = words.start.tolist(), words.end.tolist()
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert ends[:-1] <= starts[1:] or all(b <= a for b, a in zip(ends, starts[1:], strict=False))
    assert all(-1 <= head < len(words) for head in words.head.tolist())
    for a, b in annotated.sentences:
        assert text[a:b].strip() == text[a:b] != ""
    for mention in annotated.mentions:
        assert 0 <= mention.span[0] < mention.span[1] <= len(text)
    assert len(annotated.content) == len(words)


def test_each_sentence_is_one_tree():
    words = annotate_document(make_document(REPORT)).words
    for number in set(words.sentence.tolist()):
        inside = [i for i in range(len(words)) if words.sentence[i] == number]
        heads = {int(words.head[i]) for i in inside}
        assert sum(words.head[i] == -1 for i in inside) == 1
        assert heads <= {-1, *inside}


def test_the_same_text_reads_the_same_alone_and_in_company():
    alone = read_text(REPORT)
    model = load_model(threads=2)
    documents = [make_document(REPORT + extra) for extra in ("Other.", "", "“No,” he said.")]
    annotated = list(annotate_documents(documents, model=model))
    assert find_voices(annotated[1]).attributions == alone.attributions
    assert read_document(documents[0], model=model) == read_document(
        documents[0], model=load_model(threads=1)
    )


def test_skipped_inputs_keep_their_place(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    found = list(read_reports([str(report), str(tmp_path / "none.txt"), str(report)]))
    assert [isinstance(item, Skipped) for item in found] == [False, True, False]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "“", "”" * 5000, '"' * 5000, "“‘" * 2000, "a" * 100_000, "word " * 30_000],
    ids=["nothing", "space", "one mark", "closing", "straight", "nested", "one word", "no stop"],
)
def test_hopeless_texts_are_read_in_bounded_time(text):
    started = time.monotonic()
    check(read_text(text))
    assert time.monotonic() - started < 60


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["word ", "“no ", '"', "مرحبا ", "he said "])
def test_a_megabyte_without_a_full_stop_is_read(unit):
    started = time.monotonic()
    check(read_text(unit * (1_000_000 // len(unit))))
    assert time.monotonic() - started < 300


def test_a_missing_model_says_so(tmp_path):
    with pytest.raises(ModelError, match="Install sayso again"):
        load_model(path=tmp_path / "none.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError):
        load_model(path=tmp_path / "bad.onnx")
