"""The scorer says what its definitions say, checked against slow and obvious versions."""

from dataclasses import replace

import pytest
from gold_examples import HARBOUR, UNHURRIED, harbour, said, spans
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluate.score import (
    FIELDS,
    MATCH,
    PRF,
    RESPONSES,
    RESPONSES_ABOUT_ANYTHING,
    ROLES,
    Accuracy,
    Scores,
    in_letters,
    iou,
    kinds_of,
    letters_before,
    pair_up,
    same_name,
    score_document,
)
from sayso.records import Attribution, Hop, Response
from sayso.text import merged

texts = st.text("ab1é .,\n“”", min_size=1, max_size=60).filter(lambda t: any(map(str.isalnum, t)))


@st.composite
def part(draw, text, *, letters=False):
    ends = st.integers(0, len(text))
    found = draw(
        st.lists(st.tuples(ends, ends).map(sorted).map(tuple), min_size=int(letters), max_size=3)
    )
    kept = tuple(sorted({span for span in found if span[0] < span[1]}))
    if letters and not any(text[i].isalnum() for s, e in kept for i in range(s, e)):
        at = next(i for i, c in enumerate(text) if c.isalnum())
        return ((at, at + 1),)
    return kept


@st.composite
def labelled(draw, text):
    size = draw(st.integers(0, 5))
    return [
        Attribution(str(n), draw(part(text)), draw(part(text)), draw(part(text, letters=True)))
        for n in range(size)
    ]


@st.composite
def cases(draw):
    text = draw(texts)
    return text, draw(labelled(text)), draw(labelled(text))


# -- slow and obvious versions


def characters_of(text, spans):
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


def trimmed(text, spans):
    out = set()
    for span in spans:
        start, end = span
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        if start < end:
            out.add((start, end))
    return out


def counted(wanted, got):
    return PRF(len(wanted & got), len(got - wanted), len(wanted - got))


def pooled(text, attributions, role, measure):
    return set().union(*(measure(text, getattr(a, role)) for a in attributions))


def slow_iou(text, a, b):
    a, b = characters_of(text, a), characters_of(text, b)
    return len(a & b) / len(a | b) if a | b else 1.0


@UNHURRIED
@given(cases())
def test_characters_and_exact_spans_equal_the_sets_they_stand_for(case):
    text, gold, predicted = case
    scores = score_document(text, gold, predicted)
    for role in ROLES:
        for measure, found in ((characters_of, scores.characters), (trimmed, scores.exact)):
            wanted, got = (pooled(text, side, role, measure) for side in (gold, predicted))
            assert found[role] == counted(wanted, got), (role, measure)


@UNHURRIED
@given(cases())
def test_every_pair_is_the_best_one_left(case):
    text, gold, predicted = case
    pairs = pair_up(text, gold, predicted)
    left_gold, left_predicted = set(range(len(gold))), set(range(len(predicted)))
    for pair in pairs:
        best = max(
            slow_iou(text, gold[i].content, predicted[j].content)
            for i in left_gold
            for j in left_predicted
        )
        assert pair.iou == best > 0
        sources = slow_iou(text, gold[pair.gold].source, predicted[pair.predicted].source)
        assert pair.source_right == (sources >= MATCH)
        left_gold.remove(pair.gold)
        left_predicted.remove(pair.predicted)
    assert not any(
        characters_of(text, gold[i].content) & characters_of(text, predicted[j].content)
        for i in left_gold
        for j in left_predicted
    )


@UNHURRIED
@given(cases())
def test_gold_against_itself_is_perfect(case):
    text, gold, _ = case
    scores = score_document(text, gold, gold)
    everything = [
        *scores.exact.values(),
        *scores.characters.values(),
        scores.whole,
        scores.sourced,
        scores.loose,
        scores.strict,
    ]
    assert all(prf.fp == prf.fn == 0 for prf in everything)
    assert scores.whole.tp == len(gold)
    assert scores.whole.f1 == (1.0 if gold else 0.0)


@UNHURRIED
@given(cases(), st.data())
def test_dropping_one_costs_recall_only(case, data):
    text, gold, _ = case
    if not gold:
        return
    gone = data.draw(st.integers(0, len(gold) - 1))
    scores = score_document(text, gold, gold[:gone] + gold[gone + 1 :])
    assert scores.whole == scores.sourced == scores.strict == PRF(len(gold) - 1, 0, 1)
    assert all(prf.fp == 0 for prf in (*scores.exact.values(), *scores.characters.values()))


