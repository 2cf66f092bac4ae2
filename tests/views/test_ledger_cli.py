"""The commands that keep a ledger: arguments, exit statuses, what goes where."""

import csv
import io
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.intake import Taken, take_in_documents
from sayso.ledger import all_documents, open_ledger
from sayso.settings import Settings
from sayso.text import make_document
from sayso.views import adding
from sayso.views.cli import app
from sayso.views.progress import Pace, lasting
from taking import simple_reader, write_inputs

LOCK = (
    "The lock at Orr was shut on Monday. “It will open in May,” said Vale.\n"
    "“It never will,” said Calder, who lives beside it. “=SUM(1) is not my word,” said Vale."
)
BOATS = "Boats waited. “We saw nine of them,” said Calder."


@pytest.fixture
def path(tmp_path):
    """The path of a ledger with two versions of one article, and another article."""
    documents = [
        make_document(LOCK, uri="https://tern.example/lock", outlet="The Tern", title="Lock shut",
                      published="2016-01-14"),
        make_document(BOATS, uri="https://gull.example/boats", outlet="The Gull",
                      published="2017-03-01"),
        make_document(LOCK.replace("May", "June"), uri="https://tern.example/lock",
                      outlet="The Tern", title="Lock shut", published="2016-01-15"),
    ]  # fmt: skip
    with open_ledger(tmp_path / "ledger.db") as ledger:
        take_in_documents(ledger, documents, reader=simple_reader(), settings=Settings())
    return tmp_path / "ledger.db"


@pytest.fixture
def ask(path, monkeypatch):
    """Run a command on that ledger; return exit status, output and notices."""
    monkeypatch.setenv("COLUMNS", "80")

    def ask(*args, ledger=path, **options):
        done = CliRunner().invoke(app, [*map(str, args), "--ledger", str(ledger)], **options)
        return done.exit_code, done.stdout, done.stderr

    return ask


@pytest.fixture
def add(ask, monkeypatch):
    """Run ``sayso add`` with a simple reader in place of the encoder's."""

    @contextmanager
    def reader(**_):
        yield simple_reader()

    monkeypatch.setattr(adding, "open_reader", reader)
    return lambda *args, **options: ask("add", *args, **options)


def lines(out):
    return [json.loads(line) for line in out.splitlines()]


# --- add ------------------------------------------------------------------------------


def test_add_counts_and_names_what_it_skipped(add, tmp_path):
    status, out, notices = add(*write_inputs(tmp_path / "in"), ledger=tmp_path / "new.db")
    assert (status, out) == (1, "")
    assert "72 added (" in notices
    assert "new versions" in notices
    assert "1 known, 10 skipped" in notices
    assert "empty.txt: empty" in notices


def test_add_exits_with_0_if_all_was_read_and_knows_it_again(add, tmp_path):
    (tmp_path / "a.txt").write_text(LOCK, "utf-8")
    ledger = tmp_path / "new.db"
    assert add(tmp_path / "a.txt", ledger=ledger)[0] == 0
    status, _, notices = add(tmp_path / "a.txt", ledger=ledger)
    assert status == 0
    assert "0 added, 1 known, 0 skipped" in notices


def test_add_takes_standard_input_and_what_it_lacks(add, tmp_path):
    given = ("-", "--outlet", "The Gull", "--published", "14 January 2016")
    status, _, _ = add(*given, input=BOATS, ledger=tmp_path / "new.db")
    assert status == 0
    with open_ledger(tmp_path / "new.db") as opened:
        (document,) = all_documents(opened)
    assert (document.outlet, document.published) == ("The Gull", "2016-01-14")


def test_many_skipped_inputs_are_summed_up(add, tmp_path):
    (tmp_path / "x.jsonl").write_text('{"text": "It sank."}\n' + "{cut\n" * 30)
    _, _, notices = add(tmp_path / "x.jsonl", ledger=tmp_path / "new.db")
    assert "and 20 more, listed by `sayso skipped`" in notices
    assert "30 × " in notices


