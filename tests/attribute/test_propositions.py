"""What each clause states, in words that other reports can be held against."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.annotate import annotate_document
from sayso.attribute.grammar.clause import tree_of
from sayso.attribute.proposition.figures import find_figures, value_of
from sayso.records import Proposition, Reading
from sayso.text import make_document

HARBOUR = (
    "Divers found two crates on Sunday, and the harbour master closed the pier. "
    "The crates, which had been sealed in Port Merrow, were empty, officials said. "
    "“We did not open them,” Ines Calder said. “They will be tested.” "
    "Her deputy denied closing the pier."
)


@cache
def reading(text: str) -> Reading:
    return sayso.read_text(text, published="2025-03-14", outlet="The Courier")


def words(found: Reading, proposition: Proposition) -> str:
    return " … ".join(found.document.text[s:e] for s, e in proposition.evidence)


def stated(text: str) -> dict[str, Proposition]:
    found = reading(text)
    return {words(found, one): one for one in found.propositions}


def test_what_is_joined_by_and_is_two_propositions():
    found = stated(HARBOUR)

    assert "Divers found two crates on Sunday" in found
    assert "the harbour master closed the pier" in found


def test_the_documents_own_voice_has_no_attribution():
    found = stated(HARBOUR)

    assert found["Divers found two crates on Sunday"].attribution is None


def test_a_content_belongs_to_its_attribution():
    text = reading(HARBOUR)
    said = next(a for a in text.attributions if a.speaker == "officials")

    assert any(p.attribution == said.id and p.predicate == "empty" for p in text.propositions)


def test_a_relative_clause_states_something_with_its_noun():
    found = stated(HARBOUR)

    assert any("sealed" in key and key.startswith("crates") for key in found)


def test_negation_is_the_clauses_own():
    polarities = {p.predicate: p.polarity for p in reading(HARBOUR).propositions}

    assert polarities["open"] == "-"
    assert polarities["test"] == "+"


def test_what_is_still_to_come_is_planned():
    assert {p.predicate: p.modality for p in reading(HARBOUR).propositions}["test"] == "planned"


def test_a_bare_content_is_given_with_who_does_what_with_it():
    assert any("Her deputy denied closing the pier" in key for key in stated(HARBOUR))


def test_active_and_passive_have_the_same_parties():
    active = reading("The Grey Wardens seized the harbour on Monday.").propositions[0]
    passive = reading("The harbour was seized by the Grey Wardens on Monday.").propositions[0]

    assert (active.agent, active.predicate, active.patient) == (
        passive.agent, passive.predicate, passive.patient,
    )  # fmt: skip


def test_a_pronoun_goes_by_the_name_it_stands_for():
    text = "Ines Calder runs the port. She closed the pier on Monday."

    assert any("calder" in p.words and "close" in p.words for p in reading(text).propositions)


def test_dates_are_resolved_against_the_report():
    assert stated("The pier was closed on Monday.")["The pier was closed on Monday"].dates == (
        "2025-03-10",
    )


@pytest.mark.parametrize(
    ("word", "value"),
    [("12", 12), ("1,200", 1200), ("twenty-one", 21), ("ninety", 90), ("5.2bn", 5.2e9),
     ("3.5", 3.5), ("21st", 21), ("harbour", None), ("dozen", None)],
)  # fmt: skip
def test_values_of_words(word, value):
    assert value_of(word) == value


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Police found 21 girls.", ("girl", 21, 21)),
        ("Police found twenty-one girls.", ("girl", 21, 21)),
        ("At least 12 people died.", ("person", 12, None)),
        ("More than 200 crates were burnt.", ("crate", 200, None)),
        ("Up to 30 boats sank.", ("boat", None, 30)),
        ("Dozens of boats sank.", ("boat", 24, 99)),
        ("The firm paid 3 million crowns.", ("crown", 3_000_000, 3_000_000)),
    ],
)
def test_figures_and_what_they_count(text, figure):
    annotated = annotate_document(make_document(text))
    found = find_figures(text, tree_of(annotated), range(len(annotated.words)))

    assert figure in [(one.of, one.low, one.high) for one in found]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abc ,.“”\"'21ADü\n-", max_size=200))
def test_all_evidence_lies_in_the_text(text):
    found = sayso.read_text(text or "x")
    size = len(found.document.text)

    for proposition in found.propositions:
        assert proposition.evidence
        assert all(0 <= start < end <= size for start, end in proposition.evidence)
        assert list(proposition.evidence) == sorted(proposition.evidence)


NAMED = (
    "The minister welcomed the release of nine sailors, after long talks between the navy and "
    "the pirates. The group's abduction of the crew in May had caused an outcry. "
    "Nobody was hurt in the storm. The release valve was replaced."
)


def test_a_noun_that_names_a_happening_states_it():
    found = stated(NAMED)

    release = found["the release of nine sailors"]
    assert (release.predicate, release.patient) == ("release", "sailor")
    assert [figure.low for figure in release.figures] == [9]


def test_who_did_it_stands_with_the_noun():
    abduction = next(p for p in stated(NAMED).values() if p.predicate == "abduction")

    assert abduction.agent
    assert abduction.patient == "crew"


def test_a_noun_that_only_modifies_names_nothing():
    assert sum(p.predicate == "release" for p in stated(NAMED).values()) == 1


def test_named_happenings_stand_in_text_order_with_the_clauses():
    places = [p.evidence[0][0] for p in reading(NAMED).propositions if p.predicate != "outcry"]

    assert [p.id for p in reading(NAMED).propositions] == [
        f"q{n}" for n in range(1, len(reading(NAMED).propositions) + 1)
    ]
    assert places


def test_what_goes_without_something_is_not_denied():
    text = "The rebels are reportedly receiving heavy weapons for their troops with no strings attached."

    found = {p.predicate: p.polarity for p in reading(text).propositions}

    assert found["receive"] == "+"
    assert found["attach"] == "-"


def test_what_could_stand_as_a_sentence_is_told_from_phrases():
    found = stated(NAMED)

    assert not found["the release of nine sailors"].sentence
    assert not next(p for p in found.values() if p.predicate == "abduction").sentence
    assert found["Nobody was hurt in the storm"].sentence


def test_a_relative_clause_is_no_sentence():
    found = stated(HARBOUR)

    assert not any(p.sentence for key, p in found.items() if key.startswith("crates"))
