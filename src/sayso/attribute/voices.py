"""Annotated -> Reading: whose words a document holds. The whole stage in one screen.

1. ``find_attributions``: sources, cues and contents; 2. ``with_citing_parents``: who is
cited by whom; 3. ``with_addressees``; 4. ``find_actors``; 5. ``with_speakers``;
6. ``with_chains``; 7. ``with_dates``; 8. ``with_factuality``; 9. ``find_responses``;
10. ``find_propositions``.
"""

from __future__ import annotations

from functools import partial

from sayso.attribute.actors.actor import Cast, actor_of, find_actors
from sayso.attribute.actors.speaker import with_speakers
from sayso.attribute.certainty.factuality import with_factuality
from sayso.attribute.chain.addressee import with_addressees
from sayso.attribute.chain.chain import with_chains, with_citing_parents
from sayso.attribute.event.events import find_events
from sayso.attribute.event.ground import lay_ground
from sayso.attribute.event.label import find_labels
from sayso.attribute.proposition.propositions import find_propositions
from sayso.attribute.response.responses import find_responses
from sayso.attribute.statement.attributions import find_attributions
from sayso.attribute.time.said import with_dates
from sayso.records import Annotated, Reading, Span


def find_voices(annotated: Annotated) -> Reading:
    """Return the reading of a document: attributions with their speakers and chains, responses."""
    found = with_addressees(annotated, with_citing_parents(annotated, find_attributions(annotated)))
    phrases = [span for a in found for span in (*a.source, *a.addressee)]
    cast = find_actors(annotated, phrases)
    spoken = with_chains(annotated, with_speakers(annotated, found, cast), cast)
    told = with_factuality(annotated, with_dates(annotated, spoken))
    ground = lay_ground(annotated, cast, told)
    return Reading(
        document=annotated.document,
        attributions=told,
        actors=cast.actors,
        responses=find_responses(annotated, told, partial(_name_of, cast, annotated)),
        events=find_events(ground),
        labels=find_labels(ground),
        propositions=find_propositions(annotated, told, cast),
    )


def _name_of(cast: Cast, annotated: Annotated, phrase: Span) -> str | None:
    actor = actor_of(cast, annotated, phrase)
    return actor.name if actor else None
