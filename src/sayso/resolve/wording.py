"""The words of a text as copies share them, and which of them are the report's own.

Case, accents, marks and spaces are no words, so a copy that was only set anew has the
same. Two sorts of words say nothing of who copied whom and are not the report's own:

1. what stands inside quotation marks or in an embedded post: both may have heard it;
2. furniture: what a page sets beside its reports ("Sign up for our newsletter").
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sayso.records import Span

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # in a folded text
_LETTERS: Final = {
    code: plain
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), 0x2019)
    if (plain := "'" if code == 0x2019 else unicodedata.normalize("NFD", chr(code))[0].lower())
    != chr(code)
}
# Speech runs to its closing mark or, where a paragraph leaves it open, to the paragraph's end.
# A straight mark opens behind a space only, so that one in 5'10" does not turn a whole page
# inside out, and one that is never closed counts at the start of a paragraph. A lone ’ is an
# apostrophe before a letter.
_QUOTED: Final = re.compile(
    r"[“„«][^”»\n]*[”»]?"
    r'|(?<![^\s(\[—–-])"(?=\S)[^"\n]{1,2000}"'
    r'|^"(?=\S)[^"\n]*$'
    r"|(?<!\w)‘(?:[^’\n]|’(?=\w)){12,600}(?:’|$)",
    re.MULTILINE,
)
_POST: Final = re.compile(r"— [^\n—]{1,60}\(@\w+\)")  # what closes an embedded post
_POST_LENGTH = 300  # characters
_BREAK: Final = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(©]?[^\W\d_a-z])|\n")
_LONG = 60  # words: a longer sentence is the report's, whatever it mentions
# Words that furniture has one of: only sentences with one are looked at closely.
_SIGNS: Final = frozenset(
    "copyright reserved published reproduced redistributed terms privacy cookies newsletter"
    " newsletters sign signed subscribe subscribing subscribed subscription email mail robot"
    " error please continue continues skip image caption click follow like find join share"
    " comment comments read see watch listen learn related recommended trending advertisement"
    " loading replay play more view app page javascript browser inbox contact tip reported"
    " contributed reporting writing editing files inputs receive".split()
)
_FURNITURE: Final = re.compile(
    r"copyright\W{0,3}\d{4}|(?:copyright|©|\(c\)) (?:\w+ ){0,4}(?:press|inc|ltd|llc|reuters|afp)"
    r"|all rights reserved|may not be (?:published|reproduced|redistributed)"
    r"|terms (?:of|and) (?:use|service|conditions)|privacy (?:policy|notice)"
    r"|(?:use|accept|our) cookies|\bnewsletters?\b.{0,60}\b(?:sign|subscri)"
    r"|\b(?:sign(?:ed)? up|subscri\w+)\b.{0,60}\b(?:newsletter|e-?mail|alerts?|updates|here|now)"
    r"|\bsign up (?:for|to) (?:our|the|receive|get)|e-?mail address|thank you for subscribing"
    r"|not a robot|please (?:re-?enter|verify|try again|select)|error has occurred"
    r"|agree to receive|continue reading|(?:story|article) continues (?:below|after)"
    r"|\bskip (?:to|past|advert)|enlarge (?:this )?image|(?:toggle|hide) caption"
    r"|image (?:copyright|caption|source)|\bclick (?:here|to|on)|\bshare (?:this|on|via)"
    r"|\bfollow (?:us|him|her|me)? ?on (?:twitter|facebook|instagram)"
    r"|\b(?:like|find|join|follow) us\b|\b(?:view|read|show|post a?) ?(?:all )?comments?\b"
    r"|^(?:read|see|watch|listen|find out|learn) (?:more|also|now|next)"
    r"|^(?:related|recommended|trending|advertisement|loading|replay|play video|view more)\b"
    r"|download (?:our|the) (?:\w+ ){0,3}app\b|(?:free|mobile) app\b|reload(?:ing)? the page"
    r"|enable javascript|your (?:browser|subscription|inbox)|\bcontact us\b"
    r"|(?:got|have) a (?:story|tip)\b|contributed to this (?:report|story|article)"
    r"|^\(?(?:additional )?(?:reporting|writing|editing) by\b|with (?:files|inputs?) from",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(r"copyright|©|all rights reserved", re.IGNORECASE)
_FOOT = 0.6  # a copyright notice beyond this part of the text closes the report


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of a text as arrays of length n.

    Attributes:
        words: each in small letters, without accents.
        start, end: character offsets.
        own: whether it is the report's own (see the module).
        furniture: whether it is part of what a page sets beside its reports.
    """

    words: tuple[str, ...]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    own: npt.NDArray[np.bool_]
    furniture: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.words)


def read_wording(text: str) -> Wording:
    """Return the words of a text in order."""
    found = list(_WORD.finditer(_folded(text)))
    words = tuple([match[0] for match in found])
    spans = np.fromiter((at for match in found for at in match.span()), np.int64, 2 * len(found))
    start, end = spans.reshape(-1, 2).T
    signs = [match.start() for match in found if match[0] in _SIGNS]
    furniture = _inside(start, _furniture(text, signs))
    quoted = _inside(start, _quoted(text))
    return Wording(words, start, end, ~(furniture | quoted), furniture)


def _folded(text: str) -> str:
    """Return a text in small letters without accents, every character in its place."""
    small = text.lower()
    if len(small) != len(text):  # a letter or two have no small form of one character: İ
        small = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return small if small.isascii() else small.translate(_LETTERS)


def _inside(start: npt.NDArray[np.int64], spans: Iterable[Span]) -> npt.NDArray[np.bool_]:
    """Return for each word whether it begins inside one of the spans."""
    inside = np.zeros(len(start), np.bool_)
    for low, high in spans:
        inside[bisect_left(start, low) : bisect_left(start, high)] = True
    return inside


def _quoted(text: str) -> Iterator[Span]:
    """Yield what stands inside quotation marks, marks and all, and what embedded posts say."""
    yield from (match.span() for match in _QUOTED.finditer(text))
    for match in _POST.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        yield max(line, match.start() - _POST_LENGTH), match.end()


def _furniture(text: str, signs: list[int]) -> Iterator[Span]:
    """Yield the sentences that a page sets beside its reports, and all behind a copyright notice.

    Args:
        text: the text.
        signs: where words stand that furniture has one of, in order.
    """
    if not signs:
        return
    breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    for at in sorted({bisect_right(breaks, sign) for sign in signs}):
        low, high = breaks[at - 1], breaks[at]
        sentence = text[low:high].strip()
        if sentence.count(" ") >= _LONG or not _FURNITURE.search(sentence):
            continue
        if low > _FOOT * len(text) and _NOTICE.search(sentence):
            yield low, len(text)
            return
        yield low, high
