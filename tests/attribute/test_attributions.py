"""Cues and quotation marks to attributions, on annotations made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sayso.annotate.quotation import find_quotations, is_statement
from sayso.annotate.words import cut_words
from sayso.attribute.statement.attributions import find_attributions
from sayso.records import Annotated, Cued, Words
from sayso.text import make_document


def annotated(text, *cued, content=0.9):
    """Build what the encoder would say: (source, cue, contents…) by their words."""
    document = make_document(text)
    assert document.text == text
    start, end = cut_words(text)
    none = np.zeros(len(start), dtype=np.int32)
    words = Words(start, end, none, none - 1, none, none, ("X",), ("dep",))
    return Annotated(
        document=document,
        words=words,
        sentences=((0, len(text)),),
        mentions=(),
        cued=tuple(
            Cued(
                cue=span(text, cue),
                source=(span(text, source),) if source else (),
                content=tuple(span(text, part) for part in contents),
                score=0.9,
            )
            for source, cue, *contents in cued
        ),
        content=np.full(len(start), content, dtype=np.float32),
        quotations=tuple(
            replace(q, statement=is_statement(text, q)) for q in find_quotations(text)
        ),
    )


def span(text, part):
    start = text.index(part)
    return (start, start + len(part))


def shown(given):
    text = given.document.text
    return [
        tuple(" / ".join(text[a:b] for a, b in spans) for spans in (x.source, x.cue, x.content))
        for x in find_attributions(given)
    ]


def test_an_interrupted_quotation_is_one_attribution():
    text = "“We know this,” he said, “and regret it.”"
    given = annotated(text, ("he", "said", "“We know this,”", "“and regret it.”"))
    assert shown(given) == [("he", "said", "“We know this,” / “and regret it.”")]


def test_a_quotation_without_cue_in_the_next_paragraph_is_its_own():
    text = "“We leave at dawn,” Orr said.\n“Nobody will stay behind in the harbour.”"
    found = shown(annotated(text, ("Orr", "said", "“We leave at dawn,”")))
    assert found == [
        ("Orr", "said", "“We leave at dawn,”"),
        ("", "", "“Nobody will stay behind in the harbour.”"),
    ]


def test_a_second_stretch_that_runs_on_unclosed_is_its_own():
    text = "“We leave,” Orr said. “The boats are old and nobody came to mend them."
    given = annotated(
        text, ("Orr", "said", "“We leave,”", "“The boats are old and nobody came to mend them.")
    )
    assert [row[:2] for row in shown(given)] == [("Orr", "said"), ("", "")]


def test_every_paragraph_of_a_long_quotation_is_found():
    text = (
        "Orr was quoted by the Gull Post as saying, “We keep the boats in the harbour.\n"
        "“They have never been taken out in such weather.\n"
        "“Nobody would dare to do that now.”"
    )
    given = annotated(text, ("Orr", "was quoted", "“We keep the boats in the harbour."))
    assert len(shown(given)) == 3


def test_scare_quotes_and_titles_are_not_statements():
    text = "The “heavy weapons” were listed in “The Book of Gulls” last year."
    assert shown(annotated(text)) == []


def test_a_quotation_nobody_would_attribute_is_left_alone():
    text = "“Nobody will stay behind in the harbour.”"
    assert shown(annotated(text, content=0.1)) == []
    assert len(shown(annotated(text, content=0.8))) == 1


def test_whoever_was_quoted_as_saying_is_the_speaker():
    text = "Vale was quoted by the Post as saying, “We do not fear them at all.”"
    content = "“We do not fear them at all.”"
    for labels in (
        [("Vale", "was quoted", content), ("Vale", "as saying", content)],
        [("Vale", "was quoted", "Post")],
        [("Vale", "was quoted by", content)],
    ):
        ((source, cue, found),) = shown(annotated(text, *labels))
        assert (source, found) == ("Vale", content)
        assert cue in {"was quoted / as saying", "was quoted by / as saying"}


def test_reportedly_names_nobody_and_qualifies_its_sentence():
    text = "The boats they reportedly have bought are old and grey."
    given = annotated(text, ("they", "reportedly", "The boats", "have bought are old"))
    assert shown(given) == [("", "reportedly", "The boats they / have bought are old and grey")]


def test_reportedly_in_a_side_remark_qualifies_no_more():
    text = "The boats, which Orr reportedly sold, lie in the harbour of a far country now."
    given = annotated(text, ("", "reportedly", "which Orr", "sold"))
    assert shown(given) == [("", "reportedly", "which Orr / sold")]


def test_reportedly_keeps_the_last_letter_of_a_line_without_a_stop():
    text = "Divers have reportedly recovered it"
    given = annotated(text, ("Divers", "reportedly", "have", "recovered it"))
    assert shown(given) == [("", "reportedly", "Divers have / recovered it")]


def test_what_somebody_was_quoted_as_saying_ends_before_the_full_stop():
    text = "Vale was quoted by the Post as saying he would go."
    assert shown(annotated(text, ("Vale", "was quoted", "Post"))) == [
        ("Vale", "was quoted / as saying", "he would go")
    ]


def test_a_content_ends_with_its_sentence():
    text = "Orr said the port was shut. The crane fell into the harbour last month."
    given = annotated(text, ("Orr", "said", "the port was shut. The crane"))
    given = replace(given, sentences=((0, 27), (28, len(text))))
    assert shown(given) == [("Orr", "said", "the port was shut")]


def test_a_cue_without_content_takes_the_statement_beside_it():
    text = "Orr said: “The boats are old and rotten.”"
    assert shown(annotated(text, ("Orr", "said"))) == [
        ("Orr", "said", "“The boats are old and rotten.”")
    ]
    assert shown(annotated("Orr said nothing.", ("Orr", "said"))) == []


def test_two_media_that_pass_on_the_same_words_are_two():
    text = "The boats sank, the Post reported, citing the mayor of the town."
    given = annotated(
        text,
        ("the Post", "reported", "The boats sank"),
        ("the mayor of the town", "citing", "The boats sank"),
    )
    assert len(shown(given)) == 2


def test_what_lies_inside_anothers_content_has_it_as_parent():
    text = "Vale said that Orr had admitted that the boats sank."
    given = annotated(
        text,
        ("Vale", "said", "that Orr had admitted that the boats sank"),
        ("Orr", "had admitted", "that the boats sank"),
    )
    assert [(a.id, a.parent) for a in find_attributions(given)] == [("a1", None), ("a2", "a1")]


def test_each_attribution_says_why():
    text = "“We leave at dawn,” Orr said."
    (found,) = find_attributions(annotated(text, ("Orr", "said", "“We leave at dawn,”")))
    assert found.act == "say"
    assert found.mode == "direct"
    assert found.confidence == pytest.approx(0.9)
    assert "said" in found.why[0]


def test_a_long_document_takes_time_in_proportion():
    line = "“We leave at dawn and never come back,” Orr said."
    text = "\n".join([line] * 4000)
    given = annotated(text)
    assert len(find_attributions(given)) == 4000


def test_a_quotation_of_a_later_paragraph_is_its_own():
    text = "“We leave,” Orr said.\n“Nobody will stay behind.”"
    given = annotated(text, ("Orr", "said", "“We leave,”", "“Nobody will stay behind.”"))
    assert [row[2] for row in shown(given)] == ["“We leave,”", "“Nobody will stay behind.”"]


def test_has_not_denied_is_no_statement():
    text = "Orr has not denied the report."
    assert shown(annotated(text, ("Orr", "has not denied", "the report"))) == []


def test_a_later_sentence_told_as_hearsay_is_no_part_of_what_was_said_before():
    text = "Orr said they have bought boats. The boats reportedly leak."
    content = "they have bought boats. The boats reportedly leak"
    given = annotated(text, ("Orr", "said", content))
    given = replace(given, sentences=((0, 32), (33, len(text))))
    assert shown(given)[0] == ("Orr", "said", "they have bought boats.")