@UNHURRIED
@given(cases(), st.randoms())
def test_the_order_of_the_lists_is_no_matter(case, random):
    text, gold, predicted = case
    once = score_document(text, gold, predicted)
    shuffled = (random.sample(side, len(side)) for side in (gold, predicted))
    assert score_document(text, *shuffled) == once


@UNHURRIED
@given(cases())
def test_iou_is_symmetric_and_one_only_for_equals(case):
    text, gold, predicted = case
    before = letters_before(text)
    parts = [merged(in_letters(a.content, before)) for a in (*gold, *predicted)]
    for a in parts:
        for b in parts:
            assert iou(a, b) == iou(b, a)
            assert 0 <= iou(a, b) <= 1
            assert (iou(a, b) == 1) == (a == b)


@UNHURRIED
@given(cases(), cases())
def test_scores_add_up(one, other):
    a, b = (score_document(*case) for case in (one, other))
    total = sum((a, b), Scores())
    assert total.whole.tp == a.whole.tp + b.whole.tp
    assert total.exact["cue"].fp == a.exact["cue"].fp + b.exact["cue"].fp
    assert set(total.kinds) == {*a.kinds, *b.kinds}
    assert sum((Scores(), a), Scores()) == a


@pytest.mark.parametrize(
    ("prf", "precision", "recall", "f1"),
    [
        (PRF(3, 1, 0), 0.75, 1.0, 6 / 7),
        (PRF(1, 1, 3), 0.5, 0.25, 1 / 3),
        (PRF(0, 0, 2), 0.0, 0.0, 0.0),
        (PRF(), 0.0, 0.0, 0.0),
    ],
)
def test_ratios_follow_from_counts(prf, precision, recall, f1):
    assert (prf.precision, prf.recall) == (precision, recall)
    assert prf.f1 == pytest.approx(f1)
    assert bool(prf) == (prf != PRF())


@pytest.mark.parametrize(
    ("words", "exact"),
    [
        ("the ferry would sail again on Monday.", True),
        ("the ferry would sail again on Monday.\n“", True),
        ("ferry would sail again on Monday", False),
    ],
)
def test_punctuation_at_the_edges_decides_nothing(words, exact):
    found = said("x", "Mayor Ines Calder", "said", words)
    scores = score_document(HARBOUR, harbour()[:1], [found])
    assert (scores.exact["content"] == PRF(1, 0, 0)) == exact
    assert scores.whole == PRF(1, 0, 0)


@pytest.mark.parametrize(
    ("content", "loose", "match", "strict"),
    [
        ("the ferry would sail again on Monday", 1, 1, 1),
        ("ferry would sail again on Monday", 1, 1, 1),  # 27 of 30 letters
        ("the ferry would sail again on", 1, 1, 1),  # 24 of 30
        ("the ferry would sa", 1, 1, 0),  # 15 of 30
        ("the ferry would s", 1, 0, 0),  # 14 of 30
        ("the ferry w", 1, 0, 0),  # 9 of 30
        ("the ferry", 0, 0, 0),  # 8 of 30
    ],
)
def test_contents_match_from_half(content, loose, match, strict):
    found = said("x", "Mayor Ines Calder", "said", content)
    scores = score_document(HARBOUR, harbour()[:1], [found])
    assert (scores.loose.tp, scores.whole.tp, scores.strict.tp) == (loose, match, strict)


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ("the harbour master", "harbour master", True),  # 13 of 16 letters
        ("the harbour master", "the", False),
        ("the harbour master", "", False),
        ("", "the harbour master", False),
        ("", "", True),
    ],
)
def test_a_source_is_right_by_half_or_if_both_are_empty(gold, predicted, right):
    one, other = (said("x", words, "insisted", "We only cleaned it") for words in (gold, predicted))
    scores = score_document(HARBOUR, [one], [other])
    assert scores.whole == PRF(1, 0, 0)
    assert scores.sourced.tp == int(right)


def test_equal_contents_go_to_the_equal_source():
    text = "The Dispatch reported, citing a pilot, that the pier was closed."
    gold = (
        said("p", "The Dispatch", "reported", "that the pier was closed", text),
        said("q", "a pilot", "citing", "that the pier was closed", text, parent="p"),
    )
    scores = score_document(text, gold, gold[::-1], fields=["parent"])
    assert scores.sourced == PRF(2, 0, 0)
    assert scores.fields["parent"] == Accuracy(1, 1, 1, silent=1)


def test_an_attribution_without_content_counts_only_by_its_other_parts():
    bare = said("x", "Mayor Ines Calder", "said", "")
    scores = score_document(HARBOUR, harbour()[:1], [bare])
    assert scores.whole == PRF(0, 0, 1)
    assert scores.exact["cue"] == PRF(1, 0, 0)


