"""Numbers of people and things as the least and the most they may be."""

import pytest

from sayso.attribute.event.amount import count_of, find_casualties

CASUALTIES = [
    ("at least 12 people were killed", "killed", 12, None),
    ("killing 107 or more", "killed", 107, None),
    ("between 10 and 15 soldiers were wounded", "wounded", 10, 15),
    ("10-15 people were hurt", "wounded", 10, 15),
    ("ten to fifteen men are missing", "missing", 10, 15),
    ("dozens were arrested", "detained", 24, None),
    ("two dozen wounded", "wounded", 24, 24),
    ("up to 40 missing", "missing", None, 40),
    ("1.5 million displaced", "displaced", 1_500_000, 1_500_000),
    ("hundreds of thousands were displaced", "displaced", 200_000, None),
    ("twenty-one girls were abducted", "detained", 21, 21),
    ("a dozen dead", "killed", 12, 12),
    ("more than 2,000 students were detained", "detained", 2_000, None),
    ("several injured", "wounded", 3, None),
    ("the deaths of", None, None, None),
    ("40% of them died", None, None, None),
    ("12 boats left the harbour", None, None, None),
]


@pytest.mark.parametrize(("text", "what", "low", "high"), CASUALTIES)
def test_a_number_with_what_became_of_them_is_a_range(text, what, low, high):
    found = [(c.what, c.low, c.high) for _, c in find_casualties(text, 0, len(text))]
    assert found == ([(what, low, high)] if what else [])


def test_several_numbers_in_a_sentence_each_have_their_own_fate():
    text = "At least 12 people were killed and 30 others injured."
    found = [(text[slice(*span)], c.what) for span, c in find_casualties(text, 0, len(text))]
    assert found == [("At least 12", "killed"), ("30", "wounded")]


ITEMS = [
    ("36 shells", ("shells", 36, 36)),
    ("over 60,000 security personnel", ("security personnel", 60_000, None)),
    ("dozens of rounds", ("rounds", 24, None)),
    ("two rockets", ("rockets", 2, 2)),
    ("hard drives", None),
    ("$5 million", None),
]


@pytest.mark.parametrize(("text", "expected"), ITEMS)
def test_an_item_that_begins_with_a_number_is_counted(text, expected):
    count = count_of(text)
    assert (count and (count.what, count.low, count.high)) == expected
