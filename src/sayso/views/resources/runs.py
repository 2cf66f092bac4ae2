"""Runs, and the inputs that gave no document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from sayso.errors import NotInLedger
from sayso.ledger import Ledger, find_skipped
from sayso.ledger.runs import MOST, Run, find_runs, get_run

COLUMNS = (
    "id", "started", "finished", "version", "command", "documents", "readings", "skipped", "more",
    "settings",
)  # fmt: skip
SKIPPED_COLUMNS = ("uri", "reason", "at")
_COUNTED: Final = ("documents", "readings", "skipped")


@dataclass(frozen=True, slots=True)
class RunsQuery:
    """Which page of the runs."""

    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class SkippedQuery:
    """Which inputs that gave no document: all, or those that a ``run`` met first."""

    run: int | None = None
    limit: int = 100
    cursor: str | None = None


def runs_payload(ledger: Ledger, query: RunsQuery) -> dict[str, Any]:
    """Return a page of runs, the newest first.

    Raises:
        LedgerError: the cursor is of another list.
    """
    page = find_runs(ledger, limit=query.limit, cursor=query.cursor)
    return {"items": [_run(one) for one in page.items], "cursor": page.cursor}


def run_payload(ledger: Ledger, key: str) -> dict[str, Any]:
    """Return a run by its number.

    Raises:
        NotInLedger: there is none.
    """
    if not (key.isascii() and key.isdecimal() and len(key) < len(str(2**63))):
        raise NotInLedger(f"{key!r} is no number of a run; the list of runs has them", subject=key)
    return _run(get_run(ledger, int(key)))


def skipped_payload(ledger: Ledger, query: SkippedQuery) -> dict[str, Any]:
    """Return a page of inputs that gave no document, the newest first.

    Raises:
        LedgerError: the cursor is of another list.
    """
    page = find_skipped(ledger, run=query.run, limit=query.limit, cursor=query.cursor)
    return {"items": [asdict(one) for one in page.items], "cursor": page.cursor}


def _run(run: Run) -> dict[str, Any]:
    """Return a run as JSON-ready values; ``more`` names the counts that go on beyond 10,000."""
    counts = {name: getattr(run, name) for name in _COUNTED}
    shown = asdict(run) | {name: min(count, MOST) for name, count in counts.items()}
    shown["more"] = [name for name, count in counts.items() if count > MOST]
    return {name: shown[name] for name in COLUMNS}
