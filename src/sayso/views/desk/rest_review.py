"""Review over REST: what to judge next, one attribution, histories, samples and agreement.

Judging itself is ``POST /judgements`` (``rest_judgements``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from sayso.ledger.sample import make_sample
from sayso.views.desk.answer import json_answer, list_answer
from sayso.views.desk.described import PREFIX, answered, listed, one, rest_router
from sayso.views.desk.guard import WhoAsks
from sayso.views.desk.params import LISTED, Cursor, Key, Limit
from sayso.views.desk.state import ToAsk, ToChange
from sayso.views.resources import agreement, review

router = rest_router("review")

SampleName = Annotated[
    str | None, Query(min_length=1, max_length=200, description="The name of a sample.")
]
Whole = Annotated[bool, Query(description="All of the text, not the paragraphs around only.")]
SAMPLE = ("name", "seed", "strata", "whole", "by", "at", "size")
ITEM = (
    "id", "document", "text", "start", "whole", "attribution", "read", "rejected", "missing",
    "judgements", "people", "disagreement", "actors", "choices", "others", "sample", "place",
    "previous", "next",
)  # fmt: skip
AGREEMENT = ("sample", "people", "judged", "alpha", "right", "strata", "disagreements")
ENTRY = ("at", "key", "verdict", "kind", "target", "other", "value", "by", "undone")
PAIR = ("key", "verdict", "by", "at", "note", "pair")
MISSED = ("id", "document", "text", "start", "attributions", "actors", "choices", "others")


class Draw(BaseModel):
    """A sample to be drawn."""

    model_config = ConfigDict(extra="forbid", strict=True)

    size: Annotated[int, Field(ge=1, le=2_000, description="How many attributions.")]
    seed: Annotated[int, Field(ge=0, le=2**31, description="Another one draws others.")] = 1
    strata: Annotated[
        Literal["outlet", "confidence"] | None,
        Field(description="What it is spread over: to each its share."),
    ] = None


def review_query(
    person: WhoAsks,
    *,
    sample: SampleName = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> review.ReviewQuery:
    """Return what to review is asked for, by whom."""
    return review.ReviewQuery(sample, person.name, limit, cursor)


ReviewAsked = Annotated[review.ReviewQuery, Depends(review_query)]


@router.get(
    "/review", operation_id="review", dependencies=LISTED,
    responses=listed(review.COLUMNS, "sample", "among"),
)  # fmt: skip
def list_review(request: Request, ledger: ToAsk, query: ReviewAsked) -> Response:
    """List what to review next: a sample in its order, or what the reader is least sure of."""
    return list_answer(request, ledger, review.review_payload, query, review.COLUMNS)


@router.get(
    "/review/attributions/{key}", operation_id="review_attribution",
    responses=one("An attribution with what is needed to judge it.", ITEM),
)  # fmt: skip
def one_item(
    request: Request, ledger: ToAsk, person: WhoAsks, key: Key, *, sample: SampleName = None,
    whole: Whole = False,
) -> Response:  # fmt: skip
    """Return an attribution in its place, with what people decided about it."""
    found = review.item_payload(ledger, key, sample=sample, by=person.name, whole=whole)
    return json_answer(request, found)


@router.get(
    "/review/documents/{key}", operation_id="review_document",
    responses=one("A document with what is needed to add to it.", MISSED),
)  # fmt: skip
def one_missed(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return a document in which an attribution was missed."""
    return json_answer(request, review.missed_payload(ledger, key))


@router.get(
    "/review/history/{key}", operation_id="history", dependencies=LISTED,
    responses=listed(ENTRY, "id", "people", "disagreement"),
)  # fmt: skip
def one_history(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return everything that was judged of a thing, undone or not, the first first."""
    return list_answer(request, ledger, review.history_payload, key, ENTRY)


@router.get(
    "/review/samples", operation_id="samples", dependencies=LISTED, responses=listed(SAMPLE)
)
def list_samples(request: Request, ledger: ToAsk) -> Response:
    """List the samples there are, in the order of drawing."""
    return list_answer(
        request, ledger, lambda asked, _: review.samples_payload(asked), None, SAMPLE
    )


@router.post(
    "/review/samples", operation_id="draw", status_code=201,
    responses=answered(201, "It is drawn, or was so already.", SAMPLE),
)  # fmt: skip
def draw_sample(request: Request, ledger: ToChange, person: WhoAsks, draw: Draw) -> Response:
    """Draw a sample; the same size, seed and strata give the one there is."""
    drawn = make_sample(ledger, draw.size, seed=draw.seed, strata=draw.strata, by=person.name)
    answer = json_answer(request, review.sample_payload(drawn), status=201)
    answer.headers["Location"] = f"{PREFIX}/review/samples/{drawn.name}"
    return answer


@router.get(
    "/review/samples/{key}", operation_id="agreement",
    responses=one("What came of a sample.", AGREEMENT),
)  # fmt: skip
def one_sample(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return how far those who judged a sample agree, and how much of it was read right."""
    return json_answer(request, agreement.agreement_payload(ledger, key))


@router.get(
    "/review/actors", operation_id="actor_pairs", dependencies=LISTED, responses=listed(PAIR)
)
def list_actor_pairs(request: Request, ledger: ToAsk) -> Response:
    """List the actors that people judged the same or different, the last first."""
    return list_answer(request, ledger, review.pairs_payload, "actor", PAIR)


@router.get(
    "/review/claims", operation_id="claim_pairs", dependencies=LISTED, responses=listed(PAIR)
)
def list_claim_pairs(request: Request, ledger: ToAsk) -> Response:
    """List the claims that people judged the same or different, the last first."""
    return list_answer(request, ledger, review.pairs_payload, "claim", PAIR)
