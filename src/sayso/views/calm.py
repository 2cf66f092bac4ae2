"""What all commands have in common: how they end, and how they take dates and inputs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

import typer

from sayso.errors import SaysoError
from sayso.records import Act, Mode

SKIPPED, _INTERRUPTED, _PIPE_CLOSED = 1, 130, 141  # 128 + the signal's number, as shells have it
_SHORTEST = 60  # seconds between two visits to a feed
_DATES = "2016-01-14, 2016-01, 2016-01-14T09:30:00+02:00, 14 January 2016 or January 14, 2016"


@contextmanager
def calmly() -> Iterator[None]:
    """End a command that cannot go on with a line and an exit status instead of a traceback."""
    from sayso.views.notices import notice  # noqa: PLC0415

    try:
        yield
    except SaysoError as error:
        named = not error.subject or error.subject in str(error)
        notice(str(error) if named else f"{error.subject}: {error}")
        raise typer.Exit(SKIPPED) from None
    except KeyboardInterrupt:
        notice("stopped")
        raise typer.Exit(_INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read us has enough (``sayso read … | head``); the interpreter would complain
        # of the pipe once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_PIPE_CLOSED) from None


def date(raw: str | None) -> str | None:
    """Return an option's date in ISO 8601.

    Raises:
        typer.BadParameter: it is none.
    """
    from sayso.read.dates import iso  # noqa: PLC0415

    found = iso(raw) if raw is not None else None
    if raw is not None and found is None:
        raise typer.BadParameter(f"{raw!r} is no date that sayso knows; write it as {_DATES}.")
    return found


def time(raw: str | None) -> str | None:
    """Return an option's year or date in ISO 8601.

    Raises:
        typer.BadParameter: it is neither.
    """
    return raw if raw is not None and re.fullmatch(r"[0-9]{4}", raw) else date(raw)


def inputs_of(paths: list[str] | None) -> list[str]:
    """Return the inputs that a command was given: standard input if none.

    Raises:
        typer.BadParameter: standard input is a terminal.
    """
    if paths:
        return paths
    if sys.stdin is None or sys.stdin.isatty():
        raise typer.BadParameter(
            "nothing to read; give a file, a folder, an address, or pipe a report in.",
            param_hint="PATH",
        )
    return ["-"]


def seconds(raw: str) -> float:
    """Return a time like "15m" in seconds.

    Raises:
        typer.BadParameter: it is none, or under a minute: no feed is asked for that often.
    """
    found = re.fullmatch(r"([0-9]+)\s*([smhd]?)", raw.strip())
    units = {"": 60, "s": 1, "m": 60, "h": 3600, "d": 86400}
    if found is None or (length := int(found[1]) * units[found[2]]) < _SHORTEST:
        raise typer.BadParameter(
            f"{raw!r} is no time of a minute or more; write it as 90s, 15m, 2h or 1d.",
            param_hint="--every",
        )
    return float(length)


def act_named(raw: str | None) -> str | None:
    """Return an option's act.

    Raises:
        typer.BadParameter: there is none of that name.
    """
    return _one_of(raw, get_args(Act))


def mode_named(raw: str | None) -> str | None:
    """Return an option's mode.

    Raises:
        typer.BadParameter: there is none of that name.
    """
    return _one_of(raw, get_args(Mode))


def _one_of(raw: str | None, known: tuple[str, ...]) -> str | None:
    if raw is not None and raw not in known:
        raise typer.BadParameter(f"{raw!r} is none of {', '.join(known)}.")
    return raw
