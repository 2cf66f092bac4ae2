"""The payloads of REST as pages: actors, outlets, events; runs, and what was skipped in them."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from sayso.views.desk.answer import page_answer
from sayso.views.desk.params import NamePath
from sayso.views.desk.rest_counted import (
    ActorAsked,
    ActorsAsked,
    EventsAsked,
    OutletsAsked,
    RunsAsked,
    SkippedAsked,
)
from sayso.views.desk.state import ToAsk
from sayso.views.resources import actors, events, outlets, runs

router = APIRouter(include_in_schema=False)


@router.get("/actors")
def actors_page(request: Request, ledger: ToAsk, query: ActorsAsked) -> Response:
    """Show a list of actors, with kinds and how many there are of each."""
    found = actors.actors_payload(ledger, replace(query, facets=True))
    return page_answer(request, "actors.html", found, query=query)


@router.get("/actors/{name:name}")
def actor_page(request: Request, ledger: ToAsk, name: NamePath, query: ActorAsked) -> Response:
    """Show an actor: what he says, what is said of him, and on whom he acts."""
    found = actors.actor_payload(ledger, name, query)
    return page_answer(request, "actor.html", found, query=query)


@router.get("/outlets")
def outlets_page(request: Request, ledger: ToAsk, query: OutletsAsked) -> Response:
    """Show a list of outlets."""
    found = outlets.outlets_payload(ledger, query)
    return page_answer(request, "outlets.html", found, query=query)


@router.get("/outlets/{name:name}")
def outlet_page(request: Request, ledger: ToAsk, name: NamePath) -> Response:
    """Show an outlet: whom it cites, who cites it, and whose texts it carries."""
    return page_answer(request, "outlet.html", outlets.outlet_payload(ledger, name))


@router.get("/events")
def events_page(request: Request, ledger: ToAsk, query: EventsAsked) -> Response:
    """Show a list of events, when they were, and where."""
    found = events.events_payload(ledger, replace(query, facets=True))
    return page_answer(request, "events.html", found, query=query)


@router.get("/runs")
def runs_page(request: Request, ledger: ToAsk, query: RunsAsked) -> Response:
    """Show a list of runs."""
    return page_answer(request, "runs.html", runs.runs_payload(ledger, query), query=query)


@router.get("/skipped")
def skipped_page(request: Request, ledger: ToAsk, query: SkippedAsked) -> Response:
    """Show a list of inputs that gave no document."""
    return page_answer(request, "skipped.html", runs.skipped_payload(ledger, query), query=query)