# -- fields

FULL = said(
    "f",
    "Mayor Ines Calder",
    "said",
    "the ferry would sail again on Monday",
    mode="indirect",
    act="promise",
    factuality="CT+",
    speaker="Ines Calder",
    identity="named",
    kind="person",
    addressee=spans(HARBOUR, "the Tidewater Post"),
    chain=(Hop("The Tidewater Post"), Hop("Ines Calder")),
    said="2031-04",
)


def fields_of(gold, predicted, fields=FIELDS):
    return score_document(HARBOUR, [gold], [predicted], fields=fields).fields


@pytest.mark.parametrize(
    ("field", "value", "right"),
    [
        ("mode", "mixed", False),
        ("act", "say", False),
        ("act", "promise", True),
        ("speaker", "ines calder", True),
        ("speaker", "Calder", False),
        ("speaker", None, False),
        ("chain", (Hop("Tidewater Post", actor="x"), Hop("Ines Calder")), True),
        ("chain", (Hop("Ines Calder"),), False),
        ("chain", (Hop(None), Hop("Ines Calder")), False),
        ("said", "2031", False),
    ],
)
def test_fields_are_compared_on_matches(field, value, right):
    found = fields_of(FULL, replace(FULL, **{field: value}))
    assert found[field] == Accuracy(int(right), 1, int(value is not None))
    others = {name: a for name, a in found.items() if name not in (field, "parent")}
    assert set(others.values()) == {Accuracy(1, 1, 1)}
    assert found["parent"] == Accuracy(silent=1)  # neither side says anything


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("the Tidewater Post", "the Tidewater Post", Accuracy(1, 1, 1)),
        ("the Tidewater Post", "Tidewater Post,", Accuracy(1, 1, 1)),  # 13 of 16 letters
        ("the Tidewater Post", "the Tide", Accuracy(0, 1, 1)),  # 7 of 16
        ("the Tidewater Post", "a clerk", Accuracy(0, 1, 1)),
        ("the Tidewater Post", "", Accuracy(0, 1, 0)),
        ("", "a clerk", Accuracy(0, 1, 1)),
        ("", "", Accuracy(silent=1)),
        ("the Tidewater Post", ("the Tide", "water Post"), Accuracy(1, 1, 1)),
    ],
)
def test_an_addressee_is_right_by_half(gold, predicted, expected):
    gold, predicted = ((part,) if isinstance(part, str) else part for part in (gold, predicted))
    sides = [
        replace(FULL, addressee=spans(HARBOUR, *filter(None, part))) for part in (gold, predicted)
    ]
    assert fields_of(*sides)["addressee"] == expected


def test_fields_the_gold_does_not_decide_are_not_scored():
    assert fields_of(FULL, FULL, fields=()) == {}
    assert set(fields_of(FULL, FULL, fields=["act", "said"])) == {"act", "said"}


def test_fields_never_given_have_no_rate():
    silent = replace(FULL, speaker=None, chain=())
    found = fields_of(FULL, silent)
    assert found["speaker"] == Accuracy(0, 1, 0)
    assert found["speaker"].rate is None
    assert found["chain"].rate is None
    assert found["act"].rate == 1.0
    assert fields_of(silent, FULL)["speaker"].rate == 0.0


def test_fields_of_what_did_not_match_do_not_count():
    elsewhere = said("x", "", "", "the hull leaks", act="promise")
    assert fields_of(FULL, elsewhere)["act"] == Accuracy()  # no match, no case


@pytest.mark.parametrize(
    ("outer", "parent", "expected"),
    [
        ("divers told a clerk that the hull leaks", "outer", Accuracy(1, 1, 1, silent=1)),
        ("divers told a clerk that the hull leaks", None, Accuracy(0, 1, 0, silent=1)),
        ("divers told a clerk that the hull leaks", "inner", Accuracy(0, 1, 1, silent=1)),
        ("Nobody else spoke", "outer", Accuracy(0, 1, 1)),  # the parent was not found
        ("Nobody else spoke", None, Accuracy(0, 1, 0)),
    ],
)
def test_parents_are_followed_through_the_match(outer, parent, expected):
    found = [
        said("outer", "the Tidewater Post", "According to", outer),
        said("inner", "divers", "told", "that the hull leaks", parent=parent),
    ]
    scores = score_document(HARBOUR, harbour()[2:], found, fields=["parent"])
    assert scores.fields["parent"] == expected


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("The  Daily Crab", "daily crab", True),
        ("O’Rourke", "O'Rourke", True),
        ("Calder", "Ines Calder", False),
        ("", None, True),
        ("Theodora", "odora", False),
    ],
)
def test_names_are_forgiven_case_article_and_apostrophe(name, other, same):
    assert (same_name(name) == same_name(other)) == same


