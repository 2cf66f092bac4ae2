"""Groups by average link, held against a slow and obvious way of making them."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.resolve.cluster import cluster


def slowly(size, likes, bar, barred):
    """Join the likeliest pair of groups until none is over the bar."""
    groups = [[n] for n in range(size)]

    def like(a, b):
        pairs = [likes.get((min(x, y), max(x, y)), 0.0) for x in a for y in b]
        return sum(pairs) / len(pairs)

    def apart(a, b):
        return any(y in barred[x] for x in a for y in b)

    while True:
        found = [
            (-like(a, b), a[0], b[0], a, b)
            for a, b in combinations(sorted(groups), 2)
            if like(a, b) >= bar and not apart(a, b)
        ]
        if not found:
            return sorted(sorted(group) for group in groups)
        *_, a, b = min(found)
        groups = [g for g in groups if g not in (a, b)] + [sorted(a + b)]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_quick_way_finds_what_the_slow_way_finds(data):
    size = data.draw(st.integers(1, 8))
    pairs = list(combinations(range(size), 2))
    # Sums of such numbers are exact, so that ties are ties in both.
    values = st.sampled_from([0.25, 0.5, 0.75, 1.0])
    likes = data.draw(st.dictionaries(st.sampled_from(pairs), values)) if pairs else {}
    bars = data.draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    barred = [
        frozenset({b for a, b in bars if a == n} | {a for a, b in bars if b == n})
        for n in range(size)
    ]

    found = cluster(size, likes, bar=0.3, barred=barred)

    assert sorted(n for group in found for n in group) == list(range(size))
    assert not any(b in barred[a] for group in found for a in group for b in group)
    if len({*likes.values()}) == len(likes):  # without ties there is one answer
        assert found == slowly(size, likes, 0.3, barred)


def test_a_chain_of_likes_is_not_one_group():
    likes = {(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9}

    assert cluster(4, likes, bar=0.5, barred=[frozenset()] * 4) == [[0, 1], [2, 3]]


def test_the_order_of_pairs_does_not_matter():
    likes = {(0, 1): 0.6, (2, 3): 0.6, (0, 2): 0.6, (1, 3): 0.6}
    turned = dict(reversed(likes.items()))
    barred = [frozenset()] * 4

    assert cluster(4, likes, bar=0.5, barred=barred) == cluster(4, turned, bar=0.5, barred=barred)
