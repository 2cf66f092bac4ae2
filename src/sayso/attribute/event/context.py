"""PLOVER's contexts: what an event is about, by the words of its sentence."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from sayso.attribute.event.ground import Ground
from sayso.attribute.grammar.lemma import lemma

_MOST: Final = 4  # contexts told of one event


def contexts_of(ground: Ground, word: int) -> tuple[str, ...]:
    """Return the contexts of an event, those with most words first."""
    tree, known = ground.tree, _words()
    counts: dict[str, int] = {}
    for k in tree.around[word]:
        if tree.tag[k] in {"NOUN", "PROPN", "ADJ", "VERB"}:
            for context in known.get(lemma(tree.low[k], "NOUN"), ()):
                counts[context] = counts.get(context, 0) + 1
    return tuple(sorted(counts, key=lambda context: -counts[context])[:_MOST])


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Map a word to the contexts it shows."""
    raw = files("sayso.attribute").joinpath("data/contexts.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in raw.splitlines():
        if line and not line.startswith("#"):
            context, _, words = line.partition("\t")
            for word in words.split():
                found[word] = (*found.get(word, ()), context)
    return found
