"""English date phrases to EDTF: "last November" in a report of 2016-01-14 is "2015-11".

A phrase is read in this order; what does not resolve gives None:

1. the forms of ``datewords.FORMS``; the first that fits decides;
2. phrases about another ("since …", "the end of …", "about …"): the other is read first;
3. without what changes nothing: "on", "the", "earlier", a time of day.

docs/dates.md lists the forms and the rules for weekdays and tenses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from sayso.attribute.time.datewords import (
    ANY_DATE,
    CLOCK_BEHIND,
    DATE_SIGN,
    FORMS,
    NEUTRAL,
    YEAR,
    count,
    month_number,
    ordinal,
    season_number,
    tens,
    weekday_number,
)
from sayso.records import Span

Tense = Literal["past", "future"]
Groups = Mapping[str, str]  # of a match by name; "" if it took no part

_LONGEST: Final = 120  # characters; no date phrase is longer
_PRECISE: Final = ("year", "month", "week", "day")  # from the coarsest
_MONTHS_IN: Final = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN: Final = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_HOURS_IN: Final = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}
_STEPS: Final = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "before": -1, "earlier": -1,
    "previously": -1, "next": 1, "coming": 1, "upcoming": 1, "following": 1, "after": 1, "later": 1,
}  # fmt: skip
# A third of a period with its inner bounds vague; its end and start to the next finer unit.
_PARTS: Final = {
    "year": {
        "early": "{0}-01/{0}-04~", "mid": "{0}-05~/{0}-08~", "late": "{0}-09~/{0}-12",
        "start": "{0}-01~", "end": "{0}-12~",
    },
    "decade": {
        "early": "{0}0/{0}3~", "mid": "{0}4~/{0}6~", "late": "{0}7~/{0}9",
        "start": "{0}0~", "end": "{0}9~",
    },
}  # fmt: skip
_WEEK_EDGES: Final = {"start": (0, 1), "end": (4, 6)}
_EDGES: Final = {"beginning": "start", "turn": "start", "close": "end", "middle": "mid"}


@dataclass(frozen=True, slots=True)
class _Time:
    """A point in time, known to the day, week, month or year."""

    day: date
    unit: str
    clock: datetime | None = None

    def to(self, unit: str) -> date:
        """Return the day; ValueError if it is not known to that unit."""
        if _PRECISE.index(self.unit) < _PRECISE.index(unit):
            raise ValueError(unit)
        return self.day


@dataclass(frozen=True, slots=True)
class _Now:
    """What a phrase is read against."""

    published: _Time | None
    anchor: str
    tense: Tense | None

    def to(self, unit: str) -> date:
        """Return the publication day; ValueError if it is not known to that unit."""
        return _known(self.published).to(unit)

    def beside(self, unit: str, step: int) -> date:
        """Return the anchor's day, of an interval that from which a step leads away."""
        return _known(_time(self.anchor.split("/")[-1 if step > 0 else 0])).to(unit)


