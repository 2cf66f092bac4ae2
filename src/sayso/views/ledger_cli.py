"""The commands that keep a ledger and ask it; ``cli`` makes them part of ``sayso``.

Each parses, calls one function of the library, prints. Data goes to standard
output, notices to standard error.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.views.calm import (
    SKIPPED,
    act_named,
    calmly,
    date,
    inputs_of,
    mode_named,
    seconds,
)

ledger_app = typer.Typer()

Where = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        envvar="SAYSO_LEDGER",
        help="The ledger: a file, or postgresql://user@host/database.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, the names of the columns first.")]
Outlet = Annotated[
    str | None, typer.Option(metavar="NAME", help="Publisher, where an input names none.")
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", callback=date, help="Publication date, where an input names none."
    ),
]
Threads = Annotated[
    int, typer.Option(metavar="N", min=0, help="Threads to read with; 0 is one a core.")
]
Workers = Annotated[
    int,
    typer.Option(
        metavar="N", min=0, help="Processes to spread them over; 0 is one for four threads."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Published then or later: 2016, 2016-01 or a day."),
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Published then or earlier, that time included.")
]
Limit = Annotated[int, typer.Option(metavar="N", min=0, max=1000, help="How many; 0 is all.")]
Cursor = Annotated[
    str | None, typer.Option(metavar="CURSOR", help="Go on where an earlier list ended.")
]
_DEFAULT = "sayso.db"


@ledger_app.command()
@calmly()
def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|URL|-",
            help="Whatever `sayso read` reads: files, folders, addresses, feeds, archives, -.",
            show_default=False,
        ),
    ] = None,
    *,
    ledger: Where = _DEFAULT,
    outlet: Outlet = None,
    published: Published = None,
    threads: Threads = 0,
    workers: Workers = 0,
) -> None:
    """Read reports into a ledger, leaving out what it has already.

    May be stopped at any time: the same command again goes on from there.
    """
    inputs = inputs_of(paths)
    from sayso.settings import Settings  # noqa: PLC0415
    from sayso.views.adding import add_shown  # noqa: PLC0415

    settings = Settings(outlet=outlet, published=published, threads=threads)
    raise typer.Exit(add_shown(ledger, inputs, settings, workers=workers))


@ledger_app.command()
@calmly()
def skipped(*, ledger: Where = _DEFAULT, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the inputs that gave no document, each with the reason."""
    from sayso.ledger import all_skipped, open_ledger  # noqa: PLC0415
    from sayso.views.listing import form_of, print_skipped  # noqa: PLC0415

    form = form_of(as_json=as_json, as_csv=as_csv)
    with open_ledger(ledger, create=False, read_only=True) as opened:
        print_skipped(all_skipped(opened), form)


@ledger_app.command()
@calmly()
def verify(*, ledger: Where = _DEFAULT, as_json: AsJson = False) -> None:
    """Check every hash, every span and the search index; exit 1 if anything is wrong."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.ledger import verify as problems_of  # noqa: PLC0415
    from sayso.views.listing import print_problems  # noqa: PLC0415

    shut = Path(ledger).is_file() and not os.access(ledger, os.W_OK)
    with open_ledger(ledger, create=False, read_only=shut) as opened:
        found = print_problems(problems_of(opened), as_json=as_json, indexed=not shut)
    raise typer.Exit(SKIPPED if found else 0)


@ledger_app.command()
@calmly()
def forget(
    uri: Annotated[
        str, typer.Argument(metavar="URI|ID", help="An address, a path as it was added, or an id.")
    ],
    *,
    ledger: Where = _DEFAULT,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove a document, in all its versions, with every trace of it."""
    from sayso.ledger import forget as removed_from  # noqa: PLC0415
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.listing import print_removed  # noqa: PLC0415

    with open_ledger(ledger, create=False) as opened:
        if not yes:
            _ask(f"Remove all of {uri} from {ledger}? It cannot be undone.")
        print_removed(uri, removed_from(opened, uri), as_json=as_json)


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        raise typer.BadParameter("there is nobody to ask; say --yes.", param_hint="--yes")
    typer.confirm(question, abort=True, err=True)


@ledger_app.command()
@calmly()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    *,
    ledger: Where = _DEFAULT,
) -> None:
    """Copy the ledger as it is at this moment; others may read and write meanwhile."""
    from sayso.ledger import backup as copy_of  # noqa: PLC0415
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.notices import notice  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        copy_of(opened, file)
    notice(f"{ledger} is backed up in {file} ({file.stat().st_size:,} bytes)")


