"""What people say of attributions, from the words they give: one step for pages, REST and commands.

Parts of an attribution may be given by their words, as they stand in the text: the place nearest
to where the part stood is taken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sayso.claims import heed
from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    Judgement,
    Ledger,
    ShownStatement,
    document_key,
    get_document,
    judge,
    judgements,
    show,
    undo,
)
from sayso.ledger.reviewing import judgements_named
from sayso.ledger.values import FIELDS, NOTE, SPANS
from sayso.records import Attribution, Document, Spans

_SHORTEST: Final = 6  # characters of a judgement's key that may stand for all of it
_GAP: Final = " … "  # between the pieces of a part that is split


def judge_attribution(
    ledger: Ledger, verdict: str, name: str, value: Mapping[str, Any] | None = None, *, by: str
) -> Judgement:
    """Record what somebody says of an attribution; the same said twice in a row is said once.

    Args:
        ledger: which.
        verdict: "accept", "reject", "correct" or "add".
        name: the id of the attribution, or its beginning; of the document, to add one.
        value: right values by field, and a note; parts as spans, or as their words.
        by: who judges.

    Raises:
        NotInLedger: there is no such thing.
        LedgerError: a value cannot be one, or words are not in the text.
    """
    target, document, before = _target(ledger, name, verdict)
    plain = None if not value else {
        field: _spans_json(document, field, given, before) for field, given in value.items()
    }  # fmt: skip
    last = [one for one in judgements(ledger, target) if one.target == target][-1:]
    for one in last:
        if (one.verdict, one.value, one.by) == (verdict, plain, by):
            return one
    return judge(ledger, verdict, target, value=plain, by=by)


def undo_judgement(ledger: Ledger, name: str, *, by: str) -> Judgement:
    """Take back the judgement of a key, or of a key that begins so.

    Raises:
        NotInLedger: there is none in force.
        LedgerError: several begin so.
    """
    found = judgements_named(ledger, name) if len(name) >= _SHORTEST else []
    if len(found) > 1:
        raise LedgerError(f"{name} stands for {len(found)} judgements; give more of it",
                          subject=name)  # fmt: skip
    made = undo(ledger, found[0].key if found else name, by=by)
    if made.other is not None:
        heed(ledger, made.kind, (made.target, made.other))
    return made


def fields_given(words: list[str]) -> dict[str, Any]:
    """Return values by field from "field=value"; JSON where it begins so, nothing is null.

    A chain may be given as names, the outlet first: "Radio Kest > Calder".

    Raises:
        LedgerError: one is no such thing.
    """
    return dict(_field_given(word) for word in words)


def _field_given(word: str) -> tuple[str, Any]:
    name, equals, raw = word.partition("=")
    if not equals or name not in {*FIELDS, NOTE}:
        raise LedgerError(
            f"{word!r} gives no field a value; write field=value, with one of "
            f"{', '.join((*FIELDS, NOTE))}",
            subject=word,
        )
    if raw.lstrip().startswith(("[", "{")):
        try:
            return name, json.loads(raw)
        except ValueError as error:
            raise LedgerError(f"{word!r} is no JSON: {error}", subject=word) from None
    if name == "chain" and raw:
        return name, [{"name": hop.strip() or None} for hop in raw.split(" > ")]
    return name, raw or None


def find_words(text: str, words: str, near: int) -> Spans:
    """Return where words stand in a text, the place nearest to one.

    Args:
        text: of a document.
        words: as they stand there; pieces of a split part with " … " between them.
        near: character near which the first piece is looked for; the others follow it.

    Raises:
        LedgerError: they are not there.
    """
    found: list[tuple[int, int]] = []
    for piece in filter(None, (piece.strip() for piece in words.split(_GAP))):
        places = _places(text, piece, found[-1][1] if found else 0)
        if not places:
            raise LedgerError(
                f"the text has no {piece!r}{' behind what stands before it' if found else ''}; "
                "give the words exactly as they stand there",
                subject=piece,
            )
        start = places[0] if found else min(places, key=lambda place: abs(place - near))
        found.append((start, start + len(piece)))
    return tuple(found)


def _places(text: str, piece: str, start: int) -> list[int]:
    places, at = [], text.find(piece, start)
    while at >= 0:
        places.append(at)
        at = text.find(piece, at + 1)
    return places


def _target(ledger: Ledger, name: str, verdict: str) -> tuple[str, Document, Attribution | None]:
    """Return the key of what is judged, its document, and the attribution as it is."""
    if verdict == "add":
        document = get_document(ledger, name)
        return document_key(document), document, None
    shown = show(ledger, name)
    if not isinstance(shown, ShownStatement):
        raise NotInLedger(f"{name} is no attribution; `sayso show` lists the ids of a document's",
                          subject=name)  # fmt: skip
    return shown.found.key, shown.document, shown.found.attribution


def _spans_json(document: Document, field: str, given: Any, before: Attribution | None) -> Any:
    if field not in SPANS or not isinstance(given, str):
        return given
    spans = getattr(before, field) if before else ()
    whole = (*before.source, *before.cue, *before.content) if before else ()
    near = min((start for start, _ in spans or whole), default=0)
    return [list(span) for span in find_words(document.text, given, near)]
