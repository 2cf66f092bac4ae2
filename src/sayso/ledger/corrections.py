"""What a reading comes to with what people decided about its attributions; docs/review.md.

``corrected`` is a pure function of the machine's reading and the judgements in force, so
undoing one gives back exactly what was, and in which order things were undone and done again
makes no difference.

Where a newer model's reading has no attribution of a key that was judged, the judgement is put
to the attribution that stands in the same place (``likeness``); where there is none, what a
person accepted, corrected or added stays, as he saw it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from sayso.errors import LedgerError
from sayso.ledger.judgement import Judgement
from sayso.ledger.keys import attribution_mark, document_key
from sayso.ledger.revoice import Places, revoiced
from sayso.ledger.rows import attribution_keys, spans_json
from sayso.ledger.values import BESIDE, value_of
from sayso.records import Actor, Attribution, Document, Hop, Judged, Reading, Spans
from sayso.text import contains, covered, overlap

JUDGED: Final = "judged"  # among ``Reading.produced_by`` of readings that people had part in
_SAME: Final = 0.5  # of two contents' characters that are shared, where a cue does not decide
_DECIDING: Final = ("accept", "reject", "correct", "add")


@dataclass(frozen=True, slots=True)
class Seen:
    """An attribution as an earlier reading had it, with the key of its parent."""

    attribution: Attribution
    parent: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the judgements in force about one attribution come to."""

    target: str
    judgements: tuple[Judgement, ...]

    @property
    def kept(self) -> bool:
        """Tell whether it is an attribution: the latest judgement decides."""
        return self.judgements[-1].verdict != "reject"

    @property
    def added(self) -> bool:
        """Tell whether a person found it."""
        return any(one.verdict == "add" for one in self.judgements)

    def values(self, text: str) -> dict[str, tuple[Any, Judgement]]:
        """Return the right values by field, each with the latest judgement that gives it.

        What cannot be a value (of an older program, or changed by hand) is passed over.
        """
        found = {}
        for one in self.judgements:
            for name, value in (one.value or {}).items():
                try:
                    found[name] = value_of(name, value, text), one
                except LedgerError:
                    continue
        return found

    def shown(self) -> tuple[Judged, ...]:
        """Return the judgements as they stand beside the attribution."""
        return tuple(
            Judged(one.verdict, one.by, one.at, fields_of(one), one.key) for one in self.judgements
        )


def fields_of(judgement: Judgement) -> tuple[str, ...]:
    """Return the fields that a judgement gives a value."""
    return tuple(name for name in judgement.value or () if name not in BESIDE)


def decisions_of(judgements: Iterable[Judgement]) -> tuple[Decision, ...]:
    """Return what judgements in force come to, by attribution, in the order of the first ones."""
    found: dict[str, list[Judgement]] = {}
    for one in sorted(judgements, key=lambda one: (one.at, one.key)):
        if one.kind == "attribution" and one.verdict in _DECIDING:
            found.setdefault(one.target, []).append(one)
    return tuple(Decision(target, tuple(some)) for target, some in found.items())


def corrected(
    reading: Reading,
    judgements: Iterable[Judgement],
    seen: Mapping[str, Seen] = MappingProxyType({}),
) -> Reading:
    """Return a reading with the judgements in force applied to it.

    What is rejected is left out, what stood under it goes to the attribution around it.

    Args:
        reading: as a machine made it.
        judgements: in force, in any order; those about other documents are passed over.
        seen: attributions that were judged and that this reading has not, by their keys.
    """
    document = document_key(reading.document)
    decisions = [one for one in decisions_of(judgements) if one.target.startswith(f"{document}-")]
    if not decisions:
        return reading
    work = _Work(reading, document, attribution_keys(reading), seen)
    work.place(decisions)
    attributions = tuple(work.attributions())
    actors = tuple(_with_new(reading.actors, attributions, work.spoken))
    names = {actor.name: actor.id for actor in reversed(actors)}
    attributions = tuple(
        _known_hops(one, names) if one.id in work.touched else one for one in attributions
    )
    made = {**reading.produced_by, JUDGED: "yes"}
    found = replace(reading, attributions=attributions, actors=actors, produced_by=made)
    return revoiced(found, Places(frozenset(work.moved), work.gone, frozenset(work.spoken)))


