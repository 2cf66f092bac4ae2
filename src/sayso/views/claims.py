"""What `sayso claims` and `sayso claim` print: for people, and the same facts for programs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.claims import update_claims
from sayso.ledger import Judgement, Ledger, actor_keys, judgements
from sayso.ledger.claims import find_claims, get_claim
from sayso.ledger.readings import get_readings
from sayso.records import Claim, Member, Origin, Reading, Spread
from sayso.resolve.grade import (
    Grade,
    Grades,
    Way,
    Ways,
    credibility,
    identity_of,
    overridden,
    reliability,
    way_of,
)
from sayso.views.claim_facts import (
    Node,
    Told,
    attribution_of,
    chain_of,
    count_documents,
    count_outlets,
    day,
    excerpt,
    sentences,
    timeline,
    tree_of,
)
from sayso.views.claim_page import claim_blocks, counts_of, row_parts
from sayso.views.listing import Form, many, print_rows
from sayso.views.notices import notice
from sayso.views.payload import dumps
from sayso.views.table import Lines, Parts, clean

_AT_ONCE = 200  # claims asked for at a time where all are wanted
_GRADED = 12  # members of each origin that are looked at for its grade
_HISTORY = 200  # other claims of an origin that are looked at for its reliability
_WIDE = 100  # columns from which a list is a table
_COUNTS = ("documents", "outlets", "origins", "denials")
_COLUMNS = (
    "id", "text", *_COUNTS, "credibility", "first", "last", "stated_by", "denied_by", "silent",
    "spreads", "members",
)  # fmt: skip
_EVERY = 5.0  # seconds between two lines of progress where there is no terminal


# --- payloads --------------------------------------------------------------------------


def claim_payload(claim: Claim, grades: Grades | None = None) -> dict[str, Any]:
    """Return a claim as JSON-ready values, keys always the same and in the same order.

    Args:
        claim: of the ledger, or of ``sayso.resolve.claims``.
        grades: its grades, if they were asked for; else "grades" is null.
    """
    return {
        "id": claim.id,
        "text": claim.text,
        "members": [_member(one) for one in claim.members],
        "origins": [_origin(one) for one in claim.origins],
        "counts": counts_payload(claim),
        "spreads": [_spread(one) for one in claim.spreads],
        "silent": [
            {"actor": actor, "response": response, "member": n}
            for actor, response, n in claim.silent
        ],
        "happenings": [asdict(one) for one in claim.happenings],
        "grades": grades and _grades(grades),
    }


def counts_payload(claim: Claim) -> dict[str, int]:
    """Return in how many documents, outlets, from how many origins; denials are origins too."""
    denials = sum(one.denies for one in claim.origins)
    values = (
        count_documents(claim.members), count_outlets(claim.members),
        len(claim.origins) - denials, denials,
    )  # fmt: skip
    return dict(zip(_COUNTS, values, strict=True))


def told_payload(told: Told) -> dict[str, Any]:
    """Return all that the page of a claim shows: its payload with more about each part."""
    claim = told.claim
    payload = claim_payload(claim, told.grades)
    for n, one in enumerate(payload["members"]):
        reading = told.readings.get(one["document"])
        evidence = claim.members[n].evidence
        one["chain"] = list(chain_of(told, n))
        one["context"] = excerpt(reading.document.text, evidence) if reading else None
    for one, origin in zip(payload["origins"], claim.origins, strict=True):
        one["tree"] = _node(tree_of(told, origin))
    moments = [asdict(one) for one in timeline(claim)]
    return {**payload, "summary": sentences(told), "timeline": moments}


def _member(member: Member) -> dict[str, Any]:
    return {
        "document": member.document,
        "uri": member.uri,
        "outlet": member.outlet,
        "attribution": member.attribution,
        "evidence": [[int(start), int(end)] for start, end in member.evidence],
        "stance": member.stance,
        "text": member.text,
        "speaker": member.speaker,
        "said": member.said,
        "published": member.published,
        "key": member.key,
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "name": origin.name,
        "members": list(origin.members),
        "why": list(origin.why),
        "denies": origin.denies,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    told = [{"member": n, "low": low, "high": high} for n, low, high in spread.told]
    return {"of": spread.of, "low": spread.low, "high": spread.high, "told": told}


def _grades(grades: Grades) -> dict[str, Any]:
    each = grades.reliability
    return {
        "credibility": _grade(grades.credibility),
        "reliability": None if each is None else [_grade(one) for one in each],
    }


def _grade(grade: Grade) -> dict[str, Any]:
    return {"grade": grade.grade, "meaning": grade.meaning, "why": list(grade.why)}


def _node(node: Node) -> dict[str, Any]:
    children = [_node(child) for child in node.children]
    return {"name": node.name, "members": list(node.members), "children": children}


def _row(claim: Claim, grades: Grades) -> dict[str, Any]:
    """Return a claim as a row of CSV."""
    payload = claim_payload(claim, grades)
    days = sorted(filter(None, (one.published for one in claim.members)))
    names = {denies: [one.name for one in claim.origins if one.denies == denies]
             for denies in (False, True)}  # fmt: skip
    return {
        **payload,
        **payload["counts"],
        "credibility": grades.credibility.grade,
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "stated_by": names[False],
        "denied_by": names[True],
    }


# --- what it takes to show a claim -----------------------------------------------------

Readings = dict[str, Reading | None]  # by document; None if the ledger has lost it


def told_of(ledger: Ledger, claim: Claim, *, graded: bool = True) -> Told:
    """Return a claim with the readings of its documents and its grades.

    Args:
        ledger: where it is.
        claim: which.
        graded: whether its origins are graded, too: all their other claims are looked at.
    """
    known = _readings(ledger, (one.document for one in claim.members))
    ways = _ways(claim, known)
    each = (_reliability(ledger, claim, one, ways, known) for one in claim.origins)
    grades = Grades(_credibility(ledger, claim, ways), tuple(each) if graded else None)
    return Told(claim, {key: one for key, one in known.items() if one}, ways, grades)


def _readings(ledger: Ledger, documents: Iterable[str]) -> Readings:
    """Return the readings of some documents; None for those that were forgotten since."""
    asked = dict.fromkeys(documents)
    found = get_readings(ledger, asked)
    return {key: found.get(key) for key in asked}


def _looked_at(claim: Claim) -> Iterator[int]:
    """Yield the first members of each origin: of very many, these will do."""
    for origin in claim.origins:
        yield from origin.members[:_GRADED]


def _ways(claim: Claim, known: Readings) -> dict[int, Way]:
    """Return the ways of the members that are looked at."""
    out = {}
    for n in _looked_at(claim):
        member = claim.members[n]
        reading = known.get(member.document)
        told = attribution_of(member, reading)
        if reading and (told or member.attribution is None):
            out[n] = way_of(member, told)
    return out


def _ways_of(ledger: Ledger, claim: Claim) -> dict[int, Way]:
    return _ways(
        claim, _readings(ledger, (claim.members[n].document for n in _looked_at(claim)))
    )  # fmt: skip


def _credibility(ledger: Ledger, claim: Claim, ways: Ways) -> Grade:
    return _judged(ledger, credibility(claim, ways), "claim", [claim.id])


def _reliability(
    ledger: Ledger, claim: Claim, origin: Origin, ways: Ways, known: Readings
) -> Grade:
    others: list[Claim] = []
    if origin.name and identity_of(origin, ways) == "named":  # nobody else can be followed
        page = find_claims(ledger, actor=origin.name, limit=_HISTORY)
        others = [one for one in page.claims if one.id != claim.id]
    found = reliability(origin, ways, others)
    return _judged(ledger, found, "actor", speakers(claim, origin, known))


def _judged(ledger: Ledger, grade: Grade, kind: str, keys: Iterable[str]) -> Grade:
    """Return the grade that a person has set, the last one if there are several; else ours."""
    found = [
        one for key in dict.fromkeys(keys) for one in judgements(ledger, key)
        if is_grade(one, kind)
    ]  # fmt: skip
    if not found:
        return grade
    last = max(found, key=lambda one: (one.at, one.key))
    return overridden(grade, last.value or {}, last.by)


def is_grade(judgement: Judgement, kind: str) -> bool:
    """Tell whether a judgement sets a grade of something of this kind."""
    value = judgement.value or {}
    return judgement.kind == kind and judgement.verdict == "correct" and "grade" in value


def speakers(claim: Claim, origin: Origin, known: Mapping[str, Reading | None]) -> Iterator[str]:
    """Yield the keys of the actors by whose word an origin's first members are."""
    for n in origin.members[:_GRADED]:
        member = claim.members[n]
        reading = known.get(member.document)
        told = attribution_of(member, reading)
        if reading and told:
            names = zip(reading.actors, actor_keys(reading), strict=True)
            yield from (key for actor, key in names if actor.name == told.speaker)


