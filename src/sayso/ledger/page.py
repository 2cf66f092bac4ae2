"""What is asked for, and pages of what is found: the same for every list of a ledger.

Newest means last taken in: an order that does not change while others write, that needs no
sorting, and that the full text index keeps by itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Generic, Literal, TypedDict, TypeVar

import sqlalchemy as sa

from sayso.errors import LedgerError
from sayso.ledger import match
from sayso.ledger.keys import digest
from sayso.records import Spans

Order = Literal["newest", "best"]
T = TypeVar("T")

_MOST = 1000  # things on one page
_RANKED = 200  # the newest matches among which "best" looks
_AROUND = 80  # characters of a snippet before and behind what was said


@dataclass(frozen=True, slots=True)
class Filter:
    """What to find. All that is given must hold; nothing given is everything.

    Attributes:
        words: in content, source, speaker or outlet (of documents: text or title): words,
            "phrases in quotation marks", prefixes*. Case and accents make no difference.
        speaker: words of the speaker's name, in their order: "putin" finds Vladimir Putin.
        outlet: likewise of the outlet.
        act: "say", "deny", … (docs/acts.md).
        mode: "direct", "mixed" or "indirect".
        identity: "named", "role", "anonymous" or "unstated".
        kind: of the speaker: "person", "government", …
        since: published then or later: a year, a month or a day.
        until: published then or earlier, that year, month or day included.
        anonymous: only statements whose speaker's name is withheld.
        denied: only statements that the report says somebody denied.
        response: only statements with this response ("confirmed", "not-denied", …).
    """

    words: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    act: str | None = None
    mode: str | None = None
    identity: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    anonymous: bool = False
    denied: bool = False
    response: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what was found, and the cursor that the next page is asked for with.

    ``cursor`` is None on the last page.
    """

    items: tuple[T, ...]
    cursor: str | None = None


