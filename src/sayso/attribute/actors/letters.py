"""The words of a phrase, each as one letter, so that a pattern over letters finds its parts.

"Niger's Defence Minister Amadou Ba" is "NsNJNN": a name behind a title behind an owner.
The words that make a letter live in ``data/roles.tsv`` and ``data/titles.tsv``;
docs/actors.md tells how they are read.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from sayso.attribute.grammar.lemma import lemma
from sayso.countries import find_country, is_state
from sayso.records import Span

LETTERS: Final = {
    "N": "a capitalised word",
    "C": "a capitalised noun of a body: Ministry, Party",
    "J": "a capitalised title or post",
    "D": "a demonym: Swiss",
    "#": "a number",
    "p": "a particle of names: bin, van, &",
    "R": "a noun of roles.tsv in small letters",
    "v": "what may open a clause behind a noun: serving, deployed, familiar",
    "a": "an article, a possessive pronoun, a quantifier",
    "f": "an adverb that adds nothing: only",
    "o": "of, for",
    "i": "any other preposition",
    "&": "and, or",
    "s": "the possessive 's",
    "w": "who, which, that",
    ",": "a comma, colon or dash",
    "(": "an opening bracket",
    ")": "a closing bracket",
    "q": "a quotation mark",
    "x": "any other word or mark",
}

# Classes of roles.tsv.
BODIES: Final = frozenset(
    "government authority organisation armed-group outlet party medium force".split()
)
PERSONS: Final = frozenset("person office kin mouthpiece source fighter".split())
TEXTS: Final = frozenset("paper document site".split())


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ARTICLES: Final = _set(
    """a an the this that these those his her its their our my your some any no each every either
    another several many few most all both such one two three four five six seven eight nine ten
    eleven twelve dozens hundreds thousands other various numerous certain"""
)
INDEFINITE: Final = _ARTICLES - _set(
    "the this that these those his her its their our my your no each every either all both such"
)
_FOCUS: Final = _set("only even just also about nearly almost around roughly approximately over")
_PREPOSITIONS: Final = _set(
    """in at to from with on by near among inside within behind under against into between across
    during after before since until without as like than through via despite including outside
    aboard toward towards per off onto"""
)
_RELATIVES: Final = _set("who whom whose which where when while because if")
_PARTICLES: Final = _set(
    """al el bin ibn ben bint abu van von der den de del della di da dos das do du la le ter ten zu
    zum bar ould y"""
)
_CLAUSES: Final = _set(
    """made held sent known seen given taken led run written born caught found left based built
    bound brought drawn fed hurt kept killed paid put read sold set shot shown spoken struck sworn
    taught thought told worn familiar close aware privy loyal responsible critical opposed
    here there abroad alike alone involved concerned himself herself itself themselves"""
)
# Titles and posts that are surnames too, behind a given name: Tim Cook.
_SURNAMES: Final = _set(
    """cook king baker butler barber carpenter miner farmer fisher singer tailor driver guard lord
    priest monk pope knight marshal major judge justice bishop dean sergeant queen duke earl baron
    constable chancellor page star rider host painter archer hunter mason porter potter gardener
    abbot prince coach chief brewer maker speaker boss"""
)
_PLURALS: Final = _set("people police folk those others media mps meps msps")
_ADJECTIVE: Final = re.compile(
    r"\w.*-(?:led|backed|run|based|controlled|linked|affiliated|aligned|supported|funded|held|owned"
    r"|born|style|era)"
)
_SMALL: Final = (
    ("a", _ARTICLES),
    ("f", _FOCUS),
    ("o", _set("of for")),
    ("&", _set("and or")),
    ("s", _set("'s ’s")),
    ("w", _RELATIVES),
    ("i", _PREPOSITIONS),
)
_MARKS: Final = {
    "&": "p",
    **dict.fromkeys(",;:–—-", ","),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    **dict.fromkeys("\"“”‘’'«»", "q"),
}
_TOKEN: Final = re.compile(
    r"""
    ['’]s(?!\w)                                             # possessive
  | (?:[^\W\d_]\.){2,}                                        # U.S.
  | (?:Messrs|Mme|Mrs?|Ms|Dr|Prof|Gen|Lt|Col|Maj|Brig|Sgt|Capt|Cpl|Pvt|Cmdr|Adm|Insp|Supt|Sens?
      |Reps?|Gov|Rev|Hon|Pres|Jr|Sr|St|Inc|Corp|Co|Ltd|Amb|Det|No|[A-Z])\.
  | \d+(?:[.,]\d+)+
  | No\.?\ 10 | Number\ 10                                      # the address of a government
  | [@#]?\w+(?:(?:[-.&]|['’](?!s\b))\w+)*
  | \S
    """,
    re.VERBOSE,
)
# al-Amr, eBay, 4chan count as capitalised
_SHAPE: Final = re.compile(r"(?:[a-z]{1,3}[-'’])?[A-Z]|[a-z][A-Z]\w|\d+[a-z]")


class Row(NamedTuple):
    """The words of a phrase, where they stand in it, and their letters."""

    text: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    letters: str

    def cut(self, start: int = 0, stop: int | None = None) -> Row:
        """Return some of the words."""
        spans, words, letters = self.spans, self.words, self.letters
        return Row(self.text, spans[start:stop], words[start:stop], letters[start:stop])

    def said(self) -> str:
        """Return the words as they stand in the text."""
        return self.text[self.spans[0][0] : self.spans[-1][1]] if self.spans else ""


_SHARED: Final = frozenset({"bodies.tsv", "titles.tsv"})  # other stages read them too


@cache
def table(file: str) -> dict[str, tuple[str, ...]]:
    """Read a table of ``data/``, once: its first column in small letters, and the others."""
    part = "sayso" if file in _SHARED else "sayso.attribute"
    raw = files(part).joinpath(f"data/{file}").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in raw.splitlines() if line and not line.startswith("#"))
    return {first.lower(): tuple(rest) for first, *rest in rows}


def row_of(text: str) -> Row:
    """Cut a phrase into words and give each its letter."""
    spans = tuple(match.span() for match in _TOKEN.finditer(text))
    words = tuple(text[start:end] for start, end in spans)
    letters = [letter_of(word) for word in words]
    for at in range(1, len(words)):
        low = words[at].lower()
        if letters[at] == "J" and letters[at - 1] == "N" and low in _SURNAMES:
            letters[at] = "N" if _is_given(words[max(0, at - 2) : at]) else "J"
        elif low == "that" and letters[at - 1] in "RNCJx":
            letters[at] = "w"
        elif low in "'’" and words[at - 1].endswith("s") and at + 1 < len(words):
            letters[at] = "s"  # the workers' union
    return Row(text, spans, words, "".join(letters))


def _is_given(words: tuple[str, ...]) -> bool:
    """Tell whether given names or initials stand before a surname."""
    names = table("given_names.tsv")
    return len(words[-1]) < 3 or any(word.lower() in names for word in words)


@lru_cache(maxsize=20_000)
def letter_of(word: str) -> str:
    """Return the letter of a word (see ``LETTERS``)."""
    low = word.lower().rstrip(".")
    for letter, words in _SMALL:
        if low in words:
            return letter
    if not word[0].isalnum() and word[0] not in "@#":
        return _MARKS.get(word, "x")
    if _SHAPE.match(word):
        return _capital(word, low)
    if word[0].isdigit():
        return "#"
    if low in _PARTICLES:
        return "p"
    if class_of(lemma(low, "NOUN")):
        return "R"
    return "v" if low.endswith(("ing", "ed")) or low in _CLAUSES else "x"


def _capital(word: str, low: str) -> str:
    """Return the letter of a capitalised word."""
    if low in table("titles.tsv"):
        return "J"
    if "-" in word and _ADJECTIVE.fullmatch(word):
        return "D"
    kind = class_of(lemma(low, "NOUN"))
    if kind in PERSONS | BODIES:
        return "J" if kind in PERSONS else "C"
    return "D" if find_country(word) and not is_state(word) else "N"


def class_of(noun: str) -> str:
    """Return the class of a noun in roles.tsv, "" if it is not there."""
    return table("roles.tsv").get(noun, ("",))[0]


def noun_at_end(words: tuple[str, ...]) -> tuple[str, int]:
    """Return the longest noun of roles.tsv that ends some words, and of how many it is."""
    last = lemma(words[-1].rstrip("."), "NOUN").removeprefix("ex-") if words else ""
    for size in (3, 2, 1):
        if size <= len(words):
            noun = " ".join([*(word.lower() for word in words[-size:-1]), last])
            if class_of(noun):
                return noun, size
    return "", 0


def is_plural(word: str) -> bool:
    """Tell whether a noun is several of something."""
    low = word.lower()
    return low in _PLURALS or lemma(low, "NOUN") != low
