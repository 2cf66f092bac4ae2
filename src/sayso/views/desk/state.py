"""What a desk is set up with, and what it holds while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import jinja2
from fastapi import Depends, Request

from sayso.errors import LedgerReadOnly
from sayso.ledger import Ledger
from sayso.views.desk.jobs import Intake
from sayso.views.desk.rules import Rules

_USUAL: Final = Rules()
HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Choices of a desk.

    Attributes:
        ledger: where it is: a path, or ``postgresql://…``; made if it is not there.
        rules: of its guard.
        threads: to read with; 0 is one a core.
    """

    ledger: str = "sayso.db"
    rules: Rules = _USUAL
    threads: int = 0


@dataclass(slots=True)
class Desk:
    """What a running desk holds; the one state of it, at ``app.state.desk``.

    Attributes:
        settings: as it was set up.
        ledger: to ask.
        writer: the same ledger, to write to; None if it may only be read.
        intake: what takes reports in.
        templates: of the pages.
    """

    settings: DeskSettings
    ledger: Ledger
    writer: Ledger | None
    intake: Intake
    templates: jinja2.Environment


def desk_of(request: Request) -> Desk:
    """Return the desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that a request is about."""
    return desk_of(request).ledger


async def writer_of(request: Request) -> AsyncIterator[Ledger]:
    """Give the ledger that a request changes, one after the other.

    They would wait for each other anyway, but on threads that others need to read.

    Raises:
        LedgerReadOnly: it may only be read.
    """
    writer = desk_of(request).writer
    if writer is None:
        raise LedgerReadOnly("the ledger may only be read; nothing can be changed here")
    async with request.app.state.turns:
        yield writer


def intake_of(request: Request) -> Intake:
    """Return what takes reports in."""
    return desk_of(request).intake


# Parameters of endpoints: ``def documents(ledger: ToAsk, …)``.
ToAsk = Annotated[Ledger, Depends(ledger_of)]
ToChange = Annotated[Ledger, Depends(writer_of)]
ToTakeIn = Annotated[Intake, Depends(intake_of)]
