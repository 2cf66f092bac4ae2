"""How sure a source is, read off sentences written for these tests by the shipped encoder."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sayso.annotate import annotate_document
from sayso.attribute.certainty.factuality import rows, with_factuality
from sayso.attribute.statement.act import find_act
from sayso.attribute.statement.span import mode_of
from sayso.evaluate.corpus import read_readings
from sayso.records import Attribution
from sayso.text import make_document

VALUES = {"CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "UU"}


def parse_marked(marked):
    """Read "[S She] [C said] [X it rained]." into its text and its parts."""
    text, parts = "", {"S": [], "C": [], "X": []}
    for role, inside, outside in re.findall(r"\[([SCX]) ([^]]*)\]|([^\[]+)", marked):
        if role:
            parts[role].append((len(text), len(text) + len(inside)))
        text += inside + outside
    return text, {role: tuple(spans) for role, spans in parts.items()}


def read(marked):
    """Return the annotated text and its one attribution, as earlier steps would leave it."""
    text, parts = parse_marked(marked)
    annotated = annotate_document(make_document(text))
    assert annotated.document.text == text
    outer = tuple(q for q in annotated.quotations if q.depth == 0)
    mode, verbatim = mode_of(text, parts["X"], outer)
    cue = parts["C"][0] if parts["C"] else None
    act, _ = find_act(annotated, cue, parts["X"], parts["S"])
    speaker = text[slice(*parts["S"][0])] if parts["S"] else None
    one = Attribution(
        "a1", parts["S"], parts["C"], parts["X"], verbatim=verbatim, mode=mode, act=act,
        speaker=speaker,
    )  # fmt: skip
    return annotated, one


def factuality_of(marked):
    annotated, one = read(marked)
    (done,) = with_factuality(annotated, [one])
    return done


PLAIN = [
    ("[S The mayor] [C said] [X the bridge was safe].", "CT+"),
    ("[S The mayor] [C said] [X she did not know who had paid].", "CT+"),
    ("[S The mayor] [C said] [X the bridge would open in May].", "CT+"),
    ("[X “The bridge will open in May,”] [S the mayor] [C said].", "CT+"),
    ("[S The army] [C claimed] [X that it had shot down a drone].", "CT+"),
    ("[S The Valley Herald] [C reported] [X that the bridge had been sold].", "CT+"),
    ("[S The firm] [C promised] [X to repair the bridge].", "CT+"),
    ("[S The rebels] [C threatened] [X to blow up the bridge].", "CT+"),
    ("[S The union] [C blamed] [X the firm for the delay].", "CT+"),
    ("[S The firm] [C admitted] [X that the valve had failed].", "CT+"),
    ("[S The council] [C welcomed] [X the opening of the bridge].", "CT+"),
    ("[S The inspector] [C concluded] [X that the valve had failed].", "CT+"),
    ("[S Engineers] [C know] [X that the valve failed].", "CT+"),
    ("[S The judge] [C considers] [X the contract void].", "CT+"),
    ("[X “We want to open it in May,”] [S the mayor] [C said].", "CT+"),
    ("[S She] [C explained] [X how the valve had failed].", "CT+"),
]

OPEN = [
    ("[S The mayor] [C urged] [X residents to stay at home].", "UU"),
    ("[S The mayor] [C said] [X residents should stay at home].", "UU"),
    ("[S The mayor] [C hopes] [X to open the bridge in May].", "UU"),
    ("[S The firm] [C plans] [X to sell the bridge].", "UU"),
    ("[X “Who will pay for all this?”] [S she] [C asked].", "UU"),
    ("[S Reporters] [C asked] [X whether the bridge was safe].", "UU"),
    ("[S The firm] [C declined to say] [X who had paid].", "UU"),
    ("[S He] [C did not know] [X whether the bridge was safe].", "UU"),
    ("[S He] [C does not understand] [X why the valve failed].", "UU"),
    ("[S He] [C was not sure] [X that the valve had failed].", "UU"),
    ("[S The two parties] [C did not agree on] [X whether it was safe].", "UU"),
]

PASSED_ON = [
    ("[X The bridge] was [C reportedly] [X sold to a fund].", "UU"),
    ("[X Three people were] [C allegedly] [X seen on the bridge].", "UU"),
    ("[X The minister] [C is said] [X to have left the country].", "UU"),
    ("[X The minister] [C was reported] [X to have left the country].", "UU"),
    ("[C It was rumoured] [X that the minister had left].", "UU"),
    ("[S The Valley Herald] [C reported], citing two officials, [X that it was sold].", "UU"),
    ("[X The bridge] [C was said by] [S the mayor] [X to be safe].", "CT+"),
]

DENIED = [
    ("[S The firm] [C denied] [X that it had sold the bridge].", "CT-"),
    ("[S The firm] [C denied] [X selling the bridge].", "CT-"),
    ("[S The firm] [C has rejected] [X the allegations].", "CT-"),
    ("[S The firm] [C dismissed] [X reports that the bridge might be sold].", "CT-"),
    ("[S The union] [C does not consider] [X the contract a valid one].", "CT-"),
    ("[S The firm] [C never admitted] [X that the valve had failed].", "CT-"),
    ("[S The mayor] [C refuses to accept] [X that the bridge is unsafe].", "CT-"),
    ("[S Police] [C ruled out] [X arson].", "CT-"),
    ("[S Police] [C have not ruled out] [X arson].", "PS+"),
    ("[S The firm] [C has not denied] [X that it sold the bridge].", "UU"),
    ("[S The firm] [C rejected] [X a request for a meeting].", "UU"),
    ("[S The firm] [C rejected] [X the union's offer].", "UU"),
    ("[S The firm] [C said] [X the report was false].", "CT+"),
    ("[X “This was not a sale,”] [S the firm] [C said].", "CT+"),
    ("[X “We never sold the bridge,”] [S the firm] [C denied].", "CT+"),
]

LESS_SURE = [
    ("[S Police] [C believe] [X the driver fled to the north].", "PR+"),
    ("[S Police] [C suspect] [X that the fire was set].", "PR+"),
    ("[X The driver] [C is thought] [X to have fled].", "PR+"),
    ("[S Economists] [C expect] [X prices to rise].", "PR+"),
    ("[S She] [C was confident] [X that the bridge would open in May].", "PR+"),
    ("[S The mayor] [C said] [X the bridge would probably open in May].", "PR+"),
    ("[S The mayor] [C said] [X the bridge was likely to open in May].", "PR+"),
    ("[S The mayor] [C said] [X it was likely that the bridge would open].", "PR+"),
    ("[S The mayor] [C said] [X the driver appeared to have fled].", "PR+"),
    ("[S The mayor] [C said] [X thousands were believed to have fled].", "PR+"),
    ("[S The mayor] [C said] [X the bridge was expected to open in May].", "PR+"),
    ("[X “I think the driver fled,”] [S she] [C said].", "PR+"),
    ("[X “We believe that he acted alone,”] [S the officer] [C said].", "PR+"),
    ("[X “It was, I think, an accident,”] [S the officer] [C said].", "PR+"),
    ("[S The figures] [C suggest] [X that few people paid].", "PR+"),
    ("[S Residents] [C fear] [X the bridge will fall].", "PS+"),
    ("[S Police] [C believe] [X the driver may have fled].", "PS+"),
    ("[S The mayor] [C said] [X the bridge might open in May].", "PS+"),
    ("[S The mayor] [C warned] [X that the bridge could fall].", "PS+"),
    ("[S The mayor] [C said] [X it was possible that the valve had failed].", "PS+"),
    ("[S The mayor] [C said] [X there was a chance that the bridge would open].", "PS+"),
    ("[S The mayor] [C said] [X perhaps the driver had fled].", "PS+"),
    ("[S The mayor] [C said] [X it would be a disaster if the bridge fell].", "PS+"),
    ("[X “I doubt that it will open,”] [S the mayor] [C said].", "PR-"),
    ("[S The mayor] [C doubts] [X that the bridge will open].", "PR-"),
    ("[S Analysts] [C were sceptical] [X that the bridge would open].", "PR-"),
    ("[S The mayor] [C said] [X it was unlikely that the bridge would open].", "PR-"),
    ("[S Police] [C do not believe] [X the fire was set].", "PR-"),
    ("[S The mayor] [C has no doubt] [X that the bridge is safe].", "CT+"),
]

NOT_THE_MAIN_CLAUSE = [
    ("[S The mayor] [C said] [X the firm that may buy the bridge was sound].", "CT+"),
    ("[S The mayor] [C said] [X she was told that it might rain].", "CT+"),
    ("[X “It is a start. But it could mean more,”] [S the mayor] [C said].", "CT+"),
    ("[S Witnesses] [C said] [X they could see smoke].", "CT+"),
    ("[S The mayor] [C said] [X they could not find the driver].", "CT+"),
    ("[S The mayor] [C said] [X he believes the bridge is safe].", "CT+"),
    ("[S The firm] [C vowed] [X it would sue if the bridge was sold].", "CT+"),
    ("[X “Had it fallen at noon it would have been worse,”] [S she] [C said].", "CT+"),
    ("[S The mayor] [C said] [X it was not possible to cross the bridge].", "CT+"),
    ("[S The actor] [C said] [X he appeared on television in May].", "CT+"),
    ("[X “I'm not only sure, I saw it,”] [S she] [C said].", "CT+"),
    ("[S The firm] [C not only claimed] [X that it had paid], it showed the receipt.", "CT+"),
]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [*PLAIN, *OPEN, *PASSED_ON, *DENIED, *LESS_SURE, *NOT_THE_MAIN_CLAUSE],
)
def test_factuality(marked, expected):
    done = factuality_of(marked)
    assert done.factuality == expected, (done.act, done.why)


def test_reportedly_of_a_named_report_is_that_report_s_own_word():
    annotated, one = read("[X The bridge] was [C reportedly] [X sold to a fund].")
    known = replace(one, speaker="The Valley Herald")
    assert with_factuality(annotated, [known])[0].factuality == "CT+"


def test_medium_that_passes_on_takes_no_stand_and_its_source_does():
    marked = "[C According to] [S the Valley Herald], quoting officials, [X the bridge was sold]."
    annotated, outer = read(marked)
    text = annotated.document.text
    at = text.index("quoting")
    inner = replace(
        outer,
        id="a2",
        source=((at + 8, at + 17),),
        cue=((at, at + 7),),
        act="say",
        speaker="officials",
        parent="a1",
    )
    values = [one.factuality for one in with_factuality(annotated, [outer, inner])]
    assert values == ["UU", "CT+"]


def test_why_names_what_decided_and_says_nothing_of_the_default():
    assert factuality_of("[S Police] [C believe] [X he fled].").why == (
        "factuality: “believe” -> PR+",
    )
    assert factuality_of("[S Police] [C said] [X he fled].").why == ()


def test_everything_else_of_an_attribution_is_kept():
    annotated, one = read("[S Police] [C said] [X he may have fled].")
    (done,) = with_factuality(annotated, [one])
    assert replace(done, factuality=None, why=()) == one


def test_no_attributions_give_none():
    annotated, _ = read("[S Police] [C said] [X he fled].")
    assert with_factuality(annotated, []) == ()


def test_rows_hold_values_of_the_scale_only():
    for part in ("cue", "hearsay", "hedge", "own", "able", "asked", "granted"):
        assert rows(part), part
        for phrase, values in rows(part).items():
            assert set(values) <= VALUES, phrase


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["gold/dev_a.jsonl", "gold/dev_b.jsonl", "seed/reading.jsonl"])
def test_factuality_of_the_gold_readings(shared, name):
    right = total = 0
    for item in read_readings(shared / name):
        annotated = annotate_document(item.document)
        asked = [replace(one, factuality=None) for one in item.attributions]
        for gold, ours in zip(item.attributions, with_factuality(annotated, asked), strict=True):
            right += gold.factuality == ours.factuality
            total += 1
    assert right / total >= 0.95
