"""Cards of actors: what a document gives, likes and vetoes, groups, and whom voices speak for."""

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import Actor
from sayso.resolve.actor import (
    SAME,
    SURE,
    ActorCard,
    Traits,
    blocks,
    cards_of,
    conflict,
    home_of,
    likeness,
    side_of,
    traits_of,
)
from sayso.resolve.grouping import _profile, group_actors, unite
from sayso.resolve.office import Office, voice_in
from sayso.text import make_document

PERU = "PERU'S CAPITAL\nPeru said so. The Peruvian port is in Peru, not in Chile."


def card(name, kind="person", country=None, *, key=None, **known):
    known.setdefault("identity", "role" if name[0].islower() else "named")
    voice = known.pop("voice", voice_in(name) if kind in {"government", "group"} else None)
    return ActorCard(key or name, name, kind, country=country, voice=voice, **known)


def president(name, country="PE", published="2016-10-13", **known):
    return card(
        name, "person", country, published=published, roles=(Office("president", country),), **known
    )


def test_a_card_gathers_what_a_document_says():
    text = f"{PERU}\nPeruvian President Luisa Prado came. Prado, a judge, met Jo Lin, a spokesman for Prado."
    document = make_document(text, uri="a", published="2020-01-02")
    spots = [text.index("Peruvian President"), text.index("Jo Lin"), text.index("Prado, a judge")]
    actors = [
        Actor("p1", "Luisa Prado", "person", "named", "PE",
              ((spots[0], spots[0] + 30), (spots[2], spots[2] + 5))),
        Actor("p2", "Jo Lin", "person", "named", None, ((spots[1], len(text) - 1),)),
    ]  # fmt: skip
    prado, lin = cards_of(document, actors)
    assert prado.key == f"{document.id}:p1"
    assert prado.mentions == ("Peruvian President Luisa Prado", "Prado")
    assert prado.roles == (Office("president", "PE"),)
    assert (prado.home, prado.published) == ("PE", "2020-01-02")
    assert lin.voice == ("presidency", "PE", True, True)  # the document ties Prado to her office
    assert side_of(lin).key == "PE:presidency"


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (PERU, "PE"),
        ("Envoys of Peru, Chile, Bolivia, Ecuador and Brazil met in Peru.", None),
        ("Chile won.", "CL"),
        ("Nobody said where.", None),
    ],
)
def test_the_country_a_report_is_about(text, home):
    assert home_of(text) == home