# --- lists -----------------------------------------------------------------------------


def print_claims(
    ledger: Ledger,
    form: Form,
    *,
    about: str | None,
    actor: str | None,
    limit: int,
    cursor: str | None,
) -> None:
    """Print claims, those of most documents first; tell on standard error how to go on.

    Args:
        ledger: where to look.
        form: for people, or what programs read.
        about: words in the claim or in what its members say.
        actor: a name of whoever states or denies it.
        limit: how many; 0 is all.
        cursor: where an earlier list ended.
    """
    count, following = 0, cursor
    while True:
        page = find_claims(
            ledger, about=about, actor=actor, limit=limit or _AT_ONCE, cursor=following
        )
        _print_some(ledger, page.claims, form, first=not count)
        count += len(page.claims)
        following = page.cursor
        if limit or following is None:
            break
    if following:
        notice(f"{many(count, 'claim')}; for more, add --cursor {following} (or --limit 0)")
    elif form == "page" or not count:
        asked = about is not None or actor is not None
        notice(f"{many(count, 'claim')}, no more" if count else _nothing(ledger, asked=asked))


def _nothing(ledger: Ledger, *, asked: bool) -> str:
    if asked:
        return "no claim matches; try fewer words, or `sayso search` for single statements"
    return (
        f"there is no claim in {ledger.url} yet: a claim is what two reports and more state, and "
        "`sayso add PATH` adds reports"
    )


