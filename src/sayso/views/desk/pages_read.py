"""The page where a report is read: a form, what comes of it, and how far a long one is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse

from sayso.errors import SaysoError
from sayso.views.desk.answer import page_answer
from sayso.views.desk.guard import WhoAsks
from sayso.views.desk.intake import Outcome, posted_of, taken
from sayso.views.desk.jobs import Intake, job_payload
from sayso.views.desk.rest import Key
from sayso.views.desk.state import ToAsk, ToTakeIn
from sayso.views.desk.trouble import Refused, Trouble, trouble_of
from sayso.views.resources import documents

router = APIRouter(include_in_schema=False)
_LATELY = 5  # documents on the first page
_FIELDS = ("text", "url", "outlet", "published", "title")


def _lately(ledger: ToAsk) -> dict[str, Any]:
    return documents.documents_payload(ledger, documents.DocumentsQuery(limit=_LATELY))


Lately = Annotated[dict[str, Any], Depends(_lately)]


@router.get("/")
def read_page(request: Request, lately: Lately) -> Response:
    """Show the form that reads a report, and what was read last."""
    return page_answer(request, "read.html", lately, given={}, wrong=None)


@router.post("/read")
async def read_report(
    request: Request, intake: ToTakeIn, ledger: ToAsk, person: WhoAsks, lately: Lately
) -> Response:
    """Read what the form holds: go to the document, or to the job if it takes long.

    What cannot be read is told above the form, which keeps what was written into it.
    """
    try:
        outcome = await taken(intake, ledger, await posted_of(request), person.name)
    except (Refused, RequestValidationError, SaysoError) as error:
        return await _again(request, lately, trouble_of(error))
    return _led_on(request, outcome)


def _led_on(request: Request, outcome: Outcome) -> Response:
    if outcome.document:
        return RedirectResponse(f"/documents/{outcome.document}", 303)
    if outcome.job:
        return RedirectResponse(f"/jobs/{outcome.job.id}", 303)
    return page_answer(request, "tried.html", outcome.payload)


async def _again(request: Request, lately: dict[str, Any], trouble: Trouble) -> Response:
    """Show the form anew with what was wrong and what was written into it."""
    form = await request.form()
    words = {name: form.get(name) for name in _FIELDS}
    given = {name: value for name, value in words.items() if isinstance(value, str)}
    return page_answer(request, "read.html", lately, status=trouble.status,
                       given=given, wrong=trouble)  # fmt: skip


@router.get("/jobs/{key}")
def job_page(request: Request, intake: ToTakeIn, key: Key) -> Response:
    """Show how far a long report, or an archive of them, is."""
    return page_answer(request, "job.html", _job(intake, key))


def _job(intake: Intake, key: str) -> dict[str, Any]:
    job = intake.job(key)
    if job is None:
        raise Refused(Trouble(404, f"there is no job {key}", "jobs are forgotten when the desk is "
                              "closed; what was added is among the documents"))  # fmt: skip
    return job_payload(job)
