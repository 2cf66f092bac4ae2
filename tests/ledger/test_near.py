"""Documents that share telling words, counted and grouped by the database, against a plain count."""

from __future__ import annotations

import random

import pytest

from sayso.ledger import add_readings, schema, start_run, writing
from sayso.ledger.near import Bounds, sharing
from sayso.text import make_document

WORDS = [f"word{n}" for n in range(12)]


@pytest.fixture
def telling(ledger):
    """A ledger of 40 documents with some telling words each, and what they are."""
    from sayso.records import Reading

    rng = random.Random(7)
    texts = [make_document(f"Report {n}.", uri=f"https://{n}.example") for n in range(40)]
    add_readings(ledger, start_run(ledger), [Reading(one, (), produced_by={}) for one in texts])
    rows = []
    for document in range(1, 41):
        day = rng.choice((0, *range(1000, 1100)))
        chosen = [word for n, word in enumerate(WORDS) if rng.random() < 0.9 / (1 + n / 3)]
        rows += [
            {"word": word, "day": day, "document": document, "place": n}
            for n, word in enumerate(chosen)
        ]
    with writing(ledger) as connection:
        connection.execute(schema.telling.insert(), rows)
    return ledger, rows


def plainly(rows, bounds):
    """The same, the slow way."""

    def within(row, days):
        return days is None or row["day"] == 0 or days[0] <= row["day"] <= days[1]

    counts, shared = {}, {}
    for word in WORDS:
        here = [row for row in rows if row["word"] == word]
        found = [row for row in here if within(row, bounds.wide)]
        if len(found) > bounds.common and bounds.near:
            found = [row for row in here if within(row, bounds.near)]
        counts[word] = len(found)
        if len(found) <= bounds.common:
            for row in found:
                shared.setdefault((row["document"], row["day"] or None), []).append(word)
    listed = [(*key, tuple(some)) for key, some in shared.items() if len(some) >= bounds.least]
    listed.sort(key=lambda one: (-len(one[2]), -one[0]))
    return counts, listed[: bounds.most]


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(None, None, 100, 1, 100),
        Bounds((1020, 1080), (1040, 1060), 100, 3, 100),
        Bounds((1000, 1100), (1040, 1060), 15, 2, 5),
        Bounds((1000, 1100), (1050, 1051), 0, 1, 5),
    ],
)
def test_what_shares_words_is_what_a_plain_count_finds(telling, bounds):
    ledger, rows = telling
    with writing(ledger) as connection:
        counts, shared = sharing(connection, WORDS, bounds)
    wanted, listed = plainly(rows, bounds)

    assert [tuple(one) for one in shared] == listed
    for word, count in wanted.items():
        assert counts[word] == min(count, bounds.common + 1) + 1 or counts[word] == bounds.common


def test_no_words_share_nothing(telling):
    ledger, _ = telling
    with writing(ledger) as connection:
        assert sharing(connection, [], Bounds(None, None, 10, 1, 10)) == ({}, [])
