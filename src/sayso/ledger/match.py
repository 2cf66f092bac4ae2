"""From what somebody asks to what the full text index understands.

The index has words of its own beside those of the reports (``fulltext``): "actdeny",
"responsedenied", "y2016 m201601 d20160114". So a question of any kind becomes one expression of
words, whose matches SQLite walks through newest first and stops when a page is full. Whatever
somebody types is quoted: it may find nothing, it cannot break the expression.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from sayso.errors import LedgerError
from sayso.ledger import schema

_TERM = re.compile(r'["“”„«]([^"“”„«»]*)["“”»]?|([^\s"“”„«»]+)')
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.ASCII)
_TOKEN = re.compile(r"[^\W_]+")
# All places of a prefix are collected before the first is given, some four hundred of a page of
# the index: where they are on more pages than this, its words are asked for one by one …
_PAGES_OF_A_PREFIX = 200
# … which needs no collecting, unless they are more than this.
_WORDS_OF_A_PREFIX = 64
# Of the names of outlets: words that stand in so many that looking them up tells nothing and
# takes ten times as long as the rest of the name.
_OF_MANY_OUTLETS = frozenset(
    "the a of and daily evening morning sunday weekly news times post press journal herald "
    "tribune today online com net org tv radio agency magazine network".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several in that order; with ``prefix``, the last goes on."""

    text: str
    prefix: bool = False


def terms_of(words: str) -> tuple[Term, ...]:
    """Return what is to be searched for: words, "phrases" and prefixes*.

    Raises:
        LedgerError: there is no letter and no digit in it.
    """
    found = []
    for match in _TERM.finditer(clean(words)):
        phrase, word = match.groups()
        text = word if phrase is None else phrase
        if _TOKEN.search(text):
            found.append(Term(text.rstrip("*"), phrase is None and text.endswith("*")))
    if not found:
        raise LedgerError(
            f'no word to search for in {words!r}; give words, "a phrase" or a prefix*',
            subject=words,
        )
    return tuple(found)


def clean(text: str) -> str:
    """Return a text that every database takes as a value."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def tokens(text: str) -> list[str]:
    """Return the words of a text as the index has them: small letters without accents."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        # A text has few different letters: each is looked at once.
        accents = [letter for letter in set(text) if unicodedata.combining(letter)]
        text = text.translate(dict.fromkeys(map(ord, accents))) if accents else text
    return _TOKEN.findall(text.lower())


def fts5_term(connection: sa.Connection, table: str, term: Term) -> str:
    """Return a term as FTS5 writes it; a prefix that is frequent as the words that begin so."""
    if not term.prefix:
        return quoted(term.text)
    small = term.text.lower()
    if (
        small.isascii()
        and small.isalnum()
        and _pages(connection, table, small) > _PAGES_OF_A_PREFIX
    ):
        found = _beginning(connection, table, small)
        if found is not None:
            return f"({' OR '.join(map(quoted, found))})" if found else quoted(term.text)
    return f"{quoted(term.text)} *"


def quoted(text: str) -> str:
    """Return a text as FTS5 takes it literally."""
    return '"' + text.replace('"', '""') + '"'


def fts5_outlet(name: str) -> str:
    """Return the rare words of an outlet's name as FTS5 takes them; all in order if none is rare.

    Other names may have the same words: what is found must be compared to the name.
    """
    rare = [word for word in tokens(name) if word not in _OF_MANY_OUTLETS]
    if rare and name.isascii():
        return f"outlet : ({' AND '.join(map(quoted, rare))})"
    return f"outlet : {quoted(name)}"


def _pages(connection: sa.Connection, table: str, prefix: str) -> int:
    """Return on about how many pages of an index the words stand that begin with a prefix.

    FTS5 keeps the first word of each page, behind a "0", by segment; the low bit of ``pgno``
    says something else.
    """
    query = f"""
    WITH RECURSIVE segment (id) AS (
      SELECT min(segid) FROM {table}_idx UNION ALL
      SELECT (SELECT min(segid) FROM {table}_idx WHERE segid > id) FROM segment WHERE id IS NOT NULL
    ), stretch (first, behind) AS (
      SELECT (SELECT pgno / 2 FROM {table}_idx WHERE segid = id AND term <= ?
              ORDER BY term DESC LIMIT 1),
             (SELECT pgno / 2 FROM {table}_idx WHERE segid = id AND term > ?
              ORDER BY term LIMIT 1)
      FROM segment WHERE id IS NOT NULL
    )
    SELECT sum(coalesce(behind, first + 1) - coalesce(first, behind)) FROM stretch"""  # noqa: S608
    low = b"0" + prefix.encode()
    return connection.exec_driver_sql(query, (low, low + b"\xff")).scalar() or 0


