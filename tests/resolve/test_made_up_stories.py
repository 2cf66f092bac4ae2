"""Made-up stories, from their texts to claims: who states it, who denies it, how many origins.

``made_up.py`` has the rules they are made by. Everything is exact: one claim holds every place
where a story's reports state or deny its happening, and no other.
"""

from functools import cache

import pytest
from made_up import STORIES, Story

import sayso
from sayso.records import Claim, Reading
from sayso.resolve.claims import find_claims

BY_NAME = {f"{story.kind}-{story.seed}": story for story in STORIES}
every_story = pytest.mark.parametrize("story", BY_NAME.values(), ids=BY_NAME)


def of_kind(kind):
    some = {name: story for name, story in BY_NAME.items() if story.kind == kind}
    return pytest.mark.parametrize("story", some.values(), ids=some)


@cache
def readings(name: str) -> tuple[Reading, ...]:
    return tuple(
        sayso.read_text(
            report.text,
            outlet=report.outlet,
            published=report.published,
            credit=report.credit,
            uri=f"https://{name}.example/{number}",
        )
        for number, report in enumerate(BY_NAME[name].reports)
    )


@cache
def main_claim(name: str) -> Claim:
    """The claim with members in most reports of a story."""
    found = find_claims(readings(name))
    return max(found, key=lambda one: len({member.document for member in one.members}))


def claim_of(story: Story) -> Claim:
    return main_claim(f"{story.kind}-{story.seed}")


def report_of(story: Story) -> dict[str, int]:
    """The number of each report by the id of its document."""
    found = readings(f"{story.kind}-{story.seed}")
    return {one.document.id: number for number, one in enumerate(found)}


def test_there_are_forty_stories_and_more_none_like_another():
    assert len(STORIES) >= 40
    assert len({tuple(report.text for report in story.reports) for story in STORIES}) == len(
        STORIES
    )
    assert all(sum(one.kind == story.kind for one in STORIES) >= 4 for story in STORIES)


@every_story
def test_every_report_is_found_with_its_stance(story):
    number = report_of(story)
    found: dict[int, set[str]] = {}
    for member in claim_of(story).members:
        found.setdefault(number[member.document], set()).add(member.stance)
    assert found == story.stances


@every_story
def test_origins_that_state_it_are_counted_exactly(story):
    claim = claim_of(story)
    stating = [
        origin
        for origin in claim.origins
        if any(claim.members[n].stance == "states" for n in origin.members)
    ]
    assert len(stating) == story.origins


@every_story
def test_origins_that_deny_it_are_counted_exactly(story):
    assert sum(origin.denies for origin in claim_of(story).origins) == story.denials


@every_story
def test_each_member_is_of_one_origin_and_each_union_has_a_reason(story):
    claim = claim_of(story)
    held = sorted(n for origin in claim.origins for n in origin.members)
    assert held == list(range(len(claim.members)))
    assert all(origin.why for origin in claim.origins if len(origin.members) > 1)


@every_story
def test_circles_are_named_and_there_are_no_others(story):
    reasons = [why for origin in claim_of(story).origins for why in origin.why]
    circles = [why for why in reasons if "circle" in why]
    assert bool(circles) == bool(story.cycle)
    assert all(any(outlet in why for why in circles) for outlet in story.cycle)


@of_kind("corrected")
def test_numbers_that_differ_are_given_with_who_tells_them(story):
    claim, number = claim_of(story), report_of(story)
    told = [
        {number[claim.members[n].document]: (low, high) for n, low, high in spread.told}
        for spread in claim.spreads
    ]
    assert told == [story.told]


@of_kind("corrected")
def test_a_range_goes_from_the_least_to_the_most(story):
    (spread,) = claim_of(story).spreads
    assert spread.low == min(low for low, _ in story.told.values())
    highs = [high for _, high in story.told.values()]
    assert spread.high == (None if None in highs else max(highs))


@every_story
def test_who_has_not_denied_it_is_told_and_nobody_else(story):
    assert {(who, what) for who, what, _ in claim_of(story).silent} == story.silent
