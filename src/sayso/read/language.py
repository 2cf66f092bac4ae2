"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# The commonest words that English shares with hardly any neighbour in Latin letters.
_ENGLISH = re.compile(
    r"\b(?:the|and|that|with|this|from|they|which|were|their|have|has|been|said|it|by|would|who|but"
    r"|not|are|to|his|he|you|will|about|there|when|what|of)\b"
)
_SAMPLE = 3_000  # characters looked at
_PLAINLY = 0.12  # share of such words; running English has about 0.25, others under 0.06
_HARDLY = 0.03
_ENOUGH = 20  # words; below it the shares mean nothing
_THREE_LETTERS: Final = {
    "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es", "ita": "it",
    "por": "pt", "rus": "ru", "ara": "ar", "dut": "nl", "nld": "nl", "ukr": "uk", "tur": "tr",
}  # fmt: skip


def language_of(text: str, declared: Iterable[str | None] = ()) -> str | None:
    """Return the language of a text as an ISO 639-1 code, or None.

    1. what the page declares, unless it declares English over a text that
       has hardly an English word, or another language over plain English;
    2. English, if its commonest words are plainly there;
    3. py3langid's guess (its first call takes most of a second, so only here).
    """
    share = _english(text[:_SAMPLE])
    named = next(filter(None, map(_code, declared)), None)
    if named and (share is None or not (share < _HARDLY if named == "en" else share > _PLAINLY)):
        return named
    if share and share > _PLAINLY:
        return "en"
    return _guessed(text[:_SAMPLE]) or named


def _code(declared: str | None) -> str | None:
    found = re.match(r"([a-z]{2,3})(?:[-_]|$)", (declared or "").strip().lower())
    if not found:
        return None
    return found[1] if len(found[1]) == 2 else _THREE_LETTERS.get(found[1])


def _english(text: str) -> float | None:
    text = text.lower()
    words = len(re.findall(r"[^\W\d_]+", text))
    return len(_ENGLISH.findall(text)) / words if words >= _ENOUGH else None


def _guessed(text: str) -> str | None:
    if sum(map(str.isalpha, text)) < _ENOUGH:
        return None
    from py3langid import classify  # noqa: PLC0415 - loads its model

    code = str(classify(text)[0])
    return code if len(code) == 2 else None  # its few longer codes have no ISO 639-1 code
