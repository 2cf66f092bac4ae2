"""The command line: each command parses, calls one function of the library, prints.

Data goes to standard output, notices to standard error. Everything but typer
is imported inside the commands, so that help and version come at once.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.views.calm import SKIPPED, calmly, date, inputs_of
from sayso.views.claims_cli import claims_app
from sayso.views.events_cli import events_app
from sayso.views.ledger_cli import ledger_app
from sayso.views.review_cli import review_app
from sayso.views.serve_cli import serve_app

if TYPE_CHECKING:
    from sayso.records import Reading, Skipped

app = typer.Typer(
    help="Read news reports and list every attributed statement: the exact words, who said it, "
    "through whom it came, how sure they are, and who answered; keep them in a ledger and find "
    "them again.",
    epilog="Exit status: 0 all read, 1 some inputs skipped, 2 bad usage.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich is not loaded for help, nor for JSON
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; the entry point of ``sayso`` and ``python -m sayso``."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Files and pipes get UTF-8 in any locale; a terminal its own, "?" for what it lacks.
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    # Tables and readings live long and hold no cycles: seldom is often enough to look for some.
    gc.set_threshold(50_000, 20, 20)
    # Our matrices are small: a second thread of numpy's waits, at a core's cost, and wins nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app(prog_name="sayso")


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        from sayso import __version__  # noqa: PLC0415

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def _sayso(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


@app.command()
@calmly()
def read(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|URL|-",
            help="Text, HTML or JSON lines; folders; http(s) addresses; - for standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per line for each report.")
    ] = False,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Publisher, where an input names none.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", callback=date, help="Publication date, where an input names none."
        ),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Add what decided each field (JSON has it).")
    ] = False,
    everyone: Annotated[
        bool, typer.Option("--actors", help="List all actors, not only those who have a say.")
    ] = False,
    threads: Annotated[
        int, typer.Option(metavar="N", min=0, help="Threads to read with; 0 is one a core.")
    ] = 0,
) -> None:
    """Print a reading of each report: who says what, through whom, how sure, who answers.

    With no PATH, a report is read from standard input.
    """
    inputs = inputs_of(paths)
    from sayso.pipeline import read_reports  # noqa: PLC0415
    from sayso.records import Skipped  # noqa: PLC0415
    from sayso.settings import Settings  # noqa: PLC0415
    from sayso.views.notices import Tally  # noqa: PLC0415

    settings = Settings(outlet=outlet, published=published, threads=threads)
    tally = Tally(several=len(inputs) > 1)
    for result in read_reports(inputs, settings=settings):
        if isinstance(result, Skipped):
            tally.skip(result)
        else:
            _show(result, as_json=as_json, why=why, everyone=everyone)
            tally.add()
    raise typer.Exit(tally.finish())


def _show(reading: Reading, *, as_json: bool, why: bool, everyone: bool) -> None:
    if as_json:
        from sayso.views.payload import dumps, reading_payload  # noqa: PLC0415

        typer.echo(dumps(reading_payload(reading)).encode())
    else:
        from rich.console import Console  # noqa: PLC0415

        from sayso.views.page import page  # noqa: PLC0415

        typer.echo(page(reading, Console(), why=why, everyone=everyone), nl=False, color=True)


@app.command()
@calmly()
def evaluate(
    gold: Annotated[
        list[str],
        typer.Argument(
            metavar="GOLD",
            help="Annotated documents: brat folders, readings as JSON lines (.jsonl), or"
            " treebanks with coreference (.conllu).",
            show_default=False,
        ),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    worst: Annotated[
        int, typer.Option(metavar="N", min=0, help="List the N documents with most mistakes.")
    ] = 10,
) -> None:
    """Score the reader on documents that people have annotated.

    Where several people annotated a document, how well they agree stands beside. On a
    treebank, how the reader links mentions is scored.
    """
    from sayso.evaluate.treebank import is_treebank  # noqa: PLC0415
    from sayso.views.notices import notice  # noqa: PLC0415

    shown, left = (
        _score_mentions(gold, as_json=as_json)
        if is_treebank(gold)
        else _score_attributions(gold, as_json=as_json, worst=worst)
    )
    typer.echo(shown.encode())
    for skipped in left:
        notice(f"not scored {skipped.uri}: {skipped.reason}")
    raise typer.Exit(SKIPPED if left else 0)


def _score_attributions(
    gold: list[str], *, as_json: bool, worst: int
) -> tuple[str, tuple[Skipped, ...]]:
    from sayso.evaluate import evaluate_gold  # noqa: PLC0415
    from sayso.evaluate.report import payload, tables  # noqa: PLC0415
    from sayso.pipeline import read_document  # noqa: PLC0415
    from sayso.resolve.claims import find_claims  # noqa: PLC0415
    from sayso.views.payload import dumps  # noqa: PLC0415

    found = evaluate_gold(gold, read_document, find_claims=find_claims, worst=worst)
    return dumps(payload(found)) if as_json else tables(found), (*found.failed, *found.skipped)


def _score_mentions(gold: list[str], *, as_json: bool) -> tuple[str, tuple[Skipped, ...]]:
    from sayso.annotate import annotate_document  # noqa: PLC0415
    from sayso.evaluate import evaluate_coreference  # noqa: PLC0415
    from sayso.evaluate.coreference_report import payload, tables  # noqa: PLC0415
    from sayso.views.payload import dumps  # noqa: PLC0415

    found = evaluate_coreference(gold, annotate_document)
    return dumps(payload(found)) if as_json else tables(found), found.failed


app.add_typer(events_app)
app.add_typer(ledger_app)
app.add_typer(claims_app)
app.add_typer(review_app)
app.add_typer(serve_app)
