"""Short texts read by the shipped encoder, as the tests of this folder look at them."""

from functools import lru_cache

from sayso.pipeline import read_text


@lru_cache(maxsize=200)
def reading(text, published="2024-05-17", outlet="The Gull"):
    """Return the reading of a text."""
    return read_text(text, published=published, outlet=outlet)


def told(text):
    """Return (type, actors, recipients) of each event of a text."""
    return [(e.type, e.actor, e.recipient) for e in reading(text).events]


def speaker_of(text, event):
    """Return whose word an event is, None for the document's own."""
    speakers = {a.id: a.speaker for a in reading(text).attributions}
    return None if event.attribution is None else speakers[event.attribution]
