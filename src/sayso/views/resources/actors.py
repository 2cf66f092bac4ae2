"""Actors: who speaks, answers or acts, over all documents; one with all that is known of him."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from sayso.ledger import Ledger, show
from sayso.ledger.actors import (
    ActorFilter,
    CountedActor,
    actor_facets,
    actors_named,
    find_actors,
    months_of,
    statements_of,
)
from sayso.ledger.claims import find_claims
from sayso.ledger.show import ShownActor
from sayso.ledger.told import FoundLabel, FoundResponse, newest_documents, outlets_telling, told_of
from sayso.views.claims import counts_payload
from sayso.views.events import network
from sayso.views.finding import found_payload
from sayso.views.resources.counting import facets_payload, months_payload
from sayso.views.resources.events import found_event_payload
from sayso.views.resources.same import same_payload

COLUMNS = (
    "name", "kind", "documents", "named", "statements", "told", "answers", "first", "last",
)  # fmt: skip
_KEY: Final = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")
_CLAIMS = 10  # claims an actor stands in that are shown with him
_TELLING = 200  # of his newest documents, by whose outlets they are counted


@dataclass(frozen=True, slots=True)
class ActorsQuery:
    """Which actors: ``words`` of the name or its initials, a ``kind``, only proper names.

    ``facets``: whether kinds are counted too.
    """

    words: str | None = None
    kind: str | None = None
    named: bool = False
    facets: bool = False
    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ActorQuery:
    """What of an actor: of which ``kind`` (by default any), which page of his statements."""

    kind: str | None = None
    limit: int = 20
    cursor: str | None = None


def actors_payload(ledger: Ledger, query: ActorsQuery) -> dict[str, Any]:
    """Return a page of actors, those with most statements first.

    Raises:
        LedgerError: there is no word in the words, or the cursor is of another list.
    """
    wanted = ActorFilter(query.words, query.kind, query.named)
    page = find_actors(ledger, wanted, limit=query.limit, cursor=query.cursor)
    found: dict[str, Any] = {"items": [_counted(one) for one in page.items], "cursor": page.cursor}
    if query.facets:
        found["facets"] = facets_payload(actor_facets(ledger, wanted))
    return found


def actor_payload(
    ledger: Ledger,
    key: str,
    query: ActorQuery = ActorQuery(),
) -> dict[str, Any]:
    """Return an actor by his whole name, or by the key of him in one document.

    Keys: ``name``; ``kinds``, one for each kind with its counts, as in lists; ``documents``, the
    sum of theirs; ``statements``, a page of what he says; ``events``, ``labels`` and
    ``responses`` in the newest documents, and in ``told`` how many these are; ``claims`` with
    his name; ``months``; ``outlets`` that tell of him; ``network`` of who acts on whom;
    ``same``, which cards of this and similar names are one actor's.

    Raises:
        NotInLedger: there is no such actor.
        LedgerError: the cursor is of another list.
    """
    name, kind = _name_of(ledger, key, query.kind)
    actors = actors_named(ledger, name, kind)
    statements = statements_of(ledger, actors, limit=query.limit, cursor=query.cursor)
    told = told_of(ledger, actors)
    events = [found_event_payload(one) for one in told.events]
    claims = find_claims(ledger, actor=name, limit=_CLAIMS)
    telling = outlets_telling(ledger, newest_documents(ledger, actors, _TELLING))
    return {
        "name": name,
        "kinds": [_counted(one) for one in actors],
        "documents": sum(one.documents for one in actors),
        "statements": {"items": [found_payload(one) for one in statements.items],
                       "cursor": statements.cursor},
        "told": {"of": told.of, "exact": told.exact},
        "events": events,
        "labels": [_label(one) for one in told.labels],
        "responses": [_response(one) for one in told.responses],
        "claims": [{"id": one.id, "text": one.text, "counts": counts_payload(one)}
                   for one in claims.claims],
        "months": months_payload(months_of(ledger, actors)),
        "outlets": [{"name": outlet, "documents": count} for outlet, count in telling],
        "network": network(events),
        "same": same_payload(ledger, actors),
    }  # fmt: skip


def _name_of(ledger: Ledger, key: str, kind: str | None) -> tuple[str, str | None]:
    """Return the name that a key stands for; else it is a name itself."""
    if not _KEY.fullmatch(key):
        return key, kind
    shown = show(ledger, key)
    return (shown.actor.name if isinstance(shown, ShownActor) else key), kind


def _counted(actor: CountedActor) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in COLUMNS}


def _label(found: FoundLabel) -> dict[str, Any]:
    label = found.label
    return {
        "document": found.document, "outlet": found.outlet, "published": found.published,
        "label": label.label, "polarity": label.polarity, "by": label.by,
        "attribution": found.statement, "evidence": [list(span) for span in label.evidence],
    }  # fmt: skip


def _response(found: FoundResponse) -> dict[str, Any]:
    response = found.response
    return {
        "document": found.document, "outlet": found.outlet, "published": found.published,
        "response": response.response, "about": found.statement, "content": found.content,
        "evidence": [list(span) for span in response.evidence],
    }  # fmt: skip
