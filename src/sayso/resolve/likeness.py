"""How likely two propositions state the same: what they share, slot by slot, as one probability.

Compared are words (synonyms as one, weighed by how much they tell among the reports at hand),
who does what to whom, figures, dates, whose word it is, and passages copied word by word.
Polarity and certainty are no part of it: a denial is of the same claim. The weights are fitted
on stories written for the purpose (training/claims); ``docs/claims.md`` has the figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.errors import ModelError
from sayso.records import Figure, Floats
from sayso.resolve.stated import Stated
from sayso.resolve.terms import common, weigh

FEATURES: Final = (
    "overlap", "core overlap", "most covered", "least covered", "core most", "core least",
    "weight shared", "predicate", "predicate within", "predicate apart", "agent", "agent apart",
    "patient", "patient apart", "figure", "figure apart", "date", "date apart", "speaker",
    "both attributed", "both own", "same document", "copied", "fewest words", "uneven",
    "overlap squared", "rare words",
)  # fmt: skip
Rows = npt.NDArray[np.int64]
_FILE: Final = Path(__file__).parent / "data" / "likeness.json"
_AROUND: Final = 0.4  # what a word of a clause that hangs on it counts
_RARE: Final = 0.6  # weight from which a word is rare
_WORD: Final = re.compile(r"\w+")


class Sides(NamedTuple):
    """Propositions as arrays: n of them; v words and g 3-grams, those of the compared rows.

    Attributes:
        any: weight of each word that stands in it or around it, (n, v).
        core: likewise of its own clause only.
        whole: weight of all its words, those that no row has too: around and core, (n,) each.
        predicate, agent, patient: which words these are, (n, v) of 0 and 1.
        figures, dates, names: which of those it has, (n, …) of 0 and 1.
        filled: whether it has agent, patient, figure, date and predicate at all, by name.
        grams: its 3-grams, (n, g) of 0 and 1; ``long``: how many it has, (n,).
        attributed: whether it is somebody's word, (n,).
        document: number of its document, (n,).
        size: how many words it has, (n,).
    """

    any: Floats
    core: Floats
    whole: tuple[Floats, Floats]
    predicate: Floats
    agent: Floats
    patient: Floats
    figures: Floats
    dates: Floats
    names: Floats
    filled: dict[str, Floats]
    grams: Floats
    long: Floats
    attributed: Floats
    document: Floats
    size: Floats


class Weights(NamedTuple):
    """The fitted weights: standardised features, one layer of tanh units, one of odds.

    ``bar`` is the probability from which two propositions are worth keeping as alike.
    """

    mean: Floats
    scale: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    bias: float
    bar: float


@cache
def load_weights() -> Weights:
    """Return the package's weights (docs/claims.md is their card)."""
    found = json.loads(_FILE.read_text("utf-8"))
    if tuple(found["features"]) != FEATURES:
        raise ModelError(f"{_FILE.name} was fitted to other features; install sayso again")
    mean, scale, inner, inner_bias, outer = (
        np.array(found[name], np.float32)
        for name in ("mean", "scale", "inner", "inner_bias", "outer")
    )
    return Weights(mean, scale, inner, inner_bias, outer, found["bias"], found["bar"])


def likeness(stated: Sequence[Stated], rows: Sequence[int] | None = None) -> Floats:
    """Return the probability that propositions state the same, shape (rows, n).

    Args:
        stated: propositions of reports on the same happenings.
        rows: of which ones; by default of all. What shares characters with another of its
            document is never the same as that: 0.
    """
    chosen = np.arange(len(stated)) if rows is None else np.asarray(rows, np.int64)
    sides = make_sides(stated, chosen.tolist())
    weights = load_weights()
    scaled = (features(sides, chosen) - weights.mean) / weights.scale
    hidden = np.tanh(scaled @ weights.inner.T + weights.inner_bias)
    found: Floats = (1 / (1 + np.exp(-(hidden @ weights.outer + weights.bias)))).astype(np.float32)
    for at, row in enumerate(chosen.tolist()):
        for other in overlapping(stated, row):
            found[at, other] = 0
    return found