def _print_some(ledger: Ledger, claims: Iterable[Claim], form: Form, *, first: bool) -> None:
    graded = ((one, Grades(_credibility(ledger, one, _ways_of(ledger, one)))) for one in claims)
    if form == "page":
        _print_table([one for one, _ in graded], head=first)
    else:
        rows = (
            claim_payload(one, grades) if form == "json" else _row(one, grades)
            for one, grades in graded
        )
        print_rows(rows, _COLUMNS, form, head=first)


def _print_table(claims: Iterable[Claim], *, head: bool) -> None:
    console = Console()
    wide = console.width >= _WIDE
    if head and wide:
        names = ("claim", "who says so; ✗ denies, ? doubts it", "docs", *_COUNTS[1:])
        _print(console, _columns(console.width, *(Text(name, "bold") for name in names)))
    for one in claims:
        _print(console, Text())
        _print(console, _line(one, console.width) if wide else _card(one))


def _columns(width: int, *cells: RenderableType) -> Table:
    counts = (5, 7, 7, 7)
    rest = width - sum(counts) - 2 * (len(counts) + 1)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for wide in (rest * 11 // 20, rest - rest * 11 // 20):
        grid.add_column(width=wide)
    for wide in counts:
        grid.add_column(width=wide, justify="right")
    grid.add_row(*cells)
    return grid


def _line(claim: Claim, width: int) -> RenderableType:
    counts = [Text(f"{count:,}") for count in counts_payload(claim).values()]
    text = Group(Lines(Text(clean(claim.text), "bold"), 3), _under(claim))
    return _columns(width, text, Lines(row_parts(claim), 4), *counts)


def _card(claim: Claim) -> RenderableType:
    body = Group(Lines(row_parts(claim), 4), counts_of(claim), _under(claim))
    return Group(Lines(Text(clean(claim.text), "bold"), 3), Padding(body, (0, 0, 0, 2)))


def _under(claim: Claim) -> Parts:
    days = sorted(filter(None, (day(one.published) for one in claim.members)))
    when = " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""
    return Parts([Text(when), Text(claim.id)], " · ", "dim")


# --- one claim -------------------------------------------------------------------------


def print_claim(ledger: Ledger, key: str, *, as_json: bool, most: int) -> None:
    """Print all that is known of a claim.

    Args:
        ledger: where it is.
        key: its id.
        as_json: one object, with everything.
        most: places and moments that a page shows; 0 is all.
    """
    told = told_of(ledger, get_claim(ledger, key))
    if as_json:
        typer.echo(dumps(told_payload(told)).encode())
        return
    console = Console()
    for n, block in enumerate(claim_blocks(told, most=most, arrow=_arrow(console))):
        _print(console, Group(Text(), block) if n else block)


def _arrow(console: Console) -> str:
    try:
        "←".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return "<-"
    return "←"


def _print(console: Console, block: RenderableType) -> None:
    with console.capture() as shown:
        console.print(block, highlight=False)
    for line in shown.get().split("\n")[:-1]:
        typer.echo(line.rstrip() if console.color_system is None else line, color=True)


# --- bringing them up to date ----------------------------------------------------------


def make_current(ledger: Ledger) -> None:
    """Bring the claims up to date with the documents, showing how far it is.

    A ledger that may only be read keeps the claims that it has.
    """
    if ledger.read_only:
        notice("the ledger may only be read: reports added since its claims were made are not in")
        return
    with _progress() as progress:
        count = update_claims(ledger, progress=progress)
    if count:
        notice(f"claims are up to date with {many(count, 'report')} more")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Give what shows how many of how many are done: a bar on a terminal, else lines."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _in_lines()
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = SpinnerColumn(), BarColumn(12), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("claims: looking for reports that are new", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=_done(done, total))

        yield show


def _in_lines() -> Callable[[int, int], None]:
    last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            notice(_done(done, total))

    return show


def _done(done: int, total: int) -> str:
    return f"claims: {done:,} of {many(total, 'report')}"
