"""Samples of attributions to be judged by hand: drawn once, and the same for everybody after.

A sample is kept as a judgement (of kind "sample"), so it travels with the judgements. It is drawn
of what machines read, whatever people have corrected since, and shown so: otherwise it would
measure the people.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import rows, schema
from sayso.ledger.corrections import JUDGED
from sayso.ledger.judgement import Judgement, in_force, judgements_of
from sayso.ledger.judging import judge
from sayso.ledger.ledger import Ledger, asking

Strata = Literal["outlet", "confidence"]
_LARGEST: Final = 2_000
_NAMED: Final = 10  # samples that an error names
_PAGE: Final = 10_000  # rows fetched at a time
# Confidence below which a stratum ends; the last has the rest.
_BOUNDS: Final = (0.5, 0.7, 0.85)


@dataclass(frozen=True, slots=True)
class Sample:
    """Attributions to be judged by several people.

    Attributes:
        name: made of its parameters.
        seed: what the draw depends on.
        strata: what it is spread over, if anything: each gets its share.
        whole: how many attributions it was drawn from.
        items: keys of attributions, with their stratum ("" without any), in a random order.
        by: who drew it.
        at: when.
    """

    name: str
    seed: int
    strata: Strata | None
    whole: int
    items: tuple[tuple[str, str], ...]
    by: str
    at: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of its attributions."""
        return tuple(key for key, _ in self.items)


def make_sample(
    ledger: Ledger, size: int, *, seed: int = 1, strata: Strata | None = None, by: str
) -> Sample:
    """Draw a sample and keep it; if one with these parameters is there, return that.

    Each attribution has the same chance; with strata, each stratum gets its share of the places
    (largest remainders), so shares of the sample still estimate those of the whole.

    Args:
        ledger: which.
        size: how many attributions; all there are, if they are fewer.
        seed: another one draws others.
        strata: "outlet", or "confidence" (below .5, .7, .85 and above).
        by: who draws it.

    Raises:
        LedgerError: a size out of bounds, no such strata, or nothing to draw from.
    """
    if not 1 <= size <= _LARGEST:
        raise LedgerError(f"a sample has 1 to {_LARGEST:,} attributions, not {size}")
    if strata is not None and strata not in get_args(Strata):
        raise LedgerError(f"{strata!r} are no strata; give outlet or confidence")
    name = "-".join(map(str, filter(None, (size, f"seed{seed}", strata))))
    known = _kept(ledger, name)
    if known is not None:
        return known
    whole, items = _drawn(ledger, size, seed, strata)
    if not items:
        raise LedgerError(f"there is no attribution in {ledger.url} to draw from yet")
    value = {"seed": seed, "strata": strata, "whole": whole, "items": items}
    made = judge(ledger, "add", name, kind="sample", value=value, by=by)
    return _of(made)


def get_sample(ledger: Ledger, name: str) -> Sample:
    """Return a sample by its name.

    Raises:
        NotInLedger: there is none.
    """
    found = _kept(ledger, name)
    if found is None:
        names = ", ".join(one.name for one in all_samples(ledger)[-_NAMED:]) or "there is none yet"
        raise NotInLedger(f"no sample {name} in {ledger.url}; samples: {names}", subject=name)
    return found


def all_samples(ledger: Ledger) -> tuple[Sample, ...]:
    """Return the samples there are, in the order of drawing."""
    return tuple(_samples(ledger, None))


def newest_samples(ledger: Ledger, count: int) -> tuple[Sample, ...]:
    """Return the samples that were drawn last, the last first."""
    return tuple(_samples(ledger, None, count))


def _kept(ledger: Ledger, name: str) -> Sample | None:
    return next(_samples(ledger, name), None)


