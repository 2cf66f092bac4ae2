"""Under whose word things stand, where people have corrected where an attribution stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sayso.records import Attribution, Event, Label, Proposition, Reading, Response, Spans
from sayso.text import covered, overlap


@dataclass(frozen=True, slots=True)
class Places:
    """What people have changed, by the names of attributions within the reading.

    Attributes:
        moved: those whose content is another than it was, or that are new.
        gone: those that are none, and which stands around each; None: the document's own voice.
        spoken: those whose speaker is another.
    """

    moved: frozenset[str]
    gone: Mapping[str, str | None]
    spoken: frozenset[str]


def revoiced(reading: Reading, places: Places) -> Reading:
    """Return a reading whose propositions, events and labels stand under the right attribution.

    Those under one that is gone go to the one around it. Where a content was moved, what has
    more than half of its words in it stands under it, unless it stands under one inside it;
    what had, and has no more, goes to the one around.

    Args:
        reading: with its attributions corrected.
        places: what was changed in them.
    """
    if not (places.moved or places.gone or places.spoken):
        return reading
    by_id = {one.id: one for one in reading.attributions}
    voices = _Voices(by_id, places)
    return replace(
        reading,
        propositions=tuple(voices.proposition(one) for one in reading.propositions),
        events=tuple(voices.event(one) for one in reading.events),
        labels=tuple(voices.label(one, reading.document.outlet) for one in reading.labels),
        responses=tuple(voices.response(one) for one in reading.responses),
    )


@dataclass(frozen=True, slots=True)
class _Voices:
    by_id: Mapping[str, Attribution]
    places: Places

    def of(self, name: str | None, evidence: Spans) -> str | None:
        """Return under which attribution some words stand that stood under ``name``."""
        name = self.places.gone.get(name or "", name)
        here = self.by_id.get(name or "")
        if here is not None and here.id in self.places.moved and not _holds(here, evidence):
            here = self.by_id.get(here.parent or "")
        for moved in sorted(self.places.moved & self.by_id.keys()):
            one = self.by_id[moved]
            if _holds(one, evidence) and (here is None or _size(one) < _size(here)):
                here = one
        return None if here is None else here.id

    def proposition(self, one: Proposition) -> Proposition:
        found = self.of(one.attribution, one.evidence)
        return one if found == one.attribution else replace(one, attribution=found)

    def event(self, one: Event) -> Event:
        found = self.of(one.attribution, one.evidence)
        return one if found == one.attribution else replace(one, attribution=found)

    def label(self, one: Label, outlet: str | None) -> Label:
        found = self.of(one.attribution, one.evidence)
        if found == one.attribution and found not in self.places.spoken:
            return one
        by = outlet if found is None else self.by_id[found].speaker
        return replace(one, attribution=found, by=by)

    def response(self, one: Response) -> Response:
        """What was answered and is no attribution is none of those that are left."""
        return replace(one, about=None) if one.about in self.places.gone else one


def _holds(one: Attribution, evidence: Spans) -> bool:
    shared = sum(overlap(a, b) for a in one.content for b in evidence)
    return 2 * shared > covered(evidence) > 0


def _size(one: Attribution) -> int:
    return covered(one.content)