@ledger_app.command()
@calmly()
def search(  # noqa: PLR0913 - one parameter for each option
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS",
            help='Words in what was said, in names, in outlets; "a phrase", begin*.',
            show_default=False,
        ),
    ] = None,
    *,
    ledger: Where = _DEFAULT,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who said it.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    act: Annotated[
        str | None,
        typer.Option(metavar="ACT", callback=act_named, help="say, deny, accuse, …"),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(metavar="MODE", callback=mode_named, help="direct, mixed, indirect."),
    ] = None,
    since: Since = None,
    until: Until = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Only where the speaker's name is kept back.")
    ] = False,
    denied: Annotated[
        bool, typer.Option("--denied", help="Only what the report says somebody denied.")
    ] = False,
    documents: Annotated[
        bool, typer.Option("--documents", help="List reports by words anywhere in their text.")
    ] = False,
    best: Annotated[
        bool, typer.Option("--best", help="The best matches first, not the newest.")
    ] = False,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find statements, those added last first."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.ledger.page import Filter  # noqa: PLC0415
    from sayso.views.finding import print_documents, print_found  # noqa: PLC0415
    from sayso.views.listing import form_of  # noqa: PLC0415

    form = form_of(as_json=as_json, as_csv=as_csv)
    wanted = Filter(
        words=" ".join(words) if words else None, speaker=speaker, outlet=outlet, act=act,
        mode=mode, since=since, until=until, anonymous=anonymous, denied=denied,
    )  # fmt: skip
    with open_ledger(ledger, create=False, read_only=True) as opened:
        (print_documents if documents else print_found)(
            opened, wanted, form, order="best" if best else "newest", limit=limit, cursor=cursor
        )


@ledger_app.command()
@calmly()
def show(
    thing: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Of a document, an attribution or an actor; its first six are enough.",
        ),
    ],
    *,
    ledger: Where = _DEFAULT,
    versions: Annotated[
        bool, typer.Option("--versions", help="The versions of the article, and what changed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show anything that has an id."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.finding import print_thing, print_versions  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        (print_versions if versions else print_thing)(opened, thing, as_json=as_json)


@ledger_app.command()
@calmly()
def cite(
    thing: Annotated[
        str, typer.Argument(metavar="ID", help="Of a document, an attribution or a claim.")
    ],
    *,
    ledger: Where = _DEFAULT,
    to: Annotated[str, typer.Option(metavar="FORMAT", help="csl (CSL-JSON) or bibtex.")] = "csl",
    base: Annotated[
        str, typer.Option(metavar="URL", help="Of the desk that permalinks shall lead to.")
    ] = "",
) -> None:
    """Print a citation: the report, the exact words, and the hash of the text."""
    if to not in {"csl", "bibtex"}:
        raise typer.BadParameter(f"{to!r} is no format; csl and bibtex are.", param_hint="--to")
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.cite import cite_any, written  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        items = cite_any(opened, thing, base=base)
    typer.echo(written(items, "bibtex" if to == "bibtex" else "csl").encode(), nl=False)


@ledger_app.command()
@calmly()
def stats(
    *,
    ledger: Where = _DEFAULT,
    exact: Annotated[
        bool, typer.Option("--exact", help="Count everything; slow where there is much.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what the ledger holds, in numbers."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.ledger.stats import stats as numbers_of  # noqa: PLC0415
    from sayso.views.listing import print_stats  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        print_stats(numbers_of(opened, exact=exact), ledger, as_json=as_json)


@ledger_app.command()
@calmly()
def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED", help="Addresses of RSS, Atom or JSON feeds, or sitemaps."),
    ],
    *,
    ledger: Where = _DEFAULT,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="Between two visits to a feed: 90s, 15m, 2h, 1d.")
    ] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Visit each feed once, and end.")] = False,
    threads: Threads = 0,
) -> None:
    """Follow feeds politely, and add what is new in them, until Ctrl-C."""
    from sayso.settings import Settings  # noqa: PLC0415
    from sayso.views.adding import watch_shown  # noqa: PLC0415

    settings = Settings(threads=threads)
    raise typer.Exit(watch_shown(ledger, feeds, settings, every=seconds(every), once=once))
