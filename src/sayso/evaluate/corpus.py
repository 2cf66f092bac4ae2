"""Read labelled corpora as gold: brat folders and readings files.

Gold offsets point into the gold's own raw text; ours point into the normalised
one. ``normalise_with_map`` gives the text together with the place every raw
character went to, and all gold spans are moved with it.

What cannot be scored raises ``GoldError`` with file and line. What can be
scored but looks wrong becomes a warning that travels with the item. Nothing is
dropped without one of the two; a text nobody has annotated is yielded as
``Skipped``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sayso.errors import GoldError
from sayso.evaluate.score import FIELDS, ROLES, in_letters, letters_before, shared
from sayso.records import Attribution, Document, Event, Hop, Ints, Response, Skipped, Span, Spans
from sayso.text import covered, make_document, merged, normalise

# Words of a raw text: control characters that Python counts as spaces are
# removed by normalise, so they part no words.
_RAW_WORD = re.compile(r"(?:\S|[\x1c-\x1f])+")
_TEXT_BOUND = re.compile(r"T\d+\t")
_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
_EVENT = re.compile(r"(E\d+)\t(\S+:T\d+(?: \S+:\S+)*) ?")
# brat's other kinds of line: relations, attributes, normalisations, notes, equivalences.
_OTHER = re.compile(r"(?:[RAMN#]\d+|\*)\t")
# What a readings file may tell of a document besides its text and byline.
_TOLD = ("id", "uri", "outlet", "title", "credit", "dateline", "published", "language")
# PolNeAR names its articles OUTLET_DATE_TITLE.
_ARTICLE = re.compile(r"(?P<outlet>[^_]+)_(?P<published>\d{4}-\d\d-\d\d)_")


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One document as one person labelled it.

    Attributes:
        document: its normalised text and what the gold tells about it.
        attributions: with spans into ``document.text``.
        annotator: whose labels; readings files name nobody, so theirs is the
            name of the file.
        fields: which fields of an attribution this gold decides (``FIELDS``).
        responses: with spans into ``document.text``; None if this gold decides none.
        events: the same of events.
        nested: whether attributions inside the content of another were looked
            for; if not, those a reader finds cannot be called wrong.
        warnings: what looks wrong, each as "FILE:LINE: what".
    """

    document: Document
    attributions: tuple[Attribution, ...]
    annotator: str
    fields: frozenset[str] = frozenset()
    responses: tuple[Response, ...] | None = None
    nested: bool = True
    events: tuple[Event, ...] | None = None
    warnings: tuple[str, ...] = ()


# -- offsets --------------------------------------------------------------------------------


def normalise_with_map(raw: str) -> tuple[str, Ints]:
    """Normalise a text and tell where each of its characters went.

    Returns:
        The text exactly as ``sayso.text.normalise`` gives it, and an array
        ``at`` of ``len(raw) + 1`` offsets that never decrease: the raw span
        ``(start, end)`` is ``(at[start], at[end])`` of the text. A space
        between words goes to the end of the word before it.
    """
    text = normalise(raw)
    if text == raw:
        return text, np.arange(len(raw) + 1, dtype=np.int32)
    at: list[int] = []
    end = 0
    for found in _RAW_WORD.finditer(raw):
        inside = _word_map(found[0], end + 1 if end else 0)  # one character parts words
        if inside[0] == inside[-1]:
            continue  # nothing but characters that normalise removes
        at += [end] * (found.start() - len(at))
        at += inside
        end = inside[-1]
    at += [end] * (len(raw) + 1 - len(at))
    return text, np.array(at, dtype=np.int32)


def _word_map(word: str, start: int) -> Sequence[int]:
    """Return where every boundary of a raw word lies once the word begins at ``start``.

    A boundary inside a group of characters that become one (a letter and its
    accent) goes behind the group, so a span that ends there keeps the letter.
    """
    clean = word if word.isascii() and word.isprintable() else normalise(word)
    if clean == word:
        return range(start, start + len(word) + 1)
    at = [len(clean)]
    for cut in range(len(word) - 1, -1, -1):
        left = normalise(word[:cut])
        at.append(len(left) if left + normalise(word[cut:]) == clean else at[-1])
    return [start + place for place in reversed(at)]


def shift(spans: Iterable[Span], at: Ints, text: str) -> Spans:
    """Move raw spans into a normalised text, in order, without spaces at their edges.

    Args:
        spans: spans into the raw text.
        at: the map of ``normalise_with_map``.
        text: the normalised text.

    Returns:
        The moved spans; one of which nothing is left is gone.
    """
    out = set()
    for raw_start, raw_end in spans:
        start, end = int(at[raw_start]), int(at[raw_end])
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            out.add((start, end))
    return tuple(sorted(out))


