"""Groups of cards that are one actor's: likes are joined, the likeliest first, unless vetoed.

1. What a person has judged the same is joined; what is judged different never is.
2. Cards with the same traits are joined where a card is like itself (somebody unnamed is not).
3. Two cards that share a block and are alike are joined, the likeliest first; not if any two
   of the groups they stand in exclude each other by kind, country or given name, or are
   judged different.
4. A card that is only somewhat like two that exclude each other ("Smith") joins neither.

The order of the cards does not matter: ties go to the smaller keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from sayso.resolve.actor import (
    SAME,
    SURE,
    ActorCard,
    Traits,
    blocks_of,
    compare_traits,
    conflict,
    traits_of,
)
from sayso.resolve.naming import person_words

Judged = tuple[str, str, Literal["same", "different"]]


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two cards of a group are one actor's: a score 0 to 1 and reasons, one sentence each."""

    a: str
    b: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorGroup:
    """The cards of one actor.

    Attributes:
        name: the proper name that most of them call it by; of equals the longest.
        members: keys of the cards, sorted.
        merges: what holds them together, one less than members; without one of them the
            group falls in two.
    """

    name: str
    members: tuple[str, ...]
    merges: tuple[Merge, ...]


class _Node(NamedTuple):
    """Cards with the same traits that are joined anyway, or a single card; the smallest first.

    ``judged`` is True for a card that a person has judged.
    """

    traits: Traits
    keys: tuple[str, ...]
    judged: bool


def group_actors(
    cards: Iterable[ActorCard], judged: Iterable[Judged] = ()
) -> tuple[ActorGroup, ...]:
    """Return the groups of cards that are one actor's, in the order of their smallest keys.

    Args:
        cards: any number, with different keys. Every card is in exactly one group.
        judged: pairs of keys that a person has judged; they win over everything found here.
            Where "same" pairs join what a "different" pair parts, it stays parted, the pair
            with the largest keys left out.
    """
    known = {card.key: card for card in cards}
    pairs = sorted(
        {(*sorted((a, b)), verdict) for a, b, verdict in judged if a in known and b in known}
    )
    nodes = _nodes(known, {key for a, b, _ in pairs for key in (a, b)})
    at = {key: number for number, node in enumerate(nodes) for key in node.keys}
    apart = _sides((at[a], at[b]) for a, b, verdict in pairs if verdict == "different")
    merges = [
        Merge(a, b, 1.0, ("a person judged so",)) for a, b, verdict in pairs if verdict == "same"
    ]
    found = _found(nodes, apart)
    joined = unite(
        [node.traits for node in nodes],
        [(at[one.a], at[one.b]) for one in merges],
        [(at[one.a], at[one.b]) for one in found],
        apart,
    )
    used = [one for one, kept in zip([*merges, *found], joined, strict=True) if kept]
    used += [merge for node in nodes for merge in _within(node)]
    return tuple(sorted(_groups(known, used), key=lambda group: group.members[0]))


def unite(
    traits: Sequence[Traits],
    judged: Sequence[tuple[int, int]],
    found: Sequence[tuple[int, int]],
    apart: Mapping[int, frozenset[int]],
) -> list[bool]:
    """Join nodes by edges in order and tell which edges joined two groups.

    Args:
        traits: of each node.
        judged: edges that join whatever the traits, unless judged apart.
        found: edges that join unless traits of the two groups conflict or they are apart.
        apart: for a node those it is judged different from, both ways.
    """
    group = list(range(len(traits)))
    members = {node: {node} for node in group}
    kinds = {node: {_profile(traits[node])} for node in group}
    foes = {node: set(apart.get(node, ())) for node in group}
    kept = []
    for number, (a, b) in enumerate((*judged, *found)):
        big, small = group[a], group[b]
        vetoed = number >= len(judged) and _clash(kinds[big], kinds[small])
        if big == small or vetoed or not foes[big].isdisjoint(members[small]):
            kept.append(False)
            continue
        if len(members[big]) < len(members[small]):
            big, small = small, big
        for node in members[small]:
            group[node] = big
        members[big] |= members.pop(small)
        kinds[big] |= kinds.pop(small)
        foes[big] |= foes.pop(small)
        kept.append(True)
    return kept


def _clash(first: set[Traits], second: set[Traits]) -> bool:
    """Tell whether two groups exclude each other, but for what a person has joined in one."""
    return any(conflict(a, b) for a in first - second for b in second - first)


@lru_cache(maxsize=1 << 16)
def _profile(traits: Traits) -> Traits:
    """Return what decides whether a card excludes others: kind, country, a person's name."""
    person = traits.sort == "person"
    return Traits("person" if person else "", *traits[1:3], traits.names if person else ("",))