def likeness(one: Attribution, other: Attribution, *, strict: bool = False) -> float:
    """Return how far two attributions of two readings of one text are the same; 0: they are not.

    With a cue in both, the cues must share a character, and so must the contents, if both have
    any. Where one lacks a cue, the contents must share half of their characters together.

    Args:
        one: of one reading.
        other: of another.
        strict: one with a cue and one without are two. What a person added is held to that,
            since he saw what the reading had.
    """
    if strict and bool(one.cue) != bool(other.cue):
        return 0.0
    shared = _shared(one.content, other.content)
    whole = covered(one.content) + covered(other.content) - shared
    part = shared / whole if whole > 0 else 0.0
    if one.cue and other.cue:
        apart = one.content and other.content and not shared
        return 0.0 if apart or not _shared(one.cue, other.cue) else 1 + part
    return part if part >= _SAME else 0.0


def as_added(decision: Decision, document: Document) -> Attribution | None:
    """Return the attribution that a person added, as the first one found it."""
    if not decision.added:
        return None
    first = next(one for one in decision.judgements if one.verdict == "add")
    values = Decision(decision.target, (first,)).values(document.text)
    known = {name: value for name, (value, _) in values.items() if name != "parent"}
    mark = decision.target.rpartition("-")[2]
    plain = Attribution(f"j{mark}", (), (), (), confidence=1.0)
    return replace(plain, **known) if known.get("content") or known.get("cue") else None


def added_key(document: Document, values: Mapping[str, Any]) -> str:
    """Return the key of an attribution that a person adds: from its words, like any other's."""
    mark = attribution_mark(
        spans_json(values.get("content", ())), spans_json(values.get("cue", ()))
    )
    return f"{document_key(document)}-{mark}"


