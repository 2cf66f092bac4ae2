"""``sayso events``: who did what to whom, according to whom, from reports or a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sayso.views.calm import calmly, inputs_of, time
from sayso.views.ledger_cli import AsCsv, AsJson, Outlet, Published, Since, Threads, Until

if TYPE_CHECKING:
    from sayso.records import Reading, Skipped
    from sayso.views.events import EventFilter
    from sayso.views.notices import Tally

events_app = typer.Typer()
Form = Literal["page", "json", "csv", "tsv", "network"]


@events_app.command()
@calmly()
def events(  # noqa: PLR0913 - one parameter for each option
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|URL|-",
            help="Whatever `sayso read` reads; without any, the ledger, or standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    ledger: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|URL",
            envvar="SAYSO_LEDGER",
            help="The events of a ledger: a file, or postgresql://user@host/database.",
        ),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who did it: a name, or a code like SYR.")
    ] = None,
    recipient: Annotated[
        str | None, typer.Option(metavar="NAME", help="To whom: a name, or a code.")
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="ASSAULT, AID, …; may be given again."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose word it is: a speaker or an outlet.")
    ] = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    as_tsv: Annotated[
        bool, typer.Option("--tsv", help="Print POLECAT's columns, parted by tabs.")
    ] = False,
    as_network: Annotated[
        bool, typer.Option("--network", help="Print who acts on whom over time, as one object.")
    ] = False,
    outlet: Outlet = None,
    published: Published = None,
    threads: Threads = 0,
) -> None:
    """Print who did what to whom, according to whom."""
    from sayso.settings import Settings  # noqa: PLC0415
    from sayso.views.events import EventFilter  # noqa: PLC0415
    from sayso.views.events_print import print_events  # noqa: PLC0415
    from sayso.views.notices import Tally  # noqa: PLC0415

    form = _form(json=as_json, csv=as_csv, tsv=as_tsv, network=as_network)
    wanted = EventFilter(actor, recipient, _types(kinds or ()), time(since), time(until), by)
    if ledger is not None and not paths:
        print_events(_kept(ledger, wanted), wanted, form)
        return
    inputs = inputs_of(paths)
    tally = Tally(several=len(inputs) > 1)
    settings = Settings(outlet=outlet, published=published, threads=threads)
    print_events(_read(inputs, settings, tally), wanted, form)
    raise typer.Exit(tally.finish())


def _form(**asked: bool) -> Form:
    """Return the form that the options ask for, for people if none does.

    Raises:
        typer.BadParameter: there are several.
    """
    forms = [name for name, wanted in asked.items() if wanted]
    if len(forms) > 1:
        raise typer.BadParameter(f"--{' and --'.join(forms)} do not go together; choose one.")
    return forms[0] if forms else "page"  # type: ignore[return-value]


def _types(names: Iterable[str]) -> frozenset[str]:
    from sayso.views.plover import types  # noqa: PLC0415

    found = frozenset(name.upper() for name in names)
    unknown = sorted(found - set(types()))
    if unknown:
        raise typer.BadParameter(
            f"{unknown[0]} is none of {', '.join(types())}.", param_hint="--type"
        )
    return found


def _read(inputs: list[str], settings: object, tally: Tally) -> Iterator[Reading]:
    from sayso.pipeline import read_reports  # noqa: PLC0415
    from sayso.records import Skipped  # noqa: PLC0415

    result: Reading | Skipped
    for result in read_reports(inputs, settings=settings):  # type: ignore[arg-type]
        if isinstance(result, Skipped):
            tally.skip(result)
        else:
            tally.add()
            yield result


def _kept(ledger: str, wanted: EventFilter) -> Iterator[Reading]:
    """Yield the readings of a ledger that may have such events."""
    from sayso.ledger import open_ledger, readings_with_events  # noqa: PLC0415
    from sayso.views.events import with_parties  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        found = readings_with_events(opened, types=wanted.types, since=wanted.since)
        yield from map(with_parties, found)