# -- any gold -------------------------------------------------------------------------------


def read_gold(paths: Iterable[str | Path]) -> Iterator[GoldItem | Skipped]:
    """Read gold from brat folders, single .ann files and readings files (.jsonl).

    Args:
        paths: a folder is read as brat if it holds .ann files, beside their
            texts or in ``attributions/`` next to ``text/``; else every .jsonl
            file in it is read.

    Raises:
        GoldError: a path holds no gold, a line cannot be understood, or one
            annotator's labels of one text come twice.
    """
    seen: set[tuple[str, str, str]] = set()
    for path in map(Path, paths):
        for item in _read_path(path):
            if isinstance(item, GoldItem):
                _note(item, seen, path)
            yield item


def _note(item: GoldItem, seen: set[tuple[str, str, str]], path: Path) -> None:
    """Refuse what was given before: it would count double, and agree with itself."""
    key = (item.document.id, item.document.sha256, item.annotator)
    if key in seen:
        raise GoldError(
            f"{path}: {item.document.id} as labelled by {item.annotator or 'nobody named'}"
            " was given twice; name each file once",
            subject=str(path),
        )
    seen.add(key)


def _read_path(path: Path) -> Iterator[GoldItem | Skipped]:
    if path.suffix == ".jsonl":
        yield from read_readings(path)
    elif path.suffix == ".ann" or _annotations(path):
        yield from read_brat(path)
    elif readings := sorted(path.glob("*.jsonl")):
        for file in readings:
            yield from read_readings(file)
    else:
        raise GoldError(
            f"{path}: no gold here; give a folder with .ann and .txt files, one of text/ and"
            " attributions/, or a .jsonl file of readings",
            subject=str(path),
        )


