"""Claims in files of gold: read, found, scored, shown."""

import json

import pytest

from sayso.errors import GoldError
from sayso.evaluate import evaluate_gold
from sayso.evaluate.claim_gold import read_claim_gold
from sayso.evaluate.report import payload, tables
from sayso.evaluate.score import PRF
from sayso.records import Reading

FERRY = "Rosa Lund said  the ferry sank.\r\nIt was old."
CRAB = "The ferry sank."
MEMBERS = [
    {"document": "d1", "attribution": "s1", "evidence": [[16, 30]], "stance": "states"},
    {"document": "d2", "attribution": None, "evidence": [[0, 14]], "stance": "states"},
]


def lines(claims):
    said = {"id": "s1", "source": [[0, 9]], "cue": [[10, 14]], "content": [[16, 30]]}
    return [
        {"document": {"id": "d1", "text": FERRY, "outlet": "Tidewater Post"}, "attributions": [said]},
        {"document": {"id": "d2", "text": CRAB, "outlet": "Daily Crab"}, "attributions": []},
        {"claims": claims},
    ]  # fmt: skip


def claim(members=MEMBERS, origins=None, name="c1"):
    origins = [{"name": "Rosa Lund", "members": [0, 1]}] if origins is None else origins
    return {"id": name, "text": "The ferry sank.", "members": members, "origins": origins}


@pytest.fixture
def written(tmp_path):
    """A way to write a gold file with claims."""

    def write(*claims):
        path = tmp_path / "gold.jsonl"
        path.write_text("\n".join(map(json.dumps, lines(list(claims)))), encoding="utf-8")
        return path

    return write


def silent(document):
    return Reading(document, ())


def test_claims_are_read_with_their_spans_moved(written):
    gold = read_claim_gold(written(claim()))
    assert gold.documents == ("d1", "d2")
    assert [one.text for one in gold.claims[0].members] == ["the ferry sank", "The ferry sank"]
    assert gold.claims[0].members[0].evidence == ((15, 29),)
    assert gold.claims[0].origins[0].members == (0, 1)


def test_a_file_without_claims_has_none(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, lines([])[:2])), encoding="utf-8")
    assert read_claim_gold(path) is None
    assert evaluate_gold([path], silent, find_claims=lambda readings: ()).claims is None


def changed(**fields):
    return [{**MEMBERS[0], **fields}, MEMBERS[1]]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (claim(changed(document="d9")), "d9"),
        (claim(changed(attribution="s9")), "s9"),
        (claim(changed(stance="wonders")), "wonders"),
        (claim(changed(evidence=[[16, 900]])), "900"),
        (claim(origins=[{"name": "Rosa Lund", "members": [7]}]), "not a claim"),
        ({"id": "c1"}, "not a claim"),
    ],
)
def test_a_claim_that_points_to_nothing_is_refused_with_its_line(written, broken, told):
    with pytest.raises(GoldError, match=f"gold.jsonl:3.*{told}"):
        read_claim_gold(written(broken))


def test_claims_are_looked_for_over_all_documents_of_the_file(written):
    path = written(claim())
    asked = []

    def find(readings):
        asked.append([one.document.id for one in readings])
        return read_claim_gold(path).claims

    scores = evaluate_gold([path], silent, find_claims=find).claims
    assert asked == [["d1", "d2"]]
    assert scores.pairs == PRF(1, 0, 0)
    assert scores.bcubed == 1.0


def test_claims_are_not_scored_unless_asked_for(written):
    found = evaluate_gold([written(claim())], silent)
    assert found.claims is None
    assert payload(found)["claims"] is None
    assert "B-cubed" not in tables(found)


def test_scores_are_shown_to_people_and_programs(written):
    path = written(claim())
    found = evaluate_gold([path], silent, find_claims=lambda readings: read_claim_gold(path).claims)
    shown = tables(found)
    assert "1 claims, 1 matched to a claim found" in shown
    assert "members of one claim, B-cubed           1.000    1.000    1.000" in shown
    assert "c1   The ferry sank.: 2 of 2; origins 1 of 1" in shown
    given = payload(found)["claims"]
    assert json.loads(json.dumps(given)) == given
    assert given["pairwise"]["f1"] == 1.0
    assert given["origins"]["outlets"]["mean_absolute_error"] == 1.0
    assert given["matches"][0]["origins"] == [1, 1]


def test_a_claim_that_is_not_found_is_shown_as_such(written):
    found = evaluate_gold([written(claim())], silent, find_claims=lambda readings: ())
    assert "c1   The ferry sank.: not found (2 places)" in tables(found)
