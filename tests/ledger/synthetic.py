"""Readings made up from a seed: any number, always the same ones, no encoder needed.

Words, speakers and outlets follow Zipf's law, as in news: a few are everywhere, most are rare.
"""

import random
from bisect import bisect
from itertools import accumulate

from sayso.records import (
    Actor,
    Attribution,
    Count,
    Event,
    Hop,
    Label,
    Party,
    Place,
    Reading,
    Response,
)
from sayso.text import make_document

ACTS = "say say say say report report claim confirm deny accuse demand warn ask believe".split()
KINDS = "person person person government organisation armed-group outlet unknown".split()
IDENTITIES = "named named named role anonymous unstated".split()
PRODUCED_BY = {"version": "1.0", "model": "0f1e2d3c4b5a69788796a5b4c3d2e1f0"}


def _zipf(n):
    return list(accumulate(1 / (rank + 2) for rank in range(n)))


_SYLLABLES = [
    c + v for c in "b d f g k l m n p r s t v z sh tr".split() for v in "a e i o u".split()
]


def _word(number):
    out = ""
    while True:
        out = _SYLLABLES[number % len(_SYLLABLES)] + out
        number //= len(_SYLLABLES)
        if not number:
            return out


WORDS = [_word(n + 80) for n in range(30_000)]
SPEAKERS = [f"{_word(n * 7 + 6500).title()} {_word(n * 13 + 90).title()}" for n in range(50_000)]
OUTLETS = [f"The {_word(n * 31 + 80).title()} Post" for n in range(400)]
_WORD_WEIGHTS, _SPEAKER_WEIGHTS, _OUTLET_WEIGHTS = map(
    _zipf, (len(WORDS), len(SPEAKERS), len(OUTLETS))
)


def _pick(rng, things, weights):
    return things[bisect(weights, rng.random() * weights[-1])]


def make_reading(seed, *, statements=10, produced_by=PRODUCED_BY):
    """The reading number ``seed``: a report of that many statements, every part filled."""
    rng = random.Random(seed)
    parts, places, at = [], [], 0
    for number in range(statements):
        speaker = _pick(rng, SPEAKERS, _SPEAKER_WEIGHTS)
        content = " ".join(rng.choices(WORDS, cum_weights=_WORD_WEIGHTS, k=rng.randint(8, 30)))
        lead = " ".join(rng.choices(WORDS, cum_weights=_WORD_WEIGHTS, k=12))
        line = f"{lead}. “{content},” said {speaker}."
        start = at + len(lead) + 3
        cue = start + len(content) + 3
        places.append((speaker, (start, start + len(content)), (cue, cue + 4),
                       (cue + 5, cue + 5 + len(speaker)), number))  # fmt: skip
        parts.append(line)
        at += len(line) + 1
    day = f"{rng.randint(2010, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    outlet = _pick(rng, OUTLETS, _OUTLET_WEIGHTS)
    document = make_document(
        "\n".join(parts),
        uri=f"https://news.example/{outlet.split()[1].lower()}/{seed}",
        outlet=outlet,
        title=" ".join(rng.choices(WORDS, cum_weights=_WORD_WEIGHTS, k=7)).capitalize(),
        byline=(_pick(rng, SPEAKERS, _SPEAKER_WEIGHTS),),
        published=f"{day}T{rng.randint(0, 23):02}:15:00+00:00",
        language="en",
    )
    return Reading(
        document,
        tuple(_attribution(rng, outlet, day, place) for place in places),
        tuple(Actor(f"p{n}", name, rng.choice(KINDS), "named", None, (source,))
              for name, _, _, source, n in places),
        tuple(Response(name, "denied", f"a{n - 1}", (content,))
              for name, content, _, _, n in places[1:2]),
        tuple(_event(day, place) for place in places[:1]),
        produced_by,
        tuple(Label("all", "liars", name, "-", f"a{n}", (content,))
              for name, content, _, _, n in places[:1]),
    )  # fmt: skip


def _event(day, place):
    name, content, cue, _, number = place
    return Event(
        type="ACCUSE",
        mode=None,
        actor=(name,),
        recipient=("all",),
        items=(),
        place="Torez",
        date=day,
        evidence=(content,),
        attribution=f"a{number}",
        polarity="+",
        modality="actual",
        contexts=("military", "legal"),
        counts=(Count("killed", 12, None, "at least 12"), Count("shell", 3, 3, "three")),
        parties=(Party(name, "UKR", "GOV"), Party("all")),
        where=Place("Torez", "UA", 48.03, 38.62, "city", ("RU",)),
        trigger=cue,
    )


def _attribution(rng, outlet, day, place):
    speaker, content, cue, source, number = place
    return Attribution(
        id=f"a{number}",
        source=(source,),
        cue=(cue,),
        content=(content,),
        verbatim=(content,),
        mode=rng.choice(("direct", "mixed", "indirect")),
        act=rng.choice(ACTS),
        factuality="CT+",
        speaker=speaker,
        identity=rng.choice(IDENTITIES),
        kind=rng.choice(KINDS),
        chain=(Hop(outlet), Hop(speaker, f"p{number}", (source,))),
        said=day if number % 3 else None,
        confidence=round(rng.random(), 3),
        why=(f"speaker: “{speaker}” is named", f"said: {day}, the day of the report"),
    )
