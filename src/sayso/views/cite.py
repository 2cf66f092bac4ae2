"""Citations of what a ledger holds, as CSL-JSON items: what Zotero, pandoc and Word take in.

A document is cited as its outlet published it. An attribution is cited as its
document, with the exact words, where they stand in the text, and the hash of that
text. A claim is cited as itself, then each document that states, denies or doubts
it, with the words in which it does. What is not known is left out; names stay
whole ("literal"), since nothing tells which part of a name is the family's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from sayso.errors import NotInLedger
from sayso.ledger import Ledger, ShownStatement, document_key, get_document, show, versions
from sayso.ledger.claims import get_claim
from sayso.records import Claim, Document, Member, Reading, Spans
from sayso.text import words_of
from sayso.views.bibtex import bibtex
from sayso.views.claim_facts import many
from sayso.views.claims import counts_payload
from sayso.views.payload import dumps
from sayso.views.permalink import cited_spans, is_web, original_link, permalink, selectors

Item = dict[str, Any]
Format = Literal["csl", "bibtex"]
_DAY: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_STANCES: Final = {"states": "states it", "denies": "denies it", "doubts": "doubts it"}


def cite_document(ledger: Ledger, key: str, *, base: str = "") -> list[Item]:
    """Return the CSL item that cites a document.

    Args:
        ledger: where to look.
        key: of the document, or the id that its input gave it.
        base: the address of the desk that permalinks lead to; without it they are paths.

    Raises:
        NotInLedger: there is no such document.
    """
    document = get_document(ledger, key)
    accessed = _taken_in(ledger, document_key(document))
    return [document_item(document, accessed=accessed, base=base)]


def cite_attribution(ledger: Ledger, key: str, *, base: str = "") -> list[Item]:
    """Return the CSL item that cites an attribution.

    Args:
        ledger: where to look.
        key: of the attribution, or its beginning.
        base: as for ``cite_document``.

    Raises:
        NotInLedger: there is no such attribution.
        LedgerError: the key stands for several things.
    """
    shown = show(ledger, key)
    if not isinstance(shown, ShownStatement):
        raise NotInLedger(
            f"{key} is no attribution; give the id of one, as `sayso search` lists them",
            subject=key,
        )
    return [attribution_item(shown, accessed=_taken_in(ledger, shown.found.document), base=base)]


def cite_claim(ledger: Ledger, name: str, *, base: str = "") -> list[Item]:
    """Return the CSL items that cite a claim: itself, then the documents of its members.

    Raises:
        NotInLedger: there is no such claim, or several begin so.
    """
    claim = get_claim(ledger, name)
    return claim_items(claim, _documents(ledger, claim), base=base)


def cite_any(ledger: Ledger, name: str, *, base: str = "") -> list[Item]:
    """Return the CSL items that cite whatever an id, or its beginning, stands for.

    Raises:
        NotInLedger: nothing that can be cited has the id.
        LedgerError: it stands for several things.
    """
    try:
        shown = show(ledger, name)
    except NotInLedger as error:
        try:
            return cite_claim(ledger, name, base=base)
        except NotInLedger:
            raise error from None
    if isinstance(shown, Reading):
        return cite_document(ledger, document_key(shown.document), base=base)
    return cite_attribution(ledger, name, base=base)


def written(items: Sequence[Item], form: Format) -> str:
    """Return items as the text of a file: a JSON array, or BibTeX."""
    if form == "bibtex":
        return bibtex(items)
    return "[" + ",\n ".join(map(dumps, items)) + "]\n"


# --- one of each -------------------------------------------------------------------------


def document_item(document: Document, *, accessed: str | None = None, base: str = "") -> Item:
    """Return the CSL item of a document.

    Args:
        document: of a ledger, or at hand.
        accessed: when it was taken in, ISO 8601.
        base: as for ``cite_document``.
    """
    key = document_key(document)
    own = {
        "document": key,
        "sha256": document.sha256,
        "permalink": base + permalink(f"/documents/{key}", document.text, (), document.sha256),
    }
    return _item(document, key, accessed) | {
        "note": f"SHA-256 of the text: {document.sha256}",
        "custom": {"sayso": own},
    }


def attribution_item(shown: ShownStatement, *, accessed: str | None = None, base: str = "") -> Item:
    """Return the CSL item of an attribution: its document's, with the exact words.

    Args:
        shown: the attribution where it stands.
        accessed: when its document was taken in, ISO 8601.
        base: as for ``cite_document``.
    """
    document, found = shown.document, shown.found
    spans = cited_spans(found.attribution)
    own = {
        "attribution": found.key,
        "document": found.document,
        "speaker": found.speaker,
        "chain": list(found.chain),
        **_place(document, spans),
        "permalink": base
        + permalink(f"/attributions/{found.key}", document.text, spans, document.sha256),
    }
    item = _item(document, found.key, accessed)
    if "URL" in item:
        item["URL"] = original_link(item["URL"], document.text, spans)
    return item | {
        "note": _note(document, spans, found.speaker or "somebody unknown"),
        "custom": {"sayso": own},
    }


def claim_items(claim: Claim, documents: Mapping[str, Document], *, base: str = "") -> list[Item]:
    """Return the CSL items of a claim: itself, then each of its documents.

    Args:
        claim: of a ledger.
        documents: those of its members that there still are, by key.
        base: as for ``cite_document``.
    """
    return [_claim_item(claim, base), *_member_items(claim, documents, base)]


def _claim_item(claim: Claim, base: str) -> Item:
    counts = counts_payload(claim)
    told = (
        f"A claim that {many(counts['documents'], 'document')} of "
        f"{many(counts['outlets'], 'outlet')} state, deny or doubt; from "
        f"{many(counts['origins'], 'origin')}, denied by {counts['denials']}"
    )
    link = f"{base}/claims/{claim.id}"
    item: Item = {"id": f"sayso-{claim.id}", "type": "document", "title": claim.text, "note": told}
    if is_web(link):
        item["URL"] = link
    return item | {"custom": {"sayso": {"claim": claim.id, "counts": counts, "permalink": link}}}


def _member_items(claim: Claim, documents: Mapping[str, Document], base: str) -> Iterator[Item]:
    members: dict[str, list[Member]] = {}
    for one in claim.members:
        members.setdefault(one.document, []).append(one)
    for key, some in members.items():
        document = documents.get(key)
        if document is None:  # forgotten since
            continue
        item = document_item(document, base=base)
        item["note"] = "; ".join(_told(one, document) for one in some)
        item["custom"]["sayso"]["members"] = [
            {"attribution": one.attribution, "stance": one.stance, "speaker": one.speaker,
             **_place(document, one.evidence)}
            for one in some
        ]  # fmt: skip
        yield item


def _told(member: Member, document: Document) -> str:
    who = f"{member.speaker or 'somebody unknown'} {_STANCES[member.stance]}"
    return _note(document, member.evidence, who)


# --- parts -------------------------------------------------------------------------------


def _item(document: Document, key: str, accessed: str | None) -> Item:
    """Return what all items of a document share."""
    authors = document.byline or ((document.credit,) if document.credit else ())
    facts = {
        "title": document.title,
        "author": [{"literal": name} for name in authors],
        "container-title": document.outlet,
        "issued": _date(document.published),
        "accessed": _date(accessed),
        "URL": document.uri if is_web(document.uri) else None,
        "language": document.language,
    }
    known = {name: value for name, value in facts.items() if value}
    return {"id": f"sayso-{key}", "type": _type(document), **known}


def _type(document: Document) -> str:
    if document.outlet or document.credit:
        return "article-newspaper"
    return "webpage" if is_web(document.uri) else "document"


def _date(when: str | None) -> dict[str, list[list[int]]] | None:
    """Return an ISO date as CSL has it, as precise as it is; None if it is none."""
    found = _DAY.match(when or "")
    parts = [int(part) for part in found.groups() if part] if found else []
    return {"date-parts": [parts]} if parts else None


def _place(document: Document, spans: Spans) -> dict[str, Any]:
    return {
        "excerpt": words_of(document.text, spans),
        "selector": selectors(document.text, spans),
        "sha256": document.sha256,
    }


def _note(document: Document, spans: Spans, who: str) -> str:
    places = ", ".join(f"{start}-{end}" for start, end in spans)
    return (
        f"{who}: {words_of(document.text, spans)} "
        f"[characters {places} of the text with SHA-256 {document.sha256}]"
    )


def _taken_in(ledger: Ledger, key: str) -> str | None:
    return next((one.taken_in for one in versions(ledger, key) if one.key == key), None)


def _documents(ledger: Ledger, claim: Claim) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for key in dict.fromkeys(one.document for one in claim.members):
        try:
            found[key] = get_document(ledger, key)
        except NotInLedger:
            continue
    return found
