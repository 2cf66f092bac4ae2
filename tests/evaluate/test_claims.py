"""Claims against gold, on claims small enough to be counted by hand."""

import pytest

from sayso.evaluate.claims import (
    DENIALS,
    OURS,
    Mean,
    bcubed,
    denying,
    find_places,
    match_claims,
    pairwise,
    place_of,
    score_claims,
    stating,
)
from sayso.evaluate.score import PRF, Accuracy
from sayso.records import Claim, Member, Origin
from sayso.text import make_document

TEXT = "abcdefghij klmnopqrst uvwxyzabcd efghijklmn"  # four words of ten letters
WORDS = ((0, 10), (11, 21), (22, 32), (33, 43))
DOCUMENTS = {
    name: make_document(TEXT, id=name, outlet=name, title=f"{name} says") for name in "xyz"
}


def member(document, *words, stance="states", spans=None):
    """A member on some words of a document, or on spans."""
    evidence = tuple(spans or (WORDS[n] for n in words))
    text = " ".join(TEXT[start:end] for start, end in evidence)
    return Member(document, None, document, None, None, evidence, text, stance)


def claim(name, *members, origins=None):
    """A claim; without origins each member is one."""
    own = [Origin(str(n), (n,), denies=one.stance == "denies") for n, one in enumerate(members)]
    return Claim(name, f"text of {name}", members, tuple(own if origins is None else origins))


def groups(*claims):
    """For each place (a letter) the numbers of the claims it stands in."""
    names = dict.fromkeys("".join(claims))
    return {
        (name, ()): frozenset(n for n, one in enumerate(claims) if name in one) for name in names
    }


def test_what_equals_the_gold_is_all_right():
    gold = [
        claim("c1", member("x", 0), member("y", 0), member("z", 2, stance="denies")),
        claim("c2", member("x", 1), member("y", 3)),
    ]
    scores = score_claims(gold, gold, DOCUMENTS)
    assert scores.places == PRF(5, 0, 0)
    assert scores.pairs == PRF(4, 0, 0)
    assert (scores.precision, scores.recall, scores.bcubed) == (Mean(5, 5), Mean(5, 5), 1.0)
    assert scores.stances == {"states": Accuracy(4, 4, 4), "denies": Accuracy(1, 1, 1)}
    assert scores.counters[OURS].exact == Accuracy(2, 2, 2)
    assert scores.counters[DENIALS].off == Mean(0, 2)
    assert [(one.placed, one.places, one.others) for one in scores.claims] == [(3, 3, 0), (2, 2, 0)]


def test_nothing_found_is_all_lost():
    scores = score_claims([claim("c", member("x", 0), member("y", 0))], [], DOCUMENTS)
    assert scores.places == PRF(0, 0, 2)
    assert scores.pairs == PRF(0, 0, 1)
    assert (scores.precision, scores.recall, scores.bcubed) == (Mean(0, 0), Mean(0, 2), 0.0)
    assert scores.stance == Accuracy()
    assert scores.counters[OURS].exact.of == 0
    assert scores.claims[0].found is None


# Places are letters: which stand together in the gold, which in what was found; pairs right,
# wrong and missed; the sums of B-cubed precision and recall with the number of places asked.
GROUPS = [
    (["ab", "c"], ["ab", "c"], (1, 0, 0), (3, 3), (3, 3)),
    # all in one: for a and b two of three are right, for c one
    (["ab", "c"], ["abc"], (1, 2, 0), (2 / 3 + 2 / 3 + 1 / 3, 3), (3, 3)),
    # all apart: each finds itself only, half of its gold claim
    (["abcd"], ["ab", "cd"], (2, 0, 4), (4, 4), (2, 4)),
    # two claims of the same places, found as one: each pair counts once of twice
    (["ab", "ab"], ["ab"], (1, 0, 0), (2, 2), (1, 2)),
    # and the other way round
    (["ab"], ["ab", "ab"], (1, 0, 0), (1, 2), (2, 2)),
    # a place that is not found is lost to recall and no part of precision
    (["abc"], ["ab"], (1, 0, 2), (2, 2), (4 / 3, 3)),
]


