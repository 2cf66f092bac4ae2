"""The measures of clusters are those of the standard scorer, to the digit."""

from itertools import permutations

import numpy as np
import pytest
from gold_examples import UNHURRIED
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluate.coreference import (
    CorefScores,
    Ratios,
    best_assignment,
    score_coreference,
)

MEASURES = ("mentions", "muc", "b_cubed", "ceaf_e")


@st.composite
def clusterings(draw):
    """Up to ten mentions, each in one of four clusters or in none."""
    labels = draw(st.lists(st.integers(0, 4), max_size=10))
    return [
        {mention for mention, label in enumerate(labels) if label == cluster}
        for cluster in range(4)
        if cluster in labels
    ]


# -- worked by hand


def test_mentions_without_a_twin_count_as_published():
    """The example of Pradhan et al. 2014, figure 1."""
    found = score_coreference(["abc", "defg"], ["ab", "cd", "fghi"])
    assert found.mentions == Ratios(6, 7, 6, 8)
    # {a b | c} keeps one link of two, {d | e | f g} one of three; as many of five are right.
    assert found.muc == Ratios(2, 5, 2, 5)
    # Recall: (2² + 1²) / 3 for abc, (1² + 2²) / 4 for defg; e is nowhere.
    assert found.b_cubed.recalled == pytest.approx(5 / 3 + 5 / 4)
    # Precision: ab wholly, c and d half each, f and g half each; h and i not at all.
    assert (found.b_cubed.precise, found.b_cubed.response) == (pytest.approx(2 + 1 + 1), 8)
    # abc goes with ab (4/5), defg with fghi (4/8).
    assert found.ceaf_e.recalled == found.ceaf_e.precise == pytest.approx(0.8 + 0.5)
    assert (found.ceaf_e.key, found.ceaf_e.response) == (2, 3)
    published = {"muc": (0.40, 0.40, 0.40), "b_cubed": (0.42, 0.50, 0.46),
                 "ceaf_e": (0.65, 0.43, 0.52)}  # fmt: skip
    for measure, ratios in published.items():
        one = getattr(found, measure)
        assert (one.recall, one.precision, one.f1) == pytest.approx(ratios, abs=0.006)
    assert found.conll == pytest.approx((0.4 + 5 / 11 + 0.52) / 3)


@pytest.mark.parametrize(
    ("response", "muc", "b_cubed", "ceaf_e"),
    [
        # P: 6 + 4 links, one wrong; (5 + (4 + 25) / 7) / 12; (1 + 10/12) of 3 and of 2.
        (["12345", "6789ABC"], 18 / 19, 0.865, 0.733),
        # the same one wrong link joins the two large ones; (1 + 10/15) of 3 and of 2
        (["1234589ABC", "67"], 18 / 19, 0.737, 0.667),
        (["123456789ABC"], 0.900, 0.545, 0.294),  # 10/17 of 3 and of 1
        (list("123456789ABC"), 0.0, 0.400, 0.178),  # (2/6 + 2/3 + 2/6) of 3 and of 12
        (["12345", "67", "89ABC"], 1.0, 1.0, 1.0),
    ],
)
def test_the_measures_part_as_published(response, muc, b_cubed, ceaf_e):
    """The example of Luo 2005, figure 1 and table 1."""
    found = score_coreference(["12345", "67", "89ABC"], response)
    assert found.muc.f1 == pytest.approx(muc, abs=0.0006)
    assert found.b_cubed.f1 == pytest.approx(b_cubed, abs=0.0006)
    assert found.ceaf_e.f1 == pytest.approx(ceaf_e, abs=0.0006)


def test_singletons_count_where_they_are_given():
    found = score_coreference(["ab", "c"], ["c", "ab", "d"])
    assert found.muc == Ratios(1, 1, 1, 1)
    assert found.b_cubed == Ratios(3, 3, 3, 4)
    assert found.ceaf_e == Ratios(2, 2, 2, 3)


@pytest.mark.parametrize(("key", "response"), [([], []), (["ab"], []), ([], ["ab"])])
def test_nothing_on_a_side_is_zero(key, response):
    found = score_coreference(key, response)
    assert found.conll == 0.0
    assert all(getattr(found, m).f1 == 0.0 for m in MEASURES)
    assert found.mentions == Ratios(0, 2 * len(key), 0, 2 * len(response))


def test_empty_clusters_are_none():
    assert score_coreference(["ab", ""], ["", "ab"]) == score_coreference(["ab"], ["ab"])


@pytest.mark.parametrize(
    ("key", "response", "side"),
    [(["ab", "bc"], ["ab"], "key"), (["ab"], ["ab", "a"], "response"), (["aa"], [], "key")],
)
def test_a_mention_may_stand_once(key, response, side):
    with pytest.raises(ValueError, match=f"the {side} has the mention '[ab]' twice"):
        score_coreference(key, response)


