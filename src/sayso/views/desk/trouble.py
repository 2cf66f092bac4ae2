"""What can go wrong, as it is told: a status, what happened, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from sayso.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerReadOnly,
    ModelError,
    NoLedger,
    NotInLedger,
    ReadError,
    SaysoError,
    TooLarge,
)

# Where versions of Python differ.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
# The first that fits counts.
_STATUS: tuple[tuple[type[SaysoError], int], ...] = (
    (NotInLedger, 404),
    (LedgerReadOnly, 403),
    (LedgerBusy, 503),
    (LedgerFull, 507),
    (LedgerDamaged, 500),
    (NoLedger, 500),
    (LedgerError, 400),
    (TooLarge, 413),
    (ReadError, 422),
    (ModelError, 500),
    (SaysoError, 500),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong.

    Attributes:
        status: of HTTP.
        detail: what happened and what was got.
        advice: what to do.
        headers: that the answer has besides.
    """

    status: int
    detail: str
    advice: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """Return the status in words."""
        return _TITLES.get(self.status) or HTTPStatus(self.status).phrase


class Refused(Exception):  # noqa: N818 - named for the condition
    """Raised by endpoints to answer with a trouble of their own."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.detail)
        self.trouble = trouble


def trouble_payload(trouble: Trouble) -> dict[str, Any]:
    """Return a trouble as JSON-ready values."""
    return {
        "error": {
            "status": trouble.status, "title": trouble.title, "detail": trouble.detail,
            "advice": trouble.advice,
        }
    }  # fmt: skip


def trouble_of(error: Exception) -> Trouble:
    """Return an error as a trouble."""
    if isinstance(error, Refused):
        return error.trouble
    if isinstance(error, RequestValidationError):
        return Trouble(422, "; ".join(map(_invalid, error.errors())),
                       "/api/v1/openapi.json says what each parameter may be")  # fmt: skip
    if isinstance(error, HTTPException):
        headers = tuple((error.headers or {}).items())
        detail, _, advice = str(error.detail).partition("; ")
        return Trouble(error.status_code, detail, advice or None, headers)
    if isinstance(error, SaysoError):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        detail, _, advice = str(error).partition("; ")
        return Trouble(status, detail, advice or None)
    return Trouble(
        500, "something in sayso went wrong", "its log has the details; please report it"
    )


def _invalid(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    return f"{place}: {error['msg']}"
