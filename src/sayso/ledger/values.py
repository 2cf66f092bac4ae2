"""The values that people give for the fields of an attribution: out of JSON, and checked.

>>> values_of({"speaker": "Jane Orr", "cue": [[9, 13]]}, "Jane Orr said so.")
{'speaker': 'Jane Orr', 'cue': ((9, 13),)}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final, get_args

from sayso.errors import LedgerError
from sayso.records import Act, Hop, Mode, Spans

NOTE: Final = "note"  # words of whoever judges
SAMPLE: Final = "sample"  # the sample that it was judged for, without a look at what others say
BESIDE: Final = frozenset({NOTE, SAMPLE})  # what a judgement has beside fields
SPANS: Final = ("source", "cue", "content", "addressee", "verbatim")
FACTUALITY: Final = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "UU")
IDENTITIES: Final = ("named", "role", "anonymous", "unstated")
KINDS: Final = (
    "person", "group", "government", "organisation", "armed-group", "outlet", "document", "unknown",
)  # fmt: skip
# Fields with a choice of values; all but the mode may be unknown.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": get_args(Mode),
    "act": get_args(Act),
    "factuality": FACTUALITY,
    "identity": IDENTITIES,
    "kind": KINDS,
}
FIELDS: Final = (*SPANS, *CHOICES, "speaker", "chain", "said", "parent")

_LONGEST = {"speaker": 500, "name": 500, NOTE: 2000, SAMPLE: 80, "parent": 80}  # characters
_MOST = 50  # pieces of a part, hops of a chain
# EDTF, as far as reports tell dates: a day, month, season, year, decade or century, perhaps
# with a time; about (~), perhaps (?), both (%); and intervals, which may be open.
_DAY = r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-2[1-4])?|\d{3}X|\d{2}XX)"
_TIME = r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
_POINT = f"{_DAY}{_TIME}[~?%]?"
_EDTF = re.compile(rf"{_POINT}(?:/(?:{_POINT}|\.\.)?)?|(?:\.\.)?/{_POINT}", re.ASCII)


def values_of(given: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the values for fields as an attribution has them; what stands beside them is left out.

    Args:
        given: JSON values by field. A part is a list of spans, a chain of
            ``{"name", "evidence"}``, a parent the key of an attribution.
        text: of the document that the spans point into.

    Raises:
        LedgerError: a field is none, or a value is none that it can have.
    """
    return {name: value_of(name, value, text) for name, value in given.items()
            if name not in BESIDE}  # fmt: skip


def value_of(name: str, value: Any, text: str) -> Any:
    """Return one field's value as an attribution has it.

    Raises:
        LedgerError: there is no such field, or it cannot have this value.
    """
    if name not in _READERS:
        raise LedgerError(
            f"{name!r} is no field that can be corrected; give one of {', '.join(FIELDS)}",
            subject=name,
        )
    return _READERS[name](name, value, text)


def check_note(value: Mapping[str, Any]) -> None:
    """Refuse a note, or a sample's name, that is no text, or endless.

    Raises:
        LedgerError: it is.
    """
    for name in BESIDE & value.keys():
        if value[name] is not None:
            _words(name, value[name], "")


def _spans(name: str, value: Any, text: str) -> Spans:
    """Read pieces of a text: in order, apart, inside it, and not empty."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or len(value) > _MOST:
        raise _wrong(name, value, f"give a list of up to {_MOST} [start, end]")
    spans = tuple(_span(name, one, text) for one in value)
    if any(second[0] < first[1] for first, second in pairwise(spans)):
        raise _wrong(name, value, "its pieces must be in order and not overlap")
    return spans


def _span(name: str, value: Any, text: str) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(map(_is_number, value)):
        raise _wrong(name, value, "a piece is [start, end], two whole numbers")
    start, end = value
    if not 0 <= start < end <= len(text):
        raise _wrong(name, value, f"a piece is not empty and inside the {len(text)} characters")
    if not text[start:end].strip():
        raise _wrong(name, value, "there is nothing but space there")
    return start, end


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _chosen(name: str, value: Any, _: str) -> str | None:
    if value is None and name != "mode":
        return None
    if value not in CHOICES[name]:
        raise _wrong(name, value, f"give one of {', '.join(CHOICES[name])}")
    return str(value)


def _words(name: str, value: Any, _: str) -> str | None:
    if value is None:
        return None
    most = _LONGEST[name]
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise _wrong(name, value, f"give a text of 1 to {most} characters, or null")
    return value.strip()


def _date(name: str, value: Any, _: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _EDTF.fullmatch(value):
        raise _wrong(name, value, "give an EDTF date: 2016-01-14, 2016-01, 2016~, 2016-01/2016-03")
    return value


def _chain(name: str, value: Any, text: str) -> tuple[Hop, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or len(value) > _MOST:
        raise _wrong(name, value, f"give a list of up to {_MOST} hops")
    return tuple(_hop(hop, text) for hop in value)


def _hop(value: Any, text: str) -> Hop:
    if not isinstance(value, dict) or not {"name"} <= set(value) <= {"name", "actor", "evidence"}:
        raise _wrong("chain", value, 'a hop is {"name", "evidence"}')
    evidence = _spans("chain", value.get("evidence"), text)
    return Hop(_words("name", value["name"], ""), None, evidence)


def _wrong(name: str, value: Any, advice: str) -> LedgerError:
    shown = repr(value)
    return LedgerError(
        f"{shown if len(shown) <= 80 else shown[:80] + '…'} is no {name}: {advice}", subject=name
    )


_READERS: Final[Mapping[str, Callable[[str, Any, str], Any]]] = {
    **dict.fromkeys(SPANS, _spans),
    **dict.fromkeys(CHOICES, _chosen),
    "speaker": _words,
    "parent": _words,
    "said": _date,
    "chain": _chain,
}
