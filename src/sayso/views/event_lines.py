"""Events and labels for people: a card each, the same in a page and in a list.

ASSAULT aerial  Russia → Aleppo
    killed 10–15 · Aleppo, SY · 2016-01-12 · planned · not so
    according to activists (no. 3)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from sayso.records import Count, Event, Label, Place, Reading
from sayso.views.table import Lines, Parts, clean

_INDENT = 2


def event_blocks(reading: Reading, arrow: str = "→") -> Iterator[RenderableType]:
    """Yield the events of a reading with a heading, nothing if there are none."""
    if not reading.events:
        return
    numbers = {a.id: n for n, a in enumerate(reading.attributions, 1)}
    speakers = {a.id: a.speaker for a in reading.attributions}
    cards = [
        Padding(event_card(event, whose(event, speakers, numbers), arrow), (0, 0, 0, _INDENT))
        for event in reading.events
    ]
    yield Group(Text("Events", "bold"), *cards)


def label_blocks(reading: Reading) -> Iterator[RenderableType]:
    """Yield how the voices call the actors, with a heading; nothing if they do not."""
    if not reading.labels:
        return
    lines = [
        Padding(Lines(Text(label_line(label))), (0, 0, 0, _INDENT)) for label in reading.labels
    ]
    yield Group(Text("How they are called", "bold"), *lines)


def event_card(event: Event, voice: str, arrow: str = "→") -> RenderableType:
    """Return an event in two or three lines.

    Args:
        event: the event.
        voice: whose word it is, as ``whose`` has it.
        arrow: from the actor to the recipient.
    """
    sides = f" {arrow} ".join(
        ", ".join(map(clean, names)) or "?" for names in _sides(event) if names is not None
    )
    head = Text.assemble((event.type, "bold"), f" {event.mode or ''}".rstrip(), "  ", sides)
    told = [Text(part) for part in _facts(event)]
    lines: list[RenderableType] = [Parts(told, " · ")] if told else []
    lines.append(Lines(Text(voice, "dim")))
    return Group(Lines(head), *(Padding(line, (0, 0, 0, _INDENT)) for line in lines))


def _sides(event: Event) -> tuple[Sequence[str], Sequence[str] | None]:
    alone = not event.recipient or event.recipient == event.actor
    return event.actor, None if alone and event.actor else event.recipient


def _facts(event: Event) -> Iterator[str]:
    """Yield what is told beside who: what, how many, where, when, whether it was so."""
    if event.items:
        yield ", ".join(map(clean, event.items))
    taken = [count for count in event.counts if count.what in _HARM]
    yield from (f"{count.what} {_range(count)}" for count in taken)
    if event.where is not None or event.place:
        yield _place(event.where) if event.where else clean(event.place or "")
    if event.date:
        yield event.date
    if event.modality != "actual":
        yield event.modality
    if event.polarity == "-":
        yield "said not to be so"


_HARM = frozenset({"killed", "wounded", "missing", "detained", "displaced"})


def _range(count: Count) -> str:
    if count.low == count.high:
        return f"{count.low:,}"
    if count.low is None or count.high is None:
        bound = count.high if count.low is None else count.low
        return f"{'up to' if count.low is None else 'at least'} {bound:,}"
    return f"{count.low:,}–{count.high:,}"


def _place(where: Place) -> str:
    more = f" (or in {', '.join(where.others)})" if where.others else ""
    return f"{clean(where.name)}{f', {where.country}' if where.country else ''}{more}"


def whose(
    event: Event, speakers: Mapping[str, str | None], numbers: Mapping[str, int] | None = None
) -> str:
    """Return whose word an event is: "according to Ann Lee (no. 3)", "the report itself"."""
    if event.attribution is None:
        return "the report itself"
    name = clean(speakers.get(event.attribution) or "somebody unnamed")
    number = (numbers or {}).get(event.attribution)
    return f"according to {name}{f' (no. {number})' if number else ''}"


def label_line(label: Label) -> str:
    """Return a label in a line: 'Hezbollah is no "terror organization" to Russia'."""
    who = clean(label.by) if label.by else "the report"
    verb, of = ("no", "to") if label.polarity == "-" else ("called", "by")
    return f"{clean(label.actor)}: {verb} “{clean(label.label)}” {of} {who}"