ONE = [
    (card("Ines Calder"), card("Inês Calder")),
    (card("Ines Calder", country="PT"), card("Ines Calder")),
    (president("Prado"), president("Luisa Prado")),
    (president("Luisa"), president("Luisa Prado")),
    (president("the Peruvian president"), president("Luisa Prado")),
    (president("the Peruvian president"), president("Peru's president")),
    (card("Red Cross", "organisation", mentions=("ICRC",)),
     card("International Committee of the Red Cross", "organisation")),
    (card("Gullwing Lines", "organisation"), card("Gullwing Lines", "unknown")),
    (card("Northern Front", "organisation"), card("Northern Front", "armed-group")),
    (card("Nigeria's Border Agency", "government", "NG"), card("Border Agency", "government", "NG")),
    (card("AP", "outlet"), card("The Associated Press", "outlet")),
    (card("Peru's government", "government", "PE"), card("the Peruvian government", "government", "PE")),
    (card("the government of Peru", "government", "PE"), card("the government", "government", home="PE")),
    (card("the army", "government", home="PE"), card("Peruvian army", "government", "PE")),
    (card("Peru's Ministry of Defense", "government", "PE"), card("Peruvian defence ministry", "government", "PE")),
]  # fmt: skip
TWO = [
    (card("Ines Calder"), card("Ines Calder", "organisation")),
    (card("Ines Calder", country="PT"), card("Ines Calder", country="BR")),
    (card("John Smith"), card("Jane Smith")),
    (card("Smith"), card("John Smith")),
    (president("the Peruvian president"), president("Luisa Prado", published="2011-10-13")),
    (president("the Peruvian president"), president("Luisa Prado", published=None)),
    (president("the Peruvian president"), president("Luisa Prado", "BO")),
    (president("Prado"), card("Luisa Prado", roles=(Office("president", "PE", former=True),))),
    (card("the White House", "government", "US"), card("US government", "government", "US")),
    (card("Peru", "government", "PE"), card("the Peruvian government", "government", "PE")),
    (card("Peru", "government", "PE"), card("Lima", "government", "PE")),
    (card("England", "government", "GB"), card("Britain", "government", "GB")),
    (card("the army", "government", "PE"), card("the Peruvian navy", "government", "PE")),
    (card("police", "government", home="PE"), card("the police", "government", home="PE")),
    (card("two governments", "government", "PE"), card("Peru's government", "government", "PE")),
    (card("Los Angeles police", "organisation"), card("Los Angeles arena", "organisation")),
    (card("Slidell Police Department", "organisation", mentions=("SPD",)),
     card("Saltmarsh Port Directorate", "organisation", mentions=("SPD",))),
    (card("China's space agency", "organisation"), card("Space Foundation", "organisation")),
    (card("David M. Brown"), card("Mike Brown")),
    (card("Lewis Holm and Nico Wren"), card("Nico Wren")),
    (card("Jo Lin", roles=(Office("president", None),), home="PE", published="2016-10-13"),
     president("the Peruvian president")),
    (card("the government", "government", home="PE"), card("the government", "government", home="CL")),
    (card("the government", "government"), card("the government", "government")),
    (card("Peruvian government", "government", "PE"), card("the Peruvian army", "government", "PE")),
    (card("officials", "group", home="PE"), card("officials", "group", home="PE")),
    (card("a witness"), card("a witness")),
    (card("a local court", "government", "PE"), card("a local court", "government", "PE")),
    (card("Northern Front", "government"), card("Northern Front", "armed-group")),
    (card("Red Cross", "organisation"), card("Kenya Red Cross", "organisation", "KE")),
    (card("The Sun", "outlet"), card("The Times", "outlet")),
    (card("Jo Lin", identity="anonymous"), card("Jo Lin", identity="anonymous")),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), ONE)
def test_cards_of_one_actor(a, b):
    found = likeness(a, b)
    assert found.score >= SAME
    assert found.why
    assert set(blocks(a)) & set(blocks(b))


@pytest.mark.parametrize(("a", "b"), TWO)
def test_cards_of_two_actors(a, b):
    assert likeness(a, b).score < SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [(card("Ines Calder"), card("Ines Calder", "organisation")),
     (card("Ines Calder", country="PT"), card("Ines Calder", country="BR")),
     (card("John Smith"), card("Jane Smith"))],
)  # fmt: skip
def test_kinds_countries_and_given_names_exclude(a, b):
    assert likeness(a, b).excluded
    assert likeness(a, b).why


NAMES = st.sampled_from(
    "Ines Calder|Inês Calder|Calder|Jo Calder|I. Calder|Tom Wren|Wren|Tom Wren Jr.|Musa Dikko|Mohammed"
    " Dikko|Red Cross|ICRC|International Committee of the Red Cross|Gullwing Lines|Gullwing Lines Ltd|AP"
    "|Reuters|the government|Peruvian government|Peru's government|officials|the president|the army|Peru"
    .split("|")
)  # fmt: skip
CARDS = st.builds(
    lambda name, kind, country, identity, home, month, roles: ActorCard(
        "", name, kind, identity, country, "", month, (), roles,
        voice_in(name) if kind == "government" else None, home,
    ),
    NAMES,
    st.sampled_from(["person", "person", "organisation", "government", "outlet", "unknown"]),
    st.sampled_from([None, None, "PE", "CL"]),
    st.sampled_from(["named", "named", "role"]),
    st.sampled_from([None, "PE"]),
    st.sampled_from([None, "2016-10-13", "2016-11-01", "2019-01-01"]),
    st.sampled_from([(), (), (Office("president", "PE"),), (Office("president", None),)]),
)  # fmt: skip


@given(CARDS, CARDS)
def test_likeness_is_even_handed_and_never_escapes_the_blocks(a, b):
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b).score <= 1
    if likeness(a, b).score >= SAME:
        assert set(blocks(a)) & set(blocks(b))


