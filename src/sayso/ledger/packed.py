"""Propositions to bytes and back: what claims are computed from, kept small.

A document has about forty propositions; as rows of their own they would be thrice the size of
its text. Packed they are about half of it, and are read whole or not at all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from sayso.records import Figure, Proposition

_NAMES = ("id", "evidence", "attribution", "predicate", "agent", "patient", "words", "around",
          "figures", "dates", "polarity", "modality", "sentence")  # fmt: skip


def pack(propositions: Sequence[Proposition]) -> bytes | None:
    """Return propositions as bytes; None if there are none."""
    if not propositions:
        return None
    rows = [[getattr(one, name) for name in _NAMES] for one in propositions]
    for row, one in zip(rows, propositions, strict=True):
        row[8] = [[figure.of, figure.low, figure.high] for figure in one.figures]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode("ascii"), 6)


def unpack(packed: bytes | None) -> tuple[Proposition, ...]:
    """Return the propositions that were packed."""
    if packed is None:
        return ()
    return tuple(_proposition(row) for row in json.loads(zlib.decompress(packed)))


def _proposition(row: list[Any]) -> Proposition:
    given = dict(zip(_NAMES, row, strict=False))  # earlier versions had no ``sentence``
    given["evidence"] = tuple((start, end) for start, end in given["evidence"])
    given["figures"] = tuple(Figure(*figure) for figure in given["figures"])
    for name in ("words", "around", "dates"):
        given[name] = tuple(given[name])
    return Proposition(**given)
