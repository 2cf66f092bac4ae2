"""Names that stand for the same: short forms, acronyms, other names the text gives.

"Moreira" is short for "Luisa Moreira", "ICRC" for "International Committee of the Red
Cross", and "Vento 5 Mari (V5M)" says itself that its two names are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from sayso.attribute.actors.letters import table

_INNER: Final = frozenset("of the for and in on de la du des & to at".split())
_SUFFIX: Final = frozenset("jr sr ii iii iv".split())
_ACRONYM: Final = re.compile(r"[A-Z0-9][A-Za-z0-9&-]{0,7}[A-Z0-9]|(?:[A-Z]\.){2,6}")
_NAME: Final = (
    r"(?:[A-Z][\w'’&.-]*|\d+)(?:\s(?:[A-Z][\w'’&.-]*|\d+|of|the|for|and|&|in|on|de|la)){1,9}"
)
_BRACKET: Final = re.compile(
    rf"({_NAME})\s\(\s?(?:the\s)?[“\"‘]?([A-Z][\w&.'’-]{{1,9}})[”\"’]?(?:\)|,)"
    rf"|\b([A-Z][A-Z0-9&]{{1,7}})\s\((?:the\s)?({_NAME})\)"
)
_ALSO: Final = re.compile(
    rf"({_NAME}|[A-Z][\w'’-]+),?\s(?:\(|also\s|better\s|commonly\s|formerly\s|widely\s)?"
    rf"known\s(?:as|by\s\w+\s\w+)\s(?:the\s)?[“\"‘]?({_NAME}|[A-Z][\w'’-]+)"
)


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """Return a name as it is compared: no case, no article, straight apostrophes, no stops."""
    plain = " ".join(name.replace("’", "'").replace(".", "").casefold().split())
    return plain.removeprefix("the ")


def tokens_of(key: str) -> tuple[str, ...]:
    """Return the words of a key, without "Jr" and the like."""
    words = key.split()
    while len(words) > 1 and words[-1].strip(",") in _SUFFIX:
        words.pop()
    return tuple(words)


@lru_cache(maxsize=20_000)
def initials_of(name: str) -> tuple[str, ...]:
    """Return the acronyms a name may have: of its capitals, then of all its words.

    >>> initials_of("International Committee of the Red Cross")
    ('icrc', 'icotrc')
    """
    words = re.findall(r"[^\W_]+", name)
    if len(words) < 2:
        return ()
    great = "".join(word[0] for word in words if word[0].isupper() or word[0].isdigit())
    every = "".join(word[0] for word in words)
    return tuple(dict.fromkeys(short.casefold() for short in (great, every) if len(short) > 1))


def is_acronym(name: str) -> bool:
    """Tell whether a name is one word of capitals."""
    return bool(_ACRONYM.fullmatch(name)) and sum(map(str.isupper, name)) > 1


@cache
def bodies() -> dict[str, tuple[str, str]]:
    """Return the well-known bodies by the key of each of their names: which row, and its kind."""
    rows = table("bodies.tsv")
    return {
        key_of(name): (names, kind)
        for names, (kind, *_) in rows.items()
        for name in names.split("|")
    }


def short_forms(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the forms of two words and more that a longer name may take.

    What it begins with, what it ends with, and its first with its last word:
    "Mohammed bin Salman Al Saud" is "Mohammed bin Salman"; "Donald J. Trump" is "Donald Trump".
    """
    for size in range(2, len(tokens)):
        yield tokens[:size]
        yield tokens[-size:]
    if len(tokens) > 2:
        yield (tokens[0], tokens[-1])


def find_aliases(text: str) -> Iterable[tuple[str, str]]:
    """Yield pairs of names that the text says are one: "… Red Cross (ICRC)".

    Only an acronym and what it may be short for are taken from brackets: "Smith (Labour)"
    are two.
    """
    for match in _BRACKET.finditer(text) if "(" in text else ():
        full, short = match.group(1) or match.group(4), match.group(2) or match.group(3)
        name = _expansion(full, short)
        if name:
            yield name, short
    for match in _ALSO.finditer(text) if "known " in text else ():
        yield match.group(1), match.group(2)


def _expansion(full: str, short: str) -> str:
    """Return the words at the end of a run of capitals that an acronym is short for, or ""."""
    wanted = re.sub(r"\W", "", short).casefold()
    words = full.removeprefix("The ").split()
    for start in range(len(words) - 1):
        name = " ".join(words[start:])
        if words[start] not in _INNER and wanted in initials_of(name):
            return name
    both = bodies().get(key_of(full)), bodies().get(key_of(short))
    initials = (*initials_of(" ".join(words)), "")[0]
    loose = is_acronym(short) and sorted(wanted) == sorted(initials)
    return " ".join(words) if loose or (both[0] and both[0] == both[1]) else ""