def groups(cards, judged=()):
    return {frozenset(group.members) for group in group_actors(cards, judged)}


SMITHS = [
    card("John Smith", key="a"), card("Jane Smith", key="b"), card("J. Smith", key="c"),
    card("John Smith", key="d"),
]  # fmt: skip


def test_a_card_like_two_that_exclude_each_other_joins_neither():
    assert groups(SMITHS) == {frozenset("ad"), frozenset("b"), frozenset("c")}
    assert groups(SMITHS[::2]) == {frozenset("ac")}


def test_a_veto_holds_through_others():
    cards = [card("Ines Calder", country="PT", key="a"), card("Ines Calder", key="b"),
             card("Ines Calder", country="BR", key="c")]  # fmt: skip
    assert groups(cards) == {frozenset("ab"), frozenset("c")}


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        ([("a", "d", "different")], ["a", "b", "c", "d"]),
        ([("a", "b", "same")], ["abd", "c"]),  # d is called as a is
        ([("c", "b", "same")], ["ad", "bc"]),
        ([("a", "c", "same"), ("c", "d", "different")], ["ac", "b", "d"]),
        ([("a", "d", "same"), ("c", "d", "same"), ("a", "c", "different")], ["ad", "b", "c"]),
        ([("a", "gone", "same")], ["ad", "b", "c"]),
    ],
)
def test_what_a_person_has_judged_wins(judged, expected):
    for order in (SMITHS, SMITHS[::-1]):
        assert groups(order, judged) == {frozenset(keys) for keys in expected}
        assert groups(order, [(b, a, verdict) for a, b, verdict in judged[::-1]]) == {
            frozenset(keys) for keys in expected
        }


def test_every_merge_has_its_score_and_reason_and_none_is_idle():
    cards = [president("Luisa Prado", key="a"), president("Prado", key="b"), card("Luisa Prado", key="c"),
             president("the Peruvian president", key="d"), card("Luisa Prado", key="e")]  # fmt: skip
    (group,) = group_actors(cards)
    assert group.name == "Luisa Prado"
    assert group.members == tuple("abcde")
    assert len(group.merges) == 4
    assert all(merge.why and merge.score >= SAME for merge in group.merges)


JUDGED = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(["same", "different"])),
    max_size=4,
)


@settings(deadline=None)
@given(st.lists(CARDS, max_size=8), JUDGED, st.randoms())
def test_every_card_is_in_one_group_and_the_order_does_not_matter(cards, judged, chance):
    keyed = [replace(one, key=str(at)) for at, one in enumerate(cards)]
    pairs = [(str(a), str(b), verdict) for a, b, verdict in judged if a != b]
    found = group_actors(keyed, pairs)
    assert sorted(key for group in found for key in group.members) == sorted(
        str(at) for at in range(len(cards))
    )
    shuffled = list(keyed)
    chance.shuffle(shuffled)
    assert group_actors(shuffled, pairs) == found
    apart = {frozenset(pair[:2]) for pair in pairs if pair[2] == "different"}
    for group in found:
        assert len(group.merges) == len(group.members) - 1
        assert not any(frozenset(pair) in apart for pair in combinations(group.members, 2))


def slow_unite(traits, judged, found, apart):
    """Join groups by edges in order, looking at every pair of nodes every time."""
    groups = [{node} for node in range(len(traits))]
    kept = []
    for number, (a, b) in enumerate([*judged, *found]):
        one = next(group for group in groups if a in group)
        other = next(group for group in groups if b in group)
        parted = any(x in apart.get(y, ()) for x in one for y in other)
        first, second = ({_profile(traits[node]) for node in group} for group in (one, other))
        clash = number >= len(judged) and any(
            conflict(x, y) and x not in second and y not in first for x in first for y in second
        )
        kept.append(one is not other and not parted and not clash)
        if kept[-1]:
            groups.remove(other)
            one |= other
    return kept


KINDS = st.sampled_from(["person", "organisation", "government", "armed-group", "unknown"])
TRAITS = st.builds(
    lambda kind, country, name: Traits(
        "person" if kind == "person" else "", kind, country, (name if kind == "person" else "",)
    ),
    KINDS, st.sampled_from([None, "PE", "CL"]), st.sampled_from(["Jo Lin", "Ida Lin", "Lin"]),
)  # fmt: skip


