"""Grades of claims and origins: from what claims show, with reasons, and set aside by people."""

import pytest

from sayso.records import Attribution, Claim, Hop, Member, Origin
from sayso.resolve.grade import (
    CREDIBILITY,
    RELIABILITY,
    Grade,
    Way,
    credibility,
    identity_of,
    outcome,
    overridden,
    reliability,
    way_of,
)

DIRECT, SECOND = Way(0, "named"), Way(1, "named")
HIDDEN, DESCRIBED, NOBODY = Way(0, "anonymous"), Way(0, "role"), Way(0, "unstated")


def made(*origins, silent=()):
    """A claim and its ways, from origins as (name, stance, way, …): one member each way."""
    members, listed, ways = [], [], {}
    for name, stance, *known in origins:
        numbers = []
        for way in known:
            numbers.append(len(members))
            ways[len(members)] = way
            members.append(
                Member(f"d{len(members)}", None, "The Tern", None, "a1", (), "so", stance, name)
            )
        listed.append(Origin(name, tuple(numbers), denies=stance == "denies"))
    claim = Claim("c1", "It is so.", tuple(members), tuple(listed), silent=silent)
    return claim, ways


VALE, CALDER = ("Vale", "states", DIRECT), ("Calder", "states", DIRECT)
NO = ("Brandt", "denies", DIRECT)


@pytest.mark.parametrize(
    ("origins", "grade"),
    [
        ([VALE, CALDER], "1"),
        ([VALE, ("a baker", "states", DESCRIBED)], "1"),
        ([VALE, ("two officers", "states", HIDDEN)], "2"),
        ([VALE, ("Calder", "states", SECOND)], "2"),
        ([VALE, (None, "states", NOBODY)], "2"),
        ([("two officers", "states", HIDDEN), ("a clerk", "states", HIDDEN)], "2"),
        ([VALE], "3"),
        ([("a baker", "states", DESCRIBED)], "3"),
        ([("Vale", "states", SECOND, SECOND, SECOND)], "6"),
        ([("Vale", "states", SECOND, DIRECT)], "3"),
        ([("two officers", "states", HIDDEN)], "6"),
        ([("officers", "states", HIDDEN, DESCRIBED)], "6"),
        ([(None, "states", NOBODY)], "6"),
        ([VALE, NO], "4"),
        ([VALE, CALDER, NO], "3"),
        ([VALE, NO, ("Lund", "denies", DIRECT)], "5"),
        ([VALE, CALDER, ("Lund", "doubts", DIRECT)], "2"),
        ([VALE, ("Lund", "doubts", DIRECT)], "4"),
        ([VALE, NO, ("Lund", "doubts", DIRECT)], "4"),
        ([("two officers", "states", HIDDEN), ("Lund", "doubts", DIRECT)], "6"),
        ([NO], "6"),
    ],
)
def test_credibility_follows_who_states_and_who_denies(origins, grade):
    found = credibility(*made(*origins))
    assert (found.grade, found.meaning) == (grade, CREDIBILITY[grade])


def test_members_of_one_origin_are_no_corroboration():
    once, often = (made(("Vale", "states", *ways)) for ways in ([DIRECT], [DIRECT] * 9))
    assert credibility(*once) == credibility(*often)


def test_reasons_say_who_weakens_a_claim():
    claim, ways = made(
        VALE, ("two officers", "states", HIDDEN), ("Calder", "states", SECOND),
        ("Lund", "doubts", DIRECT), silent=(("The Tern", "unverified", 0),),
    )  # fmt: skip
    assert credibility(claim, ways).why == (
        "3 independent origins state it.",
        "1 of them is known and heard directly; it takes two.",
        "Of two officers the name is kept back.",
        "What Calder said is known through others only.",
        "One grade lower because Lund doubts it.",
        "The Tern could not verify it; that changes no grade.",
    )


def test_members_whose_way_is_not_known_give_no_grade_away():
    claim, _ = made(VALE, CALDER)
    assert credibility(claim, {}).grade == "2"


def test_who_asked_not_to_be_named_stays_so_where_it_is_repeated():
    claim, ways = made(("officers", "states", DESCRIBED, HIDDEN))
    assert identity_of(claim.origins[0], ways) == "anonymous"


def test_media_that_have_it_from_a_voice_lend_it_no_name():
    cited, own = Way(1, "named", medium=True), Way(0, "named", medium=True)
    claim, ways = made(("two officers", "states", cited, Way(1, "anonymous"), own))
    assert identity_of(claim.origins[0], ways) == "anonymous"
    assert credibility(claim, ways).why[-1] == "Of two officers the name is kept back."


def test_an_outlet_that_is_only_cited_is_not_heard_directly():
    cited, own = Way(1, "named", medium=True), Way(0, "named", medium=True)
    assert credibility(*made(("The Tern", "states", cited))).grade == "6"
    assert credibility(*made(("The Tern", "states", cited, own))).grade == "3"