def test_the_ledger_may_come_from_the_environment(add, tmp_path, monkeypatch):
    monkeypatch.setenv("SAYSO_LEDGER", str(tmp_path / "env.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(LOCK, "utf-8")
    assert CliRunner().invoke(app, ["add", "a.txt"]).exit_code == 0
    assert (tmp_path / "env.db").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_add_to_a_ledger_that_may_only_be_read(add, path, tmp_path):
    path.chmod(0o444)
    status, _, notices = add(write_inputs(tmp_path / "in")[0])
    assert status == 1
    assert "read" in notices


def test_a_locked_ledger_says_so(add, path, tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.ledger.ledger._BUSY", 0.1)
    (tmp_path / "a.txt").write_text("News.", "utf-8")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, _, notices = add(tmp_path / "a.txt")
    other.close()
    assert status == 1
    assert "another program is writing to it: try again" in notices


def test_ctrl_c_ends_calmly_and_keeps_what_was_read(tmp_path):
    inputs = write_inputs(tmp_path / "in", 400)
    code = (
        "import os, signal, sys, threading\nfrom contextlib import contextmanager\n"
        "sys.path.insert(0, sys.argv.pop(1))\n"
        "import taking\nfrom sayso.views import adding, cli\n"
        "made = taking.simple_reader(pause=0.01)\ndef read(items):\n"
        "    for number, reading in enumerate(made.read(items)):\n"
        "        if number == 5:\n"
        "            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "        yield reading\n"
        "@contextmanager\ndef reader(**_):\n    yield made._replace(read=read)\n"
        "adding.open_reader = reader\ncli.main()\n"
    )
    command = [sys.executable, "-c", code, Path(__file__).parents[1], "add", *inputs,
               "--ledger", "x.db"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    notices = done.stderr.decode()
    assert done.returncode == 128 + signal.SIGINT
    assert "stopped" in notices
    assert "the same command goes on from there" in notices
    assert "Traceback" not in notices
    with open_ledger(tmp_path / "x.db") as opened:
        assert f"{len(list(all_documents(opened)))} added" in notices


def test_progress_on_a_terminal_is_a_bar(tmp_path):
    inputs = write_inputs(tmp_path / "in")
    code = (
        "import sys\nfrom contextlib import contextmanager\nsys.path.insert(0, sys.argv.pop(1))\n"
        "import taking\nfrom sayso.views import adding, cli\n"
        "@contextmanager\ndef reader(**_):\n    yield taking.simple_reader(pause=0.02)\n"
        "adding.open_reader = reader\ncli.main()\n"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", code, Path(__file__).parents[1], "add", *inputs,
               "--ledger", tmp_path / "x.db"]  # fmt: skip
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(command, stderr=theirs, stdout=subprocess.PIPE, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 65536)
        except OSError:
            break
    assert process.wait(timeout=30) == 1
    assert b"a second" in shown
    assert b"left" in shown
    os.close(ours)


def test_pace_tells_rate_and_rest(monkeypatch):
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("sayso.views.progress.time.monotonic", lambda: float(next(clock)))
    pace = Pace(began=0.0)
    pace.note(Taken(read=0, share=0.0))
    pace.note(Taken(read=100, share=0.25))
    assert pace.words() == "100 documents, 5.0 a second, about 60 s left"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (99, "99 s"), (150, "2 min"), (5400, "90 min"), (12_000, "3 h 20 min")],
)
def test_times_are_told_in_what_matters(seconds, words):
    assert lasting(seconds) == words


# --- search -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "contents"),
    [
        (["open"], ["It will open in June,", "It will open in May,"]),
        (["op*", "--speaker", "vale"], ["It will open in June,", "It will open in May,"]),
        (['"open in may"'], ["It will open in May,"]),
        (["--outlet", "gull"], ["We saw nine of them,"]),
        (["--since", "2016-06", "--until", "2018"], ["We saw nine of them,"]),
        (["--speaker", "calder", "--limit", "1"], ["It never will,"]),
        (["--mode", "indirect"], []),
        (["--anonymous"], []),
        (["--denied"], []),
        (["--act", "deny"], []),
    ],
)
def test_search_finds(ask, args, contents):
    status, out, _ = ask("search", *args, "--json")
    assert status == 0
    assert [one["content"] for one in lines(out)] == contents


def test_search_prints_what_was_said_under_its_report(ask):
    status, out, notices = ask("search", "nine")
    assert status == 0
    assert out == (
        "\nThe Gull · 2017-03-01\n"
        "https://gull.example/boats · ecbfaff8885bcbc0\n\n"
        "  1  Calder\n     said · direct, say\n     We saw nine of them,\n"
        "     conf. 1.00 · ecbfaff8885bcbc0-d6657b8b\n"
    )
    assert "1 statement, no more" in notices


def test_documents_are_found_by_words_anywhere(ask):
    _, out, notices = ask("search", "--documents", "waited")
    assert "The Gull · 2017-03-01" in out
    assert "Boats waited." in out
    assert "1 document, no more" in notices
    assert "no statement matches" in ask("search", "waited")[2]
    told = lines(ask("search", "--documents", "lock", "--json", "--limit", "0")[1])
    assert [one["published"] for one in told] == ["2016-01-15", "2016-01-14"]
    assert "no speaker" in ask("search", "--documents", "--speaker", "vale")[2]


def test_search_goes_on_by_its_cursor(ask):
    seen = []
    cursor = []
    while True:
        _, out, notices = ask("search", "--limit", "2", "--json", *cursor)
        seen += [one["id"] for one in lines(out)]
        if "--cursor" not in notices:
            break
        cursor = ["--cursor", notices.partition("--cursor ")[2].split()[0]]
    everything = [one["id"] for one in lines(ask("search", "--limit", "0", "--json")[1])]
    assert seen == everything
    assert len(seen) == len(set(seen)) == 7


def test_csv_and_json_tell_the_same(ask):
    rows = list(csv.DictReader(io.StringIO(ask("search", "--csv", "--limit", "0")[1], newline="")))
    told = lines(ask("search", "--json", "--limit", "0")[1])
    assert list(rows[0]) == list(told[0])
    for row, one in zip(rows, told, strict=True):
        for name, value in one.items():
            if isinstance(value, list | dict):
                assert json.loads(row[name]) == value
            elif value is None:
                assert row[name] == ""
            else:
                assert row[name].removeprefix("'") == str(value)


def test_a_spreadsheet_runs_nothing_of_it(ask):
    out = ask("search", "sum", "--csv")[1]
    assert "'=SUM(1)" in out


@pytest.mark.parametrize("width", [40, 80, 110])
def test_no_line_is_wider_than_the_terminal(ask, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    for command in (("search",), ("show", "ecbfaf"), ("skipped",)):
        out = ask(*command)[1]
        assert max(map(len, out.split("\n"))) <= width


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("search", "zebra"), "no statement matches; try"),
        (("search", '"'), "no word to search for"),
        (("search", "--since", "soon"), "is no date"),
        (("search", "--cursor", "x"), "no cursor of this list"),
        (("show", "123456"), "nothing in"),
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(ask, args, message):
    assert message in ask(*args)[2]


@pytest.mark.parametrize(
    "command",
    ["search x", "show 123456", "stats", "skipped", "verify", "forget x --yes", "backup y.db"],
)
def test_without_a_ledger_nothing_is_made(ask, tmp_path, command):
    status, out, notices = ask(*command.split(), ledger=tmp_path / "none.db")
    assert (status, out) == (1, "")
    assert "`sayso add` makes one" in notices
    assert not (tmp_path / "none.db").exists()


def test_an_empty_ledger_says_how_to_fill_it(ask, tmp_path):
    open_ledger(tmp_path / "new.db").close()
    assert "`sayso add PATH` fills it" in ask("search", ledger=tmp_path / "new.db")[2]
    assert "0 documents" in ask("stats", ledger=tmp_path / "new.db")[1]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("search", "--act", "shout"), "none of say, report"),
        (("search", "--mode", "loud"), "none of direct"),
        (("search", "--json", "--csv"), "choose one"),
        (("search", "--limit", "-1"), "--limit"),
        (("watch", "http://x.example/", "--every", "3s"), "a minute or more"),
        (("forget", "x"), "--yes"),
    ],
)
def test_bad_usage_exits_with_2(ask, args, message):
    status, out, notices = ask(*args)
    assert (status, out) == (2, "")
    assert message in notices


