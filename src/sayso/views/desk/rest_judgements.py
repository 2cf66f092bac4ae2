"""Judgements over REST: what people decided, and deciding."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from sayso.views.desk.answer import json_answer, list_answer
from sayso.views.desk.described import PREFIX, answered, listed, one, rest_router
from sayso.views.desk.guard import WhoAsks
from sayso.views.desk.params import LISTED, Cursor, Key, Limit
from sayso.views.desk.state import ToAsk, ToChange, ToTakeIn
from sayso.views.resources import judgements

router = rest_router("judgements")
_Word = Annotated[str | None, Query(min_length=1, max_length=200)]


class Decision(BaseModel):
    """What somebody decides; who he is, the request tells."""

    model_config = ConfigDict(extra="forbid", strict=True)

    verdict: Annotated[
        Literal["accept", "reject", "correct", "add", "same", "different"],
        Field(description="What is decided about the target."),
    ]
    kind: Annotated[
        Literal["attribution", "actor", "document", "claim"], Field(description="Of the target.")
    ] = "attribution"
    target: Annotated[str, Field(min_length=1, max_length=200, description="Its id.")]
    other: Annotated[
        str | None,
        Field(max_length=200, description="With same and different: the id of the other one."),
    ] = None
    value: Annotated[
        dict[str, Any] | None,
        Field(description="With correct and add: the right values by field."),
    ] = None


def judgements_query(
    *,
    target: Annotated[_Word, Query(description="What they are about; also parts of it.")] = None,
    kind: Annotated[_Word, Query(description="Of the target.")] = None,
    by: Annotated[_Word, Query(description="Who decided.")] = None,
    undone: Annotated[bool, Query(description="Those undone, and the undoing, too.")] = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> judgements.JudgementsQuery:
    """Return which judgements are asked for."""
    return judgements.JudgementsQuery(target, kind, by, undone, limit, cursor)


JudgementsAsked = Annotated[judgements.JudgementsQuery, Depends(judgements_query)]


@router.get(
    "/judgements", operation_id="judgements", dependencies=LISTED,
    responses=listed(judgements.COLUMNS),
)  # fmt: skip
def list_judgements(request: Request, ledger: ToAsk, query: JudgementsAsked) -> Response:
    """List what people decided, the last first."""
    return list_answer(request, ledger, judgements.judgements_payload, query, judgements.COLUMNS)


@router.get(
    "/judgements/{key}", operation_id="judgement",
    responses=one("A judgement.", judgements.COLUMNS),
)  # fmt: skip
def one_judgement(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return a judgement."""
    return json_answer(request, judgements.judgement_payload(ledger, key))


@router.post(
    "/judgements", operation_id="judge", status_code=201,
    responses=answered(201, "It is kept.", judgements.COLUMNS),
)  # fmt: skip
def judge(
    request: Request, ledger: ToChange, intake: ToTakeIn, person: WhoAsks, decision: Decision
) -> Response:
    """Keep a judgement under the name of who asks."""
    made = judgements.made(ledger, person.name, **decision.model_dump())
    intake.compare()
    answer = json_answer(request, made, status=201)
    answer.headers["Location"] = f"{PREFIX}/judgements/{made['key']}"
    return answer


@router.post(
    "/judgements/{key}/undo", operation_id="undo", status_code=201,
    responses={
        **answered(201, "It is undone: the judgement that says so.", judgements.COLUMNS),
        **answered(200, "It was undone before: the judgement that said so.", judgements.COLUMNS),
    },
)  # fmt: skip
def undo(
    request: Request, ledger: ToChange, intake: ToTakeIn, person: WhoAsks, key: Key
) -> Response:
    """Take a judgement back; that it was made stays on record."""
    taken_back, new = judgements.undone(ledger, person.name, key)
    intake.compare()
    answer = json_answer(request, taken_back, status=201 if new else 200)
    answer.headers["Location"] = f"{PREFIX}/judgements/{taken_back['key']}"
    return answer