def told(speaker, *chain, **known):
    return Attribution("a1", (), (), (), speaker=speaker, chain=tuple(map(Hop, chain)), **known)


@pytest.mark.parametrize(
    ("attribution", "way"),
    [
        (None, Way(0, "named", medium=True)),
        (told("Vale", "The Tern", "Vale", identity="named"), Way(0, "named")),
        (told("Vale", "The Tern", "Radio Kest", "Vale", identity="named"), Way(1, "named")),
        (told("Radio Kest", "The Tern", "Radio Kest", kind="outlet", identity="named"),
         Way(1, "named", medium=True)),
        (told(None, "The Tern", "Radio Kest", identity="unstated"), Way(1, "unstated")),
        (told(None, "The Tern"), Way(0, "unstated")),
        (told("Vale"), Way(0, "unstated")),
    ],
)  # fmt: skip
def test_a_way_counts_whom_a_word_went_through(attribution, way):
    member = Member("d", None, "The Tern", None, "a1", (), "so", "states")
    assert way_of(member, attribution) == way


def test_the_own_voice_of_nobody_known_is_unstated():
    assert (
        way_of(Member("d", None, None, None, None, (), "so", "states"), None).identity == "unstated"
    )


BACKED, DENIED, WITHDRAWN, ALONE, DISPUTED = (
    made(VALE, CALDER)[0], made(VALE, NO)[0], made(VALE, ("Vale", "denies", DIRECT))[0],
    made(VALE)[0], made(VALE, CALDER, NO)[0],
)  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "found"),
    [(BACKED, "backed"), (DENIED, "denied"), (WITHDRAWN, "withdrawn"), (ALONE, "open"),
     (DISPUTED, "open"), (made(CALDER)[0], None), (made(("the Vale", "states", DIRECT))[0], "open")],
)  # fmt: skip
def test_what_became_of_a_claim(claim, found):
    assert outcome("Vale", claim) == found


@pytest.mark.parametrize(
    ("others", "grade"),
    [
        ([], "F"),
        ([BACKED] * 4 + [ALONE] * 50, "F"),
        ([BACKED] * 5, "B"),
        ([BACKED] * 20, "A"),
        ([BACKED] * 19 + [DENIED], "B"),
        ([BACKED] * 8 + [DENIED] * 2, "C"),
        ([BACKED] * 5 + [DENIED] * 3 + [WITHDRAWN] * 2, "D"),
        ([BACKED] + [DENIED] * 5, "E"),
        ([made(CALDER, ("Lund", "states", DIRECT))[0]] * 20, "F"),
    ],
)
def test_reliability_follows_what_became_of_other_claims(others, grade):
    claim, ways = made(VALE)
    found = reliability(claim.origins[0], ways, others)
    assert (found.grade, found.meaning) == (grade, RELIABILITY[grade])


@pytest.mark.parametrize(
    ("name", "way"),
    [("two officers", HIDDEN), ("a baker", DESCRIBED), (None, NOBODY), (None, DIRECT)],
)
def test_who_is_not_named_has_no_record(name, way):
    claim, ways = made((name, "states", way))
    others = [made((name, "states", way), CALDER)[0]] * 20
    assert reliability(claim.origins[0], ways, others).grade == "F"


def test_who_states_nothing_else_has_no_record():
    claim, ways = made(VALE)
    assert reliability(claim.origins[0], ways, [made(CALDER)[0]]).why == (
        "It states no other claim here.",
    )


def test_reliability_tells_its_counts():
    claim, ways = made(VALE)
    others = [BACKED] * 4 + [DENIED, WITHDRAWN, ALONE]
    assert reliability(claim.origins[0], ways, others).why == (
        "Its other claims here: 4 backed by others, 1 denied, 1 taken back, 1 open.",
        "67% of 6 were backed.",
    )


OURS = Grade("3", CREDIBILITY["3"], ("It stands on one word.",))


def test_a_person_may_set_another_grade_with_a_reason():
    found = overridden(OURS, {"grade": "2", "why": "I have seen the film."}, "mira")
    assert found == Grade(
        "2", "probable",
        ("mira set it: I have seen the film.", "Without that it is 3, possible.", *OURS.why),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "lack"),
    [({"grade": "2"}, "gives no reason"), ({"grade": "B", "why": "x"}, "is not on this scale"),
     ({"grade": "2", "why": " "}, "gives no reason"), ({}, "is not on this scale")],
)  # fmt: skip
def test_a_grade_without_reason_or_of_another_scale_is_passed_over(value, lack):
    found = overridden(OURS, value, "mira")
    assert (found.grade, found.why[:-1]) == (OURS.grade, OURS.why)
    assert lack in found.why[-1]


def test_no_grade_speaks_of_truth():
    for meaning in (*CREDIBILITY.values(), *RELIABILITY.values()):
        assert "true" not in meaning
        assert "truth" not in meaning
