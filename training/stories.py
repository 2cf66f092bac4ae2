"""Made-up stories with their claims marked: ``training/claims/*.txt``; written for the project.

A file is one story: several reports, then its claims. In a report ``{3|words}`` says that the
words state claim 3, ``{3-|words}`` that they deny it, ``{3?|words}`` that they doubt it,
``{3,5|words}`` that they state both. Marks nest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sayso.records import Document, Span
from sayso.text import make_document

FOLDER = Path(__file__).parent / "claims"
_OPEN = re.compile(r"\{([\d,?\- ]+)\|")
_STANCES = {"-": "denies", "?": "doubts"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document that state, deny or doubt a claim."""

    claim: int
    document: str
    span: Span
    stance: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story: its reports, its claims by number, and where they stand."""

    name: str
    documents: tuple[Document, ...]
    claims: dict[int, str]
    marks: tuple[Mark, ...]


def read_stories(folder: Path = FOLDER) -> list[Story]:
    """Return the stories of a folder, by name."""
    return [read_story(path) for path in sorted(folder.glob("*.txt"))]


def read_story(path: Path) -> Story:
    """Return one story.

    Raises:
        ValueError: a mark is not closed, or names a claim that is not listed.
    """
    reports, _, listed = path.read_text("utf-8").partition("\n= claims\n")
    claims = {int(n): text.strip() for n, text in re.findall(r"^(\d+):(.+)$", listed, re.MULTILINE)}
    documents, marks = [], []
    for number, part in enumerate(re.split(r"^= report: ", reports, flags=re.MULTILINE)[1:]):
        head, _, body = part.partition("\n")
        outlet, published, title = (piece.strip() for piece in head.split("|", 2))
        text, found = _unmarked(path, body.strip())
        document = make_document(
            text, id=f"{path.stem}-{number}", uri=f"https://{path.stem}.example/{number}",
            outlet=outlet, title=title, published=published,
        )  # fmt: skip
        if document.text != text:
            raise ValueError(f"{path.name}: report {number} has blank lines or odd spaces")
        documents.append(document)
        marks += [Mark(claim, document.id, span, stance) for claim, span, stance in found]
    unknown = {mark.claim for mark in marks} - set(claims)
    if unknown:
        raise ValueError(f"{path.name}: no such claims: {sorted(unknown)}")
    return Story(path.stem, tuple(documents), claims, tuple(marks))


def _unmarked(path: Path, raw: str) -> tuple[str, list[tuple[int, Span, str]]]:
    """Return a text without its marks, and what they said of it."""
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, Span, str]] = []
    at = 0
    while at < len(raw):
        mark = _OPEN.match(raw, at)
        if mark:
            opened.append((mark[1], len(out)))
            at = mark.end()
            continue
        if raw[at] == "}" and opened:
            ids, start = opened.pop()
            for one in (piece.strip() for piece in ids.split(",")):
                stance = _STANCES.get(one[-1], "states")
                found.append((int(one.rstrip("-?")), (start, len(out)), stance))
        else:
            out.append(raw[at])
        at += 1
    if opened:
        raise ValueError(f"{path.name}: marks that are not closed: {opened}")
    return "".join(out), found
