"""A posted report: what may stand in the request, and what comes of it.

REST and pages share ``posted_of`` (the request, in any of three forms) and ``taken`` (what it
came to). A report is a text, an address, or a file of any format that ``sayso read`` takes.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile

from sayso.errors import ReadError
from sayso.ledger import Ledger
from sayso.read import read_bytes, read_documents
from sayso.read.dates import iso
from sayso.read.plain import read_plain
from sayso.records import Document, Reading, Skipped
from sayso.settings import Settings
from sayso.views.desk.asked import FORM_FIELD
from sayso.views.desk.jobs import Intake, Job, job_payload
from sayso.views.desk.trouble import Refused, Trouble
from sayso.views.resources.documents import document_payload, of_reading

PATIENCE: Final = 20.0  # seconds that whoever posts waits, before he is sent to the job
TRIED: Final = 5  # documents that are read without being kept
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


class Posted(BaseModel):
    """A report to read: either its text or its address, or in a form a file."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str | None, Field(max_length=5_000_000, description="The words of the report.")
    ] = None
    url: Annotated[
        str | None, Field(max_length=4_000, description="Its http or https address.")
    ] = None
    outlet: Annotated[
        str | None, Field(max_length=200, description="Publisher, where the report names none.")
    ] = None
    title: Annotated[
        str | None, Field(max_length=1_000, description="Headline, where the report has none.")
    ] = None
    published: Annotated[
        str | None,
        Field(max_length=60, description="Date of publication, where the report names none."),
    ] = None
    keep: Annotated[bool, Field(description="False: read it, but add nothing to the ledger.")] = (
        True
    )


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent."""

    name: str
    kind: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be read, checked."""

    posted: Posted
    published: str | None
    file: File | None = None

    @property
    def name(self) -> str:
        """Return what it is called while it is read."""
        return self.file.name if self.file else self.posted.url or "a text"

    def items(self, settings: Settings) -> Iterator[Document | Skipped]:
        """Yield what is in it."""
        known = replace(settings, outlet=self.posted.outlet or None, published=self.published)
        for item in self._read(known):
            if isinstance(item, Document) and not item.title and self.posted.title:
                yield replace(item, title=self.posted.title)
            else:
                yield item

    def _read(self, settings: Settings) -> Iterator[Document | Skipped]:
        if self.file:
            kind = self.file.kind
            return read_bytes(self.file.data, uri=self.file.name, content_type=kind,
                              settings=settings)  # fmt: skip
        if self.posted.url:
            return read_documents([self.posted.url], settings=settings)
        return _pasted(self.posted.text or "", settings)


def _pasted(text: str, settings: Settings) -> Iterator[Document | Skipped]:
    """Yield what was pasted: words as they are, whatever marks are among them; or a whole page."""
    data = text.encode("utf-8", "replace")
    if text.lstrip().startswith("<"):
        yield from read_bytes(data, uri=None, settings=settings)
        return
    try:
        yield read_plain(data, uri=None, charset="utf-8", settings=settings)
    except ReadError as error:
        yield Skipped("-", str(error))


