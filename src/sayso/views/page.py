"""A reading for people: who and what, the text marked up, a table, the actors, the totals.

Nothing is told by colour alone. Contents stand between numbered brackets;
where the console has no styles, sources stand between ``_`` and cues between
``/`` instead of being underlined and slanted. Where its encoding lacks our
signs, plainer ones stand for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.records import Actor, Attribution, Document, Reading, Span
from sayso.text import merged, words_of
from sayso.views.event_lines import event_blocks, label_blocks
from sayso.views.table import (
    IDENTITY,
    Lines,
    Parts,
    answer,
    clean,
    continued,
    hops,
    make_rows,
    table,
)

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SOURCE, _CUE, _BRACKET = "underline", "italic", "bold cyan"
_DOINGS = ("says", "passes on", "answers")  # the order in which a list of actors has them
_NOBODY = "Nobody is quoted or cited in this report."
# What stands for a sign that an encoding lacks: as wide as the sign, for it is put in when all
# lines are broken. The last two isolate right-to-left words; they have no width.
_PLAINER = dict(zip("⟦⟧✓✗∅–−·…“”‘’—─\u2068\u2069", [*"[]+xo--|~\"\"''--", "", ""], strict=True))


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs whose plainer form has another width, so that a page is laid out with them.

    Attributes:
        opening: before a content, with a place for its number.
        arrow: from a hop to whom it had it from.
        raised: whether numbers in the text are raised.
    """

    opening: str = "⟦{}"
    arrow: str = "←"
    raised: bool = True

    def number(self, number: int) -> str:
        """Return a number as it stands at a bracket; nothing for 0."""
        digits = str(number) if number else ""
        return digits.translate(_RAISED) if self.raised else digits


_UNICODE, _ASCII = Signs(), Signs("⟦{}:", "<-", raised=False)


def page(reading: Reading, console: Console, *, why: bool = False, everyone: bool = False) -> str:
    """Return a reading as text that fits the console, with its styles if it has any.

    Args:
        reading: one report.
        console: gives the width, the encoding, and whether there are styles.
        why: add what decided each field of each attribution.
        everyone: list all actors, not only those who speak, pass on or answer.
    """
    plain = console.color_system is None
    signs = _UNICODE if _prints(f"{_UNICODE.arrow}⁰¹⁴⟦", console.encoding) else _ASCII
    with console.capture() as shown:
        width = console.width
        for block in _blocks(reading, width, signs, plain=plain, why=why, everyone=everyone):
            console.print(block, highlight=False)
            console.print()
    lacking = {ord(s): to for s, to in _PLAINER.items() if not _prints(s, console.encoding)}
    lines = shown.get().translate(lacking).split("\n")
    return "\n".join(line.rstrip() if plain else line for line in lines)


def marked_text(
    text: str, attributions: Sequence[Attribution], *, plain: bool, signs: Signs = _UNICODE
) -> Text:
    """Return the text with contents in numbered brackets, sources and cues set off.

    A content in pieces has the same number on each. A closing bracket is
    numbered only where contents cross and its partner would be in doubt.

    Args:
        text: of the document.
        attributions: numbered from 1 in this order.
        plain: set sources and cues off by characters instead of styles.
        signs: the brackets of the contents.
    """
    out, opened, brackets = Text(), dict[_Mark, int](), list[_Mark]()
    here = 0
    for there, closing, mark in _events(_marks(attributions, signs, plain=plain)):
        out.append(text[here:there])
        here = there
        if not closing:
            opened[mark] = len(out)
            out.append(mark.opening, _BRACKET if mark.number else None)
            brackets += [mark] if mark.number else []
            continue
        crossed = mark.number and brackets[-1] is not mark
        out.append(mark.closing + signs.number(mark.number if crossed else 0), mark.style)
        if mark.number:
            brackets.remove(mark)
        elif mark.style:
            out.stylize(mark.style, opened[mark])
    return out.append(text[here:])


# -- the text -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of text to set off; ``number`` is 0 for sources and cues."""

    span: Span
    rank: int
    opening: str
    closing: str
    style: str
    number: int = 0