@given(st.data())
def test_joining_is_what_the_slow_obvious_way_gives(data):
    traits = data.draw(st.lists(TRAITS, min_size=2, max_size=9))
    edge = st.tuples(*[st.integers(0, len(traits) - 1)] * 2).filter(lambda pair: pair[0] != pair[1])
    judged, found = data.draw(st.lists(edge, max_size=4)), data.draw(st.lists(edge, max_size=12))
    parted = data.draw(st.lists(edge, max_size=4))
    apart = {}
    for a, b in [*parted, *[pair[::-1] for pair in parted]]:
        apart[a] = apart.get(a, frozenset()) | {b}
    assert unite(traits, judged, found, apart) == slow_unite(traits, judged, found, apart)


def slow_groups(cards):
    """Compare every card with every other, and join by the slow way."""
    traits = [traits_of(one) for one in cards]
    found = {
        (a, b): likeness(cards[a], cards[b]).score
        for a, b in combinations(range(len(cards)), 2)
        if likeness(cards[a], cards[b]).score >= SAME
    }
    likes = {at: {a + b - at for a, b in found if at in (a, b)} for at in range(len(cards))}
    sure = [
        (a, b)
        for (a, b), score in sorted(found.items(), key=lambda item: (-item[1], item[0]))
        if score >= SURE
        or not any(conflict(traits[one], traits[like])
                   for one, other in ((a, b), (b, a)) for like in likes[other])
    ]  # fmt: skip
    joined = slow_unite(traits, [], sure, {})
    sets = [{at} for at in range(len(cards))]
    for (a, b), kept in zip(sure, joined, strict=True):
        if kept:
            one, other = (next(each for each in sets if at in each) for at in (a, b))
            sets.remove(other)
            one |= other
    return {frozenset(cards[at].key for at in each) for each in sets}


@settings(deadline=None)
@given(st.lists(CARDS, max_size=10))
def test_blocks_and_nodes_change_nothing(cards):
    keyed = [replace(one, key=str(at)) for at, one in enumerate(cards)]
    assert groups(keyed) == slow_groups(keyed)


def test_five_cards_group_alike_in_every_order():
    cards = [*SMITHS, president("Smith", "GB", key="e")]
    assert len({frozenset(groups(order)) for order in permutations(cards)}) == 1


@pytest.mark.parametrize(
    ("one", "key", "speaks"),
    [
        (card("officials", "group", home="PE"), "PE:government", True),
        (card("officials", "group"), "?:government", True),
        (card("Chilean officials", "group", "CL", home="PE"), "CL:government", True),
        (card("the authorities", "government", home="PE"), "PE:government", False),
        (card("Peru", "government", "PE"), "PE:government", False),
        (card("a military source", "group", home="PE", identity="anonymous"), "PE:military", True),
        (card("Lima", "government", "PE"), "PE:government", False),
        (card("the navy", "government", home="PE"), "PE:military", False),
        (card("Obama administration", "government", "US"), "US:presidency", False),
        (card("Scotland", "government", "GB"), "GB:government of Scotland", False),
        (card("the vice president's office", "government", home="PE"), "PE:vice presidency", False),
        (card("Jo Lin", voice=voice_in("a spokesman for the Red Cross")), "body:red cross", True),
        (president("Luisa Prado"), "PE:presidency", True),
        (card("Ida Holm", roles=(Office("information minister", None),), home="PE"),
         "PE:information ministry", True),
    ],
)  # fmt: skip
def test_whom_a_voice_speaks_for(one, key, speaks):
    side = side_of(one)
    assert (side.key, side.speaks) == (key, speaks)
    assert side.why


@pytest.mark.parametrize(
    "one",
    [card("local sources", "group"), card("residents of Lima", "group"), card("Ines Calder"),
     card("analysts", "group"), card("Gullwing Lines", "organisation"),
     card("Luisa Prado", roles=(Office("president", "PE", former=True),))],
)  # fmt: skip
def test_who_speaks_for_nobody_else(one):
    assert side_of(one) is None
