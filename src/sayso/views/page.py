"""A reading for people: who and what, the text marked up, a table, the totals.

Nothing is told by colour alone. Contents stand between numbered brackets;
where the console has no styles, sources stand between ``_`` and cues between
``/`` instead of being underlined and slanted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.measure import Measurement
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.records import Attribution, Document, Reading, Span, Spans
from sayso.text import merged, normalise, words_of

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SOURCE, _CUE, _BRACKET = "underline", "italic", "bold cyan"
_NARROW, _WIDE = 80, 100  # columns: below, cells take three lines; from, modes and acts one
_NOBODY = "Nobody is quoted or cited in this report."


def page(reading: Reading, console: Console, *, why: bool = False) -> str:
    """Return a reading as text that fits the console, with its styles if it has any.

    Args:
        reading: one report.
        console: gives the width, and whether there are styles.
        why: add the reasons of each attribution.
    """
    plain = console.color_system is None
    with console.capture() as shown:
        for block in _blocks(reading, console.width, plain=plain, why=why):
            console.print(block, highlight=False)
            console.print()
    lines = shown.get().split("\n")
    return "\n".join(line.rstrip() if plain else line for line in lines)


def marked_text(text: str, attributions: Sequence[Attribution], *, plain: bool) -> Text:
    """Return the text with contents in numbered brackets, sources and cues set off.

    A content in pieces has the same number on each. A closing bracket is
    numbered only where contents cross and its partner would be in doubt.

    Args:
        text: of the document.
        attributions: numbered from 1 in this order.
        plain: set sources and cues off by characters instead of styles.
    """
    out, opened, brackets = Text(), dict[_Mark, int](), list[_Mark]()
    here = 0
    for there, closing, mark in _events(_marks(attributions, plain=plain)):
        out.append(text[here:there])
        here = there
        if not closing:
            opened[mark] = len(out)
            out.append(mark.opening, _BRACKET if mark.number else None)
            brackets += [mark] if mark.number else []
            continue
        crossed = mark.number and brackets[-1] is not mark
        out.append(mark.closing + _raised(mark.number if crossed else 0), mark.style)
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


def _marks(attributions: Sequence[Attribution], *, plain: bool) -> list[_Mark]:
    stretches: list[tuple[Span, str, str, str, int]] = [
        (span, f"⟦{_raised(number)}", "⟧", _BRACKET, number)
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


def _raised(number: int) -> str:
    return str(number).translate(_RAISED) if number else ""


# -- the page -------------------------------------------------------------------------------


def _blocks(reading: Reading, width: int, *, plain: bool, why: bool) -> Iterator[RenderableType]:
    attributions = reading.attributions
    yield _header(reading.document)
    paragraphs = marked_text(reading.document.text, attributions, plain=plain).split("\n")
    yield from paragraphs
    if not attributions:
        yield Text(_NOBODY)
        return
    yield _legend(plain=plain)
    earlier = _continued(reading)
    yield _table(reading, earlier, width)
    if why:
        yield _reasons(attributions)
    yield Text(_totals(attributions, earlier))


def _header(document: Document) -> RenderableType:
    facts = (
        document.outlet or "outlet unknown",
        f"by {', '.join(document.byline)}" if document.byline else None,
        document.published,
        f"credit: {document.credit}" if document.credit else None,
        document.language,
    )
    known = " · ".join(_isolated(_clean(fact)) for fact in facts if fact)
    title = Text(_clean(document.title or "(no title)"), "bold")
    address = [Text(_clean(document.uri))] if document.uri else []
    return Group(Rule(style="dim"), title, Text(known), *address)


def _legend(*, plain: bool) -> Text:
    legend = Text.assemble(("⟦ⁿ", _BRACKET), "what is attributed", ("⟧", _BRACKET), " no. n · ")
    if plain:
        return legend.append("_source_ · /cue/")
    return legend.append("source", _SOURCE).append(" · ").append("cue", _CUE)


def _table(reading: Reading, earlier: Mapping[str, int], width: int) -> Table:
    text, lines = reading.document.text, 3 if width < _NARROW else 2
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    # All but "what" keep their width (no_wrap); what it gets is what they leave.
    table.add_column("no.", justify="right", no_wrap=True)
    table.add_column("who", no_wrap=True, max_width=max(14, width // 5))
    table.add_column("cue", no_wrap=True, max_width=max(10, width // 7))
    table.add_column("how", no_wrap=True, max_width=18 if width >= _WIDE else 9)
    table.add_column("what")
    table.add_column("conf.", justify="right", no_wrap=True)
    for number, attribution in enumerate(reading.attributions, 1):
        how = ", ".join(filter(None, (attribution.mode, attribution.act)))
        table.add_row(
            str(number),
            _Fitted(_who(attribution, text, earlier), lines, _SOURCE if attribution.source else ""),
            _Fitted(words_of(text, attribution.cue) or "–", lines, _CUE if attribution.cue else ""),
            _Fitted(how, 2),
            _Fitted(words_of(text, attribution.content), lines),
            f"{attribution.confidence:.2f}",
        )
    return table


def _who(attribution: Attribution, text: str, earlier: Mapping[str, int]) -> str:
    words, name = words_of(text, attribution.source), attribution.speaker
    if attribution.id in earlier:
        note = f"(continues {earlier[attribution.id]})"
        return f"{name} {note}" if name else note
    if not words:
        return name or "unstated"
    return words if name is None or name in words else f"{words} ({name})"


def _continued(reading: Reading) -> dict[str, int]:
    """Map what has neither source nor cue to the number of the speech it goes on from.

    That is the last attribution before it on its own level, in its paragraph
    or the one before (the guidelines' continued quotation).
    """
    out: dict[str, int] = {}
    for number, here in enumerate(reading.attributions):
        if here.source or here.cue or not here.content:
            continue
        before = [(n, a) for n, a in enumerate(reading.attributions[:number], 1)
                  if a.parent == here.parent]  # fmt: skip
        if before and _goes_on(*before[-1][1:], here, reading.document.text):
            out[here.id] = out.get(before[-1][1].id, before[-1][0])
    return out


def _goes_on(first: Attribution, then: Attribution, text: str) -> bool:
    spans: Spans = (*first.source, *first.cue, *first.content)
    end = max((span[1] for span in spans), default=0)
    near = text.count("\n", end, then.content[0][0]) <= 1
    return near and (first.speaker == then.speaker or None in (first.speaker, then.speaker))


def _reasons(attributions: Sequence[Attribution]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for number, attribution in enumerate(attributions, 1):
        table.add_row(str(number), Text("; ".join(attribution.why) or "no reason given"))
    return table


def _totals(attributions: Sequence[Attribution], earlier: Mapping[str, int]) -> str:
    modes = Counter(a.mode for a in attributions)
    sourced = sum(bool(a.source) for a in attributions)
    voices = {
        "with a source": sourced,
        "continued": len(earlier),
        "unstated": len(attributions) - sourced - len(earlier),
        "within another": sum(a.parent is not None for a in attributions),
    }
    counts = ", ".join(f"{modes[m]} {m}" for m in ("direct", "mixed", "indirect") if modes[m])
    told = ", ".join(f"{count} {voice}" for voice, count in voices.items() if count)
    plural = "" if len(attributions) == 1 else "s"
    return f"{len(attributions)} attribution{plural}: {counts}; {told}."


# -- words in cells -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Words that leave out their middle where the column is too narrow for them."""

    words: str
    lines: int
    style: str = ""

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, Text(self.words)).with_minimum(1)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        words = " ".join(self.words.split())
        keep = min(len(words), options.max_width * self.lines)
        lines = Text(_shortened(words, keep)).wrap(console, options.max_width)
        while len(lines) > self.lines and keep > 1:
            keep -= 1
            lines = Text(_shortened(words, keep)).wrap(console, options.max_width)
        for line in lines:
            yield Text().append(_isolated(line.plain.rstrip()), self.style)


def _shortened(words: str, keep: int) -> str:
    if len(words) <= keep:
        return words
    head, tail = words[: keep // 2], words[len(words) - (keep - 1) // 2 :]
    # Whole words, unless there is but one or the script has no spaces.
    head, tail = head.rpartition(" ")[0] or head, tail.partition(" ")[2] or tail
    return f"{head.rstrip(' …')} … {tail.lstrip(' …')}"


def _isolated(words: str) -> str:
    """Keep right-to-left words from pulling their neighbours on the line around them."""
    rightward = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)
    return f"\u2068{words}\u2069" if rightward else words


def _clean(field: str) -> str:
    """Drop what a page or path could do to a terminal: control characters, line breaks."""
    return normalise(field).replace("\n", " ")
