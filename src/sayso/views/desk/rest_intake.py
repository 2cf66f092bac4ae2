"""Posting reports over REST, and how far they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from sayso.ledger import document_key, forget, get_document
from sayso.views.desk.answer import json_answer
from sayso.views.desk.asked import FORM_FIELD
from sayso.views.desk.described import PREFIX, Responses, answered, error, one, rest_router
from sayso.views.desk.guard import WhoAsks, needs
from sayso.views.desk.intake import Posted, posted_of, taken
from sayso.views.desk.jobs import Intake, Job, job_payload
from sayso.views.desk.params import Key
from sayso.views.desk.state import ToAsk, ToChange, ToTakeIn
from sayso.views.desk.trouble import Refused, Trouble
from sayso.views.payload import dumps

document_router = rest_router("documents")
job_router = rest_router("jobs")
ROUTERS: Final = (document_router, job_router)
JOB: Final = (
    "id", "name", "by", "at", "state", "several", "read", "known", "skipped", "added", "again",
    "attributions", "documents", "reasons", "error",
)  # fmt: skip
_DONE: Final = ("items", "skipped", "more")
_LOOK: Final = 0.25  # seconds between two looks at a job
_BREATH: Final = 15.0  # seconds after which a stream without news says that it is there
_EVENTS: Final[Responses] = {
    200: {"description": "Server-sent events.",
          "content": {"text/event-stream": {"schema": {
              "type": "object", "required": ["event", "data"],
              "properties": {"event": {"enum": ["progress", "done"]}, "data": {"type": "string"}},
          }}}},
}  # fmt: skip
_JSON: Final = Posted.model_json_schema()
# A form has no null: what is not given is left out.
_FORM: Final[dict[str, Any]] = {
    name: {key: part for key, part in field.items() if key not in {"anyOf", "default"}}
    | field.get("anyOf", [{}])[0]
    for name, field in _JSON["properties"].items()
} | {
    "file": {"type": "string", "format": "binary"},
    FORM_FIELD: {"type": "string", "description": "Of `/api/v1/session`, if no header has it."},
}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "One of `text`, `url` and, in a form, `file` (in any format that "
        "`sayso read` takes).",
        "content": {
            "application/json": {"schema": _JSON},
            "multipart/form-data": {"schema": _JSON | {"properties": _FORM}},
        },
    }
}


@document_router.post(
    "/documents", operation_id="add_document", openapi_extra=_BODY, status_code=201,
    responses={
        **answered(201, "It is added.", _DONE),
        **answered(200, "It was known, or is not kept.", _DONE),
        **answered(202, "It is being read: a job.", JOB),
        415: error("The body is neither JSON nor a form."),
    },
)  # fmt: skip
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


@document_router.post(
    "/documents/{key}/read-again", operation_id="read_again", dependencies=[needs("admin")],
    responses=answered(202, "It is being read: a job.", JOB), status_code=202,
)  # fmt: skip
def read_again(
    request: Request, intake: ToTakeIn, ledger: ToAsk, person: WhoAsks, key: Key
) -> Response:
    """Have a document read anew, if what read it was another version of sayso or its model."""
    document = get_document(ledger, key)
    job = intake.post(document.title or key, person.name, iter([document]))
    answer = json_answer(request, job_payload(job), status=202)
    answer.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return answer


@document_router.delete(
    "/documents/{key}", operation_id="forget_document", dependencies=[needs("admin")],
    responses=answered(200, "It is gone: how many rows of each kind.", ("forgotten", "removed")),
)  # fmt: skip
def forget_document(request: Request, ledger: ToChange, intake: ToTakeIn, key: Key) -> Response:
    """Remove a document and all traces of it, for ever."""
    found = get_document(ledger, key)
    removed = forget(ledger, document_key(found))
    intake.compare()
    return json_answer(request, {"forgotten": key, "removed": removed})


@job_router.get("/jobs", operation_id="jobs", responses=one("Jobs.", ("items", "cursor")))
def list_jobs(request: Request, intake: ToTakeIn) -> Response:
    """List what has been posted since the desk was opened, the last first."""
    return json_answer(request, {"items": list(map(job_payload, intake.jobs())), "cursor": None})


@job_router.get("/jobs/{key}", operation_id="job", responses=one("A job.", JOB))
def one_job(request: Request, intake: ToTakeIn, key: Key) -> Response:
    """Return how far a posted report is."""
    return json_answer(request, job_payload(_job(intake, key)))


@job_router.get("/jobs/{key}/events", operation_id="job_events", responses=_EVENTS)
async def job_events(intake: ToTakeIn, key: Key) -> Response:
    """Tell of each step of a job as it happens, as server-sent events.

    `progress` and, at the end, `done` have the job as their data.
    """
    told = _told(intake, _job(intake, key))
    return StreamingResponse(told, media_type="text/event-stream",
                             headers={"Cache-Control": "no-store"})  # fmt: skip


def _job(intake: Intake, key: str) -> Job:
    job = intake.job(key)
    if job is None:
        raise Refused(Trouble(404, f"there is no job {key}", "jobs are forgotten when the desk is "
                              "closed; what was added is in the ledger"))  # fmt: skip
    return job


async def _told(intake: Intake, job: Job) -> AsyncIterator[str]:
    seen, quiet = -1, 0.0
    while not intake.stopping:  # who goes away is noticed by the answer itself
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
