"""Lists from a ledger: tables for people, JSON lines, CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sayso.ledger import Problem
from sayso.ledger.stats import Counted, Stats
from sayso.records import Skipped
from sayso.views.notices import notice
from sayso.views.payload import dumps
from sayso.views.table import Lines, clean

Form = Literal["page", "json", "csv"]


def form_of(*, as_json: bool, as_csv: bool) -> Form:
    """Return the form that two options ask for.

    Raises:
        typer.BadParameter: both.
    """
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv do not go together; choose one.")
    return "json" if as_json else "csv" if as_csv else "page"


def print_rows(
    rows: Iterable[Mapping[str, Any]], names: Sequence[str], form: Form, *, head: bool = True
) -> int:
    """Print rows as JSON lines or CSV, one by one; return how many.

    Args:
        rows: JSON-ready values; lists become JSON in CSV.
        names: the columns of CSV, in order.
        form: "json" or "csv".
        head: whether CSV begins with the names.
    """
    count = 0
    if form == "csv" and head:
        typer.echo(csv_line(names).encode(), nl=False)
    for row in rows:
        count += 1
        if form == "json":
            typer.echo(dumps(row).encode())
        else:
            typer.echo(csv_line([row[name] for name in names]).encode(), nl=False)
    return count


def print_skipped(found: Iterable[Skipped], form: Form) -> None:
    """Print inputs that gave no document; for people by reason, the commonest first."""
    if form != "page":
        rows = ({"uri": one.uri, "reason": one.reason} for one in found)
        print_rows(rows, ("uri", "reason"), form)
        return
    why: dict[str, list[str]] = {}
    for one in found:
        why.setdefault(one.reason, []).append(one.uri)
    if not why:
        notice("nothing was skipped")
    console = Console()
    for reason, uris in sorted(why.items(), key=lambda item: -len(item[1])):
        print_lines(console, Text(f"{len(uris):,} × {clean(reason)}", "bold"))
        for uri in uris:
            print_lines(console, Text(clean(uri)), indent=2)


def print_problems(problems: Iterable[Problem], *, as_json: bool, indexed: bool = True) -> int:
    """Print what is wrong with a ledger, or that all is well; return how many problems.

    Args:
        problems: as they are found.
        as_json: one object a line.
        indexed: whether the index is checked, which SQLite does only as a writer.
    """
    count = 0
    for problem in problems:
        count += 1
        if as_json:
            typer.echo(dumps({"subject": problem.subject, "what": problem.what}).encode())
        else:
            typer.echo(f"{clean(problem.subject)}: {clean(problem.what)}")
    if count:
        notice(f"{count:,} problem{'s' if count > 1 else ''}; take the ledger from a backup, or "
               "forget the documents named and add them again")  # fmt: skip
    elif indexed:
        notice("every hash, every span and the search index are right")
    else:
        notice("every hash and every span are right; the search index of a ledger that may only "
               "be read is not checked")  # fmt: skip
    return count


def print_removed(name: str, removed: Mapping[str, int], *, as_json: bool) -> None:
    """Print how many rows of each table went with a document."""
    if as_json:
        typer.echo(dumps({"forgotten": name, "removed": dict(removed)}).encode())
        return
    changed = removed.get("run", 0)
    parts = [many(count, table) for table, count in removed.items() if count and table != "run"]
    if changed:
        parts.append(
            f"its name in the command{'s' if changed > 1 else ''} of {many(changed, 'run')}"
        )
    typer.echo(f"{clean(name)}: removed {', '.join(parts)}")


def print_stats(found: Stats, where: str, *, as_json: bool) -> None:
    """Print what a ledger holds."""
    if as_json:
        counted = ("outlets", "speakers", "acts")
        lists = {name: [list(pair) for pair in getattr(found, name)] for name in counted}
        typer.echo(dumps(asdict(found) | lists).encode())
        return
    sizes = ("documents", "readings", "attributions", "skipped", "runs", "judgements")
    typer.echo(f"{where}: {', '.join(many(getattr(found, n), n.removesuffix('s')) for n in sizes)}")
    if found.first:
        typer.echo(f"published {found.first} to {found.last}")
    among = "all" if found.exact or found.sample == found.attributions else "the newest"
    sample = f"attributions, {among} {found.sample:,}"
    _print_counted("documents by outlet", found.outlets)
    _print_counted(f"{sample}, by speaker", found.speakers)
    _print_counted(f"{sample}, by act", found.acts)


def _print_counted(title: str, counted: Counted) -> None:
    if counted:
        typer.echo(f"\n{title}")
        wide = len(f"{counted[0][1]:,}")
        for name, count in counted:
            typer.echo(f"  {count:>{wide},}  {clean(name) if name else '(unknown)'}")


def print_lines(console: Console, words: Text, *, indent: int = 0) -> None:
    """Print words broken to the console's width, every line of them indented."""
    with console.capture() as shown:
        console.print(Padding(Lines(words), (0, 0, 0, indent)), highlight=False)
    for line in shown.get().splitlines():
        typer.echo(line.rstrip(), color=True)


def many(count: int, thing: str) -> str:
    """Return "1 reading", "2 readings"."""
    return f"{count:,} {thing}{'' if count == 1 or thing == 'skipped' else 's'}"


def csv_line(cells: Sequence[Any]) -> str:
    """Return a line of CSV: lists as JSON, and nothing that a spreadsheet would run."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as CSV has it: lists as JSON, and none that a spreadsheet would run."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