class _Work:
    """One reading under correction: what is judged, moved and gone, by the names within it."""

    def __init__(
        self, reading: Reading, document: str, keys: Sequence[str], seen: Mapping[str, Seen]
    ) -> None:
        self.reading, self.document, self.keys, self.seen = reading, document, list(keys), seen
        self.placed: dict[int, Decision] = {}
        self.own: list[tuple[Decision, Attribution]] = []  # that only a person has
        self.touched: set[str] = set()  # names of attributions that were judged
        self.moved: set[str] = set()  # of those whose content is another
        self.spoken: set[str] = set()  # of those whose speaker is another
        self.gone: dict[str, str | None] = {}  # rejected ones, and which stand around them

    def place(self, decisions: Sequence[Decision]) -> None:
        """Find for each decision the attribution that it is about."""
        index = {key: n for n, key in enumerate(self.keys)}
        self.placed = {index[one.target]: one for one in decisions if one.target in index}
        apart = [
            (one, base)
            for one in decisions
            if one.target not in index and (base := self._base(one)) is not None
        ]
        free = [n for n in range(len(self.keys)) if n not in self.placed]
        likes = sorted(
            (-like, d, n)
            for d, (_, base) in enumerate(apart)
            for n in free
            if (like := likeness(base, self.reading.attributions[n], strict=apart[d][0].added))
        )
        taken = set()
        for _, d, n in likes:
            if d not in taken and n not in self.placed:
                taken.add(d)
                self.placed[n] = apart[d][0]
                self.keys[n] = apart[d][0].target
        self.own = [one for d, one in enumerate(apart) if d not in taken and one[0].kept]

    def _base(self, decision: Decision) -> Attribution | None:
        if decision.target in self.seen:
            mark = decision.target.rpartition("-")[2]
            chain = tuple(replace(hop, actor=None) for hop in self.seen[decision.target]
                          .attribution.chain)  # fmt: skip
            found = self.seen[decision.target].attribution
            return replace(found, id=f"j{mark}", chain=chain, parent=None)
        return as_added(decision, self.reading.document)

    def attributions(self) -> Iterator[Attribution]:
        """Yield the attributions that there are, in the order of the text."""
        found = [
            (key, self._applied(one, self.placed.get(n)))
            for n, (key, one) in enumerate(
                zip(self.keys, self.reading.attributions, strict=True)
            )
        ]  # fmt: skip
        for decision, base in self.own:
            self.moved.add(base.id)
            one = self._applied(base, decision)
            place = next(
                (n for n, (_, other) in enumerate(found) if _start(other) > _start(one)), len(found)
            )
            found.insert(place, (decision.target, one))
        parents = self._parents(dict(found))
        rejected = {key for n, key in enumerate(self.keys)
                    if n in self.placed and not self.placed[n].kept}  # fmt: skip
        ids = {key: one.id for key, one in found}
        for key, one in found:
            around = ids.get(_around(key, parents, rejected) or "")
            if key in rejected:
                self.gone[one.id] = around
            else:
                yield replace(one, mark=key.rpartition("-")[2], parent=around)

    def _applied(self, one: Attribution, decision: Decision | None) -> Attribution:
        if decision is None:
            return one
        values = decision.values(self.reading.document.text)
        given = {name: value for name, (value, _) in values.items() if name != "parent"}
        found = _following(one, replace(one, **given), set(given), self.reading)
        self.touched.add(one.id)
        if one.content != found.content:
            self.moved.add(one.id)
        if one.speaker != found.speaker or one.id in self.moved:
            self.spoken.add(one.id)
        return replace(found, why=tuple(_reasons(found.why, values)), judged=decision.shown())

    def _parents(self, found: Mapping[str, Attribution]) -> dict[str, str | None]:
        """Return the key of each attribution's parent: as it was, or as a person says."""
        names = dict(zip((one.id for one in self.reading.attributions), self.keys, strict=True))
        parents = {key: names.get(one.parent or "") for key, one in found.items()}
        for decision, _ in self.own:
            old = self.seen.get(decision.target)
            if old is not None:
                parents[decision.target] = old.parent
            else:
                _put_between(decision.target, found, parents)
        for decision in (*self.placed.values(), *(one for one, _ in self.own)):
            values = decision.values(self.reading.document.text)
            if "parent" in values:
                wanted = values["parent"][0]
                parent = wanted and (wanted if "-" in wanted else f"{self.document}-{wanted}")
                if parent is None or (parent in found and parent != decision.target):
                    parents[decision.target] = parent
        return {key: parent if parent in found else None for key, parent in parents.items()}


def _around(key: str, parents: Mapping[str, str | None], rejected: set[str]) -> str | None:
    """Return the next attribution around one that is not rejected; None if it goes in a circle."""
    seen, parent = {key}, parents[key]
    while parent is not None and parent in rejected and parent not in seen:
        seen.add(parent)
        parent = parents[parent]
    above = parent
    while above is not None and above not in seen:
        seen.add(above)
        above = parents[above]
    return None if above is not None else parent


def _put_between(
    key: str, found: Mapping[str, Attribution], parents: dict[str, str | None]
) -> None:
    """Give an added attribution its parent, the smallest content around it, and its children.

    They are those that stand inside it, and within nothing nearer.
    """
    mine = found[key]
    around = {other: covered(one.content) for other, one in found.items()
              if other != key and _stands_in(mine, one)}  # fmt: skip
    parents[key] = min(around, key=lambda other: around[other]) if around else None
    for other, one in found.items():
        same = parents.get(other) == parents[key] and other not in {key, parents[key]}
        if same and _stands_in(one, mine) and not _stands_in(mine, one):
            parents[other] = key


