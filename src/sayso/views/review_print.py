"""What the commands of review print: for people, and the same facts for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.ledger import Judgement, Ledger
from sayso.ledger.claims import get_claim
from sayso.ledger.sample import Strata, make_sample
from sayso.ledger.show import ShownActor, ShownStatement, show
from sayso.views.listing import Form, many, print_lines, print_rows
from sayso.views.notices import notice
from sayso.views.payload import dumps
from sayso.views.resources.agreement import agreement_payload
from sayso.views.resources.review import (
    COLUMNS,
    ReviewQuery,
    history_payload,
    review_payload,
    samples_payload,
)
from sayso.views.table import clean

_SAMPLES = ("name", "size", "whole", "seed", "strata", "by", "at")
_ITEMS = COLUMNS[:-1]


def print_judged(made: Judgement, *, as_json: bool) -> None:
    """Print a judgement that was made, and how to take it back."""
    if as_json:
        typer.echo(dumps(asdict(made)).encode())
        return
    if made.verdict == "undo":
        typer.echo(f"{made.undoes} about {made.target} is taken back by {clean(made.by)}")
        return
    typer.echo(f"{made.target}: {made.verdict}{_given(made.value)} by {clean(made.by)}")
    notice(f"to take it back: sayso undo {made.key}")


def print_history(ledger: Ledger, name: str, *, as_json: bool) -> None:
    """Print what was judged of an attribution, an actor or a claim."""
    told = history_payload(ledger, _key(ledger, name))
    if as_json:
        typer.echo(dumps(told).encode())
        return
    for one in told["items"]:
        other = f" {one['other']}" if one["other"] else ""
        line = f"{_time(one)}  {one['key']}  {one['by']}: {one['verdict']}{other}"
        back = one["undone"]
        taken = f" (taken back by {back['by']}, {_time(back)})" if back else ""
        print_lines(Console(), Text(clean(f"{line}{_given(one['value'])}{taken}")))
    if told["disagreement"]:
        people = ", ".join(one["by"] for one in told["people"])
        typer.echo(clean(f"{people} disagree about: {', '.join(told['disagreement'])}"))
    if not told["items"]:
        notice("nobody has judged it")


def print_samples(ledger: Ledger, form: Form) -> None:
    """Print which samples there are."""
    items = samples_payload(ledger)["items"]
    if form != "page":
        print_rows(items, _SAMPLES, form)
        return
    for one in items:
        typer.echo(clean(f"{one['name']}: {many(one['size'], 'attribution')} of {one['whole']:,}, "
                         f"drawn by {one['by']}, {one['at'][:10]}"))  # fmt: skip
    if not items:
        notice("there is no sample yet; `sayso sample 100` draws one")


def print_sample(
    ledger: Ledger, size: int, form: Form, *, seed: int, strata: Strata | None, by: str
) -> None:
    """Draw a sample, or take the one there is, and print its attributions."""
    drawn = make_sample(ledger, size, seed=seed, strata=strata, by=by)
    told = review_payload(ledger, ReviewQuery(drawn.name, by, limit=size))
    if form != "page":
        print_rows(told["items"], _ITEMS, form)
    else:
        for one in told["items"]:
            line = f"{one['id']}  {one['speaker'] or '(unstated)'}: {one['content']}"
            print_lines(Console(), Text(clean(line)))
    whole = told["sample"]["whole"]
    notice(f"{drawn.name}: {many(len(drawn.items), 'attribution')} of {whole:,}; judge them with "
           f"`sayso judge`, then `sayso agreement {drawn.name}`")  # fmt: skip


def print_agreement(ledger: Ledger, name: str, *, as_json: bool) -> None:
    """Print agreement and shares of a sample."""
    told = agreement_payload(ledger, name)
    if as_json:
        typer.echo(dumps(told).encode())
        return
    sample = told["sample"]
    typer.echo(f"{sample['name']}: {told['judged']:,} of {sample['size']:,} judged")
    for one in told["people"]:
        typer.echo(f"  {one['judged']:>5,}  {clean(one['by'])}")
    if not told["judged"]:
        notice("nobody has judged any of it yet")
        return
    alphas = {one["of"]: one for one in told["alpha"]}
    console, table = Console(), Table.grid(padding=(0, 2))
    table.add_row("", "read right", "95 %", "tied", "alpha", "95 %", "units")
    table.add_row("verdict", "", "", "", *_alpha(alphas["verdict"]))
    for one in told["right"]:
        tied = f"{one['tied']:,}" if one["tied"] else ""
        table.add_row(one["of"], *_share(one), tied, *_alpha(alphas[one["of"]]))
    with console.capture() as shown:
        console.print(table, highlight=False)
    for line in shown.get().splitlines():
        typer.echo(line.rstrip())
    count = len(told["disagreements"])
    notice(f"people differ about {many(count, 'attribution')}; --json lists them")


def _share(one: Mapping[str, Any]) -> tuple[str, str]:
    if one["value"] is None:
        return "", ""
    return (f"{one['right']:,}/{one['whole']:,} {one['value']:.3f}",
            f"{one['low']:.3f}–{one['high']:.3f}")  # fmt: skip


def _alpha(one: Mapping[str, Any]) -> tuple[str, str, str]:
    if one["value"] is None:
        return "–", "", f"{one['units']:,}"
    return f"{one['value']:.3f}", f"{one['low']:.3f}–{one['high']:.3f}", f"{one['units']:,}"


def _time(one: Mapping[str, Any]) -> str:
    return str(one["at"])[:16].replace("T", " ")


def _given(value: Mapping[str, Any] | None) -> str:
    return f" {dumps(value)}" if value else ""


def _key(ledger: Ledger, name: str) -> str:
    """Return the whole key of an attribution, an actor or a claim; others stay as they are."""
    if "-" not in name:
        return get_claim(ledger, name).id
    shown = show(ledger, name)
    if isinstance(shown, ShownStatement):
        return shown.found.key
    return shown.key if isinstance(shown, ShownActor) else name
