"""Bars stand for months and spots for places, each with its words."""

import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("markupsafe")
from sayso.views.desk.drawn import months_drawn, places_drawn, places_of

SVG = "{http://www.w3.org/2000/svg}"


def read(markup):
    return ET.fromstring(
        str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def test_a_month_without_any_has_its_place():
    """Bars stand at their months, as tall as their counts."""
    months = [{"month": "2015-11", "documents": 1}, {"month": "2016-02", "documents": 4},
              {"month": None, "documents": 9}]  # fmt: skip
    bars = list(read(months_drawn(months, "documents", "Documents")).iter(f"{SVG}rect"))
    assert [float(one.get("x").rstrip("%")) for one in bars] == [0, 75]
    small, tall = (float(one.get("height")) for one in bars)
    assert math.isclose(tall, 4 * small)
    assert [one.find(f"{SVG}title").text for one in bars] == ["2015-11: 1", "2016-02: 4"]


@pytest.mark.parametrize("months", [[], ["2016-01"], [None, "2016-01"]])
def test_one_month_is_no_drawing(months):
    """A number says it better."""
    assert months_drawn([{"month": one, "n": 1} for one in months], "n", "N") == ""


def event(name, latitude, longitude):
    where = {"name": name, "latitude": latitude, "longitude": longitude}
    return {"where": where if name else None}


def test_places_are_counted_where_they_are_known():
    """Those without coordinates are on no map."""
    events = [event("Kano", 12.0, 8.5), event("Kano", 12.0, 8.5), event("Jos", 9.9, 8.9),
              event("Nigeria", None, None), event(None, None, None)]  # fmt: skip
    assert [(one["name"], one["count"]) for one in places_of(events)] == [("Kano", 2), ("Jos", 1)]


@given(st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), min_size=1, max_size=9))
def test_a_map_holds_all_its_places(spots):
    """Wherever they lie, and no more than the world."""
    places = [{"name": "<&\"'>", "latitude": y, "longitude": x, "count": 1} for y, x in spots]
    root = read(places_drawn(places, "/static/world.svg"))
    left, top, wide, tall = map(float, root.get("viewBox").split())
    assert -180.01 <= left <= left + wide <= 180.01
    assert -90.01 <= top <= top + tall <= 90.01
    for circle in root.iter(f"{SVG}circle"):
        assert left - 0.01 <= float(circle.get("cx")) <= left + wide + 0.01
        assert top - 0.01 <= float(circle.get("cy")) <= top + tall + 0.01


def test_without_places_there_is_no_map():
    """Not an empty sea."""
    assert places_drawn([], "/static/world.svg") == ""