# --- show, stats, skipped -----------------------------------------------------------------


def test_show_a_document_is_its_page_and_its_ids(ask):
    _, out, _ = ask("show", "ecbfaf")
    assert "⟦¹We saw nine of them,⟧" in out
    assert "1: -d6657b8b" in out
    shown = json.loads(ask("show", "ecbfaff8885bcbc0", "--json")[1])
    assert shown["document"]["text"] == BOATS
    assert shown["ids"]["a1"] == "ecbfaff8885bcbc0-d6657b8b"


def test_show_an_attribution_has_its_paragraph_and_reasons(ask):
    _, out, _ = ask("show", "ecbfaff8885bcbc0-d6657b8b")
    assert "Boats waited. “⟦¹We saw nine of them,⟧” /said/ _Calder_." in out
    shown = json.loads(ask("show", "ecbfaff8885bcbc0-d6657b8b", "--json")[1])
    assert (shown["speaker"], shown["judgements"]) == ("Calder", [])


def test_show_an_actor_is_what_he_says(ask):
    ids = json.loads(ask("show", "ecbfaf", "--json")[1])["ids"]
    _, out, _ = ask("show", ids["p0"])
    assert out.startswith("Calder\n")
    assert "We saw nine of them" in out
    shown = json.loads(ask("show", ids["p0"], "--json")[1])
    assert [one["content"] for one in shown["statements"]] == ["We saw nine of them,"]


