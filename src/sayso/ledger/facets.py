"""How often each value stands among what a list finds: among the newest, at a bounded cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sayso.ledger import query, rows
from sayso.ledger.counting import day_of
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Filter
from sayso.ledger.stats import Counted

AMONG: Final = 1_000  # things that are looked at; a few milliseconds
_TOP: Final = 20  # values of one field that are told


@dataclass(frozen=True, slots=True)
class Facets:
    """How often each value stands among the first things of a list.

    Attributes:
        of: how many things were looked at.
        exact: whether these are all there are; else the list goes on behind them.
        counts: by field, the values with their counts, the most frequent first; 20 at most.
    """

    of: int
    exact: bool
    counts: Mapping[str, Counted]


def facets_of(
    fields: Iterable[str], found: Iterable[Mapping[str, Any]], most: int = AMONG
) -> Facets:
    """Count the values of fields among some things, at most ``most`` of them.

    A value that is a list counts each of its values; one more thing than ``most`` tells that
    there are more.
    """
    counts: dict[str, Counter[str | None]] = {name: Counter() for name in fields}
    number = 0
    for number, one in enumerate(found, 1):
        if number > most:
            break
        for name, counter in counts.items():
            value = one[name]
            counter.update(value if isinstance(value, list | tuple | set) else [value])
    ordered = {
        name: tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0] or ""))[:_TOP])
        for name, counter in counts.items()
    }
    return Facets(min(number, most), number <= most, ordered)


_STATEMENT: Final = ("act", "mode", "identity", "kind", "factuality", "outlet", "year")


def statement_facets(ledger: Ledger, wanted: Filter = Filter()) -> Facets:  # noqa: B008 - frozen
    """Return how often each act, mode, identity, kind, outlet and year stands among statements.

    Counted among the newest 1,000 that are wanted: exactly, if there are no more.

    Raises:
        LedgerError: as ``find_statements``.
    """
    with asking(ledger) as connection:
        found = query.narrow_rows(connection, wanted, AMONG + 1)
        return facets_of(_STATEMENT, map(_statement, found))


def _statement(row: Any) -> dict[str, Any]:
    given = {name: rows.given(row[name]) for name in _STATEMENT[:5]}
    outlet, year = rows.given(row["document_outlet"]), day_of(row["document_published"])[:4]
    return given | {"outlet": outlet, "year": year or None}