@pytest.mark.parametrize(("gold", "found", "pairs", "precision", "recall"), GROUPS)
def test_pairs_and_b_cubed_are_what_a_hand_counts(gold, found, pairs, precision, recall):
    wanted = groups(*gold)
    got = {place: groups(*found).get(place, frozenset()) for place in wanted}
    assert pairwise(wanted, got) == PRF(*pairs)
    right, there = bcubed(wanted, got)
    assert (right.total, right.of) == (pytest.approx(precision[0]), precision[1])
    assert (there.total, there.of) == (pytest.approx(recall[0]), recall[1])


def seats_of(one, *found):
    gold = [claim("c", one)]
    return find_places(gold, found, DOCUMENTS)[place_of(one)]


def test_a_place_is_found_from_a_third_and_by_the_largest_overlap():
    wanted = member("x", 0, 1, 2)
    one_in_three = claim("a", member("x", 0))
    two_in_three = claim("b", member("x", 0, 1))
    too_little = claim("d", member("x", spans=[(0, 8)]))
    assert seats_of(wanted, one_in_three) == ((0, 0),)
    assert seats_of(wanted, one_in_three, two_in_three) == ((1, 0),)
    assert seats_of(wanted, too_little) == ()


def test_a_place_is_found_in_its_own_document_only():
    assert seats_of(member("x", 0), claim("a", member("y", 0), member("x", 3))) == ()


def test_spaces_and_marks_between_the_letters_of_evidence_do_not_count():
    found = claim("a", member("x", spans=[(0, 21)]))
    assert seats_of(member("x", 0, 1), found) == ((0, 0),)
    gold = claim("c", member("x", 0, 1))
    assert score_claims([gold], [found], DOCUMENTS).places == PRF(1, 0, 0)


def test_a_place_of_two_claims_may_be_found_as_two_members():
    two = member("x", 0, 1)
    gold = [claim("c1", two, member("y", 0)), claim("c2", two, member("y", 1))]
    found = [
        claim("a", member("x", 0), member("y", 0)),
        claim("b", member("x", 1), member("y", 1)),
    ]
    scores = score_claims(gold, found, DOCUMENTS)
    assert scores.pairs == PRF(2, 0, 0)
    assert [one.found.id for one in scores.claims] == ["a", "b"]


def test_a_place_of_one_claim_is_found_as_one_member_only():
    gold = [claim("c1", member("x", 0, 1), member("y", 0)), claim("c2", member("y", 1))]
    found = [
        claim("a", member("x", spans=[(0, 12)]), member("y", 0)),
        claim("b", member("x", 1), member("y", 1)),
    ]
    assert score_claims(gold, found, DOCUMENTS).pairs == PRF(1, 0, 0)


def test_the_same_words_in_two_found_claims_stand_in_both():
    gold = [claim("c", member("x", 0), member("y", 0), member("z", 0))]
    found = [
        claim("a", member("x", 0), member("y", 0)),
        claim("b", member("x", 0), member("z", 0)),
    ]
    assert score_claims(gold, found, DOCUMENTS).pairs == PRF(2, 0, 1)


def test_two_places_found_as_one_member_count_as_found_together():
    gold = [
        claim("c1", member("x", spans=[(0, 21)])),
        claim("c2", member("x", spans=[(0, 16)])),
    ]
    found = [claim("a", member("x", spans=[(0, 21)]))]
    assert score_claims(gold, found, DOCUMENTS).pairs == PRF(0, 1, 0)


def matched(gold, *found):
    return match_claims([gold], found, find_places([gold], found, DOCUMENTS))[0]


def test_a_claim_is_matched_to_the_one_with_most_of_its_places():
    gold = claim("c", member("x", 0), member("y", 0), member("z", 0))
    less = claim("a", member("z", 0))
    most = claim("b", member("x", 0), member("y", 0), member("y", 3))
    assert matched(gold, less, most) == 1


