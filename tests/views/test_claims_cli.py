"""The commands about claims: lists, one claim, what people judge of them."""

import csv
import io
import json
import os
import pty
import subprocess
import sys

import pytest
from claims_made import burned, killed
from typer.testing import CliRunner

import sayso
from sayso.errors import NotInLedger
from sayso.ledger import actor_keys, add_readings, judgements, open_ledger, start_run
from sayso.ledger.claims import ClaimPage
from sayso.views import claims, judging
from sayso.views.cli import app

MADE = (burned(), killed())


@pytest.fixture
def path(tmp_path):
    """The path of a ledger with the readings that the claims stand in."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        run = start_run(ledger)
        add_readings(ledger, run, [one for _, known in MADE for one in known.values()])
    return tmp_path / "ledger.db"


@pytest.fixture
def ask(path, monkeypatch):
    """Run a command on that ledger, with claims made by hand; return status, output, notices."""
    listed = [claim for claim, _ in MADE]
    monkeypatch.setenv("COLUMNS", "80")

    def find(ledger, *, about=None, actor=None, limit=20, cursor=None):
        names = [[str(one.name) for one in claim.origins] for claim in listed]
        found = [
            claim for claim, own in zip(listed, names, strict=True)
            if (about or "") in claim.text and (actor is None or any(actor in name for name in own))
        ]  # fmt: skip
        start = int(cursor or 0)
        more = len(found) > start + limit
        return ClaimPage(tuple(found[start : start + limit]), str(start + limit) if more else None)

    def get(ledger, key):
        for claim in listed:
            if claim.id.startswith(key):
                return claim
        raise NotInLedger(f"there is no claim {key}; `sayso claims` lists them", subject=key)

    updated = []
    monkeypatch.setattr(claims, "find_claims", find)
    for module in (claims, judging):
        monkeypatch.setattr(module, "get_claim", get)
    monkeypatch.setattr(claims, "update_claims", lambda ledger, **_: updated.append(ledger) or 0)

    def ask(*args, ledger=path):
        done = CliRunner().invoke(app, [*map(str, args), "--ledger", str(ledger)])
        return done.exit_code, done.stdout, done.stderr

    ask.updated = updated
    return ask


def lines(out):
    return [json.loads(line) for line in out.splitlines()]


# --- lists -----------------------------------------------------------------------------


def test_claims_are_listed_with_who_says_so_and_counts(ask):
    status, out, notices = ask("claims")
    assert status == 0
    assert out.startswith(
        "\nSoldiers burned the archive in Karsholm.\n"
        "  three officers; Ada Holm; ✗ the defence ministry\n"
        "  5 documents · 5 outlets · 2 origins · 1 denial\n"
        "  2031-05-02 to 2031-05-05 · e316c1457361\n"
    )
    assert "  Vale; Lund; somebody unknown; ? somebody unknown\n" in out
    assert "2 claims, no more" in notices


def test_a_wide_list_is_a_table(ask, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    head, _, first, *_ = ask("claims")[1].split("\n")
    assert head.split()[-4:] == ["docs", "outlets", "origins", "denials"]
    assert first.split()[-4:] == ["5", "5", "2", "1"]


@pytest.mark.parametrize("width", [40, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(ask, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    for command in (("claims",), ("claim", "e316"), ("claim", "c80c")):
        assert max(map(len, ask(*command)[1].split("\n"))) <= width


def test_lists_go_on_by_their_cursor(ask):
    _, out, notices = ask("claims", "--limit", "1", "--json")
    assert [one["id"] for one in lines(out)] == ["e316c1457361"]
    assert "--cursor 1" in notices
    assert [one["id"] for one in lines(ask("claims", "--cursor", "1", "--json")[1])] == [
        "c80cb87b6078"
    ]
    assert len(lines(ask("claims", "--limit", "0", "--json")[1])) == 2


def test_claims_are_found_by_words_and_by_name(ask):
    assert [one["id"] for one in lines(ask("claims", "--about", "fire", "--json")[1])] == [
        "c80cb87b6078"
    ]
    assert "Soldiers burned" in ask("claims", "--actor", "Holm")[1]
    assert "no claim matches" in ask("claims", "--actor", "nobody")[2]


def test_the_list_has_the_credibility_and_leaves_reliability_to_the_page(ask):
    grades = [one["grades"] for one in lines(ask("claims", "--json")[1])]
    assert [one["credibility"]["grade"] for one in grades] == ["3", "2"]
    assert [one["reliability"] for one in grades] == [None, None]


def test_csv_tells_the_counts_in_columns(ask):
    rows = list(csv.DictReader(io.StringIO(ask("claims", "--csv")[1], newline="")))
    counts = ("documents", "outlets", "origins", "denials", "credibility", "first", "last")
    assert [rows[0][name] for name in counts] == [
        "5", "5", "2", "1", "3", "2031-05-02", "2031-05-05",
    ]  # fmt: skip
    assert json.loads(rows[0]["stated_by"]) == ["three officers", "Ada Holm"]
    assert json.loads(rows[0]["denied_by"]) == ["the defence ministry"]
    assert json.loads(rows[1]["stated_by"]) == ["Vale", "Lund", None]


def test_json_and_csv_do_not_go_together(ask):
    assert ask("claims", "--json", "--csv")[0] == 2


# --- one claim -------------------------------------------------------------------------


def test_the_page_and_the_json_of_a_claim_tell_the_same(ask):
    _, out, _ = ask("claim", "e316")
    payload = json.loads(ask("claim", "e316", "--json")[1])
    flat = " ".join(out.split())
    for sentence in payload["summary"]:
        assert sentence in flat
    for origin in payload["origins"]:
        assert origin["name"] in flat
        assert all(why in flat for why in origin["why"])
    for member in payload["members"]:
        assert member["context"] in flat
    for grade in (payload["grades"]["credibility"], *payload["grades"]["reliability"]):
        assert all(why in flat for why in grade["why"])


def test_claims_are_brought_up_to_date_first(ask):
    for command in (("claims",), ("claim", "e316")):
        ask(*command)
    assert len(ask.updated) == 2


def test_a_ledger_that_may_only_be_read_keeps_its_claims(ask, monkeypatch):
    monkeypatch.setattr("sayso.views.claims_cli.os.access", lambda *_: False)
    status, out, notices = ask("claims")
    assert status == 0
    assert "Soldiers burned" in out
    assert "may only be read" in notices
    assert not ask.updated


def test_a_document_that_was_forgotten_leaves_its_words(ask):
    claim, _ = MADE[0]
    ask("forget", claim.members[0].document, "--yes")
    status, out, _ = ask("claim", "e316")
    assert status == 0
    assert "that soldiers burned the archive in Karsholm" in out
    assert "The Valley Herald ← three officers" in out


def test_a_claim_that_is_not_there_is_named(ask):
    status, out, notices = ask("claim", "ffff")
    assert (status, out) == (1, "")
    assert "`sayso claims` lists them" in notices


@pytest.mark.parametrize("command", ["claims", "claim e316", "same e316 c80c"])
def test_without_a_ledger_nothing_is_made(ask, tmp_path, command):
    status, out, notices = ask(*command.split(), ledger=tmp_path / "none.db")
    assert (status, out) == (1, "")
    assert "`sayso add` makes one" in notices
    assert not (tmp_path / "none.db").exists()


# --- judgements ------------------------------------------------------------------------


def judged(path):
    with open_ledger(path, read_only=True) as ledger:
        return [(one.verdict, one.kind, {one.target, one.other}, one.by)
                for one in judgements(ledger)]  # fmt: skip


def actors():
    """The keys of two actors of two documents."""
    return [actor_keys(one)[0] for one in list(MADE[0][1].values())[:2]]


def test_two_claims_are_judged_the_same_and_that_is_taken_back(ask, path):
    both = {"e316c1457361", "c80cb87b6078"}
    assert "judged same by mira" in ask("same", "e316", "c80c", "--by", "mira")[2]
    assert judged(path) == [("same", "claim", both, "mira")]
    assert "taken back" in ask("same", "c80c", "e316", "--by", "mira", "--undo")[2]
    assert judged(path) == []
    status, _, notices = ask("same", "e316", "c80c", "--undo")
    assert status == 1
    assert "nothing to take back" in notices


def test_the_same_judgement_twice_is_one_and_the_contrary_replaces_it(ask, path):
    for _ in range(2):
        ask("same", "e316", "c80c", "--by", "mira")
    assert len(judged(path)) == 1
    ask("different", "c80c", "e316", "--by", "tom")
    assert judged(path) == [("different", "claim", {"e316c1457361", "c80cb87b6078"}, "tom")]


def test_two_actors_are_judged_by_their_ids(ask, path):
    one, other = actors()
    assert ask("different", one, other, "--by", "mira")[0] == 0
    assert judged(path) == [("different", "actor", {one, other}, "mira")]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("e316", "e316"), "give two different ids"),
        (("e316", "ffff"), "there is no claim ffff"),
        (("e316", None), "give two of a kind"),
        ((None, "0000000000-0000"), "nothing in"),
    ],
)
def test_what_cannot_be_judged_is_said(ask, path, names, message):
    status, _, notices = ask("same", *(name or actors()[0] for name in names))
    assert status == 1
    assert message in notices
    assert judged(path) == []


def test_an_attribution_is_no_actor(ask):
    claim, _ = MADE[0]
    _, _, notices = ask("same", claim.members[0].attribution, actors()[0])
    assert "is no actor" in notices


def test_who_judges_is_the_login_by_default(ask, path, monkeypatch):
    monkeypatch.setattr("sayso.views.claims_cli.getpass.getuser", lambda: "ines")
    ask("same", "e316", "c80c")
    assert judged(path)[0][3] == "ines"


def grade_of(ask, *, origin=None):
    grades = json.loads(ask("claim", "e316", "--json")[1])["grades"]
    return grades["credibility"] if origin is None else grades["reliability"][origin - 1]


def test_a_person_grades_a_claim_and_takes_it_back(ask):
    ask("claim", "e316", "--grade", "2", "--why", "I was there.", "--by", "mira")
    assert grade_of(ask)["grade"] == "2"
    assert grade_of(ask)["why"][:2] == [
        "mira set it: I was there.",
        "Without that it is 3, possible.",
    ]
    ask("claim", "e316", "--grade", "5", "--why", "No, I was not.", "--by", "mira")
    assert grade_of(ask)["grade"] == "5"
    assert "ours again" in ask("claim", "e316", "--grade", "none", "--by", "mira")[2]
    assert grade_of(ask)["grade"] == "3"


def test_a_person_grades_an_origin(ask, path):
    ask("claim", "e316", "--grade", "b", "--origin", "3", "--why", "Known to us.", "--by", "mira")
    assert grade_of(ask, origin=3)["grade"] == "B"
    assert grade_of(ask, origin=1)["grade"] == "F"
    assert grade_of(ask)["grade"] == "3"
    assert judged(path)[0][1] == "actor"


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (("--grade", "Z", "--why", "x"), 1, "give one of 1, 2"),
        (("--grade", "B", "--why", "x"), 1, "give one of 1, 2"),
        (("--grade", "2", "--why", "x", "--origin", "1"), 1, "give one of A, B"),
        (("--grade", "2"), 1, "needs its reason"),
        (("--grade", "B", "--why", "x", "--origin", "9"), 1, "origins 1 to 3"),
        (
            (
                "--grade",
                "none",
            ),
            1,
            "nothing to take back",
        ),
        (("--why", "x"), 2, "go with --grade"),
    ],
)
def test_a_grade_that_is_none_is_refused(ask, path, args, status, message):
    found, out, notices = ask("claim", "e316", *args)
    assert (found, out) == (status, "")
    assert message in notices
    assert judged(path) == []


def test_an_outlets_own_voice_keeps_no_grade(ask):
    _, _, notices = ask("claim", "c80c", "--grade", "B", "--origin", "3", "--why", "x")
    assert "keeps no grade" in notices


# --- progress --------------------------------------------------------------------------

CODE = (
    "import sys, time\nfrom sayso.views import claims, cli\n"
    "def update(ledger, *, progress):\n"
    "    for n in range(1, 31):\n        progress(n, 30); time.sleep(0.02)\n    return 30\n"
    "claims.update_claims = update\nclaims._EVERY = 0.1\ncli.main()\n"
)


def test_progress_on_a_terminal_is_a_bar_and_elsewhere_lines(path):
    command = [sys.executable, "-c", CODE, "claims", "--ledger", str(path)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    notices = done.stderr.decode()
    assert "of 30 reports" in notices
    assert "claims are up to date with 30 reports more" in notices
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL,
                               env=os.environ | {"TERM": "xterm", "COLUMNS": "100"})  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 65536)
        except OSError:
            break
    assert process.wait(timeout=30) == 0
    assert b"of 30 reports" in shown
    assert b"\x1b[" in shown
    os.close(ours)


# --- from reports to the page ----------------------------------------------------------

REPORTS = {
    "The Valley Herald":
        "Three officers who asked not to be named told the Valley Herald that soldiers burned the "
        "archive in Karsholm on Tuesday. It has rained on the coast for nine days.",
    "Tidewater Post":
        "Soldiers burned the archive in Karsholm, the Valley Herald reported, citing officers. "
        "Wheat prices have risen by a tenth since January.",
    "The Merrow Courier":
        "The defence ministry denied on Friday that soldiers had burned the archive in Karsholm. "
        "The river is frozen for the first time in twelve years.",
}  # fmt: skip


def test_from_reports_to_one_origin_and_one_denial(tmp_path):
    with open_ledger(tmp_path / "x.db") as ledger:
        readings = [
            sayso.read_text(
                text, outlet=outlet, published=f"2031-05-{day:02}", uri=f"https://x/{day}"
            )
            for day, (outlet, text) in enumerate(REPORTS.items(), 2)
        ]
        add_readings(ledger, start_run(ledger), readings)
    done = CliRunner().invoke(app, ["claims", "--json", "--ledger", str(tmp_path / "x.db")])
    (claim,) = [one for one in lines(done.stdout) if one["counts"]["documents"] == 3]
    assert claim["counts"] == {"documents": 3, "outlets": 3, "origins": 1, "denials": 1}
    page = CliRunner().invoke(app, ["claim", claim["id"], "--ledger", str(tmp_path / "x.db")])
    flat = " ".join(page.stdout.split())
    assert "One origin: three officers (anonymous). It stands in 2 documents of 2 outlets." in flat
    assert "Denied by the defence ministry (The Merrow Courier, 2031-05-04)." in flat
    assert "Valley Herald · 2031-05-02 · no. 1 └── Tidewater Post · 2031-05-03 · no. 2" in flat
