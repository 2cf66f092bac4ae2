"""Pages of review: what is next, one attribution, one that was missed, samples, who is who.

Forms work without a script; each sends on to the next page (303).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse

from sayso.errors import NotInLedger
from sayso.ledger import Ledger
from sayso.ledger.judged import get_judgement
from sayso.ledger.sample import make_sample
from sayso.ledger.values import FIELDS, SPANS
from sayso.views.desk.answer import page_answer
from sayso.views.desk.guard import WhoAsks
from sayso.views.desk.login import local
from sayso.views.desk.params import Key
from sayso.views.desk.rest_review import ReviewAsked, SampleName, Whole
from sayso.views.desk.review_form import FormSaid, chain_text, value_said
from sayso.views.desk.review_marks import changed, marked_item, marked_missed, words_shown
from sayso.views.desk.state import ToAsk, ToChange, ToTakeIn
from sayso.views.judging import judge_pair
from sayso.views.resources import agreement, review
from sayso.views.reviewing import judge_attribution, undo_judgement

router = APIRouter(include_in_schema=False)

# An attribution of which nothing is known yet, as the form shows it.
_NOTHING: Final = dict.fromkeys(FIELDS) | dict.fromkeys(SPANS, "") | {"mode": "indirect"}
_Done = Annotated[str | None, Query(max_length=40)]
_Id = Annotated[str, Form(min_length=1, max_length=200)]
_Drawn = Annotated[int, Form(ge=1, le=2_000)]


class Pair(BaseModel):
    """Two things that a form says are the same or different."""

    verdict: Literal["same", "different"]
    one: Annotated[str, Field(min_length=1, max_length=200)]
    other: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(max_length=2_000)] = ""


# --- looking ---------------------------------------------------------------------------


@router.get("/review")
def review_page(
    request: Request, ledger: ToAsk, query: ReviewAsked, done: _Done = None
) -> Response:
    """Show what to review next."""
    return page_answer(
        request, "review.html", review.review_payload(ledger, query), query=query,
        samples=review.lately_drawn(ledger), done=_done(ledger, done),
    )  # fmt: skip


@router.get("/review/attributions/{key}")
def item_page(
    request: Request, ledger: ToAsk, person: WhoAsks, key: Key, *, sample: SampleName = None,
    whole: Whole = False, done: _Done = None,
) -> Response:  # fmt: skip
    """Show an attribution to be judged."""
    found = review.item_payload(ledger, key, sample=sample, by=person.name, whole=whole)
    return page_answer(
        request, "review_item.html", found, excerpt=marked_item(found), done=_done(ledger, done),
        chain=chain_text(found["attribution"]["chain"]), words=words_shown(found),
        changed=changed(found), at=_at,
    )  # fmt: skip


@router.get("/review/documents/{key}")
def missed_page(request: Request, ledger: ToAsk, key: Key, done: _Done = None) -> Response:
    """Show a document, to add an attribution that was missed in it."""
    found = review.missed_payload(ledger, key)
    return page_answer(request, "review_missed.html", found, excerpt=marked_missed(found),
                       done=_done(ledger, done), nothing=_NOTHING)  # fmt: skip


@router.get("/review/samples/{key}")
def sample_page(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Show what came of a sample."""
    return page_answer(request, "review_sample.html", agreement.agreement_payload(ledger, key))


@router.get("/review/{kind}")
def pairs_page(
    request: Request, ledger: ToAsk, kind: Literal["actors", "claims"], *, done: _Done = None,
    one: str = "", other: str = "",
) -> Response:  # fmt: skip
    """Show which actors (or claims) people judged the same or different, and judge others."""
    found = review.pairs_payload(ledger, kind.removesuffix("s"))
    return page_answer(request, "review_pairs.html", found, kind=kind, one=one[:200],
                       other=other[:200], done=_done(ledger, done))  # fmt: skip


# --- judging ---------------------------------------------------------------------------


@router.post("/review/attributions/{key}")
def judge_item(
    ledger: ToChange, intake: ToTakeIn, person: WhoAsks, key: Key, said: FormSaid
) -> Response:
    """Judge an attribution, and go on to the next one."""
    sample = said.sample or None
    shown = review.item_payload(ledger, key, sample=sample, by=person.name, whole=True)
    value = value_said(said, shown["attribution"], shown["text"])
    made = judge_attribution(ledger, said.verdict, shown["id"], value, by=person.name)
    intake.compare()
    return _sent_on(_at(shown["next"], sample), done=made.key)


@router.post("/review/documents/{key}")
def add_missed(
    ledger: ToChange, intake: ToTakeIn, person: WhoAsks, key: Key, said: FormSaid
) -> Response:
    """Add an attribution that was missed, and show it."""
    shown = review.missed_payload(ledger, key)
    value = value_said(said, {}, shown["text"])
    made = judge_attribution(ledger, "add", shown["id"], value, by=person.name)
    intake.compare()
    return _sent_on(_at(made.target, None), done=made.key)


@router.post("/review/samples")
def draw(
    ledger: ToChange, person: WhoAsks, size: _Drawn, seed: Annotated[int, Form()] = 1,
    strata: Annotated[Literal["", "outlet", "confidence"], Form()] = "",
) -> Response:  # fmt: skip
    """Draw a sample, and show it."""
    drawn = make_sample(ledger, size, seed=seed, strata=strata or None, by=person.name)
    return _sent_on("/review", sample=drawn.name)


@router.post("/review/undo")
def undo(
    ledger: ToChange, intake: ToTakeIn, person: WhoAsks, key: _Id,
    back: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:  # fmt: skip
    """Take a judgement back, and show what it was about."""
    made = undo_judgement(ledger, key, by=person.name)
    intake.compare()
    added = get_judgement(ledger, made.undoes or "").verdict == "add"
    if added and made.kind == "attribution":  # then it has no page any more
        back = f"/review/documents/{made.target.partition('-')[0]}"
    return _sent_on(local(back), done=made.key)


@router.post("/review/{kind}")
def judge_two(
    ledger: ToChange, intake: ToTakeIn, person: WhoAsks, kind: Literal["actors", "claims"],
    pair: Annotated[Pair, Form()],
) -> Response:  # fmt: skip
    """Judge two actors (or claims) the same or different."""
    judge_pair(ledger, pair.verdict, (pair.one, pair.other), person.name, why=pair.why)
    intake.compare()
    return _sent_on(f"/review/{kind}")


def _at(key: str | None, sample: str | None) -> str:
    """Return the page where an attribution is judged; without one, that of what is next."""
    path = f"/review/attributions/{quote(key, safe='')}" if key else "/review"
    return f"{path}?{urlencode({'sample': sample})}" if sample else path


def _sent_on(path: str, **query: str) -> Response:
    mark = "&" if "?" in path else "?"
    answer = RedirectResponse(f"{path}{mark}{urlencode(query)}" if query else path, 303)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _done(ledger: Ledger, key: str | None) -> Mapping[str, Any] | None:
    """Return the judgement that was just made, to be told and taken back."""
    if key is None:
        return None
    try:
        made = get_judgement(ledger, key)
    except NotInLedger:
        return None
    return {"key": made.key, "verdict": made.verdict, "target": made.target, "kind": made.kind}