def _samples(ledger: Ledger, name: str | None, newest: int | None = None) -> Iterator[Sample]:
    table = schema.judgement
    query = in_force().where(table.c.kind == "sample")
    if name is not None:
        query = query.where(table.c.target == rows.kept(name))
    if newest is None:
        query = query.order_by(table.c.at, table.c.key)
    else:
        query = query.order_by(table.c.id.desc()).limit(newest)
    with asking(ledger) as connection:
        found = judgements_of(connection.execute(query))
    for one in found:
        try:
            yield _of(one)
        except (KeyError, TypeError, ValueError):  # of a later version, or changed by hand
            continue


def _of(one: Judgement) -> Sample:
    value: Mapping[str, Any] = one.value or {}
    items = tuple((str(key), str(stratum)) for key, stratum in value["items"])
    return Sample(one.target, value["seed"], value["strata"], value["whole"], items, one.by, one.at)


def _drawn(
    ledger: Ledger, size: int, seed: int, strata: Strata | None
) -> tuple[int, list[tuple[str, str]]]:
    """Return of how many were drawn, and what: of each stratum those with the lowest hashes."""
    heaps: dict[str, list[tuple[int, str]]] = {}
    counts: dict[str, int] = {}
    for key, stratum in _all(ledger, strata):
        counts[stratum] = counts.get(stratum, 0) + 1
        heap = heaps.setdefault(stratum, [])
        place = (-_lot(seed, key), key)  # the highest of those kept is on top
        if len(heap) < size:
            heapq.heappush(heap, place)
        else:
            heapq.heappushpop(heap, place)
    whole = sum(counts.values())
    shares = _shares(counts, min(size, whole))
    found = [(-lot, key, stratum) for stratum, share in shares.items()
             for lot, key in heapq.nlargest(share, heaps[stratum])]  # fmt: skip
    return whole, [(key, stratum) for _, key, stratum in sorted(found)]


def _lot(seed: int, key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8])


def _shares(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many of each stratum: its share, what is left over by the largest remainders."""
    whole = sum(counts.values())
    if not whole:
        return {}
    shares = {stratum: size * count // whole for stratum, count in counts.items()}
    rest = sorted(counts, key=lambda stratum: (-(size * counts[stratum] % whole), stratum))
    for stratum in rest[: size - sum(shares.values())]:
        shares[stratum] += 1
    return shares


def _all(ledger: Ledger, strata: Strata | None) -> Iterator[tuple[str, str]]:
    """Yield the keys of all attributions of the machines' newest readings, with their strata."""
    said, document, reading = schema.attribution, schema.document, schema.reading
    chosen = sa.select(document.c.key, said.c.mark, document.c.outlet, said.c.confidence)
    with asking(ledger) as connection:
        base = _replaced(connection)
        current = chosen.join(document, document.c.reading == said.c.reading)
        queries = [current.where(document.c.id.not_in(base)) if base else current]
        if base:
            judged = chosen.join(reading, reading.c.id == said.c.reading)
            judged = judged.join(document, document.c.id == reading.c.document)
            queries.append(judged.where(said.c.reading.in_(base.values())))
        for query in queries:
            for row in connection.execution_options(yield_per=_PAGE).execute(query):
                stratum = _stratum(row, strata)
                yield f"{row.key}-{row.mark}", stratum


def _replaced(connection: sa.Connection) -> dict[int, int]:
    """Return of documents that people have judged the machine's newest reading."""
    reading, maker = schema.reading, schema.producer
    judged = maker.c.produced_by.like(f'%"{JUDGED}"%')
    joined = sa.select(reading.c.document).join(maker, maker.c.id == reading.c.producer)
    query = (
        sa.select(reading.c.document, sa.func.max(reading.c.id))
        .join(maker, maker.c.id == reading.c.producer)
        .where(reading.c.document.in_(joined.where(judged)), ~judged)
        .group_by(reading.c.document)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _stratum(row: Any, strata: Strata | None) -> str:
    if strata is None:
        return ""
    if strata == "outlet":
        return rows.given(row.outlet) or "unknown"
    low = max((bound for bound in _BOUNDS if row.confidence >= bound), default=0.0)
    high = min((bound for bound in _BOUNDS if row.confidence < bound), default=1.0)
    return f"{low:g} to {high:g}"
