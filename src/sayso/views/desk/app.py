"""The app: routes, state, guard.

To add a resource:

1. ``views/resources/things.py``: ``ThingsQuery`` (frozen dataclass with ``limit`` and ``cursor``),
   ``things_payload(ledger, query)``, ``thing_payload(ledger, key)``, ``COLUMNS``.
2. in a ``rest*.py``: ``things_query(...) -> ThingsQuery`` with typed parameters (``params.py`` has
   the usual ones), ``ThingsAsked = Annotated[ThingsQuery, Depends(things_query)]``, and endpoints
   that end with ``list_answer(request, ledger, things_payload, query, COLUMNS)`` or
   ``json_answer(request, payload)``. A new ``APIRouter`` goes into ``ROUTERS`` below.

To add a page: in a ``pages*.py``, an endpoint with the same ``ThingsAsked`` that ends with
``page_answer(request, "things.html", things_payload(ledger, query), query=query)``; the template
has the payload as ``it``, whatever else is given by name, and what ``answer.render`` adds:
``who``, ``csrf()``, ``static(name)``. Globals and filters of all templates: ``templating.py``.

Whatever changes something takes an editor, by its method; ``dependencies=[needs("admin")]``
asks for more, ``WhoAsks`` is the person. Every form that is posted has a field ``csrf`` with
``{{ csrf() }}``; scripts send the same as the header ``X-CSRF-Token``. A person behind a Bearer
token needs neither. Name endpoints for what they do: OpenAPI shows the names.

Endpoints are plain ``def``: they run on a few threads, and a ledger may be asked on all of them.
Errors of ``sayso.errors`` are answered by ``errors.py``; to refuse otherwise, raise ``Refused``.
"""

from __future__ import annotations

from asyncio import Semaphore, create_task, sleep, to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig

from sayso.errors import LedgerReadOnly
from sayso.ledger import open_ledger
from sayso.ledger.ledger import give_up_after
from sayso.settings import Settings
from sayso.version import __version__
from sayso.views.desk import (
    login,
    manual,
    pages,
    rest,
    rest_cite,
    rest_counted,
    rest_intake,
    rest_judgements,
    rest_review,
    review_pages,
    static,
)
from sayso.views.desk.errors import add_handlers
from sayso.views.desk.guard import Guard, checked_form
from sayso.views.desk.jobs import Intake
from sayso.views.desk.session import Sessions
from sayso.views.desk.state import Desk, DeskSettings
from sayso.views.desk.templating import environment

ROUTERS: Final = (
    *rest.ROUTERS, *rest_counted.ROUTERS, *rest_intake.ROUTERS, rest_judgements.router,
    rest_review.router, rest_cite.router, login.session_router,
    manual.router, login.router, review_pages.router, pages.router, static.router,
)  # fmt: skip
# Threads that answer. More are slower: each row that SQLite gives is a turn among them.
_THREADS: Final = 3
_DESCRIPTION: Final = (
    "Who says so: a ledger of news reports. Errors have one shape. Lists give a `cursor`, with "
    "which the next page is asked for. Answers have an ETag. Where the desk wants to know who "
    "asks, send `Authorization: Bearer TOKEN`; without one, whatever changes something takes "
    "the `csrf` of `/api/v1/session` as `X-CSRF-Token`, and its cookie."
)
_EVERY: Final = 60.0  # seconds between two looks at what other programs have added
# What the framework could tell others of requests: nothing.
_SILENT: Final[TelemetryConfig] = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False,
    "auto_configure": False,
}  # fmt: skip


def create_app(settings: DeskSettings) -> FastAPI:
    """Return the app of a desk, its ledger opened.

    Raises:
        LedgerError: the ledger cannot be opened.
    """
    desk = open_desk(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _THREADS
        following = create_task(_follow(desk))
        yield
        following.cancel()
        await to_thread(close_desk, desk)

    app = FastAPI(
        title="sayso", version=__version__, description=_DESCRIPTION,
        openapi_url=None, docs_url=None, redoc_url=None,
        redirect_slashes=False, lifespan=lifespan, telemetry=_SILENT,
        dependencies=[Depends(checked_form)],
    )  # fmt: skip
    app.state.desk = desk
    app.state.sessions = sessions = Sessions()
    app.state.turns = Semaphore(1)
    app.state.statics = statics = static.statics()
    desk.templates.globals["static"] = statics.address
    for router in ROUTERS:
        app.include_router(router)
    add_handlers(app)
    app.add_middleware(Guard, rules=settings.rules, sessions=sessions)
    return app


async def _follow(desk: Desk) -> None:
    """Have claims follow what other programs add to the ledger."""
    while True:
        desk.intake.compare()
        await sleep(_EVERY)


def open_desk(settings: DeskSettings) -> Desk:
    """Open what a desk holds.

    Raises:
        LedgerError: the ledger cannot be opened.
    """
    try:
        writer = open_ledger(settings.ledger)  # makes it, or brings it up to date, if need be
    except LedgerReadOnly:
        writer = None
    ledger = open_ledger(settings.ledger, read_only=True)
    give_up_after(ledger, settings.rules.limits.answer_time)
    intake = Intake(writer, Settings(threads=settings.threads))
    return Desk(settings, ledger, writer, intake, environment())


def close_desk(desk: Desk) -> None:
    """Store what is in hand, and close the ledger."""
    desk.intake.close()
    desk.ledger.close()
    if desk.writer:
        desk.writer.close()
