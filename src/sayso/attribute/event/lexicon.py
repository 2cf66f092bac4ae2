"""The words that tell of events, from ``data/events.tsv``, and when each means one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

Words = frozenset[str]

FIELDS: Final = 7


@dataclass(frozen=True, slots=True)
class Test:
    """One part of a condition: what it looks at, whether it must not hold, which words fit."""

    what: str
    words: Words = frozenset()
    kinds: Words = frozenset()
    never: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word means where its condition holds.

    Attributes:
        type: PLOVER's type; "-" if the word tells of no event there.
        mode: PLOVER's mode, or None.
        recipient, items: slots (see ``roles.Roles``), the first that is filled decides.
        tests: all must hold.
        particle: the second word it must have, or "".
    """

    type: str
    mode: str | None
    recipient: tuple[str, ...]
    items: tuple[str, ...]
    tests: tuple[Test, ...]
    particle: str = ""


@cache
def lexicon() -> dict[tuple[str, str], tuple[Sense, ...]]:
    """Return the senses of each word, by its dictionary form and part of speech.

    Those with a particle come first, for "turn back" is not "turn"; else as in the table.
    """
    classes: dict[str, Words] = {}
    found: dict[tuple[str, str], list[Sense]] = {}
    for line in _lines():
        name, _, rest = line.partition("\t")
        if name.startswith("@"):
            classes[name] = frozenset(rest.split())
            continue
        words, pos, kind, mode, recipient, items, condition = (
            cell.strip() for cell in (line + "\t" * FIELDS).split("\t")[:FIELDS]
        )
        tests = tuple(_test(part, classes) for part in condition.split(";") if part)
        for word in words.split("|"):
            first, _, particle = word.partition(" ")
            sense = Sense(kind, mode or None, _slots(recipient), _slots(items), tests, particle)
            found.setdefault((first, pos), []).append(sense)
    return {k: tuple(sorted(v, key=lambda sense: not sense.particle)) for k, v in found.items()}


@cache
def word_class(name: str) -> Words:
    """Return the words of a class of the table."""
    lines = (line.partition("\t") for line in _lines())
    return next(frozenset(rest.split()) for first, _, rest in lines if first == f"@{name}")


def _lines() -> list[str]:
    raw = files("sayso.attribute").joinpath("data/events.tsv").read_text(encoding="utf-8")
    return [line for line in raw.splitlines() if line and not line.startswith("#")]


def _slots(cell: str) -> tuple[str, ...]:
    return () if cell in {"", "-"} else tuple(cell.split(","))


def _test(part: str, classes: dict[str, Words]) -> Test:
    what, _, values = part.partition(":")
    never = what.startswith("!") or what.endswith("!")
    words: set[str] = set()
    kinds: set[str] = set()
    for value in filter(None, values.split("|")):
        if value in classes:
            words |= classes[value]
        elif value.startswith("@"):
            kinds.add(value[1:])
        else:
            words.add(value)
    return Test(what.strip("!"), frozenset(words), frozenset(kinds), never)
