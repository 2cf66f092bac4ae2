"""Who was spoken of last: what a pronoun or "the group" may stand for.

One pass through the text keeps those spoken of last, the latest first. A pronoun takes
the one that fits it best: number and gender must agree, and near ones, subjects, and
those who spoke before come first (after Lappin and Leass 1994, with weights set on
examples of our own).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sayso.attribute.actors.roll import Being
from sayso.records import Span

_KEPT: Final = 16  # beings kept in mind
_FAR: Final = 5  # sentences behind which nobody is meant any more
_ECHO: Final = 3  # sentences in which being spoken of inside a quotation changes nothing
_COLLECTIVE: Final = frozenset({"organisation", "armed-group", "outlet", "government", "group"})
_THINGS: Final = frozenset(
    {"organisation", "armed-group", "outlet", "government", "document", "place"}
)


class Trace(NamedTuple):
    """The last place where a being was spoken of.

    ``voice`` says that it was an unnamed spokesman of it: he or she is a person.
    """

    being: int
    span: Span
    sentence: int
    subject: bool
    asked: bool
    quoted: bool
    pronoun: bool
    voice: bool = False


@dataclass(slots=True)
class Recent:
    """Those spoken of last, the latest first."""

    traces: list[Trace] = field(default_factory=list)
    times: dict[int, int] = field(default_factory=dict)

    def add(self, trace: Trace) -> None:
        """Remember a place; a better one of the same being in the same sentence stays."""
        self.times[trace.being] = self.times.get(trace.being, 0) + 1
        for index, old in enumerate(self.traces):
            if old.being == trace.being:
                trace = _merged(old, trace)
                del self.traces[index]
                break
        self.traces.insert(0, trace)
        del self.traces[_KEPT:]

    def near(self, sentence: int, far: int = _FAR) -> Iterator[Trace]:
        """Yield those spoken of at most some sentences ago, the latest first."""
        for trace in self.traces:
            if sentence - trace.sentence <= far:
                yield trace


def _merged(old: Trace, new: Trace) -> Trace:
    """Return what to remember of a being spoken of again."""
    if new.quoted and not old.quoted and new.sentence - old.sentence < _ECHO:
        return old
    if new.sentence > old.sentence:
        return new
    subject, asked = old.subject or new.subject, old.asked or new.asked
    return new._replace(subject=subject, asked=asked)


def agrees(being: Being, pronoun: str) -> bool:
    """Tell whether a being may be meant by a pronoun, by number, gender and kind."""
    if pronoun in {"he", "she"}:
        other = "f" if pronoun == "he" else "m"
        return being.kind == "person" and not being.plural and being.gender != other
    if pronoun == "it":
        return being.kind in _THINGS and not being.plural
    if pronoun == "they":
        return being.plural or being.kind in _COLLECTIVE
    return False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pronoun stands.

    Attributes:
        span: its own, empty for one that is only implied.
        sentence: index of its sentence.
        quoted: whether it stands inside a quotation.
        barred: a being it cannot stand for: the subject of the verb it is an object of.
    """

    span: Span
    sentence: int
    quoted: bool
    barred: int | None = None


def find_antecedent(
    recent: Recent,
    beings: list[Being],
    pronoun: str,
    place: Place,
    bonus: Callable[[int], float],
) -> tuple[int | None, bool]:
    """Return the being a pronoun stands for, None if none fits, and whether it alone does.

    Args:
        recent: those spoken of before.
        beings: all of them.
        pronoun: "he", "she", "it" or "they".
        place: where it stands. "His" in "his father Ivo" is not Ivo's.
        bonus: what speaks for a being beside, such as the encoder's coreference.
    """
    best, most, fitting = None, -99.0, 0
    for rank, trace in enumerate(recent.near(place.sentence)):
        being = beings[trace.being]
        voice = trace.voice and pronoun in {"he", "she"}
        if not voice and not agrees(being, pronoun):
            continue
        if trace.being == place.barred or trace.span[0] == place.span[0]:
            continue
        fitting += 1
        score = weigh(trace, being, pronoun, place.sentence, quoted=place.quoted)
        score += bonus(trace.being) - 0.05 * rank + _habit(being, pronoun)
        if score > most:
            best, most = trace.being, score
    return best, fitting == 1


def _habit(being: Being, pronoun: str) -> float:
    """Return what it is worth that a being was called he or she before."""
    if pronoun not in {"he", "she"} or being.gender:
        return 0.0
    same = being.pronouns[pronoun] - being.pronouns["she" if pronoun == "he" else "he"]
    return 0.25 * max(-4, min(2, same))


def weigh(trace: Trace, being: Being, pronoun: str, sentence: int, *, quoted: bool) -> float:
    """Return how likely a being is meant, by where it was spoken of last."""
    score = -0.9 * (sentence - trace.sentence)
    score += 0.8 * trace.subject + 0.6 * trace.asked + 0.6 * (trace.asked and trace.subject)
    score += 0.4 * bool(being.names) + 0.3 * bool(being.gender and pronoun in {"he", "she"})
    score += 0.3 * trace.pronoun
    if trace.quoted and not quoted:
        score -= 1.5
    if pronoun == "they":
        score += 0.5 * being.plural - 0.8 * (being.kind == "government" and not being.plural)
    if being.kind == "place":
        score -= 1.0
    return score
