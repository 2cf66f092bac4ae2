"""What ``sayso events`` prints: cards for people, rows for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from sayso.records import Reading
from sayso.views.event_lines import event_card, whose
from sayso.views.events import COLUMNS, EventFilter, event_rows, network
from sayso.views.listing import many, print_rows
from sayso.views.notices import notice
from sayso.views.payload import dumps
from sayso.views.plover import COLUMNS as POLECAT
from sayso.views.plover import polecat_row
from sayso.views.table import Lines, clean

Form = Literal["page", "json", "csv", "tsv", "network"]


def print_events(readings: Iterable[Reading], wanted: EventFilter, form: Form) -> None:
    """Print the events of readings that a filter lets through, one reading after the other.

    Args:
        readings: of any number of reports.
        wanted: which events.
        form: for people ("page"), JSON lines, CSV, POLECAT's tab-separated columns, or who
            acts on whom as one JSON object ("network").
    """
    if form == "network":
        typer.echo(dumps(network(_rows(readings, wanted))).encode())
        return
    count, first = 0, True
    for reading in readings:
        if form == "page":
            count += _print_page(reading, wanted)
        elif form == "tsv":
            count += _print_tsv(reading, wanted, head=first)
        else:
            rows = (row for _, row in event_rows(reading, wanted))
            count += print_rows(rows, COLUMNS, form, head=first)
        first = False
    if first and form in ("csv", "tsv"):
        _print_head(form)
    if form == "page" or not count:
        notice(many(count, "event"))


def _print_head(form: Form) -> None:
    """Print the names of the columns where there is no reading at all."""
    if form == "csv":
        print_rows((), COLUMNS, "csv")
    else:
        typer.echo("\t".join(POLECAT))


def _rows(readings: Iterable[Reading], wanted: EventFilter) -> Iterator[dict[str, Any]]:
    for reading in readings:
        yield from (row for _, row in event_rows(reading, wanted))


def _print_page(reading: Reading, wanted: EventFilter) -> int:
    """Print the events of a report under its heading; return how many."""
    speakers = {a.id: a.speaker for a in reading.attributions}
    document, console = reading.document, Console()
    cards = []
    for number, row in event_rows(reading, wanted):
        event = reading.events[number]
        words = Lines(Text(f"“{clean(row['text'])}”"), 2)
        card = Group(event_card(event, whose(event, speakers)), Padding(words, (0, 0, 0, 2)))
        cards.append(Padding(card, (0, 0, 1, 2)))
    if cards:
        facts = (document.outlet or "outlet unknown", document.published, document.title)
        heading = clean(" · ".join(fact for fact in facts if fact))
        with console.capture() as shown:
            console.print(Lines(Text(heading, "bold")), *cards, highlight=False)
        for line in shown.get().split("\n"):
            typer.echo(line.rstrip(), color=True)
    return len(cards)


def _print_tsv(reading: Reading, wanted: EventFilter, *, head: bool) -> int:
    """Print events in POLECAT's columns; return how many."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    if head:
        writer.writerow(POLECAT)
    speakers = {a.id: a.speaker for a in reading.attributions}
    count = 0
    for number, _ in event_rows(reading, wanted):
        speaker = speakers.get(reading.events[number].attribution or "")
        row = polecat_row(reading, number, speaker)
        writer.writerow([" ".join(str(cell).split()) for cell in row.values()])
        count += 1
    typer.echo(out.getvalue().encode("utf-8", "replace"), nl=False)
    return count
