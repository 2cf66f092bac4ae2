"""The commands of review: judge, undo, history, sample, agreement."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_made import DOCUMENT, KEYS, READING
from typer.testing import CliRunner

from sayso.errors import LedgerError
from sayso.ledger import add_readings, get_reading, judge, open_ledger, start_run
from sayso.records import Attribution
from sayso.views.cli import app
from sayso.views.resources.agreement import agreement_payload
from sayso.views.resources.review import (
    ReviewQuery,
    excerpt_of,
    history_payload,
    item_payload,
    pairs_payload,
    review_payload,
)
from sayso.views.reviewing import find_words, judge_attribution


@pytest.fixture
def path(tmp_path):
    with open_ledger(tmp_path / "ledger.db") as ledger:
        add_readings(ledger, start_run(ledger), [READING])
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path):
    with open_ledger(path) as opened:
        yield opened


@pytest.fixture
def ask(path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words):
        done = CliRunner().invoke(app, [*words, "--ledger", str(path)])
        return done.exit_code, done.stdout, done.stderr

    return run


def test_a_speaker_is_corrected_shown_and_given_back(ask):
    status, out, notices = ask("judge", "correct", KEYS[0], "speaker=Maren Tolliver", "note=so",
                               "--by", "ann")  # fmt: skip
    assert status == 0
    assert out.startswith(
        f'{KEYS[0]}: correct {{"speaker": "Maren Tolliver", "note": "so"}} by ann'
    )
    key = notices.split()[-1]
    assert "corrected by ann" in " ".join(ask("show", DOCUMENT)[1].split())
    shown = json.loads(ask("show", KEYS[0], "--json")[1])
    assert (shown["speaker"], shown["judged"][0]["by"]) == ("Maren Tolliver", "ann")
    (found,) = map(json.loads, ask("search", "--speaker", "tolliver", "--json")[1].splitlines())
    assert found["judged"] == [{"verdict": "correct", "by": "ann", "at": shown["judged"][0]["at"],
                                "fields": ["speaker"], "key": key}]  # fmt: skip
    assert ask("undo", key[:8], "--by", "bo")[1] == f"{key} about {KEYS[0]} is taken back by bo\n"
    assert json.loads(ask("show", KEYS[0], "--json")[1])["speaker"] == "Wren"
    line = " ".join(ask("history", KEYS[0])[1].split())
    assert "ann: correct" in line
    assert "(taken back by bo," in line


def test_a_part_is_given_by_its_words(ask, ledger):
    assert ask("judge", "correct", KEYS[0], "content=The ferry … the tide", "--by", "ann")[0] == 0
    text = READING.document.text
    one = get_reading(ledger, DOCUMENT).attributions[0]
    assert [text[start:end] for start, end in one.content] == ["The ferry", "the tide"]


def test_the_place_nearest_is_taken_and_pieces_follow_each_other():
    text = "no yes no yes no"
    assert find_words(text, "no", 16) == ((14, 16),)
    assert find_words(text, "no", 9) == ((7, 9),)
    assert find_words(text, "no … no", 9) == ((7, 9), (14, 16))
    with pytest.raises(LedgerError, match="the text has no 'yes' behind what stands before"):
        find_words(text, "no … yes", 16)


def test_what_was_missed_is_added(ask):
    status, out, _ = ask("judge", "add", DOCUMENT, "content=“Nobody asked,”", "cue=added",
                         "speaker=Calder", "--json")  # fmt: skip
    made = json.loads(out)
    assert (status, made["verdict"]) == (0, "add")
    assert json.loads(ask("show", made["target"], "--json")[1])["content"] == "“Nobody asked,”"


def test_what_cannot_be_is_told(ask):
    for words, told in [
        (("judge", "correct", KEYS[0], "colour=red"), "gives no field a value"),
        (("judge", "correct", KEYS[0], "act=sing"), "'sing' is no act"),
        (("judge", "correct", KEYS[0], "cue=[[1,"), "is no JSON"),
        (("judge", "correct", KEYS[0], "cue=never"), "the text has no 'never'"),
        (("judge", "correct", KEYS[0]), "'correct' needs 'value'"),
        (("judge", "accept", DOCUMENT), "is no attribution"),
        (("undo", "0123456789abcdef"), "no judgement 0123456789abcdef in force"),
        (("agreement", "9-seed9"), "no sample 9-seed9"),
        (("history", "000000-00000000"), "nothing in"),
    ]:
        status, out, notices = ask(*words)
        assert (status, out) == (1, ""), words
        assert told in notices


def test_the_same_said_twice_in_a_row_is_said_once(ledger):
    first = judge_attribution(ledger, "accept", KEYS[0], by="ann")
    assert judge_attribution(ledger, "accept", KEYS[0], by="ann") == first
    assert judge_attribution(ledger, "accept", KEYS[0], by="bo") != first


def test_a_rejected_attribution_is_shown_with_its_judgement(ask):
    ask("judge", "reject", KEYS[0], "--by", "ann")
    status, out, _ = ask("show", KEYS[0])
    assert status == 0
    assert "reject by ann" in out
    assert "Wren" in out


def test_a_sample_is_judged_and_measured(ask, ledger):
    status, out, notices = ask("sample", "3", "--by", "ann", "--json")
    keys = [json.loads(line)["id"] for line in out.splitlines()]
    assert (status, sorted(keys)) == (0, sorted(KEYS))
    assert "3-seed1: 3 attributions of 3" in notices
    assert "no sample yet" not in ask("sample")[1]
    rows = list(csv.DictReader(io.StringIO(ask("sample", "3", "--csv")[1])))
    assert [row["id"] for row in rows] == keys
    judge(ledger, "accept", keys[0], by="ann")
    judge(ledger, "accept", keys[0], by="bo")
    judge(ledger, "correct", keys[1], value={"speaker": "X", "act": "ask"}, by="ann")
    judge(ledger, "correct", keys[1], value={"speaker": "Y", "act": "ask"}, by="bo")
    judge(ledger, "reject", keys[2], by="ann")
    judge(ledger, "accept", keys[2], by="bo")
    told = json.loads(ask("agreement", "3-seed1", "--json")[1])
    assert told["people"] == [{"by": "ann", "judged": 3}, {"by": "bo", "judged": 3}]
    right = {one["of"]: (one["right"], one["whole"], one["tied"]) for one in told["right"]}
    assert right["attribution"] == (2, 2, 1)
    assert right["speaker"] == right["act"] == (2, 3, 0)
    assert right["said"] == (3, 3, 0)
    assert {one["id"]: one["on"] for one in told["disagreements"]} == {
        keys[1]: ["speaker"], keys[2]: ["attribution"]}  # fmt: skip
    alpha = {one["of"]: one for one in told["alpha"]}
    # Of six verdicts three accept, two correct, one rejects; of three units one differs.
    assert alpha["verdict"]["value"] == pytest.approx(1 - 10 / 22, abs=1e-4)
    assert alpha["act"]["value"] == 1
    assert alpha["said"]["value"] is None
    page = ask("agreement", "3-seed1")[1]
    assert "3-seed1: 3 of 3 judged" in page
    assert "speaker" in page


# Payloads


def test_the_queue_is_what_nobody_judged_the_least_sure_first(ledger):
    def ids(**more):
        page = review_payload(ledger, ReviewQuery(**more))
        return [one["id"] for one in page["items"]], page["cursor"]

    expected = [KEYS[2], KEYS[1], KEYS[0]]
    assert ids() == (expected, None)
    first, cursor = ids(limit=2)
    assert (first, ids(limit=2, cursor=cursor)) == (expected[:2], (expected[2:], None))
    judge(ledger, "accept", KEYS[1], by="ann")
    assert ids()[0] == [KEYS[2], KEYS[0]]
    item = item_payload(ledger, KEYS[2])
    assert (item["previous"], item["next"]) == (None, KEYS[0])
    assert item_payload(ledger, KEYS[1])["next"] == KEYS[0]
    with pytest.raises(LedgerError, match="no cursor"):
        ids(cursor="x")


def test_an_item_has_the_words_around_and_what_people_think(ledger):
    judge(ledger, "correct", KEYS[0], value={"speaker": "X"}, by="ann")
    judge(ledger, "correct", KEYS[0], value={"speaker": "Y"}, by="bo")
    item = item_payload(ledger, KEYS[0][:20])
    text = READING.document.text
    assert text[item["start"] :].startswith(item["text"])
    assert item["attribution"]["speaker"] == "Y"
    assert item["read"]["speaker"] == "Wren"
    assert item["disagreement"] == ["speaker"]
    assert item_payload(ledger, KEYS[1])["attribution"]["parent"] == KEYS[0]
    assert [one["by"] for one in item["people"]] == ["ann", "bo"]
    assert not item["rejected"]
    judge(ledger, "reject", KEYS[0], by="bo")
    assert item_payload(ledger, KEYS[0])["rejected"]


def test_what_a_newer_reading_lacks_is_missing_until_somebody_wants_it(ledger, ask):
    ask("sample", "3", "--by", "ann")
    newer = replace(READING, attributions=READING.attributions[:1], produced_by={"version": "2"})
    add_readings(ledger, start_run(ledger), [newer])
    for sample in (None, "3-seed1"):
        item = item_payload(ledger, KEYS[2], sample=sample, by="ann")
        assert (item["missing"], item["rejected"], item["attribution"]["speaker"]) == (
            True, False, "Calder")  # fmt: skip
    judge(ledger, "accept", KEYS[2], by="ann")
    item = item_payload(ledger, KEYS[2])
    assert (item["missing"], item["rejected"], item["read"]) == (False, False, None)


LONG = "\n".join(" ".join(["word"] * size) for size in (9, 3000, 2, 900, 1, 1, 1, 4000, 7))


@given(st.tuples(st.integers(0, len(LONG) - 1), st.integers(1, 400)))
def test_an_excerpt_holds_what_it_is_about_and_is_no_book(place):
    start, end = place[0], min(place[0] + place[1], len(LONG))
    low, high = excerpt_of(LONG, Attribution("a", (), (), ((start, end),)))
    assert 0 <= low <= start < end <= high <= len(LONG)
    assert high - low <= 6000 + place[1]


def test_who_judges_a_sample_does_not_see_what_others_say(ledger, ask):
    ask("sample", "3", "--by", "ann")
    judge(ledger, "correct", KEYS[0], value={"speaker": "X"}, by="ann")
    other = item_payload(ledger, KEYS[0], sample="3-seed1", by="bo")
    assert (other["attribution"]["speaker"], other["judgements"]) == ("Wren", [])
    own = item_payload(ledger, KEYS[0], sample="3-seed1", by="ann")
    assert (own["attribution"]["speaker"], len(own["judgements"])) == ("X", 1)
    page = review_payload(ledger, ReviewQuery("3-seed1", "ann"))
    assert {one["id"]: one["mine"] for one in page["items"]}[KEYS[0]] == "correct"
    assert page["sample"]["mine"] == 1
    assert [one["speaker"] for one in page["items"] if one["id"] == KEYS[0]] == ["Wren"]


def test_histories_and_pairs_are_lists(ledger):
    made = judge(ledger, "accept", KEYS[0], value={"note": "fine"}, by="ann")
    told = history_payload(ledger, KEYS[0])
    assert [(one["key"], one["value"], one["undone"]) for one in told["items"]] == [
        (made.key, {"note": "fine"}, None)
    ]
    assert pairs_payload(ledger, "actor") == {"items": [], "cursor": None}


def test_nobody_has_judged_a_sample(ledger, ask):
    ask("sample", "2", "--by", "ann")
    told = agreement_payload(ledger, "2-seed1")
    assert (told["judged"], told["people"], told["right"][0]["value"]) == (0, [], None)
    assert ask("agreement", "2-seed1")[1] == "2-seed1: 0 of 2 judged\n"
