"""JSON over HTTP: actors, outlets, events; runs, and what was skipped in them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from sayso.views.desk import params
from sayso.views.desk.answer import json_answer, list_answer
from sayso.views.desk.described import listed, one, rest_router
from sayso.views.desk.params import LISTED, Key, NamePath
from sayso.views.desk.state import ToAsk
from sayso.views.resources import actors, events, outlets, runs

actor_router = rest_router("actors")
outlet_router = rest_router("outlets")
event_router = rest_router("events")
run_router = rest_router("runs")
ROUTERS = (actor_router, outlet_router, event_router, run_router)


# --- actors ---------------------------------------------------------------------------


def actors_query(
    *,
    q: params.Words = None,
    kind: params.Kind = None,
    named: Annotated[bool, Query(description="Only those with a proper name.")] = False,
    facets: params.Facets = False,
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> actors.ActorsQuery:
    """Return which actors are asked for."""
    return actors.ActorsQuery(q, kind, named, facets, limit, cursor)


def actor_query(
    *, kind: params.Kind = None, limit: params.Limit = 20, cursor: params.Cursor = None
) -> actors.ActorQuery:
    """Return what is asked for of an actor: his statements, page by page."""
    return actors.ActorQuery(kind, limit, cursor)


ActorsAsked = Annotated[actors.ActorsQuery, Depends(actors_query)]
ActorAsked = Annotated[actors.ActorQuery, Depends(actor_query)]
ACTOR = (
    "name", "kinds", "documents", "statements", "told", "events", "labels",
    "responses", "claims", "months", "outlets", "network", "same",
)  # fmt: skip


@actor_router.get(
    "/actors", operation_id="actors", dependencies=LISTED, responses=listed(actors.COLUMNS)
)
def list_actors(request: Request, ledger: ToAsk, query: ActorsAsked) -> Response:
    """List who speaks, answers or acts, those with most statements first."""
    return list_answer(request, ledger, actors.actors_payload, query, actors.COLUMNS)


@actor_router.get(
    "/actors/{name:name}", operation_id="actor", responses=one("An actor.", ACTOR)
)  # fmt: skip
def one_actor(request: Request, ledger: ToAsk, name: NamePath, query: ActorAsked) -> Response:
    """Return what one of a name (or the actor of an id) says, and what is told of him."""
    return json_answer(request, actors.actor_payload(ledger, name, query))


# --- outlets --------------------------------------------------------------------------


def outlets_query(
    *, q: params.Words = None, limit: params.Limit = 20, cursor: params.Cursor = None
) -> outlets.OutletsQuery:
    """Return which outlets are asked for."""
    return outlets.OutletsQuery(q, limit, cursor)


OutletsAsked = Annotated[outlets.OutletsQuery, Depends(outlets_query)]
OUTLET = (*outlets.COLUMNS, "known", "cites", "cited_by", "cycles", "shares", "looked", "months")


@outlet_router.get(
    "/outlets", operation_id="outlets", dependencies=LISTED, responses=listed(outlets.COLUMNS)
)
def list_outlets(request: Request, ledger: ToAsk, query: OutletsAsked) -> Response:
    """List who publishes or is cited, those with most documents first."""
    return list_answer(request, ledger, outlets.outlets_payload, query, outlets.COLUMNS)


@outlet_router.get(
    "/outlets/{name:name}", operation_id="outlet", responses=one("An outlet.", OUTLET)
)
def one_outlet(request: Request, ledger: ToAsk, name: NamePath) -> Response:
    """Return whom an outlet cites, who cites it, and whose texts it carries."""
    return json_answer(request, outlets.outlet_payload(ledger, name))


# --- events ---------------------------------------------------------------------------


def events_query(  # noqa: PLR0913 - one parameter for each filter
    *,
    type: Annotated[  # noqa: A002 - the word of PLOVER, and of the address
        str | None,
        Query(max_length=200, description="PLOVER's, or several with commas between."),
    ] = None,
    actor: params.Name = None,
    recipient: params.Name = None,
    party: Annotated[
        str | None,
        Query(min_length=1, max_length=200, description="Actor or recipient: a name or country."),
    ] = None,
    outlet: params.Exactly = None,
    since: params.Date = None,
    until: params.Date = None,
    polarity: Annotated[
        Literal["+", "-"] | None, Query(description="Whether it is said to be so.")
    ] = None,
    modality: Annotated[
        Literal["actual", "planned", "possible"] | None,
        Query(description="Whether it happened."),
    ] = None,
    facets: params.Facets = False,
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> events.EventsQuery:
    """Return which events are asked for."""
    return events.EventsQuery(
        type, actor, recipient, party, outlet, since, until, polarity, modality, facets, limit,
        cursor,
    )  # fmt: skip


EventsAsked = Annotated[events.EventsQuery, Depends(events_query)]


@event_router.get(
    "/events", operation_id="events", dependencies=LISTED, responses=listed(events.COLUMNS)
)
def list_events(request: Request, ledger: ToAsk, query: EventsAsked) -> Response:
    """List who did what to whom, according to whom, the latest first."""
    return list_answer(request, ledger, events.events_payload, query, events.COLUMNS)


# --- runs -----------------------------------------------------------------------------


def runs_query(*, limit: params.Limit = 20, cursor: params.Cursor = None) -> runs.RunsQuery:
    """Return which runs are asked for."""
    return runs.RunsQuery(limit, cursor)


def skipped_query(
    *,
    run: Annotated[
        int | None, Query(ge=0, lt=2**63, description="The run that met it first.")
    ] = None,
    limit: params.Limit = 100,
    cursor: params.Cursor = None,
) -> runs.SkippedQuery:
    """Return which skipped inputs are asked for."""
    return runs.SkippedQuery(run, limit, cursor)


RunsAsked = Annotated[runs.RunsQuery, Depends(runs_query)]
SkippedAsked = Annotated[runs.SkippedQuery, Depends(skipped_query)]


@run_router.get("/runs", operation_id="runs", dependencies=LISTED, responses=listed(runs.COLUMNS))
def list_runs(request: Request, ledger: ToAsk, query: RunsAsked) -> Response:
    """List what took documents in, the last first."""
    return list_answer(request, ledger, runs.runs_payload, query, runs.COLUMNS)


@run_router.get("/runs/{key}", operation_id="run", responses=one("A run.", runs.COLUMNS))
def one_run(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return a run by its number."""
    return json_answer(request, runs.run_payload(ledger, key))


@run_router.get(
    "/skipped", operation_id="skipped", dependencies=LISTED,
    responses=listed(runs.SKIPPED_COLUMNS),
)  # fmt: skip
def list_skipped(request: Request, ledger: ToAsk, query: SkippedAsked) -> Response:
    """List inputs that gave no document, each with its reason, the last first."""
    return list_answer(request, ledger, runs.skipped_payload, query, runs.SKIPPED_COLUMNS)