def test_versions_show_what_changed(ask):
    document = lines(ask("search", "june", "--json")[1])[0]["document"]
    _, out, _ = ask("show", document, "--versions")
    assert "− “It will open in May,” said Vale." in out
    assert "+ “It will open in June,” said Vale." in out
    listed = json.loads(ask("show", document, "--versions", "--json")[1])["versions"]
    assert [len(one["changes"]) for one in listed] == [0, 2]


def test_stats_count(ask):
    _, out, _ = ask("stats")
    assert "3 documents, 3 readings, 7 attributions" in out
    assert json.loads(ask("stats", "--exact", "--json")[1])["speakers"] == [
        ["Vale", 4],
        ["Calder", 3],
    ]


def test_skipped_lists_each_with_its_reason(ask, add, tmp_path):
    assert "nothing was skipped" in ask("skipped")[2]
    (tmp_path / "empty.txt").write_text("")
    add(tmp_path / "empty.txt")
    (row,) = lines(ask("skipped", "--json")[1])
    assert row["uri"].endswith("empty.txt")
    assert row["reason"].startswith("empty")
    assert ask("skipped", "--csv")[1].startswith("uri,reason\n")  # the runner makes one of \r\n


def test_watch_once_exits_with_1_if_a_feed_cannot_be_had(add, ask):
    status, out, notices = ask("watch", "http://127.0.0.1/feed", "--once")
    assert (status, out) == (1, "")
    assert "http://127.0.0.1/feed: 127.0.0.1 stands for 127.0.0.1, which is not" in notices


# --- verify, forget, backup -----------------------------------------------------------------


def test_verify_names_what_is_wrong(ask, path):
    assert ask("verify")[0] == 0
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE document SET title = 'x', text = replace(text, 'nine', 'ten')")
    status, out, notices = ask("verify")
    assert status == 1
    assert "ecbfaff8885bcbc0: its text is not the one that was hashed" in out
    assert "problem" in notices


def test_verify_a_ledger_that_may_only_be_read(ask, monkeypatch):
    monkeypatch.setattr("sayso.views.ledger_cli.os.access", lambda *_: False)
    status, _, notices = ask("verify")
    assert status == 0
    assert "index of a ledger that may only be read is not checked" in notices


def test_forget_asks_removes_and_says_what(ask):
    status, out, _ = ask("forget", "https://tern.example/lock", "--yes")
    assert status == 0
    assert "2 documents" in out
    assert "6 attributions" in out
    assert lines(ask("search", "--json")[1])[0]["outlet"] == "The Gull"
    assert ask("forget", "https://tern.example/lock", "--yes")[0] == 1


def test_backup_is_a_ledger(ask, tmp_path):
    copy = tmp_path / "copy.db"
    assert ask("backup", copy)[0] == 0
    assert ask("search", "--json", ledger=copy)[1] == ask("search", "--json")[1]
    assert ask("backup", copy)[0] == 1


def test_python_opens_a_ledger_too(path):
    with sayso.open_ledger(path) as opened:
        assert len(list(all_documents(opened))) == 3