def test_of_two_with_as_many_places_the_one_with_fewer_others_is_taken():
    gold = claim("c", member("x", 0), member("y", 0))
    crowded = claim("a", member("x", 0), member("z", 0), member("z", 1))
    plain = claim("b", member("y", 0))
    assert matched(gold, crowded, plain) == 1


def test_less_than_half_of_the_places_is_no_match():
    gold = claim("c", member("x", 0), member("y", 0), member("z", 0))
    assert matched(gold, claim("a", member("x", 0), member("x", 3))) is None


def test_stance_is_judged_in_the_matched_claim():
    wanted = member("x", 0, stance="denies")
    gold = [claim("c", wanted, member("y", 0), member("z", 0))]
    found = [
        claim("a", member("x", 0), member("y", 3)),
        claim("b", wanted, member("y", 0), member("z", 0, stance="doubts")),
    ]
    scores = score_claims(gold, found, DOCUMENTS)
    assert scores.stances == {"denies": Accuracy(1, 1, 1), "states": Accuracy(1, 2, 2)}
    assert scores.stance == Accuracy(2, 3, 3)


def test_stance_of_a_member_elsewhere_is_judged_where_it_stands():
    gold = [claim("c", member("x", 0, stance="denies"), member("y", 0), member("z", 0))]
    found = [claim("a", member("y", 0), member("z", 0)), claim("b", member("x", 0))]
    assert score_claims(gold, found, DOCUMENTS).stances["denies"] == Accuracy(0, 1, 1)


def test_origins_are_those_that_state_it_and_denials_are_apart():
    members = (member("x", 0), member("y", 0), member("z", 0, stance="denies"))
    gold = claim("c", *members, origins=[Origin("A", (0, 1)), Origin("B", (2,), denies=True)])
    found = claim("f", *members)
    assert (stating(gold), denying(gold)) == (1, 1)
    assert (stating(found), denying(found)) == (2, 1)
    scores = score_claims([gold], [found], DOCUMENTS)
    assert scores.counters[OURS].exact == Accuracy(0, 1, 1)
    assert scores.counters[OURS].off == Mean(1, 1)
    assert scores.counters[DENIALS].exact == Accuracy(1, 1, 1)
    assert scores.counters["all origins"].off == Mean(1, 1)


def test_rivals_count_the_documents_that_state_it():
    members = (member("x", 0), member("y", 0), member("z", 0, stance="denies"))
    gold = claim("c", *members, origins=[Origin("A", (0, 1)), Origin("B", (2,), denies=True)])
    scores = score_claims([gold], [gold], DOCUMENTS)
    assert scores.counters["outlets"].off == Mean(1, 1)
    assert scores.counters["MinHash clusters"].off == Mean(0, 1)  # the texts are alike
    assert scores.counters["headline clusters"].off == Mean(1, 1)  # these are not
    assert scores.counters["always one"].exact == Accuracy(1, 1, 1)


def test_rivals_are_asked_about_the_golds_members_too():
    gold = claim("c", member("x", 0), member("y", 0))
    found = claim("f", member("x", 0), member("y", 0), member("z", 0))
    scores = score_claims([gold], [found], DOCUMENTS)
    assert scores.counters["outlets"].off == Mean(1, 1)
    assert scores.on_gold["outlets"].off == Mean(0, 1)


def test_what_is_found_in_other_documents_is_left_out():
    found = claim("f", member("x", 0), member("other", 0))
    scores = score_claims([claim("c", member("x", 0))], [found], DOCUMENTS)
    assert scores.counters["documents"].off == Mean(0, 1)
    assert scores.claims[0].others == 1


def test_scores_of_several_files_add_up():
    gold = [claim("c", member("x", 0), member("y", 0))]
    one, other = score_claims(gold, gold, DOCUMENTS), score_claims(gold, [], DOCUMENTS)
    both = one + other
    assert both.pairs == PRF(1, 0, 1)
    assert both.recall == Mean(2, 4)
    assert both.stance == Accuracy(2, 2, 2)
    assert both.counters[OURS].exact == Accuracy(1, 1, 1)
    assert len(both.claims) == 2
