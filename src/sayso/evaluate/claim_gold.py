"""Read the claims of a readings file: its line ``{"claims": [...]}``, over its own documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from sayso.errors import GoldError
from sayso.evaluate.corpus import checked_spans, normalise_with_map, open_text, shift
from sayso.records import Claim, Ints, Member, Origin, Stance
from sayso.text import make_document

_STANCES: Final = get_args(Stance)


@dataclass(frozen=True, slots=True)
class ClaimGold:
    """The claims of one file.

    Attributes:
        documents: ids of all documents of the file, in order: claims are looked for in these.
        claims: with spans into their normalised texts.
    """

    documents: tuple[str, ...]
    claims: tuple[Claim, ...]


class _Text(NamedTuple):
    """A raw text, its normalised form, where each raw character went, its attributions."""

    raw: str
    text: str
    at: Ints
    attributions: frozenset[str]


def read_claim_gold(path: Path) -> ClaimGold | None:
    """Return the claims of a readings file, None if it has no such line.

    The readings themselves are taken as ``read_readings`` takes them; call it first.

    Raises:
        GoldError: a claim that cannot be understood or points to nothing.
    """
    texts: dict[str, _Text] = {}
    lines: list[tuple[str, list[Any]]] = []
    for number, line in enumerate(open_text(path).split("\n"), 1):
        if not line.strip():
            continue
        record = json.loads(line)
        if "document" in record:
            told = record["document"]
            text, at = normalise_with_map(told["text"])
            ids = frozenset(one["id"] for one in record["attributions"])
            name = told.get("id") or make_document(told["text"], uri=told.get("uri")).id
            texts[name] = _Text(told["text"], text, at, ids)
        elif "claims" in record:
            lines.append((f"{path}:{number}", record["claims"]))
    claims = tuple(_claim(where, entry, texts) for where, listed in lines for entry in listed)
    return ClaimGold(tuple(texts), claims) if lines else None


def _claim(where: str, entry: Any, texts: Mapping[str, _Text]) -> Claim:
    try:
        name = f"{where}: claim {entry['id']}"
        members = tuple(
            _member(f"{name}, member {n}", one, texts) for n, one in enumerate(entry["members"])
        )
        origins = tuple(
            Origin(one["name"], tuple(one["members"]), denies=_denies(members, one["members"]))
            for one in entry["origins"]
        )
        return Claim(entry["id"], entry["text"], members, origins)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise GoldError(
            f"{where}: not a claim: {type(error).__name__} {error}; expected"
            ' {"id", "text", "members": [{"document", "attribution", "evidence", "stance"}],'
            ' "origins": [{"name", "members"}]}',
            subject=where,
        ) from error


def _member(where: str, entry: Mapping[str, Any], texts: Mapping[str, _Text]) -> Member:
    document, attribution, stance = entry["document"], entry["attribution"], entry["stance"]
    if document not in texts:
        raise GoldError(f"{where} stands in {document!r}, which the file has not", subject=where)
    known = texts[document]
    if attribution is not None and attribution not in known.attributions:
        raise GoldError(
            f"{where} has the attribution {attribution!r}, which {document} has not", subject=where
        )
    if stance not in _STANCES:
        raise GoldError(
            f"{where} has the stance {stance!r}; it is one of {', '.join(_STANCES)}", subject=where
        )
    spans = [tuple(span) for span in entry["evidence"]]
    evidence = shift(checked_spans(where, "its evidence", spans, len(known.raw)), known.at,
                     known.text)  # fmt: skip
    text = " … ".join(known.text[start:end] for start, end in evidence)
    return Member(document, None, None, None, attribution, evidence, text, stance)


def _denies(members: tuple[Member, ...], indexes: list[int]) -> bool:
    """Tell whether an origin is one that denies: all its members do."""
    return all(members[index].stance == "denies" for index in indexes)
