"""The table of a page: for each attribution who, through whom, what, how sure, when.

Wide pages have columns, narrow ones a card for each attribution; both are made
of the same `Row` and tell the same. Certainty and responses are told by words
and signs, never by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.records import Attribution, Reading, Response, Spans
from sayso.text import normalise, overlap, words_of

_NARROW = 80  # columns: below, cards instead of a table
_LONG = 100  # characters of a source's words, at every width; people's names are never cut
_LINES, _CARD_LINES = 3, 4  # of a content
_GAP = 2

# FactBank's codes: the word, the sign, the colour of both.
_CERTAINTY = {
    "CT+": ("certain", "+", "green"),
    "PR+": ("probable", "+", "green"),
    "PS+": ("possible", "+", "green"),
    "CT-": ("certain", "−", "red"),
    "PR-": ("probable", "−", "red"),
    "PS-": ("possible", "−", "red"),
    "UU": ("no stand", "?", "yellow"),
}
_RESPONSES = {
    "confirmed": ("✓", "confirmed by", "green"),
    "denied": ("✗", "denied by", "red"),
    "not-denied": ("∅", "not denied by", "yellow"),
    "declined": ("–", "comment declined by", "yellow"),
    "unreachable": ("?", "no answer from", "yellow"),
    "unverified": ("?", "not verified by", "yellow"),
}
_JUDGED = {"accept": "accepted", "correct": "corrected", "add": "added"}
# What is said of who speaks, from most to least known.
IDENTITY = {
    "named": "named",
    "role": "role, unnamed",
    "anonymous": "anonymous",
    "unstated": "unstated",
}
_TELLING = {"outlet", "document"}  # kinds worth a word beside a name
_FIELD = re.compile(rf"({'|'.join(Attribution.__slots__)}): ")
_RIGHTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# From the first such letter to the last, but not over a separator of ours: between two names
# the arrow would turn round.
_RUN = re.compile(f"[{_RIGHTWARD}](?:[^←<·]*[{_RIGHTWARD}])?")


@dataclass(frozen=True, slots=True)
class Row:
    """What a page says of one attribution, in the order it is read.

    Attributes:
        depth: how many attributions it stands within.
        who: the chain, reader's end first, the speaker last, then what is known of his name.
        saying: in which words, what it goes on from, to whom, within what, how.
        what: the content.
        sure: how sure the speaker is, by word and sign.
        said: when.
        answers: a line for each response.
        reasons: what decided each field.
    """

    number: int
    depth: int
    who: Parts
    saying: Parts
    what: str
    sure: Text
    said: str
    answers: Text
    confidence: str
    reasons: tuple[tuple[str, str], ...] = ()


def table(rows: Sequence[Row], width: int, *, why: bool) -> RenderableType:
    """Return the rows as a table, or as cards where it would be narrower than 80 columns.

    Args:
        rows: of `make_rows`.
        width: of the page, in columns of a terminal.
        why: with the reasons of each row beneath it.
    """
    if width < _NARROW:
        return _spaced([_card(row, why=why) for row in rows])
    widths = _widths(rows, width)
    head = (Text(name, "bold") for name in ("no.", "who", "what", "sure, when", "conf."))
    lines = [_line(row, widths, why=why) for row in rows]
    return Group(_grid(widths, *head), Rule(style="dim"), _spaced(lines))


def make_rows(reading: Reading, *, arrow: str = "←") -> list[Row]:
    """Return a row for each attribution, numbered from 1 in the reading's order."""
    earlier, text = continued(reading), reading.document.text
    numbers = {a.id: number for number, a in enumerate(reading.attributions, 1)}
    depths = _depths(reading.attributions)
    answers: dict[str | None, list[Response]] = {}
    for response in reading.responses:
        answers.setdefault(response.about, []).append(response)
    return [
        Row(
            number=numbers[a.id],
            depth=depths[a.id],
            who=_who(a, text, earlier, arrow),
            saying=_saying(a, text, numbers, earlier),
            what=words_of(text, a.content),
            sure=_sure(a.factuality),
            said=a.said or "",
            answers=Text("\n").join(answer(r, reading) for r in answers.get(a.id, ())),
            confidence=f"{a.confidence:.2f}",
            reasons=tuple(_reasons(a, answers.get(a.id, ()), text)),
        )
        for a in reading.attributions
    ]