def overlapping(stated: Sequence[Stated], row: int) -> list[int]:
    """Return which propositions of the same document share characters with one, itself too."""
    one = stated[row]
    low, high = one.proposition.evidence[0][0], one.proposition.evidence[-1][1]
    return [
        n for n, other in enumerate(stated)
        if other.document == one.document
        and other.proposition.evidence[0][0] < high
        and other.proposition.evidence[-1][1] > low
        and any(a[0] < b[1] and b[0] < a[1]
                for a in one.proposition.evidence for b in other.proposition.evidence)
    ]  # fmt: skip


def make_sides(stated: Sequence[Stated], rows: Sequence[int]) -> Sides:
    """Return propositions as arrays, ready for ``rows`` of them to be compared with all."""
    told = weigh([one.proposition for one in stated])
    core = [common(one.proposition.words) for one in stated]
    around = [common(one.proposition.around) for one in stated]
    slots: dict[str, list[Sequence[str]]] = {
        "predicate": [common([one.proposition.predicate]) for one in stated],
        "agent": [common(one.proposition.agent.split()) for one in stated],
        "patient": [common(one.proposition.patient.split()) for one in stated],
        "figure": [list(_figures(one)) for one in stated],
        "date": [[date[:10] for date in one.proposition.dates] for one in stated],
    }
    parts: tuple[Sequence[Sequence[str]], ...] = (
        core, around, slots["predicate"], slots["agent"], slots["patient"],
    )  # fmt: skip
    words = _numbered(part[row] for part in parts for row in rows)
    weight = np.array([max(told.get(word, 0.0), 0.0) for word in words], np.float32)
    inner, outer = _incidence(core, words), _incidence(around, words)
    grams = [_grams(one.text) for one in stated]
    documents = _numbered([one.document] for one in stated)
    return Sides(
        any=np.maximum(inner, _AROUND * outer) * weight,
        core=inner * weight,
        whole=_whole(core, around, told),
        predicate=_incidence(slots["predicate"], words),
        agent=_incidence(slots["agent"], words),
        patient=_incidence(slots["patient"], words),
        figures=_table(slots["figure"], rows),
        dates=_table(slots["date"], rows),
        names=_table([_names(one) for one in stated], rows),
        filled={name: _array(bool(words) for words in some) for name, some in slots.items()},
        grams=_table(grams, rows),
        long=_array(len(set(some)) for some in grams),
        attributed=_array(one.attribution is not None for one in stated),
        document=_array(documents[one.document] for one in stated),
        size=_array(len(a) + len(b) for a, b in zip(core, around, strict=True)),
    )


def _whole(
    core: Sequence[Sequence[str]], around: Sequence[Sequence[str]], told: Mapping[str, float]
) -> tuple[Floats, Floats]:
    """Return the weight of all words of each proposition, with and without what is around."""
    inner = _array(sum(max(0.0, told.get(word, 0.0)) for word in words) for words in core)
    outer = _array(
        sum(max(0.0, told.get(word, 0.0)) for word in words if word not in own)
        for words, own in zip(around, map(set, core), strict=True)
    )
    whole = np.asarray(inner + _AROUND * outer, np.float32)
    return whole, inner


def _array(values: Iterable[float]) -> Floats:
    return np.fromiter(values, np.float32)