def find_dates(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the date phrases in a stretch of text, the longest at each place, in order.

    A leading "on", "in" or "at" is left out; "since" or "until", which change what
    the phrase says, are not. Not every phrase found can be resolved.

    Args:
        text: any text.
        start: first character of the stretch.
        end: behind its last character; the end of the text if None.
    """
    stop = len(text) if end is None else end
    if not DATE_SIGN.search(text, start, stop):
        return ()
    return tuple(match.span() for match in ANY_DATE.finditer(text, start, stop))


def resolve_date(
    phrase: str,
    published: str | None,
    *,
    tense: Tense | None = None,
    anchor: str | None = None,
) -> str | None:
    """Return a date phrase as EDTF, or None if it cannot be told.

    Args:
        phrase: as ``find_dates`` finds it, with or without a leading preposition.
        published: ISO 8601 date of the report it stands in, perhaps with a time; None
            if unknown: then only absolute phrases resolve.
        tense: of the phrase's clause. It decides between "Monday" past and coming;
            None reads weekdays as past and takes the nearest of dates without a year.
        anchor: EDTF date that "later", "earlier", "the next day" count from.

    >>> resolve_date("last Friday", "2016-01-14")
    '2016-01-08'
    >>> resolve_date("on Friday", "2016-01-14", tense="future")
    '2016-01-15'
    """
    if len(phrase) > _LONGEST:
        return None
    clean = " ".join(phrase.casefold().replace("’", "'").split())
    clean = clean.strip(" ,;:()").removesuffix("'s").removesuffix(".")
    try:
        return _resolved(clean, _Now(_time(published or ""), anchor or "", tense))
    except (ValueError, OverflowError):  # no such day, or none that can be told
        return None


def _resolved(text: str, now: _Now) -> str | None:
    """Read a phrase in small letters and single spaces, without punctuation at its edges."""
    for name, pattern in FORMS:
        if match := pattern.fullmatch(text):
            groups = {key: value or "" for key, value in match.groupdict().items()}
            return _MEANINGS[name](defaultdict(str, groups), now)
    bare = CLOCK_BEHIND.sub("", text)
    leading = NEUTRAL.match(bare)
    bare = bare[leading.end() :] if leading else bare
    return _resolved(bare, now) if bare and bare != text else None


# Calendar


def _time(iso: str) -> _Time | None:
    """Read an ISO date as far as it can be read: a year, a month, a week or a day."""
    match = re.match(r"(\d{4})(?:-W(\d\d)|-(\d\d)(?:-(\d\d)(T\d\d:\d\d)?)?)?(?![\dX])", iso)
    if match is None:
        return None
    year, week, month, day, clock = match.groups()
    try:
        if week:
            return _Time(date.fromisocalendar(int(year), int(week), 1), "week")
        known = date(int(year), int(month or 1), int(day or 1))
        moment = datetime.fromisoformat(match[0]) if clock else None
    except ValueError:
        return None
    return _Time(known, "day" if day else "month" if month else "year", moment)


def _known(time: _Time | None) -> _Time:
    if time is None:
        raise ValueError("unknown")
    return time


def _written(day: date, unit: str) -> str:
    """Write the day, week, month, year, decade or century that a day lies in."""
    if unit in {"week", "fortnight"}:
        iso = day.isocalendar()
        return f"{iso.year:04}-W{iso.week:02}"
    text = day.isoformat()
    longer = {"month": text[:7], "year": text[:4], "decade": f"{text[:3]}X"}
    return longer.get(unit) or (f"{text[:2]}XX" if unit == "century" else text)


def _interval(first: date, last: date, unit: str = "day") -> str:
    return f"{_written(first, unit)}/{_written(last, unit)}"


def _shifted(day: date, steps: int, unit: str) -> date:
    """Return the day some units away; the last of its month where that is shorter."""
    if unit in _DAYS_IN:
        return day + timedelta(days=steps * _DAYS_IN[unit])
    months = day.year * 12 + day.month - 1 + steps * _MONTHS_IN[unit]
    last = _month_end(date(months // 12, months % 12 + 1, 1))
    return last.replace(day=min(day.day, last.day))


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _in_week(day: date, step: int, weekday: int) -> date:
    return day + timedelta(days=7 * step + weekday - day.weekday())


def _of_year(now: date, in_year: Callable[[int], date], tense: Tense | None) -> date:
    """Return the latest, the next or the nearest of a date that comes every year."""
    near = [in_year(now.year + step) for step in (-1, 0, 1)]
    if tense == "past":
        return max(day for day in near if day <= now)
    if tense == "future":
        return min(day for day in near if day >= now)
    return min(near, key=lambda day: abs(day - now))


# Phrases about another


def _bounded(groups: Groups, now: _Now) -> str | None:
    """Since Monday, until May, before 2012: an interval open at one side."""
    inner = _resolved(groups["rest"], now)
    if inner is None or ".." in inner:
        return None
    if groups["bound"] in {"since", "after"}:
        return f"{inner.split('/')[0]}/.."
    return f"../{inner.split('/')[-1]}"


def _between(groups: Groups, now: _Now) -> str | None:
    """Monday to Friday, May-July 2015: the first is the latest before the last."""
    end = _resolved(groups["last"], now)
    last = _time(end or "")
    if end is None or last is None or "/" in end:
        return None
    year = re.search(rf"\b{YEAR}$", groups["last"])
    told = year and not re.search(YEAR, groups["first"])
    first = f"{groups['first']} {year[0]}" if year and told else groups["first"]
    start = _resolved(first, _Now(_Time(last.day, "day"), "", "past"))
    return None if start is None or "/" in start or start > end else f"{start}/{end}"


def _about(groups: Groups, now: _Now) -> str | None:
    inner = _resolved(groups["rest"], now)
    return None if inner is None or "/" in inner else f"{inner.rstrip('~')}~"


def _part(groups: Groups, now: _Now) -> str | None:
    """Early, mid-, late, end of a year or a decade; the edges of a month or a week."""
    inner = _resolved(groups["rest"], now) or ""
    part = _EDGES.get(groups["part"], groups["part"])
    for size, length in (("year", 4), ("decade", 3)):
        if re.fullmatch(rf"\d{{{length}}}X{{{4 - length}}}", inner):
            return _PARTS[size][part].format(inner[:length])
    time = _time(inner)
    if part not in {"start", "end"} or time is None or "/" in inner or time.unit == "day":
        return inner or None
    if time.unit == "week":
        first, last = _WEEK_EDGES[part]
        return _interval(_in_week(time.day, 0, first), _in_week(time.day, 0, last))
    return f"{time.day if part == 'start' else _month_end(time.day)}~"


def _year_end(groups: Groups, now: _Now) -> str | None:
    """Year's end, year-end."""
    return _part({"part": "end", "rest": groups["unit"]}, now)


# Absolute phrases


def _iso(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """2016-01-12, as it stands."""
    time = _time(groups["date"])
    return groups["date"] if time else None


def _day(groups: Groups, now: _Now) -> str | None:
    """May 16, 2015; 16 May; Monday, May 16, where the weekday helps to find the year; May 12-14."""
    month, number = month_number(groups["month"]), int(groups["day"].rstrip("stndrh"))

    def in_year(year: int) -> date:
        first = date(year, month, 1)
        return min(first + timedelta(days=number - 1), _month_end(first))

    year = int(groups["year"] or 0)
    if not year:
        # Reports cross date lines: a past day may lie one ahead of the publication's.
        day = _of_year(now.to("day") + timedelta(days=now.tense == "past"), in_year, now.tense)
        weekday = weekday_number(groups["weekday"]) if groups["weekday"] else day.weekday()
        near = [in_year(day.year + step) for step in (0, -1, 1)]
        year = next((other.year for other in near if other.weekday() == weekday), day.year)
    day = date(year, month, number)
    if not groups["last"]:
        return day.isoformat()
    last = day.replace(day=int(groups["last"].rstrip("stndrh")))
    return _interval(day, last) if last > day else None


def _numeric(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """12/05/2016 has the month first, unless there is none such; 12.05.2016 the day."""
    first, second, year = (int(groups[part]) for part in ("first", "second", "year"))
    year += 0 if year > 99 else 2000 if year < 69 else 1900  # as POSIX reads two digits
    month, day = (second, first) if groups["mark"] == "." or first > 12 else (first, second)
    return date(year, month, day).isoformat()


def _month_year(groups: Groups, now: _Now) -> str | None:
    """May 2015, May of last year."""
    year = groups["year"] or _resolved(groups["which"], now)
    return f"{year}-{month_number(groups['month']):02}"


def _year(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """1995."""
    return groups["year"]


def _short_years(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """1914-18, 2015/16."""
    last = groups["first"][:2] + groups["last"]
    return f"{groups['first']}/{last}" if last > groups["first"] else None


def _fiscal(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """Fiscal 2016: where it begins differs from state to state, so about that year."""
    return f"{groups['year']}~"


def _decade(groups: Groups, now: _Now) -> str | None:
    """The 1990s; the '90s and the nineties are the latest that have begun."""
    if groups["full"]:
        return groups["full"][:3] + "X"
    short, year = tens(groups["short"]), now.published.day.year if now.published else 1999
    return _written(date((year - short) // 100 * 100 + short, 1, 1), "decade")


def _century(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """The 19th century, as newspapers count: 18XX."""
    return f"{int(groups['number']) - 1:02}XX"


def _quarter(groups: Groups, now: _Now) -> str | None:
    """The third quarter of 2015, Q3, the first half of last year."""
    size = 6 if groups["what"] == "half" else 3
    number = int(groups["q"] or 0) or ordinal(groups["number"])
    month = size * (number % (12 // size + 1) - 1) + 1 if number > 0 else 13 - size
    if groups["year"]:
        first = date(int(_resolved(groups["year"], now) or ""), month, 1)
    else:
        today = now.to("month").replace(day=1)
        first = _of_year(today, lambda year: date(year, month, 1), now.tense or "past")
    return _interval(first, _shifted(first, size - 1, "month"), "month")


def _week(groups: Groups, now: _Now) -> str | None:
    """The week of May 16."""
    return _written(_known(_time(_resolved(groups["rest"], now) or "")).to("day"), "week")


def _days_of_month(groups: Groups, now: _Now) -> str | None:
    """The first week of May: seven days, the last the last seven."""
    month = _resolved(groups["rest"], now) or ""
    time, number = _known(_time(month)), ordinal(groups["number"])
    if time.unit != "month" or "/" in month:
        return None
    first = time.day + timedelta(days=7 * (number - 1))
    if number < 0:
        first = _month_end(time.day) - timedelta(days=6)
    return _interval(first, first + timedelta(days=6))


# Relative phrases


def _step(groups: Groups) -> int:
    """Return -1 for last, 1 for next, 0 for this or nothing."""
    return _STEPS.get(groups["rel"].split(" ")[-1], 0)


def _weekday(groups: Groups, now: _Now) -> str | None:
    """Monday, last Monday, Monday of last week."""
    today, wanted, step = now.to("day"), weekday_number(groups["weekday"]), _step(groups)
    if groups["week"]:
        return _in_week(today, _STEPS.get(groups["week"].split()[0], 0), wanted).isoformat()
    if groups["rel"] == "this" and now.tense is None:
        return _in_week(today, 0, wanted).isoformat()
    # "Last" and "next" are strictly before and after; the bare day may be today.
    ahead = (wanted - today.weekday()) % 7
    if step > 0 or (now.tense == "future" and not step):
        return (today + timedelta(days=ahead or 7 * step)).isoformat()
    return (today - timedelta(days=(7 - ahead) % 7 or -7 * step)).isoformat()


def _weeks_ago(groups: Groups, now: _Now) -> str | None:
    """A week ago Tuesday."""
    today = now.to("day")
    back = (today.weekday() - weekday_number(groups["weekday"])) % 7 + 7 * count(groups["ago"])
    return (today - timedelta(days=back)).isoformat()


def _deictic(groups: Groups, now: _Now) -> str | None:
    """Today, yesterday, tonight, this morning, last night, the day before yesterday."""
    steps = {"yesterday": -1, "last": -1, "tomorrow": 1}
    words = groups["word"].removeprefix("the ").split()
    step = steps.get(words[-1], steps.get(words[0], 0)) * (2 if words[0] == "day" else 1)
    return (now.to("day") + timedelta(days=step)).isoformat()


def _overnight(groups: Groups, now: _Now) -> str | None:  # noqa: ARG001
    """Overnight: from the day before to the day."""
    return _interval(now.to("day") - timedelta(days=1), now.to("day"))


def _month(groups: Groups, now: _Now) -> str | None:
    """In May, last May, next May, this May."""
    number, step = month_number(groups["month"]), _step(groups)
    today = now.to("month").replace(day=1)
    if groups["rel"] == "this" and now.tense is None:
        return _written(today.replace(month=number), "month")
    tense: Tense | None = "past" if step < 0 else "future" if step > 0 else now.tense
    day = _of_year(_shifted(today, step, "month"), lambda year: date(year, number, 1), tense)
    return _written(day, "month")


def _season(groups: Groups, now: _Now) -> str | None:
    """The summer of 2015, last summer, this winter; in the north, by its first month's year."""
    code, step = season_number(groups["season"]), _step(groups)
    if groups["year"] or groups["which"]:
        return f"{groups['year'] or _resolved(groups['which'], now)}-{code}"
    today = now.to("month").replace(day=1)
    begun = _of_year(today, lambda year: date(year, 3 * (code - 20), 1), "past")
    over = _shifted(begun, 3, "month") <= today
    if step > 0 or (over and not step and now.tense == "future"):
        begun = _shifted(begun, 1, "year")
    elif step < 0 and not over:
        begun = _shifted(begun, -1, "year")
    elif over and groups["rel"] == "this" and now.tense is None:
        begun = begun.replace(year=today.year)
    return f"{begun.year:04}-{code}"


def _period(groups: Groups, now: _Now) -> str | None:
    """This week, last month, next year, the year before last, last quarter, next weekend."""
    unit = groups["unit"]
    step = 2 * _STEPS[groups["twice"].split()[0]] if groups["twice"] else _step(groups)
    if unit == "weekend":
        return _weekend(groups, now)
    if unit == "quarter":
        today = now.to("month")
        this = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        first = _shifted(this, 3 * step, "month")
        return _interval(first, _shifted(first, 2, "month"), "month")
    return _written(_shifted(now.to(_needed(unit)), step, unit), unit)


def _needed(unit: str) -> str:
    """Return how precisely a date must be known to count in a unit."""
    return "day" if unit in _DAYS_IN else "month" if unit == "month" else "year"


def _weekend(groups: Groups, now: _Now) -> str | None:
    """The weekend: the latest that has begun, unless the clause is about what is to come."""
    today, step = now.to("day"), _step(groups)
    saturday = _in_week(today, step, 5)
    coming = now.tense == "future" or (groups["rel"] == "this" and now.tense is None)
    if step == 0 and saturday > today and not coming:
        saturday -= timedelta(days=7)
    return _interval(saturday, saturday + timedelta(days=1))


def _this_period(groups: Groups, now: _Now) -> str | None:
    """The week of "earlier in the week", the day, if an anchor tells it, of "later in the day"."""
    unit = groups["unit"]
    day = now.beside("day", 0) if unit == "day" else now.to(_needed(unit))
    return _written(day, unit)


def _counted(groups: Groups) -> tuple[int, str]:
    """Return the number and the unit of "two and a half years": 30 months."""
    unit = groups["unit"].removesuffix("s").replace("centurie", "century")
    number, halves = count(groups["number"]), groups["half"] or groups["more"]
    finer, size = {"year": ("month", 12), "decade": ("year", 10), "century": ("year", 100)}.get(
        unit, (unit, 1)
    )
    return (number * size + size // 2, finer) if halves else (number, unit)


def _ago(groups: Groups, now: _Now) -> str | None:
    """Two weeks ago, in three days, ten years from now: as precise as its unit."""
    number, unit = _counted(groups)
    steps = -number if groups["ago"] else number
    if groups["in"] and now.tense == "past":
        return None  # "in three days" tells how long it took
    if unit in _HOURS_IN:
        return _hours_away(steps * _HOURS_IN[unit], now).isoformat()
    if groups["exact"]:
        exact = groups["exact"].split()[-1].replace("today", "day")
        return _written(_shifted(now.to("day"), steps, unit), exact)
    return _rounded(_shifted(now.to(_needed(unit)), steps, unit), unit, groups)


def _rounded(day: date, unit: str, groups: Groups) -> str:
    """Write a day to its unit; of decades, centuries and halves to about the year or month."""
    if unit in {"decade", "century"}:
        return f"{_written(day, 'year')}~"
    vague = groups["about"] or groups["half"] or groups["more"]
    return _written(day, unit) + ("~" if vague else "")


def _hours_away(hours: float, now: _Now) -> date:
    """Return the day some hours away: by the clock, or else by whole days."""
    clock = _known(now.published).clock
    if clock:
        return (clock + timedelta(hours=hours)).date()
    return now.to("day") + timedelta(days=int(hours / 24 + (0.5 if hours > 0 else -0.5)))


def _stretch(groups: Groups, now: _Now) -> str | None:
    """The past two weeks: from then to the publication."""
    number, unit = _counted({**groups, "half": "", "more": "", "number": groups["number"] or "one"})
    if unit in _HOURS_IN:
        return _interval(_hours_away(-number * _HOURS_IN[unit], now), now.to("day"))
    today = now.to(_needed(unit))
    return _interval(_shifted(today, -number, unit), today, _needed(unit))


def _away(groups: Groups, now: _Now) -> str | None:
    """Three days later, a week earlier: counted from the anchor."""
    (number, unit), step = _counted(groups), _STEPS[groups["way"]]
    if unit in _HOURS_IN:
        return None
    day = now.beside(_fine(unit), step)
    return _rounded(_shifted(day, number * step, unit), unit, groups)


def _fine(unit: str) -> str:
    """Return how precisely an anchor must be known to count in a unit."""
    return "week" if unit in {"week", "fortnight"} else _needed(unit)


def _beside(groups: Groups, now: _Now) -> str | None:
    """The next day, the same week, that year, the day before, the following Monday."""
    step = _STEPS.get(groups["which"] or groups["way"], 0)
    if groups["weekday"]:
        return _weekday_beside(weekday_number(groups["weekday"]), now.beside("day", step), step)
    unit = groups["unit"] if groups["unit"] in {"week", "month", "year"} else "day"
    return _written(_shifted(now.beside(_fine(unit), step), step, unit), unit)


def _weekday_beside(wanted: int, day: date, step: int) -> str:
    ahead = (wanted - day.weekday()) % 7
    days = ahead or 7 * step if step >= 0 else ahead - 7
    return (day + timedelta(days=days)).isoformat()


_MEANINGS: Final[Mapping[str, Callable[[Groups, _Now], str | None]]] = {
    "about": _about, "ago": _ago, "away": _away, "beside": _beside, "between": _between,
    "bounded": _bounded, "century": _century, "day": _day, "days_of_month": _days_of_month,
    "decade": _decade, "deictic": _deictic, "fiscal": _fiscal, "iso": _iso, "month": _month,
    "month_year": _month_year, "numeric": _numeric, "overnight": _overnight, "part": _part,
    "period": _period, "quarter": _quarter, "season": _season, "short_years": _short_years,
    "stretch": _stretch, "this_period": _this_period, "week": _week, "weekday": _weekday,
    "weekend": _weekend, "weeks_ago": _weeks_ago, "year": _year, "year_end": _year_end,
}  # fmt: skip