def _nodes(cards: Mapping[str, ActorCard], judged: set[str]) -> list[_Node]:
    """Return the cards as nodes: those with the same traits as one, if they are like themselves."""
    alike: dict[object, list[str]] = defaultdict(list)
    for key in sorted(cards):
        traits = traits_of(cards[key])
        one = key not in judged and compare_traits(traits, traits).score >= SAME
        alike[traits if one else key].append(key)
    return [
        _Node(traits_of(cards[keys[0]]), tuple(keys), keys[0] in judged) for keys in alike.values()
    ]


def _within(node: _Node) -> Iterator[Merge]:
    found = compare_traits(node.traits, node.traits)
    for a, b in pairwise(node.keys):
        yield Merge(a, b, found.score, found.why)


def _sides(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    sides: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        sides[a].add(b)
        sides[b].add(a)
    return {node: frozenset(others) for node, others in sides.items()}


def _found(nodes: Sequence[_Node], apart: Mapping[int, frozenset[int]]) -> list[Merge]:
    """Return the pairs of nodes that are alike, the likeliest first, without doubtful ones."""
    edges: dict[tuple[int, int], Merge] = {}
    for a, b in _pairs(nodes):
        if b in apart.get(a, ()):
            continue
        found = compare_traits(nodes[a].traits, nodes[b].traits)
        if found.score >= SAME:
            one, other = sorted((nodes[a].keys[0], nodes[b].keys[0]))
            edges[a, b] = Merge(one, other, found.score, found.why)
    doubtful = _doubtful(nodes, edges)
    kept = [merge for pair, merge in edges.items() if pair not in doubtful]
    return sorted(kept, key=lambda merge: (-merge.score, merge.a, merge.b))


def _pairs(nodes: Sequence[_Node]) -> set[tuple[int, int]]:
    """Return the pairs of nodes that share a block and may tell something new.

    Full names are compared once for all nodes that have them: those nodes are linked in a
    row, and one of them is compared with the others of the block. So a block of n nodes with
    m names and k nodes that time, place or a person decide about gives n + m² + kn pairs,
    not n².
    """
    table: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for block in sorted(set(blocks_of(node.traits))):
            table[block].append(number)
    return {pair for block, listed in table.items() for pair in _in_block(nodes, block, listed)}


def _in_block(
    nodes: Sequence[_Node], block: str, listed: Sequence[int]
) -> Iterator[tuple[int, int]]:
    named: dict[Traits, list[int]] = defaultdict(list)
    loose = []
    for number in listed:
        traits = nodes[number].traits
        full = traits.sort == "person" and len(person_words(traits.names[0])) > 1
        if full and not nodes[number].judged:
            named[_profile(traits)].append(number)
        else:
            loose.append(number)
    if not block.startswith("office:"):  # full names share another block
        yield from combinations([numbers[0] for numbers in named.values()], 2)
        for numbers in named.values():
            yield from pairwise(numbers)
    yield from combinations(loose, 2)
    for number in loose:
        for others in named.values():
            yield from ((min(number, other), max(number, other)) for other in others)


def _doubtful(
    nodes: Sequence[_Node], edges: Mapping[tuple[int, int], Merge]
) -> set[tuple[int, int]]:
    """Return the pairs of which one is like two that exclude each other, and not surely like it."""
    likes: dict[int, set[Traits]] = defaultdict(set)
    for a, b in edges:
        likes[a].add(_profile(nodes[b].traits))
        likes[b].add(_profile(nodes[a].traits))
    doubtful = set()
    for (a, b), merge in edges.items():
        first, second = _profile(nodes[a].traits), _profile(nodes[b].traits)
        rivals = any(conflict(first, other) for other in likes[b]) or any(
            conflict(second, other) for other in likes[a]
        )
        if merge.score < SURE and rivals:
            doubtful.add((a, b))
    return doubtful


def _groups(cards: Mapping[str, ActorCard], merges: Iterable[Merge]) -> Iterator[ActorGroup]:
    """Yield the groups that merges make, none of which closes a circle."""
    beside: dict[str, list[Merge]] = defaultdict(list)
    for merge in merges:
        beside[merge.a].append(merge)
        beside[merge.b].append(merge)
    seen: set[str] = set()
    for key in sorted(cards):
        if key in seen:
            continue
        members, waiting = {key}, [key]
        while waiting:
            for merge in beside.get(waiting.pop(), ()):
                new = {merge.a, merge.b} - members
                members |= new
                waiting += new
        seen |= members
        held = {merge for member in members for merge in beside.get(member, ())}
        yield ActorGroup(
            _name(cards[member].name for member in members),
            tuple(sorted(members)),
            tuple(sorted(held, key=lambda merge: (merge.a, merge.b))),
        )


def _name(names: Iterable[str]) -> str:
    """Return the name of a group: a proper one, most often used, of equals the longest."""
    counted = Counter(names)
    return min(
        counted,
        key=lambda name: (name[0].islower() if name else True, -counted[name], -len(name), name),
    )