def continued(reading: Reading) -> dict[str, int]:
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


def answer(response: Response, reading: Reading) -> Text:
    """Return what somebody did about a statement, and the number it is said under, if any."""
    unknown = ("?", f"{clean(response.response)} by", "")
    sign, words, colour = _RESPONSES.get(response.response, unknown)
    told = [number for number, a in enumerate(reading.attributions, 1)
            if a.id != response.about and a.speaker == response.actor
            and any(overlap(cue, span) for cue in a.cue for span in response.evidence)]  # fmt: skip
    line = Text.assemble((f"{sign} {words} ", colour), clean(response.actor))
    return line.append(f" (no. {told[0]})", "dim") if told else line


def marks(identity: str | None, kind: str | None) -> str:
    """Return the words for who is not plainly a named somebody: "(role, unnamed)"."""
    words = [
        IDENTITY.get(identity or "", "") if identity != "named" else "",
        kind if kind in _TELLING else "",
    ]
    told = "; ".join(filter(None, words))
    return f"({told})" if told else ""


def hops(attribution: Attribution) -> list[str]:
    """Return the names between the document's outlet and the speaker."""
    passed = [hop.name for hop in attribution.chain[1:]]
    if passed and passed[-1] == attribution.speaker:
        passed.pop()
    return [clean(name) if name else "(unknown)" for name in passed]


# -- the words of a row ---------------------------------------------------------------------


def _who(attribution: Attribution, text: str, earlier: Mapping[str, int], arrow: str) -> Parts:
    """Return the chain; a name that came through the document's outlet alone stands alone."""
    outlet = clean(attribution.chain[0].name or "") if attribution.chain else ""
    between = hops(attribution)
    names = [outlet, *between] if outlet and between else between
    line = [Text.assemble(f"{name} ", (arrow, "dim")) for name in names]
    name, told = _named(attribution, text), marks(attribution.identity, attribution.kind)
    if not name and not told:
        goes_on = earlier.get(attribution.id)
        told = f"(continues {goes_on})" if goes_on else "(unstated)"
    return Parts((*line, Text(name, "bold"), Text(told)))


def _named(attribution: Attribution, text: str) -> str:
    if attribution.speaker is None and attribution.identity is None:  # nobody has looked yet
        return words_of(text, attribution.source)
    return clean(attribution.speaker or "")


def _saying(
    attribution: Attribution, text: str, numbers: Mapping[str, int], earlier: Mapping[str, int]
) -> Parts:
    """Return “she” told · to the Courier · within 4 · mixed, say."""
    source = words_of(text, attribution.source)
    told = [(attribution.cue, Text(words_of(text, attribution.cue), "italic"))]
    if not _same(source, _named(attribution, text)):
        told.append((attribution.source, Text(f"“{shortened(source, _LONG)}”")))
    to, parent = words_of(text, attribution.addressee), numbers.get(attribution.parent or "")
    decided = attribution.speaker or attribution.identity  # else "who" says that it continues
    goes_on = earlier.get(attribution.id) if decided else None
    parts = (
        Text(" ").join(words for spans, words in sorted(told, key=lambda part: part[0]) if spans),
        Text(f"continues {goes_on}" if goes_on else ""),
        Text(f"to {to}" if to else ""),
        Text(f"within {parent}" if parent else ""),
        Text(", ".join(filter(None, (attribution.mode, attribution.act)))),
        Text(clean(", ".join(judged_by(attribution)))),
    )
    return Parts(parts, " · ", "dim")


