"""What a ledger holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.ledger import rows, schema
from sayso.ledger.ledger import Ledger, asking

_SAMPLE = 20_000  # the newest attributions, read in a tenth of a second

Counted = tuple[tuple[str | None, int], ...]  # value and how often, the most frequent first


@dataclass(frozen=True, slots=True)
class Stats:
    """Numbers about a ledger.

    Attributes:
        exact: whether all was counted. If not, the first five are the highest numbers given
            out, which count what has been forgotten since, and attributions and readings count
            older readings of a document too.
        outlets: documents by outlet.
        sample: how many attributions the next two were counted among: the newest, or all.
        speakers: attributions by speaker.
        acts: attributions by act.
        first, last: the earliest and latest date of publication.
    """

    exact: bool
    documents: int
    readings: int
    attributions: int
    skipped: int
    runs: int
    judgements: int
    outlets: Counted
    sample: int
    speakers: Counted
    acts: Counted
    first: str | None
    last: str | None


def stats(ledger: Ledger, *, top: int = 10, exact: bool = False) -> Stats:
    """Return what a ledger holds.

    By default at once whatever its size (documents by outlet are counted in their index: a
    tenth of a second for a million). ``exact`` goes through everything: of ten million
    attributions it takes a minute or so.

    Args:
        ledger: which.
        top: how many outlets and speakers.
        exact: count, do not estimate; speakers and acts among all attributions.
    """
    document, attribution = schema.document, schema.attribution
    with asking(ledger) as connection:
        among: Any = attribution
        if not exact:
            newest = attribution.select().order_by(attribution.c.id.desc()).limit(_SAMPLE)
            among = newest.with_only_columns(attribution.c.speaker, attribution.c.act).subquery()
        span = sa.select(sa.func.min(document.c.published)).scalar_subquery()
        last = sa.select(sa.func.max(document.c.published)).scalar_subquery()
        first_day, last_day = connection.execute(sa.select(span, last)).one()
        acts = _by(connection, among.c.act, None)
        return Stats(
            exact=exact,
            documents=_size(connection, document, exact=exact),
            readings=_size(connection, schema.reading, exact=exact),
            attributions=_size(connection, attribution, exact=exact),
            skipped=_size(connection, schema.skipped, exact=exact),
            runs=_size(connection, schema.run, exact=exact),
            judgements=_size(connection, schema.judgement, exact=exact),
            outlets=_by(connection, document.c.outlet, top),
            sample=sum(count for _, count in acts),
            speakers=_by(connection, among.c.speaker, top, named=True),
            acts=acts,
            first=rows.given(first_day),
            last=rows.given(last_day),
        )


def _size(connection: sa.Connection, table: sa.Table, *, exact: bool) -> int:
    """Return how many rows a table has, or the highest id: ids are given out one by one."""
    number = sa.func.count() if exact else sa.func.max(table.c.id)
    return connection.execute(sa.select(number).select_from(table)).scalar() or 0


def _by(
    connection: sa.Connection,
    column: sa.ColumnElement[Any],
    top: int | None,
    *,
    named: bool = False,
) -> Counted:
    count = sa.func.count()
    query = sa.select(column, count).group_by(column).order_by(count.desc(), column).limit(top)
    if named:
        query = query.where(column.is_not(None))
    return tuple((rows.given(row[0]), row[1]) for row in connection.execute(query))
