"""What `sayso search` and `sayso show` print: for people, and the same facts for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.ledger import (
    Judgement,
    Ledger,
    actor_keys,
    attribution_keys,
    document_key,
    get_reading,
)
from sayso.ledger.documents import FoundDocument, find_documents
from sayso.ledger.page import Filter, Order, Page
from sayso.ledger.query import Found, find_statements
from sayso.ledger.show import ShownActor, ShownStatement, changes, show, versions
from sayso.records import Actor, Document, Reading
from sayso.views.listing import Form, many, print_rows
from sayso.views.notices import notice
from sayso.views.page import marked_text, page
from sayso.views.payload import dumps, judged_payload, reading_payload
from sayso.views.table import IDENTITY, Lines, Parts, Row, clean, make_rows

_AT_ONCE = 200  # statements asked for at a time where all are wanted
_SPANS = ("source", "cue", "content", "addressee", "verbatim")
_FACTS = (
    "document", "uri", "outlet", "title", "published", "speaker", "identity", "kind", "act", "mode",
    "factuality", "said", "source", "content", "snippet",
)  # fmt: skip
STATEMENT_COLUMNS = ("id", *_FACTS, "confidence", "chain", "responses", "spans", "why",
            "judged")  # fmt: skip
_OF_DOCUMENTS = (
    "id", "given_id", "uri", "outlet", "title", "published", "language", "attributions", "snippet",
)  # fmt: skip
_INDENT = 5  # columns before what a number heads


def print_found(
    ledger: Ledger, wanted: Filter, form: Form, *, order: Order, limit: int, cursor: str | None
) -> None:
    """Print statements; tell on standard error how to go on.

    Args:
        ledger: where to look.
        wanted: which statements.
        form: for people, or what programs read.
        order: "newest" first or the "best".
        limit: how many; 0 is all.
        cursor: where an earlier page ended.
    """
    count, following, before = 0, cursor, None
    for found in _pages(ledger, wanted, order, limit, cursor):
        if form == "page":
            _print_statements(ledger, found.items, before)
            before = found.items[-1].document if found.items else before
        else:
            print_rows(map(found_payload, found.items), STATEMENT_COLUMNS, form, head=not count)
        count += len(found.items)
        following = found.cursor
    if following:
        notice(f"{many(count, 'statement')}; for more, add --cursor {following} (or --limit 0)")
    elif form == "page" or not count:
        notice(f"{many(count, 'statement')}, no more" if count else _nothing(ledger))


def print_documents(
    ledger: Ledger, wanted: Filter, form: Form, *, order: Order, limit: int, cursor: str | None
) -> None:
    """Print documents by the words of their texts; the arguments are those of ``print_found``."""
    count, following = 0, cursor
    while True:
        found = find_documents(
            ledger, wanted, order=order, limit=limit or _AT_ONCE, cursor=following
        )
        rows = ({"id": one.key, **{name: getattr(one, name) for name in _OF_DOCUMENTS[1:]}}
                for one in found.items)  # fmt: skip
        if form == "page":
            _print_documents(found.items)
        else:
            print_rows(rows, _OF_DOCUMENTS, form, head=not count)
        count += len(found.items)
        following = found.cursor
        if limit or following is None:
            break
    if following:
        notice(f"{many(count, 'document')}; for more, add --cursor {following} (or --limit 0)")
    elif form == "page" or not count:
        notice(f"{many(count, 'document')}, no more")


def _print_documents(items: Sequence[FoundDocument]) -> None:
    console = Console()
    for one in items:
        facts = (one.outlet or "outlet unknown", one.published, one.title)
        heading = clean(" · ".join(fact for fact in facts if fact))
        snippet = Padding(Lines(Text(clean(one.snippet)), 3), (0, 0, 0, _INDENT))
        told = (clean(one.uri or ""), many(one.attributions, "attribution"), one.key)
        under = Parts([Text(part) for part in told if part], " · ", "dim")
        _print(console, Group(Text(), Lines(Text(heading, "bold")), snippet, under))


def found_payload(found: Found) -> dict[str, Any]:
    """Return a statement as JSON-ready values; ``spans`` point into its document's text."""
    attribution = found.attribution
    return {
        "id": found.key,
        **{name: getattr(found, name) for name in _FACTS},
        "confidence": round(float(found.confidence), 3),
        "chain": list(found.chain),
        "responses": [{"actor": one.actor, "response": one.response} for one in found.responses],
        "spans": {part: [list(span) for span in getattr(attribution, part)] for part in _SPANS},
        "why": list(attribution.why),
        "judged": judged_payload(attribution),
    }