def open_text(path: Path) -> str:
    """Read a file with its line ends as they are: offsets count them."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(
            f"{path}: cannot be opened ({error.strerror})", subject=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 ({error}); convert it", subject=str(path)) from error


# -- brat -----------------------------------------------------------------------------------


def read_brat(path: Path) -> Iterator[GoldItem | Skipped]:
    """Read a brat folder or one .ann file: an item for each annotation file, then texts without.

    Texts and annotations lie side by side, or in ``text`` and ``attributions``.
    ``NAME.ann`` belongs to ``NAME.txt``; ``NAME_WHO.ann`` does too, by the
    annotator WHO.

    Raises:
        GoldError: an annotation without text, or a line that cannot be understood.
    """
    files = [path] if path.suffix == ".ann" else _annotations(path)
    used = set()
    for file in files:
        text, annotator = _text_of(file)
        used.add(text)
        yield _brat_item(file, text, annotator)
    for text in _texts(path):
        if text not in used:
            yield Skipped(str(text), "nobody has annotated it (an empty .ann file would count)")


def _annotations(folder: Path) -> list[Path]:
    return sorted([*folder.glob("attributions/*.ann"), *folder.glob("*.ann")])


def _texts(path: Path) -> list[Path]:
    return sorted([*path.glob("text/*.txt"), *path.glob("*.txt")]) if path.is_dir() else []


def _text_of(annotation: Path) -> tuple[Path, str]:
    """Find the text of an annotation file, and its annotator by its name."""
    stem, _, who = annotation.stem.rpartition("_")
    beside = annotation.parent
    for name, annotator in ((annotation.stem, ""), (stem, who)):
        for text in (beside / f"{name}.txt", beside.parent / "text" / f"{name}.txt"):
            if text.is_file():
                return text, annotator
    raise GoldError(
        f"{annotation}: no text for it; expected {stem or annotation.stem}.txt beside it or in"
        f" {beside.parent / 'text'}",
        subject=str(annotation),
    )


def _brat_item(annotation: Path, source: Path, annotator: str) -> GoldItem:
    raw = open_text(source)
    text, at = normalise_with_map(raw)
    lines = open_text(annotation).split("\n")
    parts, warnings = _brat_spans(lines, raw, annotation)
    attributions = []
    for number, event, roles in _brat_events(lines, annotation):
        where = f"{annotation}:{number}"
        spans = {role: _part(where, event, parts, ids) for role, ids in roles.items()}
        moved = {role: shift(spans[role], at, text) for role in ROLES}
        warnings += _doubts(where, event, spans, moved)
        attributions.append(Attribution(event, moved["source"], moved["cue"], moved["content"]))
    known = _ARTICLE.match(source.stem)
    document = make_document(raw, id=source.stem, **(known.groupdict() if known else {}))
    return GoldItem(
        document,
        tuple(attributions),
        annotator,
        nested=_any_nested(document.text, attributions),
        warnings=tuple(warnings),
    )


def _any_nested(text: str, attributions: Sequence[Attribution]) -> bool:
    """Tell whether the cue of any attribution stands in the content of another.

    Brat folders do not say what their annotators were asked for; PolNeAR's, who
    gave each word one label at most, left out every attribution inside another.
    """
    before = letters_before(text)
    cues = [merged(in_letters(a.cue, before)) for a in attributions]
    contents = [merged(in_letters(a.content, before)) for a in attributions]
    return any(
        cue and i != j and shared(cue, content) == covered(cue)
        for i, cue in enumerate(cues)
        for j, content in enumerate(contents)
    )


def _brat_spans(
    lines: Sequence[str], raw: str, annotation: Path
) -> tuple[dict[str, Spans], list[str]]:
    """Return the raw spans of every text-bound line, and what is odd about the lines."""
    parts: dict[str, Spans] = {}
    warnings = []
    for number, ended in enumerate(lines, 1):
        line, where = ended.rstrip("\r"), f"{annotation}:{number}"
        if _TEXT_BOUND.match(line):
            name, spans, words = _bound(where, line, len(raw))
            parts[name] = spans
            held = " ".join(raw[start:end] for start, end in spans)
            # brat breaks the line where the words do: only their first line stands here.
            if words is not None and not "".join(held.split()).startswith("".join(words.split())):
                warnings.append(f"{where}: {name} says {words!r}, the text has {held!r} there")
        elif line.strip() and not (line.startswith("E") or _OTHER.match(line)):
            warnings.append(f"{where}: no brat annotation, passed over: {line[:60]!r}")
    return parts, warnings


def _bound(where: str, line: str, length: int) -> tuple[str, Spans, str | None]:
    found = _BOUND.fullmatch(line)
    if not found:
        raise GoldError(f"{where}: not a text-bound line of brat: {line[:80]!r}", subject=where)
    name, _, offsets, words = found.groups()
    spans = [tuple(map(int, pair.split())) for pair in offsets.split(";")]
    return name, checked_spans(where, name, spans, length), words


def _brat_events(
    lines: Sequence[str], annotation: Path
) -> Iterator[tuple[int, str, dict[str, list[str]]]]:
    """Yield line number, id and the ids of the spans by role of every attribution."""
    for number, ended in enumerate(lines, 1):
        line = ended.rstrip("\r")
        if not line.startswith("E"):
            continue
        found = _EVENT.fullmatch(line)
        if not found:
            where = f"{annotation}:{number}"
            raise GoldError(f"{where}: not an event line of brat: {line[:80]!r}", subject=where)
        roles: dict[str, list[str]] = {role: [] for role in ROLES}
        for part in found[2].split():
            # A second span of one role is numbered: Content2.
            role, _, name = part.partition(":")
            roles.get(role.rstrip("0123456789").lower(), []).append(name)
        yield number, found[1], roles


def _part(where: str, event: str, parts: Mapping[str, Spans], names: Iterable[str]) -> Spans:
    out: list[Span] = []
    for name in names:
        if name not in parts:
            raise GoldError(
                f"{where}: {event} points to {name}, which the file does not have", subject=where
            )
        out += parts[name]
    return tuple(out)


def _doubts(
    where: str, name: str, raw: Mapping[str, Spans], moved: Mapping[str, Spans]
) -> list[str]:
    """Say what an attribution lost on the way, or never had."""
    out = [
        f"{where}: {name}: a span of its {role} holds nothing but spaces"
        for role, spans in raw.items()
        if len(moved[role]) < len(set(spans))
    ]
    if not raw["content"]:
        out.append(f"{where}: {name} has no content; its other spans count, it does not")
    return out


# -- readings -------------------------------------------------------------------------------


def read_readings(path: Path) -> Iterator[GoldItem]:
    """Read a file of readings, JSON lines as ``sayso read --json`` prints them.

    A line that holds claims over several documents instead of a reading is
    left to whoever scores claims. Where no reading of the file has an event, none were
    looked for.

    Raises:
        GoldError: a line that is no reading, or one with spans outside its text.
    """
    items = list(_read_lines(path))
    looked_for = any(item.events for item in items)
    yield from items if looked_for else (replace(item, events=None) for item in items)


def _read_lines(path: Path) -> Iterator[GoldItem]:
    for number, line in enumerate(open_text(path).split("\n"), 1):
        where = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{where}: not JSON ({error})", subject=where) from error
        if isinstance(record, dict) and "claims" in record and "document" not in record:
            continue
        yield _reading_item(where, record, path.stem)


def _reading_item(where: str, record: Any, annotator: str) -> GoldItem:
    try:
        told, given = record["document"], record["attributions"]
        raw = told["text"]
        text, at = normalise_with_map(raw)
        known = {k: told[k] for k in _TOLD if told.get(k) is not None}
        document = make_document(raw, byline=tuple(told.get("byline") or ()), **known)
        warnings: list[str] = []
        attributions = []
        for entry in given:
            parts = {
                k: _json_spans(where, entry, k, raw) for k in (*ROLES, "addressee", "verbatim")
            }
            moved = {k: shift(spans, at, text) for k, spans in parts.items()}
            warnings += _doubts(where, entry["id"], parts, moved)
            attributions.append(_from_json(entry, moved))
        responses = _responses(where, record, raw, at, text)
        events = _events(where, record, raw, at, text)
    except (KeyError, TypeError, AttributeError) as error:
        raise GoldError(
            f"{where}: not a reading: {type(error).__name__} {error}; expected"
            ' {"document": {"text": …}, "attributions": [{"id", "source", "cue", "content", …}]}',
            subject=where,
        ) from error
    _check_ids(where, attributions, responses or ())
    fields = frozenset(FIELDS).intersection(*given)
    return GoldItem(
        document,
        tuple(attributions),
        annotator,
        fields,
        responses,
        warnings=tuple(warnings),
        events=events,
    )


def _from_json(entry: Mapping[str, Any], spans: Mapping[str, Spans]) -> Attribution:
    hops = (hop if isinstance(hop, dict) else {"name": hop} for hop in entry.get("chain") or ())
    plain = {k: entry[k] for k in FIELDS if entry.get(k) is not None}
    given: dict[str, Any] = {**plain, **spans, "chain": tuple(Hop(hop["name"]) for hop in hops)}
    return Attribution(id=entry["id"], **given)


def _responses(
    where: str, record: Mapping[str, Any], raw: str, at: Ints, text: str
) -> tuple[Response, ...] | None:
    """Return the responses of a reading, None if it has no such key."""
    if "responses" not in record:
        return None
    out = []
    for number, entry in enumerate(record["responses"], 1):
        what = f"evidence of response {number}"
        spans = checked_spans(where, what, [tuple(span) for span in entry["evidence"]], len(raw))
        evidence = shift(spans, at, text)
        out.append(Response(entry["actor"], entry["response"], entry["about"], evidence))
    return tuple(out)


def _events(
    where: str, record: Mapping[str, Any], raw: str, at: Ints, text: str
) -> tuple[Event, ...] | None:
    """Return the events of a reading, None if it has no such key."""
    if "events" not in record:
        return None
    out = []
    for number, entry in enumerate(record["events"], 1):
        what = f"evidence of event {number}"
        spans = checked_spans(where, what, [tuple(span) for span in entry["evidence"]], len(raw))
        out.append(
            Event(
                type=entry["type"],
                mode=entry.get("mode"),
                actor=tuple(entry["actor"]),
                recipient=tuple(entry["recipient"]),
                items=tuple(entry.get("items") or ()),
                place=entry.get("place"),
                date=entry.get("date"),
                evidence=shift(spans, at, text),
                attribution=entry["attribution"],
                polarity=entry["polarity"],
                modality=entry["modality"],
            )
        )
    return tuple(out)


def _json_spans(where: str, entry: Mapping[str, Any], key: str, raw: str) -> Spans:
    # The three roles must be there, if only as an empty list.
    spans = entry[key] if key in ROLES else entry.get(key, [])
    return checked_spans(
        where, f"{key} of {entry['id']}", [tuple(span) for span in spans], len(raw)
    )


def checked_spans(where: str, what: str, spans: Iterable[tuple[Any, ...]], length: int) -> Spans:
    """Return spans of a gold that lie within a raw text of that length.

    Raises:
        GoldError: one does not; it names ``where`` it stands and ``what`` has it.
    """
    out = []
    for span in spans:
        match span:
            case (int(start), int(end)) if 0 <= start < end <= length:
                out.append((start, end))
            case _:
                raise GoldError(
                    f"{where}: {what} has the span {list(span)}, but the text has {length}"
                    " characters; spans are [start, end], end exclusive",
                    subject=where,
                )
    return tuple(out)


def _check_ids(
    where: str, attributions: Sequence[Attribution], responses: Sequence[Response]
) -> None:
    ids = [a.id for a in attributions]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise GoldError(f"{where}: two attributions are called {twice!r}", subject=where)
    pointers = [(f"the parent of {a.id}", a.parent) for a in attributions]
    pointers += [(f"what response {n} is about", r.about) for n, r in enumerate(responses, 1)]
    for what, name in pointers:
        if name is not None and name not in ids:
            raise GoldError(f"{where}: {what} is {name!r}, which is not there", subject=where)
