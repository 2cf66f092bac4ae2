"""Claims to rows and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from sayso.ledger import rows
from sayso.records import Claim, Happening, Member, Origin, Spans, Spread, Syndication

_WORD = re.compile(r"\w+")


def claim_row(number: int, claim: Claim) -> dict[str, Any]:
    """Return the values of ``claim`` by column."""
    days = sorted(one.published for one in claim.members if one.published)
    outlets = {one.outlet for one in claim.members}
    return {
        "id": number,
        "key": claim.id,
        "text": rows.kept(claim.text),
        "documents": len({one.document for one in claim.members}),
        "outlets": len(outlets),
        "origins": sum(not one.denies for one in claim.origins),
        "denials": sum(one.denies for one in claim.origins),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "found": rows.stored_json(asdict(claim)),
    }


def claim_of(found: str) -> Claim:
    """Return the claim of a row's ``found``."""
    given = json.loads(found)
    return Claim(
        id=given["id"],
        text=given["text"],
        members=tuple(_member(one) for one in given["members"]),
        origins=tuple(
            Origin(one["name"], tuple(one["members"]), tuple(one["why"]), one["denies"])
            for one in given["origins"]
        ),
        spreads=tuple(
            Spread(one["of"], one["low"], one["high"], tuple(map(tuple, one["told"])))
            for one in given["spreads"]
        ),
        silent=tuple((actor, response, n) for actor, response, n in given["silent"]),
        happenings=tuple(
            Happening(
                one["type"], *(tuple(one[part]) for part in ("actor", "recipient", "members"))
            )
            for one in given.get("happenings", ())
        ),
    )


def _member(given: dict[str, Any]) -> Member:
    given["evidence"] = _spans(given["evidence"])  # of a list of thousands: no other copy is made
    return Member(**given)


def _spans(found: list[list[int]]) -> Spans:
    spans: Any = tuple(map(tuple, found))
    return cast("Spans", spans)


def syndication_of(given: Mapping[str, Any]) -> Syndication:
    """Return the syndication of a parsed ``found``."""
    pairs = (((a, b), (c, d)) for (a, b), (c, d) in given["passages"])
    return Syndication(
        documents=(given["documents"][0], given["documents"][1]),
        passages=tuple(pairs),
        equal=tuple((a, b, size) for a, b, size in given["equal"]),
        shares=(given["shares"][0], given["shares"][1]),
        own=(given["own"][0], given["own"][1]),
        kind=given["kind"],
        first=given["first"],
        agency=given["agency"],
        why=tuple(given["why"]),
    )


def word_rows(number: int, claim: Claim) -> list[dict[str, Any]]:
    """Return the rows of ``claim_word``: what the claim is found by."""
    texts = " ".join((claim.text, *(one.text for one in claim.members)))
    names = " ".join(
        name for name in (*(one.speaker for one in claim.members),
                          *(one.name for one in claim.origins)) if name
    )  # fmt: skip
    words = [
        {"kind": kind, "word": word, "claim": number}
        for kind, text in (("text", texts), ("name", names))
        for word in sorted(words_of(text))
    ]
    outlets = {rows.kept(one.outlet) or "" for one in claim.members if one.outlet}
    return words + [{"kind": "outlet", "word": name, "claim": number} for name in sorted(outlets)]


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return set(_WORD.findall(text.lower()))
