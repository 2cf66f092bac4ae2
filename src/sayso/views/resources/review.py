"""Review: what to look at next, one attribution with all about it, histories, samples.

Somebody who judges a sample sees what the machine read and what he said himself, not what others
said: else they would only agree with each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    Judgement,
    Ledger,
    attribution_keys,
    corrected,
    document_key,
    get_reading,
    judgements,
    machine_reading,
    show,
)
from sayso.ledger.corrections import decisions_of
from sayso.ledger.opinions import (
    Entry,
    Opinion,
    disagreement,
    history,
    opinions_about,
    opinions_of,
)
from sayso.ledger.reviewing import (
    WINDOW,
    Place,
    beside,
    least_sure,
    machine_statements,
    pairs_judged,
)
from sayso.ledger.sample import Sample, all_samples, get_sample, newest_samples
from sayso.ledger.show import ShownStatement
from sayso.ledger.values import CHOICES
from sayso.records import Attribution, Document, Reading, Spans
from sayso.text import words_of
from sayso.views.payload import attribution_payload

COLUMNS = (
    "id", "document", "outlet", "published", "title", "confidence", "speaker", "act", "content",
    "mine",
)  # fmt: skip
_AROUND: Final = 2  # paragraphs shown on each side of an attribution
_LONGEST: Final = 6000  # characters of an excerpt
_LATELY: Final = 10  # samples on the page of review
_NAMES: Final = 200  # of actors offered, and of attributions
_LABEL: Final = 60  # characters of a content that stands for an attribution


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """What to review next.

    Attributes:
        sample: the name of a sample; without one, what the reader is least sure of.
        by: who reviews.
    """

    sample: str | None = None
    by: str | None = None
    limit: int = 20
    cursor: str | None = None


# --- what is next ----------------------------------------------------------------------


def review_payload(ledger: Ledger, query: ReviewQuery) -> dict[str, Any]:
    """Return a page of what to review: a sample in its order, or what is least sure.

    Raises:
        NotInLedger: there is no such sample.
        LedgerError: the cursor is of another list.
    """
    if query.sample is not None:
        return _sample_page(ledger, query, get_sample(ledger, query.sample))
    page = least_sure(ledger, limit=query.limit, cursor=query.cursor)
    items = [{**_line(one), "mine": None} for one in page.items]
    return {"items": items, "cursor": page.cursor, "sample": None, "among": WINDOW}


def _sample_page(ledger: Ledger, query: ReviewQuery, sample: Sample) -> dict[str, Any]:
    start = _start(query.cursor)
    keys = sample.keys[start : start + query.limit]
    found = machine_statements(ledger, keys)
    opinions = opinions_about(ledger, sample.keys)
    mine = {key: some[query.by].verdict for key, some in opinions.items() if query.by in some}
    items = [
        {**(_line(found[key]) if key in found else _gone(key)), "mine": mine.get(key)}
        for key in keys
    ]
    end = start + query.limit
    told = sample_payload(sample) | {"mine": len(mine)}
    return {"items": items, "cursor": str(end) if end < len(sample.items) else None,
            "sample": told, "among": len(sample.items)}  # fmt: skip


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 7):
        raise LedgerError(f"{cursor!r} is no cursor of a sample; ask for the first page without "
                          "one", subject=cursor)  # fmt: skip
    return int(cursor)


def _line(one: Any) -> dict[str, Any]:
    names = ("document", "outlet", "published", "title", "speaker", "act", "content")
    facts = {name: getattr(one, name) for name in names}
    return {"id": one.key, **facts, "confidence": round(one.confidence, 3)}


def _gone(key: str) -> dict[str, Any]:
    """Return the line of an attribution whose document was forgotten since the draw."""
    return dict.fromkeys(COLUMNS) | {"id": key, "document": key.partition("-")[0]}


def sample_payload(sample: Sample) -> dict[str, Any]:
    """Return what a sample is, without its attributions."""
    told = {name: getattr(sample, name) for name in ("name", "seed", "strata", "whole", "by", "at")}
    return {**told, "size": len(sample.items)}


def lately_drawn(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the samples that were drawn last, the last first, without their attributions."""
    return [sample_payload(one) for one in newest_samples(ledger, _LATELY)]


