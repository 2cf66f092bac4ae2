"""How English writes dates: its words, and the forms its date phrases take.

``FORMS`` names each form beside the pattern that reads it; ``ANY_DATE`` finds all of
them in a text. What a form means is told in ``dates``. Patterns ignore case, but in
``(?-i:…)``: with a small letter "may", "march" and "sun" are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def _numbered(lines: str) -> dict[str, int]:
    return {word: number for number, line in enumerate(lines.split("|")) for word in line.split()}


_COUNTS: Final = _numbered(
    "|a an one|two couple|three|four|five|six|seven|eight|nine|ten|eleven|twelve dozen|thirteen"
    "|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
) | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_ORDINALS: Final = _numbered("|first 1st|second 2nd latter|third 3rd|fourth 4th") | {
    "last": -1,
    "final": -1,
}
_TENS: Final = _numbered("||twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties")


def weekday_number(name: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return _WEEKDAYS.index(name[:3].lower())


def month_number(name: str) -> int:
    """Return 1 for January to 12 for December."""
    return _MONTHS.index(name[:3].lower()) + 1


def season_number(name: str) -> int:
    """Return the code EDTF gives a season: 21 for spring to 24 for winter."""
    return _SEASONS[name.lower()]


def count(words: str) -> int:
    """Return what a ``NUMBER`` stands for.

    >>> count("a couple of")
    2
    """
    last = words.lower().removesuffix(" of").split()[-1]
    return int(last) if last.isdecimal() else _COUNTS[last]


def ordinal(word: str) -> int:
    """Return what an ``ORDINAL`` stands for, -1 for "last"."""
    return _ORDINALS[word.lower()]


def tens(word: str) -> int:
    """Return the years of a decade in its century: 90 for "nineties" and for "90s"."""
    return 10 * _TENS[word] if word in _TENS else int(word.rstrip("s"))


def _any(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _any_case(pattern: str) -> str:
    return pattern.replace("(?-i:", "(?i:")


YEAR: Final = r"(?:1\d|20)\d\d"  # a lone number is a year from 1000 to 2099
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d,]*\d)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# Short names of weekdays only before a date: the Sun, he sat, they wed.
_DATED_WEEKDAY = (
    rf"(?:{_WEEKDAY}|(?-i:Mon|MON|Tues?|TUE|Wed|WED|Thurs?|Thu|THU|Fri|FRI|Sat|SAT|Sun|SUN)\.?)"
)
# The other months are people's names or verbs too, where nothing before them says more.
_CLEAR_MONTH = r"january|february|july|september|october|november|december"
_FULL_MONTH = rf"(?:{_CLEAR_MONTH}|(?-i:March|MARCH|April|APRIL|May|MAY|June|JUNE|August|AUGUST))"
_MONTH = (
    rf"(?:{_FULL_MONTH}|(?-i:Jan|JAN|Feb|FEB|Mar|MAR|Apr|APR|Jun|JUN|Jul|JUL|Aug|AUG|Sept?|SEPT?"
    r"|Oct|OCT|Nov|NOV|Dec|DEC)\.?)"
)
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_PART = r"(?:(?:early |late )?(?:morning|afternoon|evening|night)|lunchtime|noon|midday|midnight)"
_CLOCK = (
    r"(?:(?:\d\d?(?:[:.]\d\d)? ?(?:[ap]\.m\.?|[ap]m\b)|\d\d?[:.]\d\d|noon|midnight)"
    r"(?: (?-i:GMT|BST|UTC|CET|EST|EDT|ET|PT)\b| local time)?(?: \([\w:. ]{1,20}\))?)"
)
_NUMBER = rf"(?:\d{{1,4}}|an? (?:couple of|dozen|hundred)|{_any(_COUNTS)})"
_ORDINAL = rf"(?:{_any(_ORDINALS)})"
_PERIOD = r"(?:week|month|year|decade|century)"
_UNIT = r"(?:(?:second|minute|hour|day|night|week|fortnight|month|year|decade)s?|centur(?:y|ies))"
_ABOUT = (
    r"(?:about|around|approximately|roughly|circa|some|nearly|almost|just (?:over|under)|over"
    r"|more than|less than|at least|barely)"
)
_REL = r"(?:last|next|this(?: past| coming)?|past|coming|upcoming|current|previous)"
_HYPHEN = r" ?[-–—‐‑] ?"
_COUNTED = (
    rf"(?:(?P<about>{_ABOUT}) )?(?P<number>{_NUMBER})(?P<half> and a half)? (?P<unit>{_UNIT})"
    r"(?P<more> and a half)?"
)
# "The day before" stands alone; "the day before the vote" is no date.
_CLAUSE_END = r"(?= ?[^\w ]| ?$)"
_EDGE = r"(?:early|mid|middle|late|end|start|beginning|close|turn)"
_SOME_YEAR = r"(?:last|this|next|the) year"
_DAYPART = r"(?:day|night|morning|afternoon|evening)"
# The Sunday Times, Saturday Night Live, the Mail on Sunday, Black Friday.
_NO_TITLE_BEFORE = "".join(
    rf"(?<!\b{word} )" for word in ("Mail on", "Black", "Good", "Cyber", "Super", "Bloody", "Ash")
)
_NO_TITLE_BEHIND = (
    r"(?! (?-i:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Star|Independent|World|Business"
    r"|Age|Sun|Night (?:Live|Football))\b)"
)
_DATED = r"(?: (?:interview|report|study|speech|letter|statement|article|book|survey|poll|paper)\b)"

_EARLY = ("in ", "since ", "until ", "during ", "early ", "late ", "mid-")
_BEFORE_MONTH = (*_EARLY, "end of ", "start of ", "beginning of ")
_BEFORE_YEAR = (*_EARLY, "of ", "from ", "by ", "before ", "after ")


def _behind(*words: str) -> str:
    """Return what holds behind some words only."""
    return "(?:" + "|".join(rf"(?<=\b{word})" for word in words) + ")"


class _Form(NamedTuple):
    """A form of date phrases.

    Attributes:
        name: of what it means.
        read: the pattern that reads a phrase of it.
        find: a narrower one that finds it in a text, where ``read`` would find too much;
            "" if another form finds it.
    """

    name: str
    read: str
    find: str | None = None


# The first form that fits a phrase wins.
_FORMS: Final = (
    _Form("iso", rf"(?P<date>{YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?:t[\d:.+z-]{{5,30}})?"),
    _Form(
        "day",
        rf"(?:(?P<weekday>{_DATED_WEEKDAY}),? )?(?P<month>{_MONTH}) (?:the )?(?P<day>{_DAY})"
        rf"(?:(?:{_HYPHEN}| to | through )(?P<last>{_DAY}))?(?:,? (?P<year>{YEAR}))?",
    ),
    _Form(
        "day",
        rf"(?:(?P<weekday>{_DATED_WEEKDAY}),? )?(?:the )?(?P<day>{_DAY})"
        rf"(?:(?:{_HYPHEN}| to )(?P<last>{_DAY}))?(?: of)? (?P<month>{_MONTH})"
        rf"(?:,? (?P<year>{YEAR}))?",
    ),
    _Form(
        "month_year",
        rf"(?P<month>{_MONTH})(?:,? (?:of )?(?P<year>{YEAR})| (?:of )?(?P<which>{_SOME_YEAR}))",
    ),
    _Form("numeric", r"(?P<first>\d\d?)(?P<mark>[/.])(?P<second>\d\d?)[/.](?P<year>(?:19|20)\d\d)"),
    _Form("numeric", r"(?P<first>\d\d?)(?P<mark>/)(?P<second>\d\d?)/(?P<year>\d\d)"),
    _Form("weeks_ago", rf"(?P<ago>{_NUMBER}) weeks? ago (?:on |last )?(?P<weekday>{_WEEKDAY})"),
    _Form("weekday", rf"(?P<week>(?:last|next|this) week),? (?:on )?(?P<weekday>{_WEEKDAY})"),
    _Form(
        "weekday",
        rf"(?:(?P<rel>{_REL}) )?(?P<weekday>{_WEEKDAY})(?: {_PART}){{0,2}}"
        r"(?:,? (?:of )?(?P<week>(?:last|next|this) week))?",
        rf"{_NO_TITLE_BEFORE}(?:{_REL} )?{_WEEKDAY}{_NO_TITLE_BEHIND}(?: {_PART}){{0,2}}"
        r"(?:,? (?:of )?(?:last|next|this) week)?",
    ),
    _Form(
        "week",
        r"(?:the )?week of (?P<rest>.+)",
        rf"(?:the )?week of (?:{_MONTH} {_DAY}|{_DAY} {_MONTH})(?:,? {YEAR})?",
    ),
    _Form(
        "days_of_month",
        rf"(?:the )?(?P<number>{_ORDINAL}) week (?:of|in) (?P<rest>.+)",
        rf"(?:the )?{_ORDINAL} week (?:of|in) {_MONTH}(?: {YEAR})?",
    ),
    _Form(
        "quarter",
        rf"(?:the )?(?:(?P<number>{_ORDINAL})[ -](?P<what>quarter|half)|q(?P<q>[1-4]))"
        rf"(?:,? (?:of )?(?P<year>{YEAR}|{_SOME_YEAR}))?",
        rf"(?:the )?(?:{_ORDINAL}[ -](?:quarter|half)|q[1-4]),? (?:of )?(?:{YEAR}|{_SOME_YEAR})",
    ),
    _Form(
        "fiscal",
        rf"(?:fiscal(?: year)?|financial year|(?-i:FY)) ?(?P<year>{YEAR})(?:[-–/]\d\d)?",
    ),
    _Form("season", rf"(?:the )?(?P<season>{_SEASON})(?: of)? (?P<year>{YEAR})(?:[-–/]\d\d)?"),
    _Form("season", rf"(?:the )?(?P<season>{_SEASON})(?: of)? (?P<which>{_SOME_YEAR})"),
    _Form("season", rf"(?P<rel>{_REL}) (?P<season>{_SEASON})"),
    _Form(
        "season",
        rf"(?P<season>{_SEASON})",
        rf"{_behind('in ', 'in the ', 'late ', 'early ')}{_SEASON}(?! of\b)",
    ),
    _Form("decade", r"(?P<full>(?:1\d|20)\d0)s"),
    _Form(
        "decade",
        rf"['’]?(?P<short>\d0s|{_any(_TENS)})",
        rf"['’]\d0s|{_behind('the ')}(?:\d0s|{_any(_TENS)})",
    ),
    _Form("century", r"(?P<number>[1-9]\d?)(?:st|nd|rd|th)[ -]century"),
    _Form(
        "deictic",
        r"(?P<word>(?:the )?day (?:before yesterday|after tomorrow)|yesterday|tomorrow|tonight"
        # "Today" within a sentence is a programme or a paper.
        r"|(?-i:(?<!\w )Today|today|TODAY)|this (?:morning|afternoon|evening|lunchtime)"
        rf"|last (?:night|evening))(?: {_PART})?",
    ),
    _Form("overnight", "overnight"),
    _Form("period", r"the (?P<unit>week|month|year) (?P<twice>before last|after next)"),
    _Form("stretch", rf"(?:the )?(?:last|past) (?P<number>{_NUMBER}) (?P<unit>{_UNIT})"),
    _Form("stretch", rf"the (?:last|past) (?P<unit>{_UNIT})"),
    _Form("period", rf"(?P<rel>{_REL}) (?P<unit>weekend|quarter|fortnight|{_PERIOD})"),
    _Form("weekend", "weekend", rf"{_behind('over the ', 'at the ', 'during the ')}weekend"),
    _Form(
        "this_period",
        rf"(?P<unit>day|{_PERIOD})",
        rf"(?:{_EDGE} of|(?:early|late|earlier|later) in) the (?:day|{_PERIOD})|{_PERIOD}['’]s end",
    ),
    _Form(
        "ago",
        rf"{_COUNTED} (?:(?P<ago>ago|back)(?P<exact> today| this (?:week|month))?"
        r"|from (?:now|today)|hence)",
    ),
    _Form("ago", rf"(?P<in>in|within) {_COUNTED}(?:['’]s? time)?"),
    _Form("away", rf"{_COUNTED} (?P<way>later|earlier)(?! than\b)"),
    _Form("away", rf"{_COUNTED} (?P<way>before|after|previously){_CLAUSE_END}"),
    _Form(
        "beside",
        r"(?:the (?:very )?)?(?P<which>next|following|previous|preceding|same|that)"
        rf" (?:(?P<weekday>{_WEEKDAY})|(?P<unit>{_DAYPART}|week|month|year))",
        r"(?:the (?:very )?(?:next|following|previous|preceding|same)|that)"
        rf" (?:{_WEEKDAY}|{_DAYPART}|week|month|year)",
    ),
    _Form(
        "beside",
        rf"(?:the )?(?P<unit>day|night|week|month|year) (?P<way>before|after){_CLAUSE_END}",
    ),
    _Form("month", rf"(?P<rel>{_REL}) (?P<month>{_FULL_MONTH})"),
    _Form(
        "month",
        rf"(?P<month>{_FULL_MONTH})",
        rf"{_CLEAR_MONTH}|{_behind(*_BEFORE_MONTH)}{_FULL_MONTH}",
    ),
    _Form("short_years", rf"(?P<first>{YEAR})[-–/](?P<last>\d\d)"),
    _Form(
        "year",
        rf"(?P<year>{YEAR})",
        rf"{_behind(*_BEFORE_YEAR)}{YEAR}|{YEAR}(?={_DATED})",
    ),
    # Phrases about another.
    _Form(
        "bounded", r"(?P<bound>since|after|until|till|up to|before|by|prior to) (?P<rest>.+)", ""
    ),
    _Form(
        "part",
        rf"(?:the )?(?:very )?(?P<part>{_EDGE})(?: of| in| on)?(?: the)?[ -]"
        r"(?!hours\b)(?P<rest>.+)",
        "",
    ),
    _Form("between", r"between (?P<first>.+?) and (?P<last>.+)", ""),
    _Form(
        "between",
        rf"(?:from )?(?P<first>[\w.,' ]+?)(?: to | through | until |{_HYPHEN})(?P<last>.+)",
        "",
    ),
    _Form("year_end", rf"(?P<unit>{_PERIOD})(?:'s |-)end", ""),
    _Form("about", r"(?:about|around|approximately|roughly|circa) (?P<rest>.+)", ""),
)

# What changes nothing of the date a phrase stands for.
NEUTRAL: Final = re.compile(
    r"(?:(?:on|in|at|during|over|from|for|as of|within|some ?time|overnight|earlier|later|very"
    rf"|(?:the )?(?:early hours|{_PART})(?: of)?)(?: |$)|the (?!last\b|past\b)"
    rf"|(?:about |around )?{_any_case(_CLOCK)},?(?: |$))+"
)
CLOCK_BEHIND: Final = re.compile(
    rf",? (?:(?:at|by|before|after|around|about|just) ){{0,2}}{_any_case(_CLOCK)}$"
)


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _any_date() -> re.Pattern[str]:
    """Build the one pattern that finds every form, ranges of them, and what goes before."""
    day = rf"(?:{_MONTH} {_DAY}|{_DAY} {_MONTH})(?:,? {YEAR})?"
    ends = (_WEEKDAY, day, rf"{_MONTH}(?: {YEAR})?", YEAR)
    ranges = [rf"between {end} and {end}" for end in ends]
    ranges += [rf"from {end} (?:to|through|until) {end}" for end in ends]
    ranges += [rf"{end}(?: to | through |{_HYPHEN}){end}" for end in ends]
    single = [_unnamed(form.read if form.find is None else form.find) for form in _FORMS]
    bound = r"(?:(?:since|until|till|before|after|by|around|about) )?"
    part = (
        rf"(?:(?:the )?(?:very )?(?:{_EDGE}(?: of| on| in)?(?: the)?[ -]"
        r"|(?:earlier|later) (?:on |in )?))?"
    )
    return re.compile(
        rf"(?<![\w$£€#@.,/-])(?:{'|'.join(ranges)}"
        rf"|{bound}{part}(?:{'|'.join(filter(None, single))})(?:,? at {_CLOCK})?)"
        r"(?!\w|[,.]\d|%)",
        re.IGNORECASE,
    )


ANY_DATE: Final = _any_date()
# Every date phrase has one of these; a stretch of text without one needs no closer look.
DATE_SIGN: Final = re.compile(
    r"(?i)\d\d|day|night|week|month|year|tomorrow|morning|afternoon|evening|lunchtime|hour|minute"
    rf"|second|decade|centur|quarter|{_SEASON}|{_MONTH}|{_any(_TENS)}"
)
FORMS: Final = tuple(
    (form.name, re.compile(_any_case(form.read), re.IGNORECASE)) for form in _FORMS
)