def print_thing(ledger: Ledger, name: str, *, as_json: bool) -> None:
    """Print whatever an id stands for: a document, an attribution or an actor."""
    shown = show(ledger, name)
    if as_json:
        typer.echo(dumps(_thing_payload(shown)).encode())
    elif isinstance(shown, Reading):
        typer.echo(page(shown, Console()), nl=False, color=True)
        _print_ids(shown)
    elif isinstance(shown, ShownStatement):
        _print_statement(ledger, shown)
    else:
        _print_actor(ledger, shown)


def print_versions(ledger: Ledger, name: str, *, as_json: bool) -> None:
    """Print the versions of a document's article, and what changed from one to the next."""
    known = versions(ledger, name)
    made = [[], *(list(changes(ledger, old.key, new.key)) for old, new in pairwise(known))]
    if as_json:
        listed = [asdict(one) | {"changes": [asdict(change) for change in changed]}
                  for one, changed in zip(known, made, strict=True)]  # fmt: skip
        typer.echo(dumps({"versions": listed}).encode())
        return
    console = Console()
    for number, (one, changed) in enumerate(zip(known, made, strict=True), 1):
        facts = (f"Version {number}", one.key, one.published and f"published {one.published}",
                 f"added {one.taken_in[:16].replace('T', ' ')}", one.title)  # fmt: skip
        _print(console, Lines(Text(clean(" · ".join(filter(None, facts))), "bold")))
        for change in changed:
            sign, colour = ("−", "red") if change.what == "removed" else ("+", "green")
            _print(console, Padding(Lines(Text(f"{sign} {change.sentence}", colour)), (0, 0, 0, 2)))
    if len(known) == 1:
        notice("there is one version of it")


def _print_ids(reading: Reading) -> None:
    """Print by which ids the parts of a document can be shown."""
    document, console = document_key(reading.document), Console()
    numbered = enumerate(attribution_keys(reading), 1)
    marks = [f"{number}: {key.removeprefix(document)}" for number, key in numbered]
    names = zip(reading.actors, actor_keys(reading), strict=True)
    speakers = {hop.actor for one in reading.attributions for hop in one.chain[-1:]}
    marks += [f"{clean(actor.name)}: {key.removeprefix(document)}"
              for actor, key in names if actor.id in speakers]  # fmt: skip
    if marks:
        head = Lines(Text(f"Ids, for `sayso show {document}-…`", "bold"))
        _print(console, Group(head, Padding(Parts(list(map(Text, marks)), "  "), (0, 0, 0, 2))))


# --- a statement ---------------------------------------------------------------------


def _print_statements(ledger: Ledger, items: Sequence[Found], before: str | None) -> None:
    """Print statements, under a heading for each document."""
    console = Console()
    for found in items:
        if found.document != before:
            _print(console, Group(Text(), *_heading(found)))
        before = found.document
        _print(console, Group(Text(), _card(_row(ledger, found, console), found.key)))


def _print_statement(ledger: Ledger, shown: ShownStatement) -> None:
    console = Console()
    row = _row(ledger, shown.found, console)
    reasons = Table.grid(padding=(0, 2, 0, 0))
    reasons.add_column(style="dim", no_wrap=True)
    for field, reason in row.reasons:
        reasons.add_row(field, Lines(Text(reason)))
    _print(console, Group(
        *_heading(shown.found), Text(),
        *_context(shown, plain=console.color_system is None), Text(),
        _card(row, shown.found.key), Text(),
        Padding(reasons, (0, 0, 0, _INDENT)), *_judged(shown.judgements),
        *_chain(ledger, shown.found),
    ))  # fmt: skip


def _chain(ledger: Ledger, found: Found) -> Iterator[RenderableType]:
    """Yield the ids of those it came through, the speaker last."""
    reading = get_reading(ledger, found.document)
    ids = dict(zip((actor.id for actor in reading.actors), actor_keys(reading), strict=True))
    known = [Text(f"{clean(hop.name or '')}: {ids[hop.actor]}")
             for hop in found.attribution.chain if hop.actor in ids]  # fmt: skip
    if known:
        yield Padding(Parts(known, " · ", "dim"), (1, 0, 0, _INDENT))


def _print_actor(ledger: Ledger, shown: ShownActor) -> None:
    console, actor = Console(), shown.actor
    kind = actor.kind if actor.kind != "unknown" else None
    facts = (kind, IDENTITY.get(actor.identity or "", actor.identity), actor.country,
             many(len(actor.mentions), "mention"), shown.key)  # fmt: skip
    _print(console, Group(
        Lines(Text(clean(actor.name), "bold")),
        Parts([Text(clean(fact)) for fact in facts if fact], " · "),
        *_judged(shown.judgements),
    ))  # fmt: skip
    _print_statements(ledger, shown.statements, None)
    if not shown.statements:
        _print(console, Group(Text(), *_heading(shown.document)))
        notice("nothing is attributed to it in this report")