def _stands_in(one: Attribution, other: Attribution) -> bool:
    """Tell whether all of an attribution's cue and content stands in the content of another."""
    spans = (*one.cue, *one.content)
    return all(any(contains(piece, span) for piece in other.content) for span in spans)


def _following(
    before: Attribution, one: Attribution, given: set[str], reading: Reading
) -> Attribution:
    """Return an attribution with what hangs on the fields that were given, brought after them."""
    verbatim = tuple(_inside(one.verbatim, one.content))
    mode = one.mode
    if before.verbatim and not verbatim and "mode" not in given:
        mode = "indirect"
    one = replace(one, verbatim=verbatim, mode=mode)
    if one.speaker == before.speaker and before.chain:
        return one
    if "chain" not in given:
        old = None if one.speaker == before.speaker else before.speaker
        one = replace(one, chain=tuple(_ending(one, old, reading.document.outlet)))
    known = next((actor for actor in reading.actors if actor.name == one.speaker), None)
    if "kind" not in given and known is not None:
        one = replace(one, kind=known.kind)
    if "identity" not in given:
        one = replace(one, identity=_identity(one, known))
    return one


def _identity(one: Attribution, known: Actor | None) -> str | None:
    if one.speaker is None:
        return "unstated"
    if known is not None:
        return known.identity
    return None if one.identity == "unstated" else one.identity


def _ending(one: Attribution, before: str | None, outlet: str | None) -> Iterator[Hop]:
    """Yield a chain that ends with the speaker, who was another before."""
    chain = one.chain or (Hop(outlet),)
    if before is not None and len(chain) > 1 and chain[-1].name == before:
        chain = chain[:-1]
    yield from chain
    if one.speaker is not None and (len(chain) == 1 or chain[-1].name != one.speaker):
        yield Hop(one.speaker, None, one.source)


def _inside(spans: Spans, content: Spans) -> Iterator[tuple[int, int]]:
    """Yield what of some spans stands inside a content."""
    for start, end in spans:
        for low, high in content:
            if max(start, low) < min(end, high):
                yield max(start, low), min(end, high)


def _reasons(why: Sequence[str], values: Mapping[str, tuple[Any, Judgement]]) -> Iterator[str]:
    """Yield the reasons for an attribution, those of given fields replaced by who gave them."""
    names = tuple(f"{name}: " for name in values)
    yield from (reason for reason in why if not reason.startswith(names))
    for name, (_, one) in values.items():
        yield f"{name}: {'corrected' if one.verdict == 'correct' else 'given'} by {one.by}"


def _with_new(
    actors: Sequence[Actor], attributions: Sequence[Attribution], spoken: set[str]
) -> Iterator[Actor]:
    """Yield the actors, and behind them the speakers that people gave who are none of them."""
    yield from actors
    names = {actor.name for actor in actors}
    ids = {actor.id for actor in actors} | {one.id for one in attributions}
    for one in attributions:
        if one.id in spoken and one.speaker is not None and one.speaker not in names:
            names.add(one.speaker)
            name = next(name for n in range(1, len(ids) + 2) if (name := f"jp{n}") not in ids)
            ids.add(name)
            yield Actor(name, one.speaker, one.kind, one.identity or "named", None, one.source)


def _known_hops(one: Attribution, names: Mapping[str, str]) -> Attribution:
    """Return an attribution whose hops point to the actors of their names."""
    chain = tuple(
        replace(hop, actor=names.get(hop.name or "")) if hop.actor is None and n else hop
        for n, hop in enumerate(one.chain)
    )
    return replace(one, chain=chain)


def _start(one: Attribution) -> int:
    return min((start for start, _ in (*one.source, *one.cue, *one.content)), default=0)


def _shared(one: Spans, other: Spans) -> int:
    return sum(overlap(a, b) for a in one for b in other)