# -- slow and obvious versions


def slow_muc(key, response):
    kept = links = 0
    for cluster in key:
        parts = {
            next((n for n, other in enumerate(response) if m in other), ("alone", m))
            for m in cluster
        }
        kept += len(cluster) - len(parts)
        links += len(cluster) - 1
    return kept, links


def slow_b_cubed(key, response):
    everyone = [(m, cluster) for cluster in key for m in cluster]
    kept = 0
    for m, cluster in everyone:
        other = next((other for other in response if m in other), set())
        kept += len(cluster & other) / len(cluster)
    return kept, len(everyone)


def slow_ceaf_e(key, response):
    few, many = sorted((key, response), key=len)
    return max(
        sum(
            2 * len(a & b) / (len(a) + len(b))
            for a, b in zip(few, chosen, strict=True)
        )
        for chosen in permutations(many, len(few))
    )  # fmt: skip


@UNHURRIED
@given(clusterings(), clusterings())
def test_the_measures_equal_their_definitions(key, response):
    found = score_coreference(key, response)
    for ratios, slow in ((found.muc, slow_muc), (found.b_cubed, slow_b_cubed)):
        assert (ratios.recalled, ratios.key) == pytest.approx(slow(key, response))
        assert (ratios.precise, ratios.response) == pytest.approx(slow(response, key))
    best = slow_ceaf_e(key, response)
    assert found.ceaf_e.recalled == found.ceaf_e.precise == pytest.approx(best)
    assert (found.ceaf_e.key, found.ceaf_e.response) == (len(key), len(response))


@UNHURRIED
@given(clusterings())
def test_a_clustering_equals_itself(key):
    found = score_coreference(key, key)
    linked = any(len(cluster) > 1 for cluster in key)
    assert found.muc.f1 == float(linked)
    f1s = [found.b_cubed.f1, found.ceaf_e.f1, found.mentions.f1]
    assert f1s == pytest.approx([float(bool(key))] * 3)


@UNHURRIED
@given(clusterings(), clusterings())
def test_exchanging_the_sides_exchanges_precision_and_recall(key, response):
    one, other = score_coreference(key, response), score_coreference(response, key)
    for measure in MEASURES:
        a, b = getattr(one, measure), getattr(other, measure)
        assert (a.recall, a.precision, a.f1) == pytest.approx((b.precision, b.recall, b.f1))
        assert 0 <= a.f1 <= 1 + 1e-9


@UNHURRIED
@given(clusterings(), clusterings(), st.randoms())
def test_order_is_no_matter(key, response, random):
    def shuffled(clusters):
        return random.sample([random.sample([*c], len(c)) for c in clusters], len(clusters))

    once = score_coreference(key, response)
    again = score_coreference(shuffled(key), shuffled(response))
    for measure in MEASURES:
        a, b = getattr(once, measure), getattr(again, measure)
        assert (a.recalled, a.precise) == pytest.approx((b.recalled, b.precise))


@UNHURRIED
@given(clusterings(), clusterings(), clusterings())
def test_documents_add_up_above_and_below_the_line(key, one, other):
    a, b = score_coreference(key, one), score_coreference(key, other)
    total = sum((a, b), CorefScores())
    for measure in MEASURES:
        x, y, both = (getattr(scores, measure) for scores in (a, b, total))
        assert both.recalled == pytest.approx(x.recalled + y.recalled)
        assert both.key == x.key + y.key
        assert (both.precise, both.response) == pytest.approx(
            (x.precise + y.precise, x.response + y.response)
        )


@UNHURRIED
@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_no_assignment_is_better_than_the_best(rows, columns, seed):
    # Few different weights, so that there are ties; many nothings, as between clusters.
    weights = np.random.default_rng(seed).integers(0, 5, (rows, columns)) / 4
    pairs = best_assignment(weights)
    assert len(pairs) == len({i for i, _ in pairs}) == len({j for _, j in pairs})
    assert len(pairs) == min(rows, columns)
    wide = weights if rows <= columns else weights.T
    best = max(
        sum(wide[i, j] for i, j in enumerate(chosen))
        for chosen in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert sum(weights[i, j] for i, j in pairs) == pytest.approx(best)


def test_hundreds_of_clusters_are_assigned():
    rng = np.random.default_rng(5)
    hidden = rng.permutation(400)
    weights = rng.random((300, 400)) * 0.9
    weights[np.arange(300), hidden[:300]] = 1.0
    assert sorted(best_assignment(weights)) == [*enumerate(hidden[:300].tolist())]