class Paging(TypedDict, total=False):
    """Which page of a list: keywords that every list takes.

    Attributes:
        order: "newest" first (by default), or the "best" for its words first: BM25, among the
            200 newest that match.
        limit: how many to a page, 20 by default, 1000 at most.
        cursor: from the page before, asked for with the same filter and order.
    """

    order: Order
    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list that is asked for; its cursor belongs to that list."""

    name: str
    wanted: Filter
    order: Order = "newest"
    limit: int = 20
    cursor: str | None = None

    def __post_init__(self) -> None:
        if self.order not in {"newest", "best"}:
            raise LedgerError(f"{self.order!r} is no order; give newest or best")
        if not 1 <= self.limit <= _MOST:
            raise LedgerError(f"a page has 1 to {_MOST} things, not {self.limit}")

    @property
    def mark(self) -> str:
        """Return what its cursors are known by."""
        return digest(self.name, asdict(self.wanted), self.order, length=8)

    @property
    def batch(self) -> int:
        """Return how many to ask for: one more than a page tells whether another follows."""
        return self.limit + 1


def page_of(
    listing: Listing,
    newest: Callable[[int | None], Iterator[Any]],
    words_of: Callable[[Any], str] | None,
) -> tuple[list[Any], str | None]:
    """Return the rows of a page, and the cursor of the one behind it.

    Args:
        listing: which.
        newest: gives the rows that match, the newest first, from below an id.
        words_of: the words by which a row is ranked.

    Raises:
        LedgerError: the cursor is not of this list.
    """
    below, skip = _place(listing)
    if listing.order == "best" and listing.wanted.words and words_of:
        return _best_page(listing, newest(below), words_of, skip)
    found = list(islice(newest(below), listing.limit + 1))
    chosen = found[: listing.limit]
    more = len(found) > listing.limit
    return chosen, _cursor(listing, chosen[-1]["id"], 0) if more else None


def _best_page(
    listing: Listing, found: Iterator[Any], words_of: Callable[[Any], str], skip: int
) -> tuple[list[Any], str | None]:
    candidates = list(islice(found, _RANKED))
    ranked = _ranked(candidates, match.terms_of(listing.wanted.words or ""), words_of)
    chosen = ranked[skip : skip + listing.limit]
    if len(ranked) <= skip + listing.limit:
        return chosen, None
    # What comes in between two pages shall not move the second one.
    return chosen, _cursor(listing, candidates[0]["id"] + 1, skip + listing.limit)


def _ranked(
    found: Sequence[Any], terms: Sequence[match.Term], words_of: Callable[[Any], str]
) -> list[Any]:
    """Sort by BM25 (k1 1.2, b 0.75); every row has every term, so none weighs more by rarity."""
    texts = [match.tokens(words_of(row)) for row in found]
    mean = sum(map(len, texts)) / max(len(texts), 1) or 1.0
    wanted = [f" {' '.join(match.tokens(term.text))}" + " " * (not term.prefix) for term in terms]

    def score(number: int) -> float:
        words = texts[number]
        line, norm = f" {' '.join(words)} ", 1.2 * (0.25 + 0.75 * len(words) / mean)
        counts = [line.count(term) for term in wanted]
        return sum(2.2 * count / (count + norm) for count in counts)

    order = sorted(range(len(found)), key=score, reverse=True)  # stable: the newest first
    return [found[number] for number in order]


def _cursor(listing: Listing, below: int, skip: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([listing.mark, below, skip]).encode()).decode()


def _place(listing: Listing) -> tuple[int | None, int]:
    cursor = listing.cursor
    if cursor is None:
        return None, 0
    try:
        mark, below, skip = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if mark == listing.mark and 0 <= skip <= _RANKED and 0 <= below < 2**63:
            return below, skip
    except (ValueError, TypeError):
        pass
    raise LedgerError(
        f"{cursor!r} is no cursor of this list; ask for the first page without one, and for "
        "others with the cursor of the page before and all else the same",
        subject=cursor,
    )


# Rows


def fts5_ids(
    connection: sa.Connection, table: str, words: str, below: int | None, limit: int
) -> list[int]:
    """Walk through the index, which stands in the order of ids, until there are enough."""
    query = (
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid < ? "  # noqa: S608 - ours
        "ORDER BY rowid DESC LIMIT ?"
    )
    values = (words, 2**63 - 1 if below is None else below, limit)
    return list(connection.exec_driver_sql(query, values).scalars())


def of_ids(
    connection: sa.Connection,
    query: sa.Select[Any],
    column: sa.Column[int],
    ids: Collection[int],
) -> list[Any]:
    """Return the rows of some ids, the newest first."""
    if not ids:
        return []
    chosen = query.where(among(column, ids)).order_by(column.desc())
    return list(connection.execute(chosen).mappings())


def among(column: sa.ColumnElement[int], ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Return the condition that a column has one of some numbers.

    They are written out: binding thousands takes PostgreSQL's driver longer than finding them.
    """
    return column.in_(
        sa.bindparam(None, list(ids), column.type, expanding=True, literal_execute=True)
    )


def named(name: str) -> str:
    """Return a name as it is searched for; refuse one without a letter."""
    return " ".join(term.text for term in match.terms_of(match.clean(name).replace('"', " ")))


def name_holds(name: str | None, wanted: str | None) -> bool:
    """Tell whether a name has the words that are wanted, next to each other and in order."""
    if wanted is None:
        return True
    if name is None:
        return False
    return _spaced(wanted) in _spaced(name)


@lru_cache(10_000)
def _spaced(name: str) -> str:
    return f" {' '.join(match.tokens(name))} "


def snippet_of(text: str, spans: Spans) -> str:
    """Return the text from shortly before the first span to shortly behind the last, one line."""
    if not spans:
        return ""
    start = max(min(start for start, _ in spans) - _AROUND, 0)
    end = min(max(end for _, end in spans) + _AROUND, len(text))
    piece = text[start:end]
    if start:
        piece = "…" + (piece.split(" ", 1)[-1] if " " in piece[:_AROUND] else piece)
    if end < len(text):
        piece = (piece.rsplit(" ", 1)[0] if " " in piece[-_AROUND:] else piece) + "…"
    return " ".join(piece.split())
