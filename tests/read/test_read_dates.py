import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.dates import iso


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2016-01-14", "2016-01-14"),
        ("2016-01-14T09:30:00+02:00", "2016-01-14T09:30:00+02:00"),
        ("2016-01-14T09:30:00+0200", "2016-01-14T09:30:00+02:00"),
        ("2016-01-14T09:30:00.123Z", "2016-01-14T09:30:00+00:00"),
        ("2016-01-14T09:30", "2016-01-14T09:30:00"),
        ("2016-01-14 09:30:05", "2016-01-14T09:30:05"),
        ("2016/1/4", "2016-01-04"),
        ("2016-01", "2016-01"),
        ("20160114", "2016-01-14"),
        ("20160114093000", "2016-01-14T09:30:00"),
        ("January 14, 2016", "2016-01-14"),
        ("Jan. 14, 2016 4:56 PM EST", "2016-01-14T16:56:00-05:00"),
        ("Thursday, January 14th, 2016 at 12:05 a.m.", "2016-01-14T00:05:00"),
        ("14 January 2016", "2016-01-14"),
        ("Thu, 14 Jan 2016 09:30:00 GMT", "2016-01-14T09:30:00+00:00"),
        ("Thu Jan 14 2016 09:30:00 GMT-0700 (PDT)", "2016-01-14T09:30:00-07:00"),
        ("2016-01-14T09:30:00+02:00[Europe/Athens]", "2016-01-14T09:30:00+02:00"),
        ("14 Jan 2016 10:00 AM IST", "2016-01-14T10:00:00"),
        ("1452763800", "2016-01-14T09:30:00+00:00"),
        ("1452763800000", "2016-01-14T09:30:00+00:00"),
        (1452763800, "2016-01-14T09:30:00+00:00"),
        ("  2016-01-14\n", "2016-01-14"),
    ],
)
def test_a_date_becomes_iso_as_precise_as_it_was_written(written, expected):
    assert iso(written) == expected


@pytest.mark.parametrize("written", ["2016-01-14T00:00:00", "2016-01-14T00:00:00Z"])
def test_midnight_without_a_zone_of_its_own_is_a_day(written):
    assert iso(written) == "2016-01-14"


def test_midnight_in_a_zone_is_a_time():
    assert iso("2016-01-14T00:00:00-05:00") == "2016-01-14T00:00:00-05:00"


@pytest.mark.parametrize(
    "written",
    [
        "", "yesterday", "04/05/2016", "2016-13-01", "2016-02-30", "2016-01-14T25:00",
        "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "12", "9" * 5000, None, True, [], 10**40,
        "2016-01-14T09:30+99:99",
    ],
)  # fmt: skip
def test_what_is_no_date_or_not_one_only_gives_none(written):
    assert iso(written) is None


@given(st.one_of(st.text(), st.integers(), st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")))
def test_a_date_read_twice_stays_the_same(written):
    once = iso(written)
    assert once is None or iso(once) == once
