"""What a form of review says: the fields whose values are others than those it showed.

A part is shown as its words. The script adds where they stand (``content_spans``); without it the
words are looked for in the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from sayso.errors import LedgerError
from sayso.ledger.values import CHOICES, NOTE, SAMPLE, SPANS

_Text = Annotated[str, Field(max_length=20_000)]
_Short = Annotated[str, Field(max_length=2_000)]
_BETWEEN: Final = " > "  # names of a chain


class Said(BaseModel):
    """What a form of review has; a field that it has not is None."""

    verdict: Literal["accept", "reject", "correct", "add"]
    sample: _Short = ""
    note: _Short = ""
    source: _Text | None = None
    cue: _Text | None = None
    content: _Text | None = None
    addressee: _Text | None = None
    verbatim: _Text | None = None
    source_spans: _Text = ""
    cue_spans: _Text = ""
    content_spans: _Text = ""
    addressee_spans: _Text = ""
    verbatim_spans: _Text = ""
    mode: _Short | None = None
    act: _Short | None = None
    factuality: _Short | None = None
    identity: _Short | None = None
    kind: _Short | None = None
    speaker: _Short | None = None
    chain: _Short | None = None
    said: _Short | None = None
    parent: _Short | None = None


async def said_of(request: Request) -> Said:
    """Return what the form of a request says; a field that is empty is kept apart from none.

    Raises:
        RequestValidationError: it is no form of review.
    """
    form = await request.form()
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        return Said.model_validate(given)
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from None


FormSaid = Annotated[Said, Depends(said_of)]


def chain_text(chain: Sequence[Mapping[str, Any]]) -> str:
    """Return a chain as a form shows it: "Radio Kest > Calder"; "?" is somebody unknown."""
    return _BETWEEN.join(hop["name"] or "?" for hop in chain)


def value_said(said: Said, shown: Mapping[str, Any], text: str) -> dict[str, Any] | None:
    """Return the value of the judgement that a form makes, None if it gives none.

    Args:
        said: the form.
        shown: the payload of the attribution it showed, its parent by key.
        text: of the whole document.

    Raises:
        LedgerError: it corrects nothing, or spans are none.
    """
    value: dict[str, Any] = {}
    if said.verdict in {"correct", "add"}:
        value = {**_parts(said, shown, text), **_others(said, shown)}
        if not value:
            raise LedgerError("nothing was changed; change a field, or accept it as it is")
    if said.note.strip():
        value[NOTE] = said.note.strip()
    if said.sample:
        value[SAMPLE] = said.sample
    return value or None


def _parts(said: Said, shown: Mapping[str, Any], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SPANS:
        spans, words = getattr(said, f"{name}_spans"), getattr(said, name)
        before = shown.get(name, [])
        if spans:
            given = _spans(name, spans)
            if given != before:
                found[name] = given
        elif words is not None:
            words = words.replace("\r\n", "\n").strip()
            if words != " … ".join(text[start:end] for start, end in before).strip():
                found[name] = words or []
    return found


def _spans(name: str, raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise LedgerError(f"{raw[:80]!r} are no spans of the {name}; give its words") from None


def _others(said: Said, shown: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (*CHOICES, "speaker", "said", "parent"):
        given = getattr(said, name)
        if given is not None and (given.strip() or None) != shown.get(name):
            found[name] = given.strip() or None
    chain = shown.get("chain", [])
    if said.chain is not None and said.chain.strip() != chain_text(chain).strip():
        found["chain"] = list(_hops(said.chain, chain))
    return found


def _hops(given: str, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the hops that names stand for, with the words that those shown rest on."""
    known = {hop["name"]: hop["evidence"] for hop in before}
    names = [name.strip() for name in given.split(_BETWEEN)]
    return [
        {"name": None if name in {"", "?"} else name, "evidence": known.get(name, [])}
        for name in names
        if given.strip()
    ]