def judged_by(attribution: Attribution) -> list[str]:
    """Return what people decided about it and holds, in words: "corrected by ann"."""
    told = {f"{_JUDGED[one.verdict]} by {one.by}": None
            for one in attribution.judged if one.verdict in _JUDGED}  # fmt: skip
    return list(told)


def _same(words: str, name: str) -> bool:
    """Tell whether the source's words say no more than the name."""
    return words.casefold().removeprefix("the ") == name.casefold().removeprefix("the ")


def _sure(code: str | None) -> Text:
    word, sign, colour = _CERTAINTY.get(code or "", (code or "", "", ""))
    return Text(f"{word} {sign}".rstrip(), colour)


def _depths(attributions: Sequence[Attribution]) -> dict[str, int]:
    parents, depths = {a.id: a.parent for a in attributions}, dict[str, int]()
    for attribution in attributions:
        seen, parent = {attribution.id}, attribution.parent
        while parent in parents and parent not in seen:
            seen.add(parent)
            parent = parents[parent]
        depths[attribution.id] = len(seen) - 1
    return depths


def _goes_on(first: Attribution, then: Attribution, text: str) -> bool:
    spans: Spans = (*first.source, *first.cue, *first.content)
    end = max((span[1] for span in spans), default=0)
    near = text.count("\n", end, then.content[0][0]) <= 1
    return near and (first.speaker == then.speaker or None in (first.speaker, then.speaker))


def _reasons(
    attribution: Attribution, answers: Sequence[Response], text: str
) -> Iterator[tuple[str, str]]:
    """Yield each field that was decided with what decided it, in the order of the fields."""
    found: dict[str, list[str]] = {}
    for field, reason in (_split(attribution, entry) for entry in attribution.why):
        found.setdefault(field, []).append(reason)
    if "chain" not in found:
        told = [hop for hop in attribution.chain if hop.evidence not in {(), attribution.source}]
        found["chain"] = [f"{hop.name}: “{words_of(text, hop.evidence)}”" for hop in told]
    if attribution.factuality:
        found.setdefault("factuality", []).insert(0, attribution.factuality)
    for response in answers:
        line = f"{response.response}, {response.actor}: “{words_of(text, response.evidence)}”"
        found.setdefault("response", []).append(line)
    order = ["found", *Attribution.__slots__, "response"]
    decided = [name for name in order if found.get(name)]
    for name in decided:
        yield name, clean("; ".join(found[name]))
    if not decided:
        yield "found", "no reason given"


def _split(attribution: Attribution, entry: str) -> tuple[str, str]:
    """Return the field a reason is about and the reason.

    One without a field tells of the act, or of how the attribution was found.
    """
    field = _FIELD.match(entry)
    if field:
        return field[1], entry[field.end() :]
    act = attribution.act and entry.endswith(f"-> {attribution.act}")
    return "act" if act else "found", entry


# -- rows in columns, or as cards -----------------------------------------------------------


