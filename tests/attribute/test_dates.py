"""Date phrases to EDTF: a table of phrases, every weekday on every day, and any text at all."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.attribute.time.dates import find_dates, resolve_date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
THURSDAY = "2016-01-14"
WEEK = [(date(2016, 1, 11) + timedelta(days=n)).isoformat() for n in range(7)]

# The grammar of what may come out: levels 0 and 1 of EDTF, with ISO weeks.
_ONE = (
    r"(?:\d{4}|\d{3}X|\d{2}XX|\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
    r"|\d{4}-2[1-4]|\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3]))~?"
)
EDTF = re.compile(rf"{_ONE}|{_ONE}/(?:{_ONE}|\.\.)|\.\./{_ONE}")

PAST = [  # told of what is over, in a report of Thursday 2016-01-14
    # days
    ("today", "2016-01-14"),
    ("earlier today", "2016-01-14"),
    ("Today", "2016-01-14"),
    ("yesterday", "2016-01-13"),
    ("yesterday afternoon", "2016-01-13"),
    ("late yesterday", "2016-01-13"),
    ("the day before yesterday", "2016-01-12"),
    ("tomorrow", "2016-01-15"),
    ("tomorrow morning", "2016-01-15"),
    ("the day after tomorrow", "2016-01-16"),
    ("tonight", "2016-01-14"),
    ("last night", "2016-01-13"),
    ("late last night", "2016-01-13"),
    ("this morning", "2016-01-14"),
    ("early this morning", "2016-01-14"),
    ("this evening", "2016-01-14"),
    ("overnight", "2016-01-13/2016-01-14"),
    # weekdays and parts of the day
    ("Monday night", "2016-01-11"),
    ("on Monday", "2016-01-11"),
    ("On Monday,", "2016-01-11"),
    ("early Thursday", "2016-01-14"),
    ("late on Friday", "2016-01-08"),
    ("early Tuesday morning", "2016-01-12"),
    ("on Wednesday late afternoon", "2016-01-13"),
    ("the early hours of Tuesday", "2016-01-12"),
    ("the morning of Jan. 5", "2016-01-05"),
    ("Monday’s", "2016-01-11"),
    ("at 9:30 a.m. on Monday", "2016-01-11"),
    ("Monday at 3 p.m.", "2016-01-11"),
    ("shortly before noon Tuesday", None),
    ("at noon on Tuesday", "2016-01-12"),
    ("9 p.m. local time (1800 GMT) Tuesday", "2016-01-12"),
    ("last week on Tuesday", "2016-01-05"),
    ("Tuesday last week", "2016-01-05"),
    ("Tuesday of last week", "2016-01-05"),
    ("Monday of next week", "2016-01-18"),
    ("a week ago Tuesday", "2016-01-05"),
    ("this past Friday", "2016-01-08"),
    ("this coming Friday", "2016-01-15"),
    ("Mondays", None),
    # weeks and weekends
    ("this week", "2016-W02"),
    ("earlier this week", "2016-W02"),
    ("earlier in the week", "2016-W02"),
    ("late last week", "2016-W01"),
    ("next week", "2016-W03"),
    ("the week before last", "2015-W53"),
    ("the end of the week", "2016-01-15/2016-01-17"),
    ("the beginning of this week", "2016-01-11/2016-01-12"),
    ("the week of May 16", "2015-W20"),
    ("over the weekend", "2016-01-09/2016-01-10"),
    ("last weekend", "2016-01-09/2016-01-10"),
    ("this weekend", "2016-01-09/2016-01-10"),
    ("next weekend", "2016-01-23/2016-01-24"),
    ("the first week of May", "2015-05-01/2015-05-07"),
    ("the last week of December", "2015-12-25/2015-12-31"),
    # months
    ("this month", "2016-01"),
    ("earlier this month", "2016-01"),
    ("last month", "2015-12"),
    ("late last month", "2015-12"),
    ("next month", "2016-02"),
    ("the month before last", "2015-11"),
    ("last November", "2015-11"),
    ("in November", "2015-11"),
    ("last January", "2015-01"),
    ("in January", "2016-01"),
    ("in May", "2015-05"),
    ("this May", "2015-05"),
    ("next May", "2016-05"),
    ("early May", "2015-05"),
    ("mid-May", "2015-05"),
    ("the end of May", "2015-05-31~"),
    ("the start of May", "2015-05-01~"),
    ("the end of the month", "2016-01-31~"),
    ("May 2015", "2015-05"),
    ("May of 2015", "2015-05"),
    ("May, 2015", "2015-05"),
    ("Sept. 2015", "2015-09"),
    ("May last year", "2015-05"),
    ("late February 2016", "2016-02"),
    ("the end of February 2016", "2016-02-29~"),
    # days of a month
    ("May 16", "2015-05-16"),
    ("16 May", "2015-05-16"),
    ("the 16th of May", "2015-05-16"),
    ("May 16th", "2015-05-16"),
    ("Sept. 29", "2015-09-29"),
    ("SEPT. 29", "2015-09-29"),
    ("29 Sept", "2015-09-29"),
    ("Jan 5", "2016-01-05"),
    ("Jan. 15", "2016-01-15"),  # across the date line
    ("Jan. 16", "2015-01-16"),
    ("May 16, 2015", "2015-05-16"),
    ("May 16 2015", "2015-05-16"),
    ("16 May 2015", "2015-05-16"),
    ("16 May, 2015", "2015-05-16"),
    ("16th May 2015", "2015-05-16"),
    ("Saturday, May 16, 2015", "2015-05-16"),
    ("Tuesday, Jan. 12", "2016-01-12"),
    ("Tue Jan 12 2016", "2016-01-12"),
    ("Tuesday 12 January", "2016-01-12"),
    ("Friday, May 16", "2014-05-16"),  # a Saturday in 2015
    ("about May 16", "2015-05-16~"),
    ("Feb. 29, 2016", "2016-02-29"),
    ("Feb. 29, 2015", None),
    ("April 31", None),
    ("Jan. 12-14", "2016-01-12/2016-01-14"),
    ("January 12–14, 2015", "2015-01-12/2015-01-14"),
    ("12 to 14 January 2015", "2015-01-12/2015-01-14"),
    ("Jan. 14-12", None),
    ("2015-11-03", "2015-11-03"),
    ("2015-11-03T09:00:00Z", "2015-11-03"),
    ("2015-11", "2015-11"),
    ("2015-13-03", None),
    ("12/05/2015", "2015-12-05"),
    ("13/05/2015", "2015-05-13"),
    ("12.05.2015", "2015-05-12"),
    ("1/2/16", "2016-01-02"),
    ("31/31/2015", None),
    # years and more
    ("in 1995", "1995"),
    ("this year", "2016"),
    ("last year", "2015"),
    ("late last year", "2015-09~/2015-12"),
    ("earlier this year", "2016"),
    ("next year", "2017"),
    ("the year before last", "2014"),
    ("early 2015", "2015-01/2015-04~"),
    ("mid-2015", "2015-05~/2015-08~"),
    ("the middle of 2015", "2015-05~/2015-08~"),
    ("the end of 2023", "2023-12~"),
    ("the beginning of 2015", "2015-01~"),
    ("the end of the year", "2016-12~"),
    ("year’s end", "2016-12~"),
    ("around 2010", "2010~"),
    ("fiscal 2015", "2015~"),
    ("the 1990s", "199X"),
    ("the early 1990s", "1990/1993~"),
    ("the mid-1990s", "1994~/1996~"),
    ("the late ’90s", "1997~/1999"),
    ("the nineties", "199X"),
    ("the '80s", "198X"),
    ("this decade", "201X"),
    ("last century", "19XX"),
    ("the 19th century", "18XX"),
    # seasons, quarters, halves
    ("last summer", "2015-22"),
    ("the summer of 2015", "2015-22"),
    ("summer 2015", "2015-22"),
    ("the summer of last year", "2015-22"),
    ("in the autumn", "2015-23"),
    ("last fall", "2015-23"),
    ("this winter", "2015-24"),
    ("last winter", "2014-24"),
    ("the winter of 2015-16", "2015-24"),
    ("next spring", "2016-21"),
    ("the first quarter of 2015", "2015-01/2015-03"),
    ("Q3 2015", "2015-07/2015-09"),
    ("the fourth quarter", "2015-10/2015-12"),
    ("the last quarter of 2014", "2014-10/2014-12"),
    ("last quarter", "2015-10/2015-12"),
    ("the first half of last year", "2015-01/2015-06"),
    ("the second half of 2014", "2014-07/2014-12"),
    # so long ago
    ("a day ago", "2016-01-13"),
    ("three days ago", "2016-01-11"),
    ("two nights ago", "2016-01-12"),
    ("10 days ago", "2016-01-04"),
    ("a week ago", "2016-W01"),
    ("two weeks ago", "2015-W53"),
    ("a fortnight ago", "2015-W53"),
    ("a month ago", "2015-12"),
    ("eighteen months ago", "2014-07"),
    ("two years ago", "2014"),
    ("a couple of years ago", "2014"),
    ("more than two years ago", "2014~"),
    ("about a dozen years ago", "2004~"),
    ("two and a half years ago", "2013-07~"),
    ("a year and a half ago", "2014-07~"),
    ("a decade ago", "2006~"),
    ("two decades ago", "1996~"),
    ("a century ago", "1916~"),
    ("two years ago today", "2014-01-14"),
    ("a year ago this month", "2015-01"),
    ("just over 24 hours ago", "2016-01-13"),
    ("an hour ago", "2016-01-14"),
    ("9999 years ago", None),
    ("a few days ago", None),
    ("the past two weeks", "2015-12-31/2016-01-14"),
    ("the last 24 hours", "2016-01-13/2016-01-14"),
    ("the past five years", "2011/2016"),
    ("in two weeks", None),
    # from, to, since, until
    ("since Monday", "2016-01-11/.."),
    ("since 2012", "2012/.."),
    ("since last May", "2015-05/.."),
    ("until Friday", "../2016-01-08"),
    ("before 2012", "../2012"),
    ("by the end of the month", "../2016-01-31~"),
    ("between 2012 and 2014", "2012/2014"),
    ("from Monday to Wednesday", "2016-01-11/2016-01-13"),
    ("Tuesday through Thursday", "2016-01-12/2016-01-14"),
    ("January-March 2015", "2015-01/2015-03"),
    ("from November to January", "2015-11/2016-01"),
    ("March 3 to April 5, 2015", "2015-03-03/2015-04-05"),
    ("1939-1945", "1939/1945"),
    ("1939-45", "1939/1945"),
    ("2015/16", "2015/2016"),
    ("2014 to 2012", None),
    # no dates
    ("", None),
    ("soon", None),
    ("recently", None),
    ("the other day", None),
    ("the day of the vote", None),
    ("May", "2015-05"),
    ("12", None),
]
FUTURE = [
    ("Tuesday", "2016-01-19"),
    ("late on Friday", "2016-01-15"),
    ("in May", "2016-05"),
    ("in January", "2016-01"),
    ("this January", "2016-01"),
    ("May 16", "2016-05-16"),
    ("Jan. 5", "2017-01-05"),
    ("this summer", "2016-22"),
    ("in the winter", "2015-24"),
    ("the weekend", "2016-01-16/2016-01-17"),
    ("in two weeks", "2016-W04"),
    ("in three days’ time", "2016-01-17"),
    ("within 48 hours", "2016-01-16"),
    ("ten years from now", "2026"),
    ("until Friday", "../2016-01-15"),
    ("by 2020", "../2020"),
    ("from Monday to Wednesday", "2016-01-18/2016-01-20"),
]
UNKNOWN = [  # without a tense: weekdays as past, dates without a year the nearest
    ("Tuesday", "2016-01-12"),
    ("in November", "2015-11"),
    ("in May", "2016-05"),
    ("March 3", "2016-03-03"),
    ("December 3", "2015-12-03"),
    ("this October", "2016-10"),
    ("this summer", "2016-22"),
    ("this weekend", "2016-01-16/2016-01-17"),
]
FROM_ANCHOR = [  # counted from Wednesday 2015-03-04
    ("three days later", "2015-03-07"),
    ("a day earlier", "2015-03-03"),
    ("two weeks earlier", "2015-W08"),
    ("a month later", "2015-04"),
    ("about a year later", "2016~"),
    ("a decade later", "2025~"),
    ("the day before", "2015-03-03"),
    ("the day after", "2015-03-05"),
    ("the next day", "2015-03-05"),
    ("the following morning", "2015-03-05"),
    ("the previous night", "2015-03-03"),
    ("the same day", "2015-03-04"),
    ("later that day", "2015-03-04"),
    ("earlier in the day", "2015-03-04"),
    ("that week", "2015-W10"),
    ("the following week", "2015-W11"),
    ("the previous month", "2015-02"),
    ("that year", "2015"),
    ("the following year", "2016"),
    ("the following Monday", "2015-03-09"),
    ("the following Wednesday", "2015-03-11"),
    ("the previous Wednesday", "2015-02-25"),
    ("the previous Friday", "2015-02-27"),
]


@pytest.mark.parametrize(("phrase", "expected"), PAST)
def test_a_phrase_about_the_past(phrase, expected):
    assert resolve_date(phrase, THURSDAY, tense="past") == expected


@pytest.mark.parametrize(("phrase", "expected"), FUTURE)
def test_a_phrase_about_what_is_to_come(phrase, expected):
    assert resolve_date(phrase, THURSDAY, tense="future") == expected


@pytest.mark.parametrize(("phrase", "expected"), UNKNOWN)
def test_a_phrase_without_a_tense(phrase, expected):
    assert resolve_date(phrase, THURSDAY) == expected


@pytest.mark.parametrize(("phrase", "expected"), FROM_ANCHOR)
def test_a_phrase_that_counts_from_another_date(phrase, expected):
    assert resolve_date(phrase, THURSDAY, anchor="2015-03-04") == expected
    assert resolve_date(phrase, THURSDAY) is None


def stroll(start, step, weekday):
    """Walk from a day, a day at a time, to the first of that name."""
    while WEEKDAYS[start.weekday()] != weekday:
        start += timedelta(days=step)
    return start.isoformat()


@pytest.mark.parametrize("published", WEEK)
@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_every_weekday_said_on_every_day(weekday, published):
    day = date.fromisoformat(published)
    earlier, later = day - timedelta(days=1), day + timedelta(days=1)
    latest, coming = stroll(day, -1, weekday), stroll(day, 1, weekday)
    assert resolve_date(weekday, published) == latest
    assert resolve_date(f"on {weekday}", published, tense="past") == latest
    assert resolve_date(f"{weekday} night", published, tense="future") == coming
    for tense in (None, "past", "future"):
        last = resolve_date(f"last {weekday}", published, tense=tense)
        following = resolve_date(f"next {weekday}", published, tense=tense)
        assert (last, following) == (stroll(earlier, -1, weekday), stroll(later, 1, weekday))
    assert resolve_date(f"this {weekday}", published, tense="past") == latest
    assert resolve_date(f"this {weekday}", published, tense="future") == coming
    assert resolve_date(f"this {weekday}", published) == WEEK[WEEKDAYS.index(weekday)]


def test_the_time_of_publication_counts_hours():
    assert resolve_date("12 hours ago", "2016-01-14T09:30:00+02:00") == "2016-01-13"
    assert resolve_date("12 hours ago", "2016-01-14T19:30:00+02:00") == "2016-01-14"
    assert resolve_date("yesterday", "2016-01-14T00:10:00-05:00") == "2016-01-13"


@pytest.mark.parametrize(
    ("phrase", "published", "expected"),
    [
        ("last year", "2016", "2015"),
        ("last month", "2016-01", "2015-12"),
        ("last month", "2016", None),
        ("yesterday", "2016-01", None),
        ("Monday", "2016", None),
        ("Monday", None, None),
        ("last year", None, None),
        ("May 16", None, None),
        ("two years ago", None, None),
        ("May 16, 2015", None, "2015-05-16"),
        ("the end of 2023", None, "2023-12~"),
        ("the summer of 2015", None, "2015-22"),
        ("the '90s", None, "199X"),
        ("since May 2015", None, "2015-05/.."),
        ("May to July 2015", None, "2015-05/2015-07"),
        ("the first week of May 2015", None, "2015-05-01/2015-05-07"),
        ("yesterday", "not a date", None),
        ("yesterday", "2016-02-30", None),
        ("tomorrow", "9999-12-31", None),
        ("last year", "0001-01-01", None),
        ("yesterday", "0001-01-01", None),
    ],
)
def test_a_date_is_never_more_precise_than_the_publication(phrase, published, expected):
    assert resolve_date(phrase, published, tense="past") == expected


@pytest.mark.parametrize(
    ("phrase", "anchor", "expected"),
    [
        ("a year later", "2015", "2016"),
        ("a month later", "2015", None),
        ("a week later", "2015-W10", "2015-W11"),
        ("three days later", "2015-03", None),
        ("a day later", "2015-03-04/2015-03-06", "2015-03-07"),
        ("a day earlier", "2015-03-04/2015-03-06", "2015-03-03"),
        ("a year later", "201X", None),
        ("a day later", "../2015-03-04", "2015-03-05"),
        ("two hours later", "2015-03-04", None),
    ],
)
def test_an_anchor_counts_as_far_as_it_is_known(phrase, anchor, expected):
    assert resolve_date(phrase, THURSDAY, anchor=anchor) == expected


@pytest.mark.parametrize(
    ("published", "phrase", "expected"),
    [
        ("2016-01-01", "this week", "2015-W53"),
        ("2016-01-01", "last night", "2015-12-31"),
        ("2015-12-31", "next week", "2016-W01"),
        ("2016-03-31", "last month", "2016-02"),
        ("2016-02-29", "last year", "2015"),
        ("2016-02-29", "a year ago today", "2015-02-28"),
        ("2016-11-03", "last November", "2015-11"),
        ("2016-11-03", "in November", "2016-11"),
        ("2016-12-20", "last summer", "2016-22"),
        ("2016-07-20", "last summer", "2015-22"),
        ("2016-07-20", "this summer", "2016-22"),
        ("2016-12-20", "this winter", "2016-24"),
        ("2016-01-16", "this weekend", "2016-01-16/2016-01-17"),
        ("2016-01-17", "last weekend", "2016-01-09/2016-01-10"),
        ("2016-01-18", "over the weekend", "2016-01-16/2016-01-17"),
        ("1999-12-31", "the nineties", "199X"),
        ("2025-12-31", "the twenties", "202X"),
    ],
)
def test_the_turn_of_weeks_months_seasons_and_years(published, phrase, expected):
    assert resolve_date(phrase, published, tense="past") == expected


FOUND = [
    ("The minister said on Monday that", ["Monday"]),
    ("said late on Monday night, and on Tuesday", ["late on Monday night", "Tuesday"]),
    ("In May 2015 and since last November", ["May 2015", "since last November"]),
    ("On Tuesday, Jan. 12, 2016, the", ["Tuesday, Jan. 12, 2016"]),
    ("Two weeks ago, or two weeks earlier", ["Two weeks ago", "two weeks earlier"]),
    ("at the end of 2023, in the early 1990s", ["the end of 2023", "the early 1990s"]),
    ("from Monday to Wednesday", ["from Monday to Wednesday"]),
    ("a 2014 interview, in 1995", ["2014", "1995"]),
    ("Thursday’s vote and this week's", ["Thursday", "this week"]),
    ("Earlier this month. Last year!", ["Earlier this month", "Last year"]),
    ("YESTERDAY, MARCH 3", ["YESTERDAY", "MARCH 3"]),
    ("just over 24 hours ago", ["just over 24 hours ago"]),
    ("the day before, he said", ["the day before"]),
    ("(Jan. 5)", ["Jan. 5"]),
    ("on 12/05/2016", ["12/05/2016"]),
    # words that only look like dates
    ("They may march in august company", []),
    ("Theresa May told May’s cabinet", []),
    ("The Sun reported; he sat", []),
    ("the Sunday Times and the Mail on Sunday", []),
    ("on Black Friday", []),
    ("USA Today and Russia Today", []),
    ("the day before the vote", []),
    ("two days later than planned", []),
    ("the fall of the city, in the spring of hope", []),
    ("$2015, 2,015 people, 2015.5 and 20155", []),
    ("some 1500 people", []),
    ("June Smith met April Jones", []),
    ("in 45 minutes flat at 9:30", ["in 45 minutes"]),
    ("Mondays", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_dates_are_found_at_their_longest(text, expected):
    assert [text[start:end] for start, end in find_dates(text)] == expected


def test_a_stretch_of_text_is_searched_alone():
    text = "On Monday, on Tuesday, on Wednesday."
    found = find_dates(text, text.index("on T"), text.index(", on W"))
    assert [text[start:end] for start, end in found] == ["Tuesday"]


@pytest.mark.parametrize(
    "unit",
    [
        "the early ",
        "about two and a half ",
        "between May and ",
        "9 p.m. (",
        "1999-",
        "late of the ",
    ],
)
def test_long_nonsense_takes_time_in_proportion(unit):
    text = unit * (40_000 // len(unit))
    start = time.process_time()
    find_dates(text)
    assert resolve_date(text, THURSDAY) is None
    assert resolve_date(text[:119], THURSDAY, tense="past") is None
    assert time.process_time() - start < 2  # some 0.1 s; in quadratic time minutes


words = st.sampled_from(
    "on in the of last next this past early late mid end start week month year day days two 3 a an"
    " ago later earlier before after since until between and to from Monday Friday May Jan. Sept"
    " 16 29 31 2015 1990s ’90s summer fall quarter Q3 first half weekend night morning , - – / ."
    " today yesterday overnight 12/05/2016 2016-01 century decades hours couple dozen half fiscal"
    " 1st 0 9999 W02 19th ſeptember İ ²".split()
)


@given(st.lists(words, max_size=9).map(" ".join) | st.text(max_size=60))
@example("0 years ago")
@example("the 0th century")
@example("Feb. 29 to Feb. 30")
def test_any_text_gives_spans_within_it_and_edtf_or_nothing(text):
    spans = find_dates(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
    for phrase in (text, *(text[start:end] for start, end in spans)):
        for tense in (None, "past", "future"):
            date_ = resolve_date(phrase, THURSDAY, tense=tense, anchor="2015-03-04")
            assert date_ is None or EDTF.fullmatch(date_), (phrase, date_)


@given(
    st.sampled_from([phrase for phrase, _ in PAST + FUTURE + FROM_ANCHOR]),
    st.text(max_size=30) | st.dates().map(date.isoformat),
    st.text(max_size=30) | st.dates().map(date.isoformat),
)
def test_any_publication_and_anchor_give_edtf_or_nothing(phrase, published, anchor):
    for tense in (None, "past", "future"):
        date_ = resolve_date(phrase, published, tense=tense, anchor=anchor)
        assert date_ is None or EDTF.fullmatch(date_), date_


@given(st.dates(date(1600, 1, 1), date(2090, 12, 31)), st.sampled_from(WEEKDAYS))
def test_a_weekday_lies_within_a_week_of_the_publication(published, weekday):
    for tense, low, high in (("past", -6, 0), ("future", 0, 6)):
        told = date.fromisoformat(resolve_date(weekday, published.isoformat(), tense=tense))
        assert low <= (told - published).days <= high
        assert WEEKDAYS[told.weekday()] == weekday
