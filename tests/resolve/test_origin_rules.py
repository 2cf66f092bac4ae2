"""Unions of origins that the made-up stories have no kind for."""

from __future__ import annotations

import sayso
from sayso.records import Claim
from sayso.resolve.claims import find_claims


def claim_of(*reports: tuple[str, str]) -> Claim:
    """The claim with most members in some reports, given as outlet and text."""
    readings = [
        sayso.read_text(
            text, outlet=outlet, published=f"2025-03-{14 + n}", uri=f"https://{n}.example/"
        )
        for n, (outlet, text) in enumerate(reports)
    ]
    return max(find_claims(readings), key=lambda one: len(one.members))


LONG = (
    "Some 190 sailors of the sunken trawlers remain missing off the coast of Velden, though it is "
    "not known how many of them may have reached the shore."
)
NEARLY = (
    "Some 190 sailors of the sunken trawlers remain missing off the coast of Velden, though it is "
    "not known how many may have reached the shore."
)
OTHER = "The sea off Velden still hides nearly two hundred sailors of the trawlers that sank."


def test_two_media_with_nearly_the_same_words_are_one_origin_and_that_is_the_reason():
    claim = claim_of(("Harbour Chronicle", LONG), ("Lindmoor Gazette", NEARLY))

    (origin,) = claim.origins
    assert any("nearly the same words" in why or "same passage" in why for why in origin.why)


def test_two_media_with_their_own_words_are_two():
    claim = claim_of(
        ("Harbour Chronicle", "The sailors of the trawlers remain missing off Velden."),
        ("Lindmoor Gazette", "Off Velden the sailors of the trawlers are missing still."),
    )

    assert len(claim.origins) == 2


def test_the_fighters_of_a_group_are_not_told_from_the_group():
    claim = claim_of(
        ("Harbour Chronicle",
         "The Grey Wardens said that forty crates of rifles were seized in Port Merrow."),
        ("Lindmoor Gazette",
         "Grey Wardens fighters said that forty crates of rifles had been seized in Port Merrow."),
    )  # fmt: skip

    (origin,) = claim.origins
    assert any("cannot be told from" in why for why in origin.why)