def _heading(of: Found | Document) -> list[RenderableType]:
    """Return the lines that say which report it is."""
    key = of.document if isinstance(of, Found) else of.id
    facts = (of.outlet or "outlet unknown", of.published, of.title)
    line = clean(" · ".join(fact for fact in facts if fact))
    under = [Text(part) for part in (clean(of.uri or ""), key) if part]
    return [Lines(Text(line, "bold")), Parts(under, " · ", "dim")]


def _card(row: Row, key: str) -> RenderableType:
    """Return a statement as on a narrow page of `sayso read`, with its id."""
    facts = (row.sure, Text(row.said), Text(f"conf. {row.confidence}"), Text(key, "dim"))
    answers = [Lines(row.answers)] if row.answers else []
    body = Group(row.who, row.saying, Lines(Text(row.what), 4), *answers, Parts(facts, " · "))
    card = Table.grid(padding=(0, 2, 0, 0))
    card.add_column(width=_INDENT - 2, justify="right", no_wrap=True)
    card.add_column()
    card.add_row(str(row.number), body)
    return card


def _row(ledger: Ledger, found: Found, console: Console) -> Row:
    rows = _rows(ledger, found.document, _arrow(console))
    if found.key in rows:
        return rows[found.key]
    alone = replace(get_reading(ledger, found.document), attributions=(found.attribution,))
    return make_rows(alone, arrow=_arrow(console))[0]  # rejected, or of an earlier reading


@lru_cache(maxsize=8)  # statements of one report come together
def _rows(ledger: Ledger, document: str, arrow: str) -> dict[str, Row]:
    reading = get_reading(ledger, document)
    rows = make_rows(reading, arrow=arrow)
    return dict(zip(attribution_keys(reading), rows, strict=True))


def _arrow(console: Console) -> str:
    try:
        "←".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return "<-"
    return "←"


def _context(shown: ShownStatement, *, plain: bool) -> Iterator[RenderableType]:
    """Yield the paragraphs that the statement stands in, marked up."""
    text, attribution = shown.document.text, shown.found.attribution
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    touched = {text.count("\n", 0, place) for start, end in spans for place in (start, end)}
    lines = marked_text(text, (attribution,), plain=plain).split("\n")
    for number in range(min(touched, default=0), max(touched, default=-1) + 1):
        yield Lines(lines[number])


def _judged(judgements: Sequence[Judgement]) -> Iterator[RenderableType]:
    for one in judgements:
        value = f" {dumps(one.value)}" if one.value else ""
        other = f" {one.other}" if one.other else ""
        line = f"{one.verdict}{other}{value} by {one.by}, {one.at[:16].replace('T', ' ')}"
        yield Padding(Lines(Text(clean(line))), (0, 0, 0, _INDENT))


# --- the rest ------------------------------------------------------------------------


def _thing_payload(shown: Reading | ShownStatement | ShownActor) -> dict[str, Any]:
    if isinstance(shown, Reading):
        return reading_payload(shown) | {"ids": ids_payload(shown)}
    judged = {"judgements": [asdict(one) for one in shown.judgements]}
    if isinstance(shown, ShownStatement):
        return found_payload(shown.found) | judged
    statements = [found_payload(found) for found in shown.statements]
    return {
        "id": shown.key, "document": shown.key.rpartition("-")[0], **_actor_payload(shown.actor),
        "statements": statements, **judged,
    }  # fmt: skip


def ids_payload(reading: Reading) -> dict[str, str]:
    """Map the ids within a document to those it goes by in a ledger."""
    names = [*(one.id for one in reading.attributions), *(one.id for one in reading.actors)]
    return dict(zip(names, (*attribution_keys(reading), *actor_keys(reading)), strict=True))


def _actor_payload(actor: Actor) -> dict[str, Any]:
    facts = {name: getattr(actor, name) for name in ("name", "kind", "identity", "country")}
    return facts | {"mentions": [list(span) for span in actor.mentions]}


def _pages(
    ledger: Ledger, wanted: Filter, order: Order, limit: int, cursor: str | None
) -> Iterator[Page[Found]]:
    """Yield one page of ``limit``, or all there are."""
    while True:
        found = find_statements(ledger, wanted, order=order, limit=limit or _AT_ONCE, cursor=cursor)
        yield found
        cursor = found.cursor
        if limit or cursor is None:
            return


def _nothing(ledger: Ledger) -> str:
    if not find_statements(ledger, limit=1).items:
        return f"there is no statement in {ledger.url} yet; `sayso add PATH` fills it"
    return (
        "no statement matches; try fewer words or options, a beginning of a word (vot*), "
        "or --documents for words anywhere in a report"
    )


def _print(console: Console, block: RenderableType) -> None:
    """Print through typer, which knows about pipes that close; no blanks at the ends of lines."""
    with console.capture() as shown:
        console.print(block, highlight=False)
    for line in shown.get().splitlines():
        typer.echo(line.rstrip() if console.color_system is None else line, color=True)