def _marks(attributions: Sequence[Attribution], signs: Signs, *, plain: bool) -> list[_Mark]:
    stretches: list[tuple[Span, str, str, str, int]] = [
        (span, signs.opening.format(signs.number(number)), "⟧", _BRACKET, number)
        for number, attribution in enumerate(attributions, 1)
        for span in attribution.content
    ]
    for role, sign, style in (("source", "_", _SOURCE), ("cue", "/", _CUE)):
        spans = merged(span for a in attributions for span in getattr(a, role))
        sign, style = (sign, "") if plain else ("", style)  # noqa: PLW2901
        stretches += [(span, sign, sign, style, 0) for span in spans]
    return [
        _Mark(span, rank, opening, closing, style, number)
        for rank, (span, opening, closing, style, number) in enumerate(stretches)
        if span[0] < span[1]
    ]


def _events(marks: Sequence[_Mark]) -> Iterator[tuple[int, bool, _Mark]]:
    """Yield every opening and closing with its offset, so that what can nest nests."""
    found = [((m.span[0], True, -m.span[1], m.rank), m) for m in marks]
    found += [((m.span[1], False, -m.span[0], -m.rank), m) for m in marks]
    for (offset, opening, *_), mark in sorted(found, key=lambda event: event[0]):
        yield offset, not opening, mark


