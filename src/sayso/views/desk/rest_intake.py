"""Posting reports over REST, and how far they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from sayso.views.desk.answer import json_answer
from sayso.views.desk.guard import WhoAsks
from sayso.views.desk.intake import Posted, posted_of, taken
from sayso.views.desk.jobs import Intake, Job, job_payload
from sayso.views.desk.rest import PREFIX, Key
from sayso.views.desk.state import ToAsk, ToTakeIn
from sayso.views.desk.trouble import Refused, Trouble
from sayso.views.payload import dumps

router = APIRouter(prefix=PREFIX)
_LOOK: Final = 0.25  # seconds between two looks at a job
_BREATH: Final = 15.0  # seconds after which a stream without news says that it is there
_FORM: Final = Posted.model_json_schema()
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "One of `text`, `url` and, in a form, `file` (in any format that "
        "`sayso read` takes).",
        "content": {
            "application/json": {"schema": _FORM},
            "multipart/form-data": {
                "schema": _FORM
                | {
                    "properties": _FORM["properties"]
                    | {"file": {"type": "string", "format": "binary"}}
                }
            },
        },
    }
}


@router.post("/documents", tags=["documents"], operation_id="add_document", openapi_extra=_BODY)
async def add_document(
    request: Request, intake: ToTakeIn, ledger: ToAsk, person: WhoAsks
) -> Response:
    """Read a report and add it to the ledger, with all that is found in it.

    201 has the document with its reading; 200 too, if the ledger knew it or it shall not be kept
    (`keep` is false); 202 a job, if there are many documents in it or it takes long; 422 says why
    there is none.
    """
    outcome = await taken(intake, ledger, await posted_of(request), person.name)
    answer = json_answer(request, outcome.payload, status=outcome.status)
    if outcome.document:
        answer.headers["Location"] = f"{PREFIX}/documents/{outcome.document}"
    elif outcome.job:
        answer.headers["Location"] = f"{PREFIX}/jobs/{outcome.job.id}"
    return answer


@router.get("/jobs", tags=["jobs"], operation_id="jobs")
def list_jobs(request: Request, intake: ToTakeIn) -> Response:
    """List what has been posted since the desk was opened, the last first."""
    return json_answer(request, {"items": list(map(job_payload, intake.jobs())), "cursor": None})


@router.get("/jobs/{key}", tags=["jobs"], operation_id="job")
def one_job(request: Request, intake: ToTakeIn, key: Key) -> Response:
    """Return how far a posted report is."""
    return json_answer(request, job_payload(_job(intake, key)))


@router.get("/jobs/{key}/events", tags=["jobs"], operation_id="job_events")
async def job_events(request: Request, intake: ToTakeIn, key: Key) -> Response:
    """Tell of each step of a job as it happens, as server-sent events.

    `progress` and, at the end, `done` have the job as their data.
    """
    told = _told(request, intake, _job(intake, key))
    return StreamingResponse(told, media_type="text/event-stream",
                             headers={"Cache-Control": "no-store"})  # fmt: skip


def _job(intake: Intake, key: str) -> Job:
    job = intake.job(key)
    if job is None:
        raise Refused(Trouble(404, f"there is no job {key}", "jobs are forgotten when the desk is "
                              "closed; what was added is in the ledger"))  # fmt: skip
    return job


async def _told(request: Request, intake: Intake, job: Job) -> AsyncIterator[str]:
    seen, quiet = -1, 0.0
    while not (intake.stopping or await request.is_disconnected()):
        over, step = job.is_over, job.step
        if step != seen or over:
            seen, quiet = step, 0.0
            yield f"event: {'done' if over else 'progress'}\ndata: {dumps(job_payload(job))}\n\n"
        if over:
            return
        await asyncio.sleep(_LOOK)
        quiet += _LOOK
        if quiet >= _BREATH:
            quiet = 0.0
            yield ": still there\n\n"
