"""Whatever the text is, events and labels point into it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from told import reading

ODD = [
    "",
    "Attack",
    "attacked attacked attacked attacked",
    "“We urge “we urge “we urge",
    "killed 12",
    "The army, the army and the army attacked the army, the army and the army.",
    "X accused X of accusing X of arming X.",
    "\n\n\nHe said he said he said he attacked him.\n\n",
    "— — —\n“”\n()",
    "Ünal’s “terrorists” attacked Şırnak; at least 10–12 dead…",
    "between and between attack between",
    "the 12 and the 13 were given to the 14 by the 15",
]


def check(text):
    found = reading(text)
    length = len(found.document.text)
    names = {a.id for a in found.attributions}
    for event in found.events:
        assert event.evidence
        assert all(0 <= start < end <= length for start, end in (*event.evidence, event.trigger))
        assert event.actor or event.recipient
        assert all(name.strip() for name in (*event.actor, *event.recipient, *event.items))
        assert event.attribution is None or event.attribution in names
        assert {party.name for party in event.parties} == {*event.actor, *event.recipient}
        for count in event.counts:
            assert count.low is not None or count.high is not None
    for label in found.labels:
        assert label.label
        assert all(0 <= start < end <= length for start, end in label.evidence)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read(text):
    check(text)


PIECES = st.sampled_from(
    """attacked accused of the rebels Russia said that “ ” and 12 at least between killed , . \n we
    them to by was denied terrorists aid weapons will not on Friday in Mosul 's which threatened""".split(
        " "
    )
)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=40))
def test_words_in_any_order_are_read(words):
    check(" ".join(words))
