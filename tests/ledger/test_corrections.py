"""A reading with people's judgements in it: true spans, no order, and back again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import make_reading

from sayso.errors import LedgerError
from sayso.ledger import Judgement, attribution_keys, document_key
from sayso.ledger.corrections import (
    JUDGED,
    Seen,
    added_key,
    as_added,
    corrected,
    decisions_of,
    likeness,
)
from sayso.ledger.keys import digest
from sayso.ledger.values import CHOICES, SPANS, values_of
from sayso.records import (
    Actor,
    Attribution,
    Event,
    Hop,
    Label,
    Proposition,
    Reading,
    Response,
)
from sayso.text import contains, make_document

TEXT = "“The ferry will sail,” Wren said a foreman had told the crew. Calder denied it. “Nobody asked,” he added."
DOCUMENT = make_document(TEXT, uri="https://kest.example/ferry", outlet="Radio Kest")
KEY = document_key(DOCUMENT)


def at(words, start=0):
    place = TEXT.index(words, start)
    return (place, place + len(words))


WREN = Attribution(
    "a1", (at("Wren"),), (at("said"),), (at("“The ferry will sail,”"), at("a foreman had told the crew")),
    verbatim=(at("The ferry will sail,"),), mode="mixed", act="say", speaker="Wren", identity="named",
    kind="person", chain=(Hop("Radio Kest"), Hop("Wren", "p1", (at("Wren"),))), confidence=0.9,
    why=("cue “said” (0.9)", "speaker: “Wren” is named"),
)  # fmt: skip
FOREMAN = Attribution(
    "a2", (at("a foreman"),), (at("had told"),), (at("“The ferry will sail,”"),),
    verbatim=(at("The ferry will sail,"),), mode="direct", act="say", speaker="a foreman",
    identity="role", kind="person", parent="a1",
    chain=(Hop("Radio Kest"), Hop("Wren", "p1", (at("Wren"),)), Hop("a foreman", "p2", (at("a foreman"),))),
)  # fmt: skip
DENIAL = Attribution(
    "a3", (at("Calder"),), (at("denied"),), (at("it"),), act="deny", speaker="Calder", identity="named",
    kind="person", chain=(Hop("Radio Kest"), Hop("Calder", "p3", (at("Calder"),))),
)  # fmt: skip
READING = Reading(
    DOCUMENT,
    (WREN, FOREMAN, DENIAL),
    (Actor("p1", "Wren", "person", "named", None, (at("Wren"),)),
     Actor("p2", "a foreman", "person", "role", None, (at("a foreman"),)),
     Actor("p3", "Calder", "person", "named", None, (at("Calder"),))),
    (Response("Calder", "denied", "a2", (at("Calder denied it"),)),),
    (Event("AID", None, ("crew",), (), (), None, None, (at("The ferry will sail"),), "a2", "+", "planned"),),
    {"version": "1", "model": "m"},
    (Label("crew", "crew", "a foreman", "+", "a2", (at("ferry"),)),),
    (Proposition("q1", (at("The ferry will sail"),), "a2", "sail"),
     Proposition("q2", (at("Nobody asked"),), None, "ask")),
)  # fmt: skip
KEYS = attribution_keys(READING)


def said(verdict, target=KEYS[1], value=None, by="ann", minute=0):
    made = Judgement(f"2026-01-01T10:{minute:02}:00+00:00", "", verdict, "attribution", target, None,
                     value, None, by)  # fmt: skip
    return replace(made, key=digest(made.verdict, made.target, made.value, made.by, made.at))


def test_nothing_judged_is_the_reading_itself():
    assert corrected(READING, []) is READING
    assert corrected(READING, [said("reject", "0000-00")]) is READING


def test_a_corrected_speaker_ends_the_chain_and_is_an_actor_of_the_document():
    found = corrected(READING, [said("correct", value={"speaker": "Maren Tolliver"})])
    one = found.attributions[1]
    assert (one.speaker, one.identity, one.kind, one.parent) == (
        "Maren Tolliver",
        "role",
        "person",
        "a1",
    )
    assert [hop.name for hop in one.chain] == ["Radio Kest", "Wren", "Maren Tolliver"]
    assert found.actors[-1] == Actor(
        one.chain[-1].actor, "Maren Tolliver", "person", "role", None, FOREMAN.source
    )
    assert found.labels[0].by == "Maren Tolliver"
    assert one.why == ("speaker: corrected by ann",)
    assert [(j.verdict, j.by, j.fields) for j in one.judged] == [("correct", "ann", ("speaker",))]
    assert found.produced_by == {"version": "1", "model": "m", JUDGED: "yes"}
    assert found.attributions[0] == replace(WREN, mark=KEYS[0][-8:])


def test_a_speaker_who_is_an_actor_brings_what_is_known_of_him():
    one = corrected(READING, [said("correct", value={"speaker": "Calder"})]).attributions[1]
    assert (one.identity, one.kind, one.chain[-1]) == (
        "named",
        "person",
        Hop("Calder", "p3", FOREMAN.source),
    )


def test_no_speaker_is_no_hop():
    one = corrected(READING, [said("correct", value={"speaker": None})]).attributions[1]
    assert (one.speaker, one.identity) == (None, "unstated")
    assert [hop.name for hop in one.chain] == ["Radio Kest", "Wren"]


def test_a_given_chain_is_taken_as_it_is_with_the_actors_of_its_names():
    chain = [{"name": "Radio Kest"}, {"name": "Calder", "evidence": [list(at("Calder"))]}]
    one = corrected(READING, [said("correct", value={"chain": chain})]).attributions[1]
    assert one.chain == (Hop("Radio Kest"), Hop("Calder", "p3", (at("Calder"),)))


def test_what_stood_under_a_rejected_one_goes_to_the_one_around_it():
    found = corrected(READING, [said("reject")])
    assert [one.id for one in found.attributions] == ["a1", "a3"]
    assert found.propositions[0].attribution == found.events[0].attribution == "a1"
    assert (found.labels[0].attribution, found.labels[0].by) == ("a1", "Wren")
    assert found.responses[0].about is None


def test_what_stood_under_no_other_is_the_documents_own_voice():
    found = corrected(READING, [said("reject"), said("reject", KEYS[0])])
    assert found.propositions[0].attribution is None
    assert (found.labels[0].attribution, found.labels[0].by) == (None, "Radio Kest")


def test_a_child_of_a_rejected_one_gets_its_parent():
    assert corrected(READING, [said("reject", KEYS[0])]).attributions[0].parent is None


def test_a_content_that_ends_earlier_has_its_quotation_cut_and_its_clauses_let_go():
    shorter = [list(at("“The"))]
    found = corrected(READING, [said("correct", value={"content": shorter})])
    assert found.attributions[1].verbatim == (at("The"),)
    assert found.propositions[0].attribution == "a1"
    assert attribution_keys(found)[1] == KEYS[1]  # a person's link holds


def test_a_content_that_is_longer_takes_its_clauses_in():
    longer = [list(at("it. “Nobody asked,”"))]
    found = corrected(READING, [said("correct", KEYS[2], {"content": longer})])
    assert found.propositions[1].attribution == "a3"


def test_a_content_without_quotation_is_indirect():
    one = corrected(
        READING, [said("correct", value={"content": [list(at("the crew"))]})]
    ).attributions[1]
    assert (one.verbatim, one.mode) == ((), "indirect")


def added(**more):
    value = {"content": [list(at("“Nobody asked,”"))], "cue": [list(at("added"))],
             "source": [list(at("he", TEXT.index("asked")))], "speaker": "Calder", **more}  # fmt: skip
    spans = {part: tuple(map(tuple, value[part])) for part in ("content", "cue")}
    return said("add", added_key(DOCUMENT, spans), value)


def test_an_attribution_that_was_missed_stands_in_its_place():
    found = corrected(READING, [added()])
    one = found.attributions[-1]
    assert attribution_keys(found)[-1] == added().target
    assert [hop.name for hop in one.chain] == ["Radio Kest", "Calder"]
    assert (one.confidence, one.mode, one.kind, one.chain[-1].actor) == (
        1.0,
        "indirect",
        "person",
        "p3",
    )
    assert found.propositions[1].attribution == one.id


def test_an_added_one_inside_a_content_has_that_for_its_parent():
    spans = {"content": [list(at("The ferry"))], "cue": [list(at("sail"))]}
    target = added_key(DOCUMENT, {k: tuple(map(tuple, v)) for k, v in spans.items()})
    assert corrected(READING, [said("add", target, spans)]).attributions[0].id == "a1"
    one = next(a for a in corrected(READING, [said("add", target, spans)]).attributions
               if a.id.startswith("j"))  # fmt: skip
    assert one.parent == "a2"


def test_an_added_one_stands_between_the_content_around_it_and_those_in_it():
    spans = {"content": [[0, TEXT.index(". Calder")]]}
    target = added_key(DOCUMENT, {k: tuple(map(tuple, v)) for k, v in spans.items()})
    around = corrected(READING, [said("add", target, spans)]).attributions
    assert {one.id: one.parent for one in around} == {
        f"j{target[-8:]}": None, "a1": f"j{target[-8:]}", "a2": "a1", "a3": None}  # fmt: skip


def test_the_later_judgement_is_in_force_field_by_field():
    found = corrected(READING, [
        said("correct", value={"speaker": "Bo", "act": "deny"}, minute=2, by="bo"),
        said("correct", value={"speaker": "Ann", "said": "2025-03"}, minute=1),
    ])  # fmt: skip
    one = found.attributions[1]
    assert (one.speaker, one.act, one.said) == ("Bo", "deny", "2025-03")
    assert [j.by for j in one.judged] == ["ann", "bo"]
    assert {"speaker: corrected by bo", "said: corrected by ann"} <= set(one.why)


@pytest.mark.parametrize(
    ("verdicts", "there"),
    [(["reject", "accept"], True), (["accept", "reject"], False), (["reject", "correct"], True),
     (["correct", "reject"], False)],
)  # fmt: skip
def test_the_latest_judgement_tells_whether_it_is_one(verdicts, there):
    made = [said(one, value={"act": "ask"} if one == "correct" else None, minute=n)
            for n, one in enumerate(verdicts)]  # fmt: skip
    found = {one.id: one for one in corrected(READING, made).attributions}
    assert ("a2" in found) == there
    assert not there or found["a2"].act == ("ask" if "correct" in verdicts else "say")


def test_a_parent_is_named_by_its_key_or_mark_and_never_goes_in_circles():
    def parents(*made):
        return [one.parent for one in corrected(READING, made).attributions]

    assert parents(said("correct", KEYS[2], {"parent": KEYS[0]})) == [None, "a1", "a1"]
    assert parents(said("correct", KEYS[2], {"parent": KEYS[0][-8:]})) == [None, "a1", "a1"]
    assert parents(said("correct", KEYS[1], {"parent": None})) == [None, None, None]
    assert parents(said("correct", KEYS[1], {"parent": "77777777"})) == [None, "a1", None]
    circle = parents(said("correct", KEYS[0], {"parent": KEYS[1]}))
    assert circle[0] is None or circle[1] is None


def test_what_cannot_be_a_value_is_passed_over():
    """Judgements of older versions, or changed by hand, may hold anything."""
    made = said(
        "correct", value={"cue": [[0, 9999]], "act": "sing", "colour": "red", "speaker": "Bo"}
    )
    one = corrected(READING, [made]).attributions[1]
    assert (one.cue, one.act, one.speaker) == (FOREMAN.cue, "say", "Bo")


# Values


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"colour": "red"}, "'colour' is no field that can be corrected; give one of source"),
        ({"act": "sing"}, "'sing' is no act: give one of say"),
        ({"mode": None}, "None is no mode"),
        ({"cue": [[3, 3]]}, "not empty and inside the"),
        ({"cue": [[0, 10**7]]}, "not empty and inside the"),
        ({"cue": [[-4, 3]]}, "not empty and inside the"),
        ({"cue": [[0, 9], [5, 12]]}, "in order and not overlap"),
        ({"cue": [[True, 9]]}, "two whole numbers"),
        ({"cue": "said"}, "give a list of up to 50"),
        ({"cue": [[0, 1, 2]]}, "two whole numbers"),
        ({"speaker": " "}, "give a text of 1 to 500"),
        ({"speaker": 7}, "give a text of 1 to 500"),
        ({"said": "last May"}, "give an EDTF date"),
        ({"chain": [{"evidence": []}]}, 'a hop is {"name", "evidence"}'),
        ({"chain": {}}, "give a list of up to 50 hops"),
        ({"parent": 7}, "give a text of 1 to 80"),
    ],
)
def test_a_value_that_cannot_be_one_is_refused(value, told):
    with pytest.raises(LedgerError, match=told.replace("{", r"\{")):
        values_of(value, TEXT)


@pytest.mark.parametrize(
    "date",
    ["2016", "2016-01", "2016-01-14", "2016-21", "201X", "20XX", "2016-01~", "2016?", "2016-01-14%",
     "2016-01-02/2016-01-09", "2016/..", "../2016-01", "2016-01/", "/2016", "2016-01-14T09:30+02:00"],
)  # fmt: skip
def test_dates_are_edtf(date):
    assert values_of({"said": date}, TEXT) == {"said": date}


@pytest.mark.parametrize(
    "date", ["", "16", "2016-13", "2016-1", "2016-01-32", "May 2016", "2016/x"]
)
def test_what_is_no_date_is_refused(date):
    with pytest.raises(LedgerError, match="EDTF"):
        values_of({"said": date}, TEXT)


# Readings of newer models


MOVED = replace(
    FOREMAN, id="a7", content=(at("The ferry will sail"),), speaker="the crew", parent=None
)
NEWER = replace(READING, attributions=(replace(WREN, id="a6"), MOVED), responses=(), labels=(),
                events=(), propositions=(), produced_by={"version": "2"})  # fmt: skip
SEEN = {KEYS[1]: Seen(FOREMAN, KEYS[0]), KEYS[2]: Seen(DENIAL, None)}


def test_a_judgement_goes_to_what_stands_in_the_same_place():
    found = corrected(NEWER, [said("correct", value={"speaker": "Bo"})], SEEN)
    assert [one.id for one in found.attributions] == ["a6", "a7"]
    assert (found.attributions[1].speaker, found.attributions[1].content) == ("Bo", MOVED.content)
    assert attribution_keys(found)[1] == KEYS[1]


def test_what_was_rejected_stays_so_where_the_words_are_a_little_others():
    assert [one.id for one in corrected(NEWER, [said("reject")], SEEN).attributions] == ["a6"]


@pytest.mark.parametrize("verdict", ["accept", "correct"])
def test_what_a_newer_model_misses_stays_as_the_person_saw_it(verdict):
    value = {"act": "decline"} if verdict == "correct" else None
    found = corrected(NEWER, [said(verdict, KEYS[2], value)], SEEN)
    one = found.attributions[-1]
    assert (one.speaker, one.content, one.chain[-1]) == (
        "Calder",
        DENIAL.content,
        Hop("Calder", "p3", DENIAL.source),
    )
    assert one.act == ("decline" if value else "deny")
    assert attribution_keys(found)[-1] == KEYS[2]


def test_what_was_rejected_and_is_missed_leaves_nothing():
    found = corrected(NEWER, [said("reject", KEYS[2])], SEEN)
    assert [one.id for one in found.attributions] == ["a6", "a7"]


def test_what_nobody_can_place_has_no_effect():
    found = corrected(NEWER, [said("correct", KEYS[2], {"act": "ask"})])
    assert [one.id for one in found.attributions] == ["a6", "a7"]


def test_a_newer_model_may_find_what_a_person_had_added():
    mine = replace(MOVED, id="a8", cue=(at("added"),), content=(at("Nobody asked"),), speaker="he")
    newer = replace(NEWER, attributions=(mine,))
    found = corrected(newer, [added()])
    assert [(one.id, one.speaker) for one in found.attributions] == [("a8", "Calder")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (((5, 9),), ((6, 9),), True),  # cues, contents overlap
        (((5, 9),), ((9, 12),), False),  # cues apart
        (((5, 9),), (), True),  # one cue: half of the contents
    ],
)
def test_likeness_goes_by_cue_then_content(one, other, same):
    a = Attribution("a", (), one, ((20, 40),))
    b = Attribution("b", (), other, ((25, 45),))
    assert bool(likeness(a, b)) == same == bool(likeness(b, a))


def test_contents_apart_are_not_the_same():
    a, b = (Attribution("a", (), ((5, 9),), (span,)) for span in ((10, 20), (20, 30)))
    assert not likeness(a, b)
    assert not likeness(replace(a, cue=()), replace(b, content=((10, 45),)))


# Whatever people judge


BASE = make_reading(5, statements=4)
BASE_KEYS = attribution_keys(BASE)
SIZE = len(BASE.document.text)
pieces = st.lists(st.integers(0, SIZE - 1), min_size=2, max_size=6, unique=True).map(
    lambda cuts: [[a, b] for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)
names = st.none() | st.sampled_from(["Jane Orr", "Ünal", BASE.actors[0].name])
hops = st.fixed_dictionaries({"name": names}, optional={"evidence": pieces})
values = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(SPANS, pieces | st.just([])),
    **{name: st.sampled_from(known) for name, known in CHOICES.items()},
    "speaker": names, "chain": st.lists(hops, max_size=3), "said": st.sampled_from([None, "2016-01~"]),
    "parent": st.none() | st.sampled_from(BASE_KEYS),
})  # fmt: skip


@st.composite
def many(draw):
    made = []
    for n in range(draw(st.integers(1, 6))):
        verdict = draw(st.sampled_from(["accept", "reject", "correct", "add"]))
        value = draw(values) if verdict in {"correct", "add"} else None
        target = draw(st.sampled_from(BASE_KEYS))
        if verdict == "add":
            value |= {"content": draw(pieces)}
            spans = {k: tuple(map(tuple, value.get(k, ()))) for k in ("content", "cue")}
            target = added_key(BASE.document, spans)
        made.append(said(verdict, target, value, by=draw(st.sampled_from(["ann", "bo"])), minute=n))
    return made


def all_spans(reading):
    for one in reading.attributions:
        for part in SPANS:
            yield from getattr(one, part)
        for hop in one.chain:
            yield from hop.evidence
    for one in reading.actors:
        yield from one.mentions


@settings(max_examples=150, deadline=None)
@given(many())
def test_every_span_stays_true_and_every_name_stands_for_something(made):
    found = corrected(BASE, made)
    assert all(0 <= start < end <= SIZE for start, end in all_spans(found))
    ids = {one.id for one in found.attributions}
    assert len(ids) == len(found.attributions)
    assert len(set(attribution_keys(found))) == len(found.attributions)
    for one in found.attributions:
        assert one.parent is None or one.parent in ids - {one.id}
        assert all(any(contains(piece, span) for piece in one.content) for span in one.verbatim)
        actors = {actor.id for actor in found.actors}
        assert all(hop.actor is None or hop.actor in actors for hop in one.chain)
        if one.speaker is not None and one.judged:
            assert one.speaker in {actor.name for actor in found.actors}
    for one in (*found.events, *found.labels, *found.propositions):
        assert one.attribution is None or one.attribution in ids
    assert all(one.about is None or one.about in ids for one in found.responses)


@settings(max_examples=60, deadline=None)
@given(many(), st.randoms())
def test_the_order_they_come_in_is_no_matter(made, rng):
    shuffled = rng.sample(made, len(made))
    assert corrected(BASE, shuffled) == corrected(BASE, made)


@settings(max_examples=60, deadline=None)
@given(many())
def test_what_nobody_judged_is_as_it_was(made):
    decided = decisions_of(made)
    touched = {one.target for one in decided}
    mine = [one for one in (as_added(d, BASE.document) for d in decided) if one]
    reading = corrected(BASE, made)
    found = dict(zip(attribution_keys(reading), reading.attributions, strict=True))
    for key, one in zip(BASE_KEYS, BASE.attributions, strict=True):
        taken = any(likeness(added, one, strict=True) for added in mine)
        if key not in touched and not taken:
            assert replace(found[key], mark=None, parent=None) == one
