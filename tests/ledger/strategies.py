"""Records of every shape that their types allow."""

from hypothesis import strategies as st

from sayso.records import (
    Actor,
    Attribution,
    Count,
    Document,
    Event,
    Hop,
    Label,
    Party,
    Place,
    Reading,
    Response,
)
from sayso.text import sha256

# Everything a str can hold: other planes, NUL, lone surrogates (from names of files).
anything = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["", "\x00", "\udc80.txt", '\ufdd0"x"', "[]", "null", "“Ünal”\n\u200fשלום", "a'b\"c\\d", "%(x)s :y ?", "🜚"]
)  # fmt: skip
maybe = st.none() | anything
texts = st.lists(anything, max_size=3).map(tuple)
spans = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=3).map(tuple)
dates = maybe | st.sampled_from(["2016", "2016-01", "2016-01-14", "2016-W02", "2016-01-14T10:00Z"])

documents = st.builds(
    lambda text, **known: Document(text=text, sha256=sha256(text), **known),
    id=anything, text=anything | st.text(max_size=60), uri=maybe, outlet=maybe, title=maybe,
    byline=texts, credit=maybe, dateline=maybe, published=dates, language=maybe,
)  # fmt: skip
hops = st.builds(Hop, name=maybe, actor=maybe, evidence=spans)
attributions = st.builds(
    Attribution,
    id=anything, source=spans, cue=spans, content=spans, addressee=spans, verbatim=spans,
    mode=st.sampled_from(["direct", "mixed", "indirect"]) | anything, act=maybe, factuality=maybe,
    speaker=maybe, identity=maybe, kind=maybe, chain=st.lists(hops, max_size=3).map(tuple),
    said=dates, parent=maybe, confidence=st.floats(allow_nan=False, allow_infinity=False), why=texts,
)  # fmt: skip
actors = st.builds(
    Actor, id=anything, name=anything, kind=maybe, identity=maybe, country=maybe, mentions=spans
)
responses = st.builds(Response, actor=anything, response=anything, about=maybe, evidence=spans)
numbers = st.none() | st.integers()
degrees = st.none() | st.floats(allow_nan=False, allow_infinity=False)
counts = st.builds(Count, what=anything, low=numbers, high=numbers, text=anything)
parties = st.builds(Party, name=anything, country=maybe, sector=maybe)
places = st.builds(
    Place, name=anything, country=maybe, latitude=degrees, longitude=degrees, precision=maybe,
    others=texts,
)  # fmt: skip
events = st.builds(
    Event, type=anything, mode=maybe, actor=texts, recipient=texts, items=texts, place=maybe,
    date=maybe, evidence=spans, attribution=maybe, polarity=anything, modality=anything,
    contexts=texts, counts=st.lists(counts, max_size=3).map(tuple),
    parties=st.lists(parties, max_size=3).map(tuple), where=st.none() | places,
    trigger=st.none() | st.tuples(st.integers(-3, 40), st.integers(-3, 40)),
)  # fmt: skip
labels = st.builds(
    Label, actor=anything, label=anything, by=maybe, polarity=anything, attribution=maybe,
    evidence=spans,
)  # fmt: skip


def _some(things):
    return st.lists(things, max_size=3).map(tuple)


readings = st.builds(
    Reading, document=documents, attributions=_some(attributions), actors=_some(actors),
    responses=_some(responses), events=_some(events), labels=_some(labels),
    produced_by=st.dictionaries(anything, anything, max_size=2),
)  # fmt: skip
