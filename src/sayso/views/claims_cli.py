"""``sayso claims``, ``claim``, ``same`` and ``different``: what many reports state alike."""

from __future__ import annotations

import getpass
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sayso.views.calm import calmly
from sayso.views.ledger_cli import AsCsv, AsJson, Cursor, Limit, Where

if TYPE_CHECKING:
    from sayso.ledger import Ledger

claims_app = typer.Typer()
_DEFAULT = "sayso.db"

By = Annotated[
    str | None,
    typer.Option(metavar="NAME", envvar="SAYSO_BY", help="Who judges; by default your login."),
]
Undo = Annotated[bool, typer.Option("--undo", help="Take that judgement back.")]
Thing = Annotated[str, typer.Argument(metavar="ID", help="Of an actor or a claim.")]


@claims_app.command()
@calmly()
def claims(
    *,
    ledger: Where = _DEFAULT,
    about: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Words in the claim or in its reports.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who states or denies it.")
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List what several reports state, who says so, and from how many origins.

    Those of most reports come first.
    """
    from sayso.views.claims import make_current, print_claims  # noqa: PLC0415
    from sayso.views.listing import form_of  # noqa: PLC0415

    form = form_of(as_json=as_json, as_csv=as_csv)
    with _opened(ledger) as opened:
        make_current(opened)
        print_claims(opened, form, about=about, actor=actor, limit=limit, cursor=cursor)


@claims_app.command()
@calmly()
def claim(  # noqa: PLR0913 - one parameter for each option
    key: Annotated[str, typer.Argument(metavar="ID", help="As `sayso claims` lists it.")],
    *,
    ledger: Where = _DEFAULT,
    limit: Annotated[
        int, typer.Option(metavar="N", min=0, help="Places and moments to show; 0 is all.")
    ] = 20,
    as_json: AsJson = False,
    grade: Annotated[
        str | None,
        typer.Option(metavar="G", help="Set another grade: 1 to 6, or A to F; none takes it back."),
    ] = None,
    origin: Annotated[
        int | None, typer.Option(metavar="N", help="Grade this origin, not the claim.")
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason for the grade.")] = "",
    by: By = None,
) -> None:
    """Show a claim: who states it and who denies it, through whom, since when, in which words."""
    from sayso.views.claims import make_current, print_claim  # noqa: PLC0415

    if grade is None and (origin is not None or why):
        raise typer.BadParameter("--origin and --why go with --grade.", param_hint="--grade")
    with _opened(ledger) as opened:
        make_current(opened)
        if grade is not None:
            _set_grade(opened, key, (grade, why), by, origin)
        print_claim(opened, key, as_json=as_json, most=limit)


def _set_grade(
    ledger: Ledger, key: str, value: tuple[str, str], by: str | None, origin: int | None
) -> None:
    from sayso.views.judging import set_grade  # noqa: PLC0415
    from sayso.views.notices import notice  # noqa: PLC0415

    notice(set_grade(ledger, key, value, by or getpass.getuser(), origin=origin))


@claims_app.command()
@calmly()
def same(
    one: Thing, other: Thing, *, ledger: Where = _DEFAULT, by: By = None, undo: Undo = False
) -> None:
    """Judge that two actors, or two claims, are the same."""
    _judge(ledger, "same", (one, other), by, undo=undo)


@claims_app.command()
@calmly()
def different(
    one: Thing, other: Thing, *, ledger: Where = _DEFAULT, by: By = None, undo: Undo = False
) -> None:
    """Judge that two actors, or two claims, are different."""
    _judge(ledger, "different", (one, other), by, undo=undo)


def _judge(
    ledger: str,
    verdict: Literal["same", "different"],
    names: tuple[str, str],
    by: str | None,
    *,
    undo: bool,
) -> None:
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.judging import judge_pair, undo_pair  # noqa: PLC0415
    from sayso.views.notices import notice  # noqa: PLC0415

    with open_ledger(ledger, create=False) as opened:
        done = (undo_pair if undo else judge_pair)(opened, verdict, names, by or getpass.getuser())
    notice(done)


def _opened(ledger: str) -> AbstractContextManager[Ledger]:
    """Open for bringing claims up to date where that may be done, else for reading."""
    from sayso.ledger import open_ledger  # noqa: PLC0415

    shut = Path(ledger).is_file() and not os.access(ledger, os.W_OK)
    return open_ledger(ledger, create=False, read_only=shut)