def _prints(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


# -- the page -------------------------------------------------------------------------------


def _header(document: Document) -> RenderableType:
    facts = (
        document.outlet or "outlet unknown",
        f"by {', '.join(document.byline)}" if document.byline else None,
        document.published,
        f"credit: {document.credit}" if document.credit else None,
        document.language,
    )
    known = " · ".join(clean(fact) for fact in facts if fact)
    title = Text(clean(document.title or "(no title)"), "bold")
    address = [Text(clean(document.uri))] if document.uri else []
    return Group(Rule(style="dim"), title, Lines(Text(known)), *address)


def _blocks(
    reading: Reading, width: int, signs: Signs, *, plain: bool, why: bool, everyone: bool
) -> Iterator[RenderableType]:
    attributions = reading.attributions
    yield _header(reading.document)
    text = marked_text(reading.document.text, attributions, plain=plain, signs=signs)
    yield from text.split("\n")
    if attributions:
        yield _legend(signs, plain=plain)
        yield table(make_rows(reading, arrow=signs.arrow), width, why=why)
        yield _notes(reading, signs)
    else:
        yield Text(_NOBODY)
    yield from _loose(reading)
    yield from event_blocks(reading, "→" if signs is _UNICODE else "->")
    yield from label_blocks(reading)
    yield from _actors(reading, width, everyone=everyone)
    if attributions:
        yield _totals(reading)


def _legend(signs: Signs, *, plain: bool) -> Text:
    opening = signs.opening.format("ⁿ" if signs.raised else "n")
    legend = Text.assemble((opening, _BRACKET), "what is attributed", ("⟧", _BRACKET), " no. n · ")
    if plain:
        return legend.append("_source_ · /cue/")
    return legend.append("source", _SOURCE).append(" · ").append("cue", _CUE)


def _notes(reading: Reading, signs: Signs) -> RenderableType:
    """Return what the columns mean, as far as they have something to tell."""
    chains = [(a.chain[0].name, hops(a)) for a in reading.attributions if a.chain]
    alone = sorted({clean(outlet) for outlet, between in chains if outlet and not between})
    notes = []
    if any(between for _, between in chains):
        notes.append(f"who: A {signs.arrow} B is A, who has it from B.")
    if alone:
        notes.append(f"A name without {signs.arrow} came through {', '.join(alone)} alone.")
    if any(a.factuality for a in reading.attributions):
        notes.append(
            "sure: in the speaker’s eyes it is so (+), it is not so (−), or no stand is taken (?)."
        )
    notes.append("conf.: how sure sayso is, 0 to 1, that this is an attribution.")
    return Parts([Text(note) for note in notes], style="dim")


def _loose(reading: Reading) -> Iterator[RenderableType]:
    """Yield the responses that are about no attribution in the list, each with its words."""
    known = {a.id for a in reading.attributions}
    loose = [response for response in reading.responses if response.about not in known]
    if not loose:
        return
    lines = []
    for response in loose:
        words = words_of(reading.document.text, response.evidence)
        lines.append(answer(response, reading).append(f": “{words}”" if words else ""))
    shown = Group(*(Lines(line) for line in lines))
    yield Group(Text("Responses to no statement above", "bold"), Padding(shown, (0, 0, 0, 2)))


def _actors(reading: Reading, width: int, *, everyone: bool) -> Iterator[RenderableType]:
    parts = _parts_played(reading)
    shown = [actor for actor in reading.actors if everyone or actor.id in parts]
    others = len(reading.actors) - len(shown)
    if not shown:
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    names = [Text(clean(actor.name), "bold") for actor in shown]
    grid.add_column(width=min(max(name.cell_len for name in names), width * 2 // 5))
    grid.add_column()
    for actor, name in zip(shown, names, strict=True):
        facts = [*_known_of(actor), *parts.get(actor.id, [])]
        grid.add_row(Lines(name), Parts([Text(fact) for fact in facts], " · "))
    head = "Actors" if everyone else "Actors who speak, pass on or answer"
    left = f" ({others} more: --actors)" if others else ""
    yield Group(Text.assemble((head, "bold"), left), Padding(grid, (0, 0, 0, 2)))


def _known_of(actor: Actor) -> list[str]:
    mentions = _many(len(actor.mentions), "mention")
    identity = IDENTITY.get(actor.identity or "", actor.identity)
    kind = actor.kind if actor.kind != "unknown" else None
    facts = (kind, identity, actor.country, mentions)
    return [clean(fact) for fact in facts if fact]


def _parts_played(reading: Reading) -> dict[str, list[str]]:
    """Map the id of an actor to what he does: ``["says 2–4, 7", "answers 1"]``."""
    ids = {actor.name: actor.id for actor in reversed(reading.actors)}
    ids |= {actor.id: actor.id for actor in reading.actors}
    played: dict[str, dict[str, list[int]]] = {}
    for who, does, number in _doings(reading):
        if who in ids:
            played.setdefault(ids[who], {}).setdefault(does, []).append(number)
    return {
        who: [f"{does} {_ranges(doings[does])}".rstrip() for does in _DOINGS if does in doings]
        for who, doings in played.items()
    }


def _doings(reading: Reading) -> Iterator[tuple[str, str, int]]:
    """Yield who (an actor's id, or else a name) does what, in which number (0: in none)."""
    numbers = {a.id: number for number, a in enumerate(reading.attributions, 1)}
    for number, attribution in enumerate(reading.attributions, 1):
        chain, speaker = attribution.chain, attribution.speaker
        if speaker:
            last = chain[-1].actor if chain and chain[-1].name == speaker else None
            yield last or speaker, "says", number
        for hop in chain[1 : 1 + len(hops(attribution))]:
            yield hop.actor or hop.name or "", "passes on", number
    for response in reading.responses:
        yield response.actor, "answers", numbers.get(response.about or "", 0)


def _ranges(numbers: Iterable[int]) -> str:
    """Return 2–4, 7 for 2, 3, 4, 7."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers) - {0}):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _totals(reading: Reading) -> RenderableType:
    """Return how it is said, who says it, and how much came through others."""
    attributions = reading.attributions
    modes = Counter(a.mode for a in attributions)
    how = [f"{modes[mode]} {mode}" for mode in ("direct", "mixed", "indirect") if modes[mode]]
    more = {
        "continued": len(continued(reading)),
        "within another": sum(a.parent is not None for a in attributions),
    }
    told = "; ".join(filter(None, (", ".join(how), _counted(more))))
    lines = [f"{_many(len(attributions), 'attribution')}: {told}"]
    lines += filter(None, [_voices(attributions), _passages(attributions)])
    return Parts([Text(f"{line}.") for line in lines])


def _voices(attributions: Sequence[Attribution]) -> str:
    """Return the count of speakers, and whether the reader learns who; nothing if undecided."""
    known = Counter(a.identity for a in attributions if a.identity)
    if not known:
        return ""
    speakers = len({a.speaker for a in attributions if a.speaker})
    words = {"named": "named", "role": "by role", "anonymous": "anonymous", "unstated": "unstated"}
    shares = ", ".join(
        f"{known[identity] / len(attributions):.0%} {word}"
        for identity, word in words.items()
        if known[identity] or identity == "anonymous"
    )
    return f"{_many(speakers, 'speaker')}; {shares}"


def _passages(attributions: Sequence[Attribution]) -> str:
    lengths = [len(hops(a)) for a in attributions if hops(a)]
    if not lengths:
        return ""
    return f"{len(lengths)} through others, by {_many(sum(lengths), 'hop')}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
