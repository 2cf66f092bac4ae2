"""A date as pages write it -> ISO 8601, as precise as it was written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

# Offsets in minutes: the names of RFC 2822 and of the European press. A name that is not here
# (IST stands for three zones, ET for two offsets) leaves the time without a zone.
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420,
    "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_ZONE = r"(?P<zone>(?:GMT|UTC)?\s?[+-]\d\d:?(?:\d\d)?|[A-Z]{1,5})"
_CLOCK = (
    rf"(?P<h>\d\d?):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?\s?(?P<half>[ap]\.?m\.?)?\s?{_ZONE}?"
)
_AT_CLOCK = rf"(?:,?\s(?:at\s|[-|–•]\s)?{_CLOCK})?"
_SECONDS = r"(?P<s>\d\d)?\s?"
_WEEKDAY = r"(?:[a-z]{3,9}\.?,?\s)?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 1. ISO 8601 and its neighbours: 2016-01-14T09:30:00+02:00, 2016/01/14 09:30
        rf"(?P<Y>\d{{4}})[-/.](?P<M>\d\d?)[-/.](?P<D>\d\d?)(?:[T\s,]\s*{_CLOCK})?",
        # 2. compact: 20160114, 20160114T0930, 20160114093000
        rf"(?P<Y>(?:19|20)\d\d)(?P<M>\d\d)(?P<D>\d\d)(?:T?(?P<h>\d\d)(?P<m>\d\d){_SECONDS}{_ZONE}?)?",
        # 3. a month alone: 2016-01
        r"(?P<Y>\d{4})[-/](?P<M>\d\d)",
        # 4. January 14, 2016 at 9:30 a.m. EST; and JavaScript's Thu Jan 14 2016 09:30:00 GMT+0200
        rf"{_WEEKDAY}(?P<B>{MONTH})\.?\s(?P<D>\d\d?){_ORDINAL},?\s(?P<Y>\d{{4}}){_AT_CLOCK}",
        # 5. Thu, 14 Jan 2016 09:30:00 +0200; 14th January 2016, 09:30
        rf"{_WEEKDAY}(?P<D>\d\d?){_ORDINAL}[\s-](?P<B>{MONTH})\.?,?[\s-](?P<Y>\d{{4}}){_AT_CLOCK}",
    )
)
_EPOCH = re.compile(r"([1-3]?\d{9})(?:000|\d{3})?")
_FARTHEST: Final = timedelta(hours=14)  # from UTC: Kiribati
_LONGEST = 80  # characters; no date is written longer


def iso(raw: object) -> str | None:
    """Return the date in ISO 8601, no more precise than it was written, or None.

    Midnight without a zone, or in UTC, is taken for a day: that is how
    programs write one. Fractions of seconds go; "Z" becomes "+00:00".

    >>> iso("2016-01-14 09:30 +0200")
    '2016-01-14T09:30:00+02:00'
    >>> iso("January 14, 2016")
    '2016-01-14'
    """
    if isinstance(raw, int):
        raw = "" if isinstance(raw, bool) else f"{raw:.0f}" if abs(raw) < 1e14 else ""
    if not isinstance(raw, str) or len(raw) > 10 * _LONGEST:
        return None
    text = re.sub(r"\s?[\[(][\w /+-]*[\])]$", "", " ".join(raw.split()))  # "[Europe/Berlin]"
    found = next((m for form in _FORMS if (m := form.fullmatch(text[:_LONGEST]))), None)
    if found:
        return _from_parts(found.groupdict())
    # 6. seconds or milliseconds since 1970
    since = _EPOCH.fullmatch(text)
    return _written(datetime.fromtimestamp(int(since[1]), UTC)) if since else None


def has_clock(date: str) -> bool:
    """Tell whether an ISO date has a time of day."""
    return "T" in date


def in_local_time(utc: str, other: str) -> str | None:
    """Return the moment of an ISO date in UTC as another date tells it in local time, or None.

    The other names its zone, or is the same clock but for whole quarters of an
    hour, to the second: then the difference is the zone.

    >>> in_local_time("2016-01-14T21:56:18+00:00", "2016-01-14T16:56:18")
    '2016-01-14T16:56:18-05:00'
    """
    moment, local = datetime.fromisoformat(utc), datetime.fromisoformat(other)
    if local.tzinfo is not None:
        return other if local == moment and local.utcoffset() else None
    ahead = local.replace(tzinfo=UTC) - moment
    if not ahead or abs(ahead) > _FARTHEST or ahead % timedelta(minutes=15):
        return None
    return local.replace(tzinfo=timezone(ahead)).isoformat(timespec="seconds")


def _from_parts(part: dict[str, str | None]) -> str | None:
    named = part.get("B")
    month = _MONTHS.index(named[:3].lower()) + 1 if named else int(part["M"] or 0)
    year, number = int(part["Y"] or 0), part.get("D")
    try:
        if number is None:
            return datetime(year, month, 1, tzinfo=UTC).strftime("%Y-%m") if year > 0 else None
        moment = datetime(year, month, int(number), *_clock(part), tzinfo=_zone(part.get("zone")))
    except (ValueError, OverflowError):
        return None
    # The epochs of databases and programs stand for "unknown".
    return (
        None
        if year < 1600 or moment.date().isoformat() == "1970-01-01"
        else _written(moment, clock=part.get("h") is not None)
    )


def _clock(part: dict[str, str | None]) -> tuple[int, int, int]:
    hour, half = int(part.get("h") or 0), (part.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour, int(part.get("m") or 0), int(part.get("s") or 0)


def _zone(raw: str | None) -> timezone | None:
    if not raw:
        return None
    digits = re.sub(r"\D", "", raw)
    if not digits:
        named = _ZONES.get(raw.upper())
        return None if named is None else timezone(timedelta(minutes=named))
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=-minutes if "-" in raw else minutes))


def _written(moment: datetime, *, clock: bool = True) -> str:
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    if not clock or (midnight and moment.utcoffset() in (None, timedelta(0))):
        return moment.strftime("%Y-%m-%d")
    return moment.isoformat(timespec="seconds")