def features(sides: Sides, rows: Rows) -> Floats:
    """Return what pairs have in common, shape (rows, n, ``FEATURES``)."""
    cover_a, cover_b = _covered(sides.any, sides.any, sides.whole[0], rows)
    core_a, core_b = _covered(sides.core, sides.any, sides.whole[1], rows)
    shared = _shared(sides.core, sides.core, rows)
    overlap, core = _harmonic(cover_a, cover_b), _harmonic(core_a, core_b)
    size = sides.size
    fewest = np.minimum(size[rows][:, None], size[None])
    most = np.maximum(size[rows][:, None], size[None])
    predicate, predicate_apart = _slot(sides.predicate, sides.filled["predicate"], rows)
    agent, agent_apart = _slot(sides.agent, sides.filled["agent"], rows)
    patient, patient_apart = _slot(sides.patient, sides.filled["patient"], rows)
    figure, figure_apart = _slot(sides.figures, sides.filled["figure"], rows)
    date, date_apart = _slot(sides.dates, sides.filled["date"], rows)
    attributed = sides.attributed[rows][:, None], sides.attributed[None]
    rare = (sides.core > _RARE).astype(np.float32)
    grams = sides.grams[rows] @ sides.grams.T
    gram_sizes = sides.long
    return np.stack(
        [
            overlap, core,
            np.maximum(cover_a, cover_b), np.minimum(cover_a, cover_b),
            np.maximum(core_a, core_b), np.minimum(core_a, core_b),
            shared, predicate, _within(sides, rows), predicate_apart,
            agent, agent_apart, patient, patient_apart, figure, figure_apart, date, date_apart,
            np.minimum(sides.names[rows] @ sides.names.T, 1),
            attributed[0] * attributed[1], (1 - attributed[0]) * (1 - attributed[1]),
            (sides.document[rows][:, None] == sides.document[None]).astype(np.float32),
            grams / np.maximum(1, np.minimum(gram_sizes[rows][:, None], gram_sizes[None])),
            np.minimum(fewest, 12), np.log((1 + most) / (1 + fewest)),
            overlap * core, np.minimum(rare[rows] @ rare.T, 3),
        ],
        axis=-1,
    ).astype(np.float32)  # fmt: skip


def _covered(left: Floats, right: Floats, whole: Floats, rows: Rows) -> tuple[Floats, Floats]:
    """Return what part of each side's weight stands in the other one, both (rows, n)."""
    there, all_ = (right > 0).astype(np.float32), np.maximum(whole, np.float32(1e-6))
    mine = (left[rows] @ there.T) / all_[rows][:, None]
    theirs = (there[rows] @ left.T) / all_[None]
    return mine.astype(np.float32), theirs.astype(np.float32)


def _shared(left: Floats, right: Floats, rows: Rows) -> Floats:
    found: Floats = np.sqrt(left[rows]) @ np.sqrt(right).T
    return found


def _harmonic(a: Floats, b: Floats) -> Floats:
    found: Floats = 2 * a * b / np.maximum(a + b, 1e-6)
    return found


def _slot(table: Floats, filled: Floats, rows: Rows) -> tuple[Floats, Floats]:
    """Return where a slot agrees, and where both have it and nothing of it agrees."""
    shared = table[rows] @ table.T > 0
    both = (filled[rows][:, None] * filled[None]) > 0
    return shared.astype(np.float32), (both & ~shared).astype(np.float32)


def _within(sides: Sides, rows: Rows) -> Floats:
    """Tell where a predicate stands among the other's words: "freed", "the release of"."""
    there = (sides.core > 0).astype(np.float32)
    left, right = sides.predicate[rows] @ there.T, there[rows] @ sides.predicate.T
    found: Floats = np.minimum(left + right, 1)
    return found


def _figures(one: Stated) -> Iterable[str]:
    """Yield the figures that tell: no years, no "one"."""
    return (_figure(figure) for figure in one.proposition.figures if _tells(figure))


def _tells(figure: Figure) -> bool:
    value = figure.low or figure.high or 0
    return value > 1 and not (figure.of == "" and 1900 < value < 2100)


def _figure(figure: Figure) -> str:
    return f"{figure.low or figure.high:g}"


def _names(one: Stated) -> list[str]:
    """Return the words of the speaker's name that could tell him from others."""
    speaker = one.attribution.speaker if one.attribution else None
    words = _WORD.findall((speaker or "").lower())
    return [word for word in words if word not in {"the", "a", "an", "of", "two", "three"}]


def _grams(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[n : n + 3]) for n in range(len(words) - 2)]


def _numbered(lists: Iterable[Iterable[str]]) -> dict[str, int]:
    return {word: n for n, word in enumerate(dict.fromkeys(w for words in lists for w in words))}


def _incidence(lists: Sequence[Iterable[str]], columns: Mapping[str, int]) -> Floats:
    """Return which of some words each list has, (lists, columns) of 0 and 1."""
    found = np.zeros((len(lists), max(1, len(columns))), np.float32)
    for row, words in enumerate(lists):
        for word in words:
            column = columns.get(word)
            if column is not None:
                found[row, column] = 1
    return found


def _table(lists: Sequence[Sequence[str]], rows: Sequence[int]) -> Floats:
    return _incidence(lists, _numbered(lists[row] for row in rows))
