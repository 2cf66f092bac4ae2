"""A timeline has each moment at its place, in words too."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("markupsafe")
from sayso.views.desk.timeline import Point, moment, timeline
from sayso.views.desk.words import MOMENTS

SVG = "{http://www.w3.org/2000/svg}"


def drawn(points):
    markup = str(timeline(points, "When")).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )
    return ET.fromstring(markup)


def marks(root):
    return [one for one in root.iter(f"{SVG}svg") if "point" in one.get("class", "")]


def test_marks_stand_where_their_time_is():
    """The first at the left, the last at the right, what is between in proportion."""
    root = drawn([Point("2024-01-11", "denial", "C"), Point("2024-01-01", "first", "A"),
                  Point("2024-01-06", "repeat", "B")])  # fmt: skip
    places = {one.get("class"): float(one.get("x").rstrip("%")) for one in marks(root)}
    assert places == {"point first": 3.0, "point repeat": 50.0, "point denial": 97.0}


def test_what_lies_on_each_other_is_one_mark_with_a_number():
    """Nothing is drawn over; the title tells each."""
    root = drawn([Point("2024-01-01", "repeat", f"O{n}") for n in range(3)])
    (mark,) = marks(root)
    assert mark.find(f"{SVG}text").text == "×3"
    assert mark.find(f"{SVG}title").text.count("\n") == 2


def test_marks_of_several_kinds_have_shapes_of_their_own():
    """No two kinds in one lane look alike."""
    kinds = {named.shape: key for key, named in MOMENTS.items()}
    root = drawn([Point("2024-01-01", key, "A") for key in kinds.values()])
    assert len({one.find(f"{SVG}path").get("d") for one in marks(root)}) == len(kinds)


def test_it_is_described_in_words():
    """Who does not see it hears from when to when and how often what."""
    root = drawn([Point("2024-01-01T10:00:00+00:00", "first", "A"), Point("2024-01-03", "denial", "B"),
                  Point(None, "repeat", "C")])  # fmt: skip
    told = "2024-01-01 to 2024-01-03: first told 1 time, denied 1 time"
    assert root.find(f"{SVG}desc").text == told
    assert root.get("aria-label") == f"When: {told}"


def test_without_any_time_there_is_nothing():
    """No drawing rather than an empty one."""
    assert timeline([Point(None, "first", "A"), Point("in May", "repeat", "B")], "When") == ""


@given(st.lists(st.builds(
    Point,
    at=st.sampled_from([None, "2024", "2024-02", "2024-02-29", "2024-02-29T23:59:59-11:00", "{0}"]),
    what=st.sampled_from([*MOMENTS, "else"]), who=st.text(st.sampled_from("<&>\"'{}a\n"))), max_size=8,
))  # fmt: skip
def test_whoever_it_is_it_stays_svg(points):
    """Names are text, never tags."""
    if timeline(points, "<When> {}"):
        assert {one.tag for one in drawn(points).iter()} <= {
            f"{SVG}{name}" for name in ("svg", "desc", "text", "line", "title", "path")
        }


@pytest.mark.parametrize(("given_", "day"), [("2024", "2024-01-01"), ("2024-05", "2024-05-01"),
    ("2024-05-06", "2024-05-06"), ("2024-05-06T07:08:09Z", "2024-05-06")])  # fmt: skip
def test_times_are_as_precise_as_known(given_, day):
    """A year is its first day."""
    assert moment(given_).date().isoformat() == day