def _beginning(connection: sa.Connection, table: str, prefix: str) -> list[str] | None:
    """Return the words of an index that begin with a prefix; None if they are too many."""
    vocabulary = f"{table}_words"
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{vocabulary} "
        f"USING fts5vocab('main', '{table}', 'instance')"
    )
    found: list[str] = []
    query = f"SELECT term FROM temp.{vocabulary} WHERE term >= ? LIMIT 1"  # noqa: S608 - ours
    after = prefix
    while len(found) <= _WORDS_OF_A_PREFIX:
        term = connection.exec_driver_sql(query, (after,)).scalar()
        if term is None or not term.startswith(prefix):
            return found
        found.append(term)
        after = f"{term}\x01"  # no word has this: it stands right behind the term
    return None


def tsquery(term: Term) -> sa.ColumnElement[str]:
    """Return a term as PostgreSQL's full text search takes it."""
    if not term.prefix:
        return sa.func.phraseto_tsquery("simple", term.text)
    pieces = [f"'{piece}'" for piece in _TOKEN.findall(term.text)]
    pieces[-1] += ":*ABC"  # not the outlet, which shares D with the marks
    return sa.func.to_tsquery("simple", " <-> ".join(pieces))


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; None where it is open."""

    first: dt.date | None
    last: dt.date | None


def period_of(since: str | None, until: str | None) -> Period:
    """Return the days from the first of ``since`` to the last of ``until``.

    Raises:
        LedgerError: one of them is no date.
    """
    first = None if since is None else _days(since)[0]
    last = None if until is None else _days(until)[1]
    return Period(first, last)


def _days(date: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a year, a month or a day."""
    match = _DATE.fullmatch(date.strip())
    try:
        if not match:
            raise ValueError  # noqa: TRY301 - the same words for both
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101 - the pattern has it; for mypy
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise LedgerError(
            f"{date!r} is no date; give 2016, 2016-01 or 2016-01-14", subject=date
        ) from None
    if day:
        return first, first
    return first, _last_of_month(first.replace(month=month or 12))


def _last_of_month(day: dt.date) -> dt.date:
    following = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def date_words(connection: sa.Connection, period: Period) -> list[str]:
    """Return the fewest of the index's words for publication dates that cover a period.

    Whole years, then whole months, then days. A report of which only the year is known is
    found if all of the year is asked for.
    """
    found: list[str] = []
    for year in _years(connection, period):
        start = max(dt.date(year, 1, 1), period.first or dt.date.min)
        end = min(dt.date(year, 12, 31), period.last or dt.date.max)
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            found.append(f"y{year:04}")
        else:
            found.extend(_words_inside(year, start, end))
    return found


def _words_inside(year: int, start: dt.date, end: dt.date) -> Iterator[str]:
    for month in range(start.month, end.month + 1):
        first = dt.date(year, month, 1)
        last = _last_of_month(first)
        if start <= first and last <= end:
            yield f"m{year:04}{month:02}"
            continue
        from_day, to_day = max(first, start).day, min(last, end).day
        yield from (f"d{year:04}{month:02}{day:02}" for day in range(from_day, to_day + 1))


def _years(connection: sa.Connection, period: Period) -> Iterator[int]:
    """Yield the years inside a period in which anything was published, each by one look-up."""
    published = schema.document.c.published
    year = period.first.year if period.first else 1
    last = period.last.year if period.last else 9999
    while year <= last:
        query = sa.select(sa.func.min(published)).where(published >= f"{year:04}")
        found = connection.execute(query).scalar()
        if found is None or not _DATE.match(found) or int(found[:4]) > last:
            return
        year = int(found[:4])
        yield year
        year += 1


def string_range(period: Period) -> tuple[str, str]:
    """Return a period as texts that dates are compared to: from the first, below the second."""
    low = "0000" if period.first is None else period.first.isoformat()
    if low.endswith("-01-01"):
        low = low[:4]
    elif low.endswith("-01"):
        low = low[:7]
    if period.last is None or period.last == dt.date.max:
        return low, "9999-12-32"
    return low, (period.last + dt.timedelta(days=1)).isoformat()
