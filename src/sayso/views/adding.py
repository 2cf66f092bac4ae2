"""`sayso add` and `sayso watch` for people: how far it is, how it ended."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from shlex import join
from time import monotonic

from sayso.errors import LedgerError
from sayso.intake import Taken, open_reader, take_in
from sayso.ledger import open_ledger
from sayso.settings import Settings
from sayso.views.notices import notice
from sayso.views.progress import Pace, lasting, shown
from sayso.watch import Visit, watch_feeds

_REASONS = 5  # named in the summary


def add_shown(where: str, paths: Iterable[str], settings: Settings, *, workers: int) -> int:
    """Take inputs in, tell how it goes and ends; return the exit status.

    Args:
        where: the ledger.
        paths: what to read.
        settings: limits and defaults of the run.
        workers: processes to read with; 0 as many as fit the cores.
    """
    began, pace = monotonic(), Pace()
    try:
        with (
            open_ledger(where) as ledger,
            shown(pace),
            open_reader(threads=settings.threads, workers=workers) as reader,
        ):
            taken = take_in(
                ledger, paths, settings=settings, reader=reader,
                command=join(["sayso", *sys.argv[1:]]), told=pace.note,
            )  # fmt: skip
    except (KeyboardInterrupt, LedgerError):
        if pace.last:
            notice(
                f"{_counted(pace.last)}; what was added is kept, "
                "and the same command goes on from there"
            )
        raise
    summary(taken, where, monotonic() - began)
    return 1 if taken.skipped else 0


def summary(taken: Taken, where: str, seconds: float) -> None:
    """Say how a run ended: counts, rate, and what was skipped for which reasons."""
    for skipped in taken.named:
        notice(f"skipped {skipped.uri}: {skipped.reason}")
    if taken.skipped > len(taken.named):
        notice(f"and {taken.skipped - len(taken.named):,} more, listed by `sayso skipped`; "
               "the reasons of all:")  # fmt: skip
        for reason, count in taken.reasons.most_common(_REASONS):
            notice(f"  {count:,} × {reason}")
    rate = f", {taken.read / seconds:.1f} documents a second" if taken.read else ""
    notice(f"{_counted(taken)} in {lasting(seconds)}{rate}; ledger {where}")


def _counted(taken: Taken) -> str:
    """Return "12 added (1 a new version) with 160 attributions, 3 known, 2 skipped"."""
    several = f"{taken.versions:,} of them new versions"
    told_of = "one of them a new version" if taken.versions == 1 else several
    versions = f" ({told_of})" if taken.versions else ""
    told = f" with {taken.attributions:,} attributions" if taken.attributions else ""
    parts = [f"{taken.added:,} added{versions}{told}"]
    parts += [f"{taken.again:,} read again"] if taken.again else []
    return ", ".join([*parts, f"{taken.known:,} known", f"{taken.skipped:,} skipped"])


def watch_shown(
    where: str, feeds: Sequence[str], settings: Settings, *, every: float, once: bool
) -> int:
    """Follow feeds, tell of each visit that brought something; return the exit status.

    Args:
        where: the ledger.
        feeds: their addresses.
        settings: limits and defaults.
        every: seconds between two visits to a feed.
        once: end after one visit to each.
    """
    failed = 0

    def told(visit: Visit) -> None:
        nonlocal failed
        failed += visit.failed is not None or bool(visit.taken and visit.taken.skipped)
        _tell(visit, once=once)

    with open_ledger(where) as ledger, open_reader(threads=settings.threads) as reader:
        watch_feeds(
            ledger, feeds, reader=reader, settings=settings, every=every, once=once, told=told
        )
    return 1 if failed else 0


def _tell(visit: Visit, *, once: bool) -> None:
    uri = visit.feed.uri
    if visit.failed:
        again = "" if once else "; tried again later, each time after twice as long"
        notice(f"{uri}: {visit.failed}{again}")
    elif visit.taken is None:
        if once:
            notice(f"{uri}: nothing new")
    else:
        for skipped in visit.taken.named:
            notice(f"skipped {skipped.uri}: {skipped.reason}")
        notice(f"{uri}: {_counted(visit.taken)}")