def _widths(rows: Sequence[Row], width: int) -> list[int]:
    """Return the width of each column; what the others leave is for the content."""
    number = max(3, len(str(len(rows))))
    who = min(44, max(24, width * 3 // 10))
    words = [line for row in rows for line in (row.sure.plain, *_dates(row).split("\n"))]
    sure = min(16, max(map(cell_len, ["sure, when", *words])))
    return [number, who, width - number - who - sure - 5 - 4 * _GAP, sure, 5]


def _spaced(blocks: Sequence[RenderableType]) -> RenderableType:
    """Return the blocks with a blank line between them."""
    return Group(*[part for block in blocks for part in (Text(), block)][1:])


def _grid(widths: Sequence[int], *cells: RenderableType) -> Table:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    last = len(widths) - 1
    for column, width in enumerate(widths):
        grid.add_column(width=width, justify="right" if column in {0, last} else "left")
    grid.add_row(*cells)
    return grid


def _line(row: Row, widths: Sequence[int], *, why: bool) -> RenderableType:
    who = Padding(Group(row.who, row.saying), (0, 0, 0, _indent(row)))
    what = Group(Lines(Text(row.what), _LINES), *_filled(row.answers))
    sure = Group(*_filled(row.sure, Text(_dates(row))))
    line = _grid(widths, str(row.number), who, what, sure, row.confidence)
    indent = widths[0] + _GAP + _indent(row)
    return Group(line, *([Padding(_told(row), (0, 0, 0, indent))] if why else []))


def _card(row: Row, *, why: bool) -> RenderableType:
    facts = Parts((row.sure, Text(row.said), Text(f"conf. {row.confidence}")), " · ")
    what = Lines(Text(row.what), _CARD_LINES)
    told = [_told(row)] if why else []
    body = Group(row.who, row.saying, what, *_filled(row.answers), facts, *told)
    card = Table.grid(padding=(0, _GAP, 0, 0))
    card.add_column(width=3, justify="right", no_wrap=True)
    card.add_column()
    card.add_row(str(row.number), Padding(body, (0, 0, 0, _indent(row))))
    return card


def _dates(row: Row) -> str:
    """Return when it was said, an interval on two lines: "2016-01-02/", "2016-01-09"."""
    return row.said.replace("/", "/\n")


def _indent(row: Row) -> int:
    return 2 * min(row.depth, 3)


def _told(row: Row) -> Table:
    told = Table.grid(padding=(0, _GAP, 0, 0))
    told.add_column(style="dim", no_wrap=True)
    told.add_column()
    for field, reason in row.reasons:
        told.add_row(field, Lines(Text(reason)))
    return told


def _filled(*parts: Text) -> list[RenderableType]:
    return [Lines(part) for part in parts if part]


# -- words in cells -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts in a row that are kept whole where they fit: lines are broken between them."""

    parts: Sequence[Text]
    between: str = " "
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Lines]:
        line = Text(style=self.style)
        for part in filter(None, self.parts):
            joined = Text.assemble(line, self.between, part, style=self.style) if line else part
            if line and joined.cell_len > options.max_width:
                yield Lines(line)
                joined = part
            line = Text.assemble(joined, style=self.style)
        if line:
            yield Lines(line)


@dataclass(frozen=True, slots=True)
class Lines:
    """Words wrapped into their column, right-to-left words kept from their neighbours.

    Attributes:
        words: what to show.
        most: lines it may take; where it takes more, its middle is left out. 0 is no limit.
    """

    words: Text
    most: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        lines = self.words.wrap(console, options.max_width)
        if self.most and len(lines) > self.most:
            words = " ".join(self.words.plain.split())
            keep = min(len(words), options.max_width * self.most)
            while len(lines) > self.most and keep:
                lines = Text(shortened(words, keep)).wrap(console, options.max_width)
                keep -= 1
        for line in lines:
            line.rstrip()
            yield isolated(line)


def shortened(words: str, keep: int) -> str:
    """Return about ``keep`` characters: whole words from both ends, " … " between."""
    if len(words) <= keep:
        return words
    head, tail = words[: keep // 2], words[len(words) - (keep - 1) // 2 :]
    # Whole words, unless there is but one or the script has no spaces.
    head, tail = head.rpartition(" ")[0] or head, tail.partition(" ")[2] or tail
    return f"{head.rstrip(' …')} … {tail.lstrip(' …')}"


def isolated(line: Text) -> Text:
    """Keep right-to-left words from pulling their neighbours on the line around them.

    The isolates take no column; words of the other direction within a run stay in it.
    """
    out, here = Text(style=line.style), 0
    for start, end in (run.span() for run in _RUN.finditer(line.plain)):
        out.append(line[here:start]).append("\u2068").append(line[start:end]).append("\u2069")
        here = end
    return out.append(line[here:]) if here else line


def clean(field: str) -> str:
    """Drop what a page or path could do to a terminal: control characters, line breaks."""
    return normalise(field).replace("\n", " ")
