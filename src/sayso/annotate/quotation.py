"""Find what stands inside quotation marks, in texts as people really type them.

One scan collects the marks of a paragraph; each then goes through four steps
(docs/quotations.md shows them at work):

1. *Lean*: the characters before and after a mark say whether it looks like an
   opening or a closing one, whatever its shape.
2. *Doubt*: apostrophes between letters are no marks; elisions ('em, '90s),
   possessives (dogs') and inches (5") may be none.
3. *Verdict*: shape, lean, doubt, what is open and which mark comes next decide
   whether it opens, closes or is no mark.
4. *Pairing*: a stack per paragraph. What is never closed ends with its
   paragraph, or where the same mark opens again; a closing mark with nothing to
   close is left alone.

Nothing is carried from one paragraph to the next but the marks left open at its
end, so that one forgotten mark never turns the rest of a report inside out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from sayso.records import Quotation, Span

Family = Literal["double", "single", "angle", "thin angle", "corner", "white corner"]
Doubt = Literal["", "elision", "possessive", "inches"]

# Of each family: the marks that open, that close, and that may do either. Chinese
# title marks are left out: what they hold is not said.
_SHAPES: Final[dict[Family, tuple[str, str, str]]] = {
    "double": ("“„‟⹂❝〝", "”❞〞〟", '"＂″'),
    "single": ("‘‚‛❛`", "’❜", "'＇´"),
    "angle": ("«", "»", ""),
    "thin angle": ("‹", "›", ""),
    "corner": ("「﹁｢", "」﹂｣", ""),
    "white corner": ("『﹃", "』﹄", ""),
}
_SHAPE: Final[dict[str, tuple[Family, int]]] = {
    char: (family, own)
    for family, shapes in _SHAPES.items()
    for own, chars in zip((1, -1, 0), shapes, strict=True)
    for char in chars
} | {"``": ("double", 1), "‘‘": ("double", 1), "’’": ("double", -1), "''": ("double", -1),
     ",,": ("double", 1)}  # fmt: skip
_ONE: Final = "[" + "".join(re.escape(char) for char in _SHAPE if len(char) == 1) + "]"
_PARAGRAPH: Final = re.compile(r"[^\n]+")
_RUN: Final = re.compile(rf"{_ONE}+|(?<![^\s(\[]),,(?=\w)")
_HEAD: Final = re.compile(rf"\n(``|‘‘|’’|''|{_ONE})(?=\S)")
# A closing ''' is the inner mark before the outer one, an opening one the reverse.
_OPENING_PART: Final = re.compile(rf"``|‘‘|’’|''|,,|{_ONE}")
_CLOSING_PART: Final = re.compile(rf"(['’])(?=\1\1(?!\1))|``|‘‘|’’|''|{_ONE}")
_ORNAMENT: Final = 9  # as many marks in a row are a rule or a decoration

# Words that begin with an apostrophe: those of the first kind are never quoted
# without another mark, those of the second are words (or numbers) without it too.
_ELIDED: Final = re.compile(
    r"(?:\d0s|[nt]|s|d|m|ll|re|ve|ems?|tis|twas|twere|twill|til|bout|nuff|fraid|tude)\b",
    re.IGNORECASE,
)
_ELISION: Final = re.compile(
    r"(?:\d\d|till|cause|cos|coz|cuz|round|neath|im|er|is|ave|ad|ere|kay|kid|hood|burbs|nother)\b",
    re.IGNORECASE,
)
_CLIPPED: Final = re.compile(r"(?:[sxzn]|\bo|\bol|\bth|\d)\Z", re.IGNORECASE)
_CLIPPED_REACH: Final = 4
# Scripts that set no spaces between words: a mark between two letters is a mark.
_UNSPACED: Final = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff"
                              "\uff00-\uffef\U00020000-\U0003ffff]")  # fmt: skip

# Invisible marks of writing direction say nothing about a neighbour.
_DIRECTION: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"

_WORD: Final = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_CLAUSE: Final = 5  # words
_FULL: Final = 8
_ENOUGH: Final = 400  # characters of a quotation that tell what it is
_REACH: Final = 12  # characters before it that tell where it begins, and at its end
_CLOSERS: Final = "".join(either + closing for _, closing, either in _SHAPES.values()) + " )]“‘"
_FULL_STOPS: Final = tuple(".!?…。！？—–-")
_OPENINGS: Final = (
    dict.fromkeys(".!?…。！？", ".") | dict.fromkeys(":：", ":") | dict.fromkeys(",，、", ",")
)
# Mid-sentence, these begin a clause with its own subject; "this", "that" and "no"
# more often begin a noun phrase.
_SUBJECT: Final = re.compile(
    r"(?:I|we|you|he|she|it|they|there|let|nobody|everybody|everyone)(?:['’]\w+)?\b(?!\S)",
    re.IGNORECASE,
)

_BEFORE: Final = dict.fromkeys("([{<¿¡", 1) | dict.fromkeys("-–—―−=/*_|+~#@&" + _DIRECTION, 0)
_AFTER: Final = dict.fromkeys(".,;:!?)]}>%、。，．：；！？）」』", -1) | dict.fromkeys(
    "-–—―−=/*_|…&" + _DIRECTION, 0
)


@dataclass(slots=True)
class _Mark:
    """A candidate, filled in step by step.

    Attributes:
        own: what its shape says: 1 opens, -1 closes, 0 either.
        lean: what its neighbours say, from -2 (closes) to 2 (opens).
        doubt: why it may be no quotation mark at all.
        sign: 1 or -1 where shape and neighbours leave no doubt, else 0.
        then: the sign of the next mark of its family in the paragraph that is
            not doubtful, 0 if there are only doubtful ones, None if none.
        inner_stop, stop: end of the stretch it opens; -1 if it opens none.
        spare: a closing mark of the wrong family that may have been meant.
    """

    start: int
    end: int
    family: Family
    own: int
    lean: int
    doubt: Doubt = ""
    sign: int = 0
    then: int | None = None
    inner_stop: int = -1
    stop: int = -1
    closed: bool = False
    spare: _Mark | None = None
    depth: int = 0
    continues: bool = False


def find_quotations(text: str) -> tuple[Quotation, ...]:
    r"""Find every stretch inside quotation marks, outer and inner ones, in text order.

    Linear in the text, and never raises. No quotation crosses a paragraph: one
    that runs over several is one ``Quotation`` for each of them (``continues``;
    see ``speech_runs``).

    Args:
        text: a document's text, paragraphs separated by "\n".

    Returns:
        Quotations sorted by start, each nested in another or apart from it.
    """
    found: list[Quotation] = []
    left_open: tuple[Family, ...] = ()
    for paragraph in _PARAGRAPH.finditer(text):
        start, stop = paragraph.span()
        marks = _marks(text, start, stop)
        if not marks:
            left_open = ()
            continue
        stop = _back(text, start, stop)
        _pair(text, marks, (start, stop))
        _mark_continued(text, marks, start, left_open)
        kept = _kept(text, marks, start, _family_ahead(text, paragraph.end()))
        found += map(_quotation, kept)
        left_open = tuple(mark.family for mark in kept if not mark.closed and mark.stop == stop)
    return tuple(found)


def speech_runs(text: str, quotations: Sequence[Quotation]) -> tuple[tuple[int, ...], ...]:
    """Group the outermost quotations into uninterrupted utterances.

    Args:
        text: the text they were found in.
        quotations: all of its quotations, as ``find_quotations`` gives them.

    Returns:
        Indexes into ``quotations``: one group for an utterance that runs over
        several paragraphs, a group of one for any other outermost quotation.
    """
    runs: list[tuple[int, ...]] = []
    run: list[int] = []
    for index, quotation in enumerate(quotations):
        if quotation.depth:
            continue
        if run and not (quotation.continues and _adjoin(text, quotations[run[-1]], quotation)):
            runs.append(tuple(run))
            run = []
        run.append(index)
    if run:
        runs.append(tuple(run))
    return tuple(runs)


def is_statement(text: str, quotation: Quotation) -> bool:
    """Tell speech that can stand on its own from scare quotes, titles, names and fragments.

    The first rule that applies decides (measured in docs/quotations.md):

    1. Without a word: no.
    2. Going on from the paragraph before: yes.
    3. Where a speech may begin (at the start of a paragraph or sentence, after a
       colon or a comma):
       a. a name or title ("Strictly Business"): only if it ends as speech does,
          with punctuation inside the marks, and follows no comma;
       b. beginning small after a comma: eight words and a full stop inside;
       c. else: punctuation inside the marks at its end, or five words.
    4. Amid a sentence:
       a. a name or title: no;
       b. beginning with a capital: five words and a full stop inside, or eight words;
       c. beginning with a subject (“we will go.”): four words and a full stop inside;
       d. else: no.

    Args:
        text: the text it was found in.
        quotation: a quotation as ``find_quotations`` gives it.
    """
    start, stop = quotation.inner
    inner = text[start : min(stop, start + _ENOUGH)].strip()
    count = _count_words(inner)
    if count == 0 or quotation.continues:
        return count > 0
    ending = text[max(start, stop - _REACH) : stop].rstrip(_CLOSERS)[-1:]
    small = next(char for char in inner if char.isalnum()).islower()
    titled = not small and count < _FULL and _is_title(inner)
    full = ending in _FULL_STOPS
    opening = _opening_before(text, quotation.span[0])
    if opening:
        if titled:
            return opening != "," and (full or ending == ",")
        if small and opening == ",":
            return full and count >= _FULL
        return full or ending == "," or count >= _CLAUSE
    if titled:
        return False
    if small:
        return full and count >= 4 and bool(_SUBJECT.match(inner))
    return count >= (_CLAUSE if full else _FULL)


def _opening_before(text: str, start: int) -> str:
    """Return what lets a speech begin at ``start``: a break, ".", ":" or ","; else ""."""
    before = text[max(0, start - _REACH) : start].rsplit("\n", 1)
    lead = before[-1].rstrip().rstrip(_CLOSERS).rstrip()
    if not lead:
        return "\n" if len(before) == 2 or start <= _REACH else ""
    return _OPENINGS.get(lead[-1], "")


def _is_title(inner: str) -> bool:
    """Tell whether all words but the short ones are capitalised, as in names and titles."""
    words = _WORD.findall(inner)
    longer = [word for word in words if len(word) > 3] or words
    return all(word[0].isupper() or word[0].isdigit() for word in longer)


def _count_words(inner: str) -> int:
    """Count words; in scripts without spaces two characters count as one."""
    return sum(
        (len(word) + 1) // 2 if _UNSPACED.match(word) else 1 for word in _WORD.findall(inner)
    )


def _adjoin(text: str, first: Quotation, second: Quotation) -> bool:
    """Tell whether nothing but the break of the paragraph stands between two quotations."""
    return not first.closed and text[first.span[1] : second.span[0]].isspace()


def _quotation(mark: _Mark) -> Quotation:
    span, inner = (mark.start, mark.stop), (mark.end, mark.inner_stop)
    return Quotation(span, inner, mark.depth, mark.closed, mark.continues)


# -- 1 and 2: the marks of a paragraph, their lean and doubt


def _marks(text: str, start: int, stop: int) -> list[_Mark]:
    """Collect the candidates between two offsets, with all that does not depend on pairing."""
    marks: list[_Mark] = []
    for run in _RUN.finditer(text, start, stop):
        first, last = run.span()
        if last - first >= _ORNAMENT or _is_of_a_word(text, first, last, start, stop):
            continue
        lean = _lean(text, first, last, start, stop)
        if last - first == 1:
            marks.append(_mark(text, first, last, lean, (start, stop)))
            continue
        parts = (_CLOSING_PART if lean < 0 else _OPENING_PART).finditer(text, first, last)
        marks += [_mark(text, *part.span(), lean, (start, stop)) for part in parts]
    then: dict[Family, int] = {}
    for mark in reversed(marks):
        mark.then = then.get(mark.family)
        if not mark.doubt or mark.family not in then:
            then[mark.family] = mark.sign
    return marks


def _is_of_a_word(text: str, first: int, last: int, start: int, stop: int) -> bool:
    """Tell an apostrophe (don't, O'Brien, 6'2, 'em, '90s) or a Hebrew acronym mark."""
    if last - first > 1 or last == stop:
        return False
    before, after = text[first - 1] if first > start else "", text[last]
    if _SHAPE[text[first]][0] == "single":
        if not before.isalnum():
            return bool(_ELIDED.match(text, last, stop))
        return after.isalnum() and not (_UNSPACED.match(before) or _UNSPACED.match(after))
    return "א" <= before <= "ת" and "א" <= after <= "ת"


def _lean(text: str, first: int, last: int, start: int, stop: int) -> int:
    """Weigh the characters around a run of marks: 2 surely opens, -2 surely closes."""
    before, after = 1, 0
    if first > start and not text[first - 1].isspace():
        before = _BEFORE.get(text[first - 1], -1)
    if last == stop or text[last].isspace():
        after = -1
    elif not text.startswith("..", last):  # "...and" opens, but "so"... closes
        after = _AFTER.get(text[last], 1)
    return before + after


def _mark(text: str, first: int, last: int, lean: int, paragraph: Span) -> _Mark:
    family, own = _SHAPE[text[first:last]]
    doubt: Doubt = ""
    if family == "double" and own < 1 and lean < 1:
        doubt = "inches" if first > paragraph[0] and text[first - 1].isdigit() else ""
    elif family == "single" and text[first] not in "‚`":
        doubt = _apostrophe(text, first, last, lean, paragraph)
    sign = 0 if doubt else _sign(own, lean)
    return _Mark(first, last, family, own, lean, doubt, sign)


def _apostrophe(text: str, first: int, last: int, lean: int, paragraph: Span) -> Doubt:
    """Name what apostrophe a single mark may be: at the head of a word, or at its end."""
    start, stop = paragraph
    if lean > 0:
        return "elision" if _ELISION.match(text, last, stop) else ""
    if lean < 0 and last < stop - 1 and text[last].isspace():
        return (
            "possessive" if _CLIPPED.search(text, max(start, first - _CLIPPED_REACH), first) else ""
        )
    return ""


@cache
def _sign(own: int, lean: int) -> int:
    """Return the direction a mark surely has, 0 if shape and neighbours contradict each other."""
    leans = (lean > 0) - (lean < 0)
    if own == 0 or lean == 0:
        return own or leans
    return own if leans == own or abs(lean) == 1 else 0


# -- 3: the verdict: 1 opens, -1 closes, 0 is no mark


def _verdict(text: str, mark: _Mark, opened: int, paragraph: Span) -> int:
    """Decide what a mark does, given how many of its family are open."""
    if mark.family in ("corner", "white corner"):
        return mark.own
    if mark.doubt == "inches":  # 5": unless the quotation has no other end
        return -1 if opened > 1 or (opened and mark.then != -1) else 0
    if mark.doubt == "elision":  # 'Til … ,' opens; 'em does not
        return 1 if not opened and mark.own >= 0 and mark.then == -1 else 0
    if mark.doubt == "possessive":  # dogs' closes, unless a better end follows
        return -1 if opened and mark.then != -1 else 0
    if mark.own > 0:
        return _opening_shape(text, mark, opened, paragraph[1])
    if mark.own < 0:
        return _closing_shape(text, mark, opened, paragraph[0])
    return _straight(text, mark, opened, paragraph[0])


def _opening_shape(text: str, mark: _Mark, opened: int, stop: int) -> int:
    """Decide “ ‘ « and the like: German „…“ and »…« close with them; word“ may be a slip."""
    if opened:
        slip = mark.then != -1 and text[mark.start - 1] in ".,!?"
        if mark.lean < 0 or mark.end == stop or slip:
            return -1
    if mark.family == "single":
        return 1 if mark.lean > 0 or (mark.lean == 0 and mark.then in (-1, 0)) else 0
    return 1 if mark.lean > -2 or mark.then == -1 else 0


def _closing_shape(text: str, mark: _Mark, opened: int, start: int) -> int:
    """Decide ” ’ » and the like: Swedish ”…” and German »…« open with them."""
    if mark.family == "single" and mark.lean > 0:  # ’splain, or a slip for ‘ or for ’
        if opened:
            return 0 if mark.then == -1 else -1
        return 1 if mark.then == -1 else 0
    if opened:
        return -1
    if mark.start == start:
        return 1 if mark.lean > 0 or mark.then == -1 else -1
    joined = mark.lean == 0 and not text[mark.start - 1].isspace()
    return 1 if (mark.lean > 0 or joined) and mark.then in (-1, 0) else -1


def _straight(text: str, mark: _Mark, opened: int, start: int) -> int:
    """Decide " and ', whose neighbours and parity are all there is to go by."""
    before = text[mark.start - 1] if mark.start > start else ""
    if mark.lean > 1:
        return -1 if opened and _is_slip(text, mark, start) else 1
    if opened:
        return -1
    if mark.family == "single" and before.isspace() and mark.lean == 0:
        return 0
    if mark.lean == 1:
        return 1
    if mark.lean == 0:
        return 1 if mark.then == -1 or (mark.then == 0 and mark.family == "double") else 0
    return 1 if mark.lean == -2 and before in (",", ":") and mark.then == -1 else -1


def _is_slip(text: str, mark: _Mark, start: int) -> bool:
    """Tell a closing mark set behind the space (“We go, "he said”) from one that opens anew."""
    goes_on = mark.end < len(text) and text[mark.end].islower()
    stands_off = mark.start - 2 >= start and text[mark.start - 2] in ",.!?"
    return mark.then != -1 and goes_on and stands_off


# -- 4: pairing


def _pair(text: str, marks: list[_Mark], paragraph: Span) -> None:
    """Give each opening mark of a paragraph (without the spaces at its end) its own end."""
    stack: list[_Mark] = []
    opened: Counter[Family] = Counter()
    for index, mark in enumerate(marks):
        verdict = _verdict(text, mark, opened[mark.family], paragraph)
        if verdict > 0:
            if stack and stack[-1].family == mark.family == "single":
                _pop(stack, opened, _back(text, stack[-1].end, mark.start))
            stack.append(mark)
            opened[mark.family] += 1
        elif verdict < 0 and opened[mark.family]:
            if not _is_held(stack[-1], mark) or _trade(stack[-1], marks[index : index + 2]):
                _close(text, stack, opened, mark)
        elif verdict < 0 and stack:
            _offer(text, stack[-1], mark)
    while stack:
        _pop(stack, opened, paragraph[1])


def _is_held(top: _Mark, mark: _Mark) -> bool:
    """Tell whether a single mark is an apostrophe since a quotation inside has its end to come."""
    return mark.family == "single" != top.family and top.then == -1


def _trade(top: _Mark, two: list[_Mark]) -> bool:
    """Read a closing ''', split into ' and '', the other way round if that is how it opened."""
    mark, after = two[0], two[-1]
    if after.family != top.family or after.start != mark.end or after.end - after.start == 1:
        return False
    mark.end += 1
    after.start += 1
    mark.family, after.family, after.doubt = after.family, mark.family, ""
    return True


def _close(text: str, stack: list[_Mark], opened: Counter[Family], mark: _Mark) -> None:
    """Close the innermost open quotation of the mark's family and leave those inside it open."""
    inside = mark.start
    if stack[-1].family != mark.family:
        inside = _back(text, stack[-1].end, mark.start)
    while stack[-1].family != mark.family:
        _pop(stack, opened, inside)
    top = stack.pop()
    opened[top.family] -= 1
    top.inner_stop, top.stop, top.closed = mark.start, mark.end, True


def _offer(text: str, top: _Mark, mark: _Mark) -> None:
    """Note a mark that closes nothing of its own family: “Let us go.’ may be a slip."""
    sisters = {top.family, mark.family} == {"double", "single"}
    if sisters and top.spare is None and mark.lean == -2 and text[mark.start - 1] in ",.!?":
        top.spare = mark


def _pop(stack: list[_Mark], opened: Counter[Family], stop: int) -> None:
    """End a quotation that is never closed, with the spare mark if there is one."""
    mark = stack.pop()
    opened[mark.family] -= 1
    if mark.spare:
        mark.inner_stop, mark.stop, mark.closed = mark.spare.start, mark.spare.end, True
    else:
        mark.inner_stop = mark.stop = max(stop, mark.end)


def _mark_continued(
    text: str, marks: list[_Mark], start: int, left_open: tuple[Family, ...]
) -> None:
    """Note which marks at the head of a paragraph go on with what the last one left open."""
    head = _ahead(text, start, marks[0].end)
    for mark, family in zip(marks, left_open, strict=False):
        if mark.start != head or mark.family != family or mark.stop < 0:
            return
        mark.continues = True
        head = _ahead(text, mark.end, mark.inner_stop)


def _family_ahead(text: str, stop: int) -> Family | None:
    """Return the family of the mark that opens the next paragraph, if one does."""
    opening = _HEAD.match(text, stop)
    return _SHAPE[opening[1]][0] if opening else None


def _kept(text: str, marks: list[_Mark], start: int, ahead: Family | None) -> list[_Mark]:
    """Drop what is no quotation, cut short what opens anew, and count the depths."""
    kept: list[_Mark] = []
    stack: list[_Mark] = []
    for mark in marks:
        if mark.stop < 0 or _ahead(text, mark.end, mark.inner_stop) == mark.inner_stop:
            continue
        if mark.family == "single" and not mark.closed and not _speaks(text, mark, start):
            continue
        while stack and (stack[-1].stop <= mark.start or _opens_anew(text, stack[-1], mark, ahead)):
            top = stack.pop()
            if not top.closed:
                top.inner_stop = top.stop = min(top.stop, _back(text, top.end, mark.start))
                mark.continues = mark.continues or _is_new_paragraph(text, top, mark)
        mark.depth = len(stack)
        stack.append(mark)
        kept.append(mark)
    return [mark for mark in kept if mark.inner_stop > mark.end]


def _opens_anew(text: str, top: _Mark, mark: _Mark, ahead: Family | None) -> bool:
    """Tell whether a mark inside an unclosed quotation of its family shows that one has ended.

    It does not where the speech runs over paragraphs and the mark stands amid a
    sentence (“I call it a “slip” and no more.) or is of another shape.
    """
    if top.closed or top.family != mark.family:
        return False
    if not mark.closed or not (top.continues or ahead == top.family):
        return True
    before = _back(text, top.end, mark.start)
    if before == top.end:  # "“We go,” he said: one mark too many
        return not top.continues
    amid = before < mark.start and (text[before - 1].isalnum() or text[mark.end].islower())
    return not amid and text[top.start] == text[mark.start]


def _is_new_paragraph(text: str, top: _Mark, mark: _Mark) -> bool:
    """Tell a speech whose paragraphs a web page has run together from a forgotten mark.

    Both must look like whole sentences: “We know. “We have known for years,” he said.
    """
    if top.family != mark.family or text[top.stop - 1] not in ".!?…":
        return False
    follows = top.stop < mark.start == _ahead(text, top.stop, mark.start)
    return follows and _is_upper(text, mark.end) and (top.continues or _is_upper(text, top.end))


def _speaks(text: str, mark: _Mark, start: int) -> bool:
    """Tell a single mark that opens a speech without end from an apostrophe (’splain)."""
    before = _back(text, start, mark.start)
    return _is_upper(text, mark.end) and (before == start or text[before - 1] in ',:"“')


def _is_upper(text: str, start: int) -> bool:
    """Tell whether a sentence may begin here: with a capital, a number or a bracket."""
    return text[start].isupper() or text[start].isdigit() or text[start] in "([$€£"


def _back(text: str, start: int, stop: int) -> int:
    """Return the end of what stands between two offsets without the spaces behind it."""
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return stop


def _ahead(text: str, start: int, stop: int) -> int:
    """Return the start of what stands between two offsets without the spaces before it."""
    while start < stop and text[start].isspace():
        start += 1
    return start