# -- responses


def responses_of(gold, predicted, attributions=None):
    found = score_document(
        HARBOUR,
        harbour(),
        [replace(a, id=a.id.upper()) for a in attributions or harbour()],
        responses=(gold, predicted),
    )
    return found.responses[RESPONSES], found.responses[RESPONSES_ABOUT_ANYTHING]


def response(actor="Ines Calder", kind="denied", about=None, evidence=()):
    return Response(actor, kind, about, evidence)


RIGHT, WRONG, MISSED, INVENTED = PRF(1, 0, 0), PRF(0, 1, 1), PRF(0, 0, 1), PRF(0, 1, 0)


@pytest.mark.parametrize(
    ("predicted", "strict", "loose"),
    [
        (response("Ines Calder", "denied", "C"), RIGHT, RIGHT),
        (response("the  Ines calder", "denied", "C", ((0, 5),)), RIGHT, RIGHT),
        (response("Ines Calder", "denied", "D"), WRONG, RIGHT),
        (response("Ines Calder", "denied", None), WRONG, RIGHT),
        (response("Ines Calder", "denied", "c"), WRONG, RIGHT),  # the gold's id is not ours
        (response("Ines Calder", "confirmed", "C"), WRONG, WRONG),
        (response("Calder", "denied", "C"), WRONG, WRONG),
    ],
)
def test_a_response_is_right_by_actor_response_and_what_it_is_about(predicted, strict, loose):
    assert responses_of([response(about="c")], [predicted]) == (strict, loose)


def test_a_response_about_nothing_said_matches_one_about_nothing():
    assert responses_of([response()], [response()]) == (RIGHT, RIGHT)
    assert responses_of([response()], [response(about="C")]) == (WRONG, RIGHT)


def test_a_response_about_what_was_not_found_is_right_only_loosely():
    gold, ours = [response(about="c")], [response(about=None)]
    assert responses_of(gold, ours, harbour()[:2]) == (WRONG, RIGHT)
    assert responses_of(gold, [response(about="A")], harbour()[:2]) == (WRONG, RIGHT)


def test_responses_count_one_to_one():
    assert responses_of([response()], [response(), response()]) == (PRF(1, 1, 0),) * 2
    assert responses_of([response(), response()], [response()]) == (PRF(1, 0, 1),) * 2
    assert responses_of([response()], []) == (MISSED, MISSED)
    assert responses_of([], [response()]) == (INVENTED, INVENTED)


def test_responses_the_gold_does_not_decide_are_not_scored():
    assert score_document(HARBOUR, harbour(), harbour()).responses == {}
    decided = score_document(HARBOUR, harbour(), harbour(), responses=((), ()))
    assert decided.responses == {RESPONSES: PRF(), RESPONSES_ABOUT_ANYTHING: PRF()}
    one = score_document(HARBOUR, [], [], responses=([response()], [response()]))
    total = sum((one, decided, Scores()), Scores())
    assert total.responses == {RESPONSES: RIGHT, RESPONSES_ABOUT_ANYTHING: RIGHT}


# -- kinds


def test_kinds_tell_how_an_attribution_stands_in_the_text():
    a, b, c, d = kinds_of(HARBOUR, harbour(), ["mode"])
    assert set(a) == {
        "with cue",
        "with source",
        "plain",
        "content in one piece",
        "without quotation marks",
        "mode: indirect",
    }
    assert {"split content", "with quotation marks", "mode: direct"} < set(b)
    assert "plain" in c
    assert "nested" in d


def test_a_content_inside_a_larger_one_is_nested_without_a_parent_too():
    orphan = replace(harbour()[3], parent=None)
    assert "nested" in kinds_of(HARBOUR, (harbour()[2], orphan))[1]
    assert "plain" in kinds_of(HARBOUR, (orphan, replace(orphan, id="e")))[0]  # equal is not inside


def test_recall_is_told_by_kind():
    gold = (*harbour(), said("e", "", "", "Nobody else spoke", act="say"))
    kinds = score_document(HARBOUR, gold, gold[1:4]).kinds
    assert kinds["with cue"] == PRF(3, 0, 1)
    assert kinds["without cue"] == PRF(0, 0, 1)
    assert kinds["nested"] == PRF(1, 0, 0)
    assert kinds["plain"].recall == 0.5
    assert "act: say" not in kinds
    assert "act: say" in score_document(HARBOUR, gold, gold, fields=["act"]).kinds
