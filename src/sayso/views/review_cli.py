"""``sayso judge``, ``undo``, ``history``, ``sample``, ``agreement``: what people say of it all."""

from __future__ import annotations

import getpass
from typing import Annotated, Literal

import typer

from sayso.views.calm import calmly
from sayso.views.claims_cli import By
from sayso.views.ledger_cli import AsCsv, AsJson, Where

review_app = typer.Typer()
_DEFAULT = "sayso.db"

Verdict = Annotated[
    Literal["accept", "reject", "correct", "add"],
    typer.Argument(metavar="VERDICT", help="accept, reject, correct, or add what was missed."),
]
Given = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FIELD=VALUE",
        help="With correct and add: right values; with all, note=TEXT.",
        show_default=False,
    ),
]
Drawn = Annotated[str, typer.Argument(metavar="SAMPLE", help="As `sayso sample` names it.")]


@review_app.command()
@calmly()
def judge(
    verdict: Verdict,
    thing: Annotated[
        str, typer.Argument(metavar="ID", help="Of an attribution; of a document, to add to it.")
    ],
    given: Given = None,
    *,
    ledger: Where = _DEFAULT,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say of an attribution that it is right, none, or otherwise; or add one that was missed.

    A part is given by its words (content="the very words") or as spans (content=[[12,40]]).
    """
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.review_print import print_judged  # noqa: PLC0415
    from sayso.views.reviewing import fields_given, judge_attribution  # noqa: PLC0415

    value = fields_given(given or []) or None
    with open_ledger(ledger, create=False) as opened:
        made = judge_attribution(opened, verdict, thing, value, by=by or getpass.getuser())
    print_judged(made, as_json=as_json)


@review_app.command()
@calmly()
def undo(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="Of a judgement, as `sayso history` lists it.")
    ],
    *,
    ledger: Where = _DEFAULT,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take a judgement back; it stays on record."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.review_print import print_judged  # noqa: PLC0415
    from sayso.views.reviewing import undo_judgement  # noqa: PLC0415

    with open_ledger(ledger, create=False) as opened:
        made = undo_judgement(opened, key, by=by or getpass.getuser())
    print_judged(made, as_json=as_json)


@review_app.command()
@calmly()
def history(
    thing: Annotated[
        str, typer.Argument(metavar="ID", help="Of an attribution, an actor or a claim.")
    ],
    *,
    ledger: Where = _DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List everything that was judged of a thing, who took back what, and who disagrees."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.review_print import print_history  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        print_history(opened, thing, as_json=as_json)


@review_app.command()
@calmly()
def sample(
    size: Annotated[
        int | None, typer.Argument(metavar="N", help="How many attributions.", show_default=False)
    ] = None,
    *,
    ledger: Where = _DEFAULT,
    seed: Annotated[int, typer.Option(metavar="K", help="Another one draws others.")] = 1,
    strata: Annotated[
        Literal["outlet", "confidence"] | None,
        typer.Option("--strata", metavar="WHAT", help="outlet or confidence: to each its share."),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Draw attributions to be judged by hand, the same for everybody; without N, list the samples.

    A sample that was drawn with the same N, seed and strata is printed as it is.
    """
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.listing import form_of  # noqa: PLC0415
    from sayso.views.review_print import print_sample, print_samples  # noqa: PLC0415

    form = form_of(as_json=as_json, as_csv=as_csv)
    with open_ledger(ledger, create=False, read_only=size is None) as opened:
        if size is None:
            print_samples(opened, form)
        else:
            who = by or getpass.getuser()
            print_sample(opened, size, form, seed=seed, strata=strata, by=who)


@review_app.command()
@calmly()
def agreement(drawn: Drawn, *, ledger: Where = _DEFAULT, as_json: AsJson = False) -> None:
    """Print how far those who judged a sample agree, and how much of it was read right."""
    from sayso.ledger import open_ledger  # noqa: PLC0415
    from sayso.views.review_print import print_agreement  # noqa: PLC0415

    with open_ledger(ledger, create=False, read_only=True) as opened:
        print_agreement(opened, drawn, as_json=as_json)