async def posted_of(request: Request) -> Report:
    """Return the report that a request posts, as JSON or as a form with or without a file.

    Raises:
        Refused: the request is none of these.
        RequestValidationError: something in it is not as it must be.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _report(_validated(await request.body()), None)
    if kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return await _from_form(request)
    raise Refused(Trouble(
        415, f"a report cannot be posted as {kind or 'nothing in particular'}",
        "send application/json or multipart/form-data",
    ))  # fmt: skip


async def _from_form(request: Request) -> Report:
    form = await request.form(max_files=1, max_fields=20, max_part_size=6_000_000)
    values: dict[str, Any] = {}
    file = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name != "file":
                raise _invalid(name, "only `file` may be a file")
            if value.filename or value.size:
                file = File(_base(value.filename), value.content_type, await value.read())
        elif name != FORM_FIELD and (value or name not in Posted.model_fields):
            values[name] = value
    return _report(_validated(values), file)


def _validated(given: bytes | dict[str, Any]) -> Posted:
    try:
        if isinstance(given, bytes):
            return Posted.model_validate_json(given, strict=True)
        return Posted.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        ) from None


def _report(posted: Posted, file: File | None) -> Report:
    given = [name for name, value in (("text", posted.text), ("url", posted.url), ("file", file))
             if value]  # fmt: skip
    if len(given) != 1:
        what = " and ".join(given) or "none of them"
        raise _invalid("text", f"give one of text, url and file; got {what}")
    if posted.url and not _ADDRESS.fullmatch(posted.url.strip()):
        raise _invalid("url", "give an http or https address")
    published = iso(posted.published) if posted.published else None
    if posted.published and published is None:
        raise _invalid("published", "no date; write it as 2016-01-14 or 2016-01-14T09:30:00+02:00")
    url = posted.url and posted.url.strip()
    return Report(posted.model_copy(update={"url": url}), published, file)


def _invalid(field: str, why: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body", field), "msg": why, "type": "value_error"}])


def _base(name: str | None) -> str:
    """Return the last part of a file's name: where it lay is nobody's business."""
    return re.split(r"[/\\]", name or "")[-1][:200] or "file"


# What comes of it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a posted report came to.

    Attributes:
        status: of HTTP: 201 it was added, 200 it was known or only tried, 202 it goes on.
        payload: the documents with their readings under "items", or the job.
        job: that took it in; None if it was only tried.
    """

    status: int
    payload: dict[str, Any]
    job: Job | None = None

    @property
    def document(self) -> str | None:
        """Return the key of the one document it came to."""
        return self.job.documents[0] if self.job and self.status in {200, 201} else None


async def taken(intake: Intake, ledger: Ledger, report: Report, by: str) -> Outcome:
    """Read a report, and keep it if that is wanted.

    Args:
        intake: of the desk.
        ledger: to ask for what it came to.
        report: what is posted.
        by: who posts it.

    Raises:
        Refused: it gives no document, for a reason that is told.
        SaysoError: the ledger cannot be written.
    """
    items = report.items(intake.settings)
    if not report.posted.keep:
        return await _tried(intake, items)
    job = intake.post(report.name, by, items, noted=report.posted.text is None)
    await asyncio.wait({asyncio.wrap_future(job.settled)}, timeout=PATIENCE)
    if not job.is_over or job.several:
        return Outcome(202, job_payload(job), job)
    if job.trouble:
        raise Refused(job.trouble)
    if not job.documents:
        reason = job.taken.named[0].reason if job.taken.named else "nothing in it to read"
        raise Refused(_unread(reason))
    found = await asyncio.to_thread(document_payload, ledger, job.documents[0])
    return Outcome(201 if job.taken.added else 200, _items([found]), job)


async def _tried(intake: Intake, items: Iterator[Document | Skipped]) -> Outcome:
    future = asyncio.wrap_future(intake.try_out(items, TRIED))
    try:
        found = await asyncio.wait_for(future, PATIENCE * 2)
    except TimeoutError:
        raise Refused(Trouble(503, "it could not be read in time", "try a shorter one",
                              (("Retry-After", "30"),))) from None  # fmt: skip
    readings = [one for one in found if isinstance(one, Reading)]
    skipped = [one for one in found if isinstance(one, Skipped)]
    if not readings:
        raise Refused(_unread(skipped[0].reason if skipped else "nothing in it to read"))
    payload = _items([of_reading(one) for one in readings[:TRIED]])
    payload["skipped"] = [{"uri": one.uri, "reason": one.reason} for one in skipped]
    return Outcome(200, {**payload, "more": len(found) > TRIED})


def _items(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"items": items, "skipped": [], "more": False}


def _unread(reason: str) -> Trouble:
    detail, _, advice = reason.partition("; ")
    return Trouble(422, detail, advice or None)