def samples_payload(ledger: Ledger) -> dict[str, Any]:
    """Return all samples, without their attributions."""
    return {"items": [sample_payload(one) for one in all_samples(ledger)], "cursor": None}


# --- one attribution -------------------------------------------------------------------


class _Case(NamedTuple):
    """An attribution under review.

    Attributes:
        key: its whole key.
        now: the reading that is shown; of a sample, the machine's with one's own judgements.
        shown: the attribution as it is shown.
        read: as the newest machine's reading has it, if it does.
        rejected: whether it is shown although it is rejected.
        missing: whether it is shown although a newer reading does not have it.
    """

    key: str
    now: Reading
    shown: Attribution
    read: Attribution | None
    rejected: bool
    missing: bool


def item_payload(
    ledger: Ledger, name: str, *, sample: str | None = None, by: str | None = None,
    whole: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return an attribution with what is needed to judge it.

    Args:
        ledger: where to look.
        name: its key, or its beginning.
        sample: the sample that it is judged for.
        by: who judges.
        whole: give all of the document's text, not the paragraphs around only.

    Raises:
        NotInLedger: there is no such attribution or sample, or it is not in the sample.
    """
    drawn = None if sample is None else get_sample(ledger, sample)
    case = _case(ledger, name, drawn, by)
    document = case.now.document
    start, end = (0, len(document.text)) if whole else excerpt_of(document.text, case.shown)
    told = history_payload(ledger, case.key, by=None if drawn is None else by or "")
    return {
        "id": case.key,
        "document": _document(document, case.key),
        "text": document.text[start:end],
        "start": start,
        "whole": start == 0 and end == len(document.text),
        "attribution": _attribution(case.now, case.shown),
        "read": None if case.read is None else attribution_payload(case.read),
        "rejected": case.rejected,
        "missing": case.missing,
        "judgements": told["items"],
        "people": told["people"],
        "disagreement": told["disagreement"],
        **_offered(case.now, case.key),
        **_neighbours(ledger, case, drawn),
    }


def missed_payload(ledger: Ledger, key: str) -> dict[str, Any]:
    """Return a document with what is needed to add an attribution that was missed in it.

    Raises:
        NotInLedger: there is no such document.
    """
    reading = get_reading(ledger, key)
    document = document_key(reading.document)
    pairs = zip(attribution_keys(reading), reading.attributions, strict=True)
    found = [attribution_payload(one) | {"id": name} for name, one in pairs]
    return {"id": document, "document": _document(reading.document, document),
            "text": reading.document.text, "start": 0, "attributions": found,
            **_offered(reading, "")}  # fmt: skip


def _offered(reading: Reading, key: str) -> dict[str, Any]:
    """Return what a form offers: names, values, and attributions to stand within."""
    text = reading.document.text
    others = [
        {"id": name, "speaker": one.speaker, "content": words_of(text, one.content)[:_LABEL]}
        for name, one in zip(attribution_keys(reading), reading.attributions, strict=True)
        if name != key
    ]
    return {
        "actors": list(dict.fromkeys(actor.name for actor in reading.actors))[:_NAMES],
        "choices": {name: list(values) for name, values in CHOICES.items()},
        "others": others[:_NAMES],
    }


def _case(ledger: Ledger, name: str, sample: Sample | None, by: str | None) -> _Case:
    shown = show(ledger, name)
    if not isinstance(shown, ShownStatement):
        raise NotInLedger(f"{name} is no attribution; give the id of one", subject=name)
    key = shown.found.key
    if sample is not None and key not in sample.keys:
        raise NotInLedger(f"{key} is not in the sample {sample.name}", subject=key)
    machine = machine_reading(ledger, shown.found.document)
    read = dict(zip(attribution_keys(machine), machine.attributions, strict=True))
    now, judged = get_reading(ledger, shown.found.document), judgements(ledger, key)
    if sample is not None:
        judged = [one for one in judged if one.by == by]
        now = corrected(machine, judged)
    there = dict(zip(attribution_keys(now), now.attributions, strict=True))
    one = there.get(key) or read.get(key) or shown.found.attribution
    rejected = any(not each.kept for each in decisions_of(judged) if each.target == key)
    missing = key not in there and not rejected
    return _Case(key, now, one, read.get(key), rejected, missing)


def _document(document: Document, key: str) -> dict[str, Any]:
    facts = ("uri", "outlet", "title", "published", "language")
    return {"id": key.partition("-")[0], **{name: getattr(document, name) for name in facts}}


def _attribution(reading: Reading, one: Attribution) -> dict[str, Any]:
    """Return an attribution, its parent by the key that judgements give it by."""
    keys = dict(zip((a.id for a in reading.attributions), attribution_keys(reading), strict=True))
    return attribution_payload(one) | {"parent": keys.get(one.parent or "")}


def _neighbours(ledger: Ledger, case: _Case, sample: Sample | None) -> dict[str, Any]:
    if sample is None:
        # A judged attribution has the place in the queue that it had.
        before, behind = beside(ledger, Place(case.shown.confidence, case.key))
        return {"sample": None, "place": None, "previous": before, "next": behind}
    place = sample.keys.index(case.key)
    return {
        "sample": sample_payload(sample),
        "place": place + 1,
        "previous": sample.keys[place - 1] if place else None,
        "next": sample.keys[place + 1] if place + 1 < len(sample.keys) else None,
    }


def excerpt_of(text: str, one: Attribution) -> tuple[int, int]:
    """Return the paragraphs that an attribution stands in and some around, cut if long."""
    spans: Spans = (*one.source, *one.cue, *one.content, *one.addressee)
    first = min((start for start, _ in spans), default=0)
    last = max((end for _, end in spans), default=0)
    start, end = first, last
    for _ in range(_AROUND + 1):
        start = max(text.rfind("\n", 0, max(start - 1, 0)), 0)
        found = text.find("\n", min(end + 1, len(text)))
        end = len(text) if found < 0 else found
    start += start > 0  # behind the line break
    return max(start, first - _LONGEST // 2, 0), min(end, max(last, first) + _LONGEST // 2)


# --- histories -------------------------------------------------------------------------


def history_payload(ledger: Ledger, target: str, *, by: str | None = None) -> dict[str, Any]:
    """Return everything that was judged of a thing, and who disagrees with whom.

    Args:
        ledger: where to look.
        target: the whole key of an attribution, actor or claim.
        by: only what this person judged.
    """
    entries = [one for one in history(ledger, target) if by is None or one.judgement.by == by]
    force = [one.judgement for one in entries if one.undone is None]
    people = opinions_of(force)
    return {
        "id": target,
        "items": [entry_payload(one) for one in entries],
        "cursor": None,
        "people": [_opinion(one) for one in people.values()],
        "disagreement": list(disagreement(people.values())),
    }


def entry_payload(entry: Entry) -> dict[str, Any]:
    """Return a judgement as JSON-ready values, with who took it back."""
    undone = entry.undone and {
        "by": entry.undone.by,
        "at": entry.undone.at,
        "key": entry.undone.key,
    }
    told = asdict(entry.judgement)
    told.pop("undoes")
    return {**told, "undone": undone}


def _opinion(one: Opinion) -> dict[str, Any]:
    return {"by": one.by, "verdict": one.verdict, "values": dict(one.values), "at": one.at}


def pairs_payload(ledger: Ledger, kind: str) -> dict[str, Any]:
    """Return the newest judgements that two actors (or claims) are the same or different."""
    return {"items": [_pair(ledger, one) for one in pairs_judged(ledger, kind)], "cursor": None}


def _pair(ledger: Ledger, one: Judgement) -> dict[str, Any]:
    note = (one.value or {}).get("note")
    pair = [{"id": key, "name": _named(ledger, key)} for key in (one.target, one.other)]
    return {"key": one.key, "verdict": one.verdict, "by": one.by, "at": one.at, "note": note,
            "pair": pair}  # fmt: skip


def _named(ledger: Ledger, key: str | None) -> str | None:
    """Return what an actor or a claim is called; None if it is no more."""
    from sayso.ledger.claims import get_claim  # noqa: PLC0415
    from sayso.ledger.show import ShownActor  # noqa: PLC0415

    try:
        if key is None or "-" not in key:
            return get_claim(ledger, key or "").text
        shown = show(ledger, key)
    except LedgerError:
        return None
    return shown.actor.name if isinstance(shown, ShownActor) else None
