"""The commands: arguments, exit statuses, what goes where."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import stand_in
from printed import flat
from typer.testing import CliRunner

import sayso
from sayso.views.cli import app

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENCODER = ROOT / "src" / "sayso" / "annotate" / "model" / "reader.onnx"
needs_encoder = pytest.mark.skipif(not ENCODER.is_file(), reason="the encoder is not built yet")


@pytest.fixture
def invoke(monkeypatch):
    """Run a command in this process, on hand-made readings."""
    monkeypatch.setitem(sys.modules, "sayso.pipeline", None)  # restored afterwards
    stand_in.install()
    return lambda *args, **options: CliRunner().invoke(app, args, prog_name="sayso", **options)


def start(*args, **options):
    """Start the command line on hand-made readings in a process of its own."""
    return subprocess.Popen(
        [sys.executable, HERE / "stand_in.py", *args],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def finish(process):
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def run(*args, **options):
    """Run sayso itself."""
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *args],
        capture_output=True, check=False, timeout=120, **options,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_version(invoke):
    result = invoke("--version")
    assert (result.exit_code, result.stdout) == (0, f"sayso {sayso.__version__}\n")


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("read", "-h"), ("evaluate", "--help")])
def test_help(invoke, args):
    result = invoke(*args)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: sayso ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("reed",), "reed"),
        (("read", "--colour", "x"), "--colour"),
        (("read", "--threads", "-1", "ok.txt"), "--threads"),
        (("read", "--published", "soon", "ok.txt"), "2016-01-14"),
        (("evaluate",), "GOLD"),
        (("evaluate", "--worst", "many", "gold"), "--worst"),
    ],
)
def test_bad_usage_exits_with_2_and_says_what_to_do(invoke, args, message):
    result = invoke(*args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_nothing_to_read_is_bad_usage():
    reader, writer = pty.openpty()
    done = subprocess.run(
        [sys.executable, HERE / "stand_in.py", "read"],
        stdin=writer, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    os.close(reader)
    os.close(writer)
    assert done.returncode == 2
    assert "nothing to read; give a file, a folder, an address, or pipe a report in." in " ".join(
        done.stderr.decode().split()
    )


def test_a_report_piped_in_needs_no_path(invoke):
    result = invoke("read", "--json", input="It sank, she said.")
    assert json.loads(result.stdout)["document"]["uri"] == "-"


def test_all_read(invoke):
    result = invoke("read", "--json", "ok1.txt", "ok2.txt")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["document"]["uri"] for line in lines] == ["ok1.txt", "ok2.txt"]
    assert result.stderr == "sayso: 2 of 2 read\n"
    assert result.exit_code == 0


def test_one_report_read_needs_no_notice(invoke):
    assert invoke("read", "ok.txt").stderr == ""


def test_what_is_skipped_is_named_with_its_reason(invoke):
    result = invoke("read", "--json", "bad1.txt", "ok.txt", "bad2.txt")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.splitlines() == [
        "sayso: skipped bad1.txt: no article in it; give its text",
        "sayso: skipped bad2.txt: no article in it; give its text",
        "sayso: 1 of 3 read, 2 skipped",
    ]


def test_a_name_cannot_write_to_the_terminal(invoke):
    result = invoke("read", "bad\x1b[2J\nname.txt")
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_outlet_and_date_reach_the_readings(invoke):
    result = invoke(
        "read", "--json", "--outlet", "The Courier", "--published", "14 March 2031", "ok.txt"
    )
    document = json.loads(result.stdout)["document"]
    assert (document["outlet"], document["published"]) == ("The Courier", "2031-03-14")


def test_pages_for_people(invoke):
    result = invoke("read", "--why", "ok.txt")
    assert "⟦¹the ferry would sail again on Monday⟧" in result.stdout
    assert "a medium speaks" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(("options", "listed"), [((), False), (("--actors",), True)])
def test_actors_without_a_say_are_listed_where_asked_for(invoke, options, listed):
    result = invoke("read", *options, "dam.txt")
    assert ("  Radio Kest            outlet · named · 1 mention" in result.stdout) is listed
    assert ("(1 more: --actors)" in result.stdout) is not listed


def test_an_error_is_a_line_and_no_traceback(invoke):
    result = invoke("read", "model")
    assert result.exit_code == 1
    assert result.stderr == "sayso: reader: the encoder's file is missing; install sayso again\n"


def test_an_interrupt_exits_with_130():
    status, out, err = finish(start("read", "--json", "ok.txt", "ctrl-c", "ok.txt"))
    assert (status, err) == (130, "sayso: stopped\n")
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize("options", [("--json",), ()])
def test_a_closed_pipe_ends_quietly(options):
    process = start("read", *options, "endless")
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 141


def test_each_line_is_written_when_its_reading_is_ready():
    process = start("read", "--json", "ok.txt", "endless")
    assert json.loads(process.stdout.readline())["document"]["uri"] == "ok.txt"
    assert process.poll() is None
    process.kill()
    process.communicate()


@pytest.mark.parametrize("options", [("--json",), ()])
def test_output_is_utf8_in_any_locale(options):
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    status, out, _ = finish(start("read", *options, "ok.txt", env=env))
    assert status == 0
    assert "“It was never broken,”" in out


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("ascii", ['[2:that its gauges had been "wrong for weeks"]', "x denied by Oren Vale",
                   "Lowland Monitor <-", "certain -", "o not denied by Ilse Brandt"]),
        ("utf-8", ["⟦²that its gauges had been “wrong for weeks”⟧", "✗ denied by Oren Vale",
                   "Lowland Monitor ←", "certain −", "∅ not denied by Ilse Brandt"]),
    ],
)  # fmt: skip
def test_a_terminal_gets_signs_that_it_has(encoding, words):
    reader, writer = pty.openpty()
    env = {**os.environ, "PYTHONIOENCODING": encoding, "TERM": "dumb", "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, HERE / "stand_in.py", "read", "dam.txt"],
        stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, env=env,
    )  # fmt: skip
    os.close(writer)
    seen = b""
    with contextlib.suppress(OSError):  # what a terminal gives once its last writer is gone
        while part := os.read(reader, 10_000):
            seen += part
    os.close(reader)
    assert (process.wait(timeout=60), process.stderr.read()) == (0, b"")
    process.stderr.close()
    page = flat(seen.decode(encoding))
    assert [word for word in words if word not in page] == []
    assert page.count("?") == page.count("no stand ?") + page.count("(?)") + page.count("? no ans")


def test_a_terminal_sees_the_run_count_along():
    reader, writer = pty.openpty()
    done = subprocess.run(
        [sys.executable, HERE / "stand_in.py", "read", "--json", "ok.txt", "bad.txt", "ok.txt"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=writer, check=False, timeout=60,
    )  # fmt: skip
    os.close(writer)
    seen = os.read(reader, 10_000).decode()
    os.close(reader)
    assert done.returncode == 1
    assert seen.split("\r") == [
        "", "1 read, 0 skipped", "\x1b[Ksayso: skipped bad.txt: no article in it; give its text",
        "\n", "2 read, 1 skipped", "\x1b[Ksayso: 2 of 3 read, 1 skipped", "\n",
    ]  # fmt: skip


def loaded(code):
    """Which packages some code loads."""
    names = "rich", "typer", "onnxruntime", "trafilatura", "lxml", "tokenizers"
    watch = f"import sys; {code}; print([n for n in {names!r} if n in sys.modules])"
    out = subprocess.run([sys.executable, "-c", watch], capture_output=True, check=True, cwd=HERE)
    return out.stdout.decode().splitlines()[-1]


def test_help_loads_no_more_than_typer():
    code = "from sayso.views.cli import app\ntry: app(['read', '--help'])\nexcept SystemExit: pass"
    assert loaded(f"exec({code!r})") == "['typer']"


def test_json_loads_no_rich():
    code = (
        "import stand_in; stand_in.install()\n"
        "from sayso.views.cli import app\n"
        "try: app(['read', '--json', 'ok.txt'])\n"
        "except SystemExit: pass"
    )
    assert "rich" not in loaded(f"exec({code!r})")


REPORT = (
    "The harbour is closed, the port authority said.\n“We had no choice,” Ines Calder told us.\n"
)


@needs_encoder
def test_read_a_real_file(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    status, out, err = run("read", "--json", "--outlet", "The Courier", path, tmp_path / "none")
    data = json.loads(out)
    assert status == 1
    assert "none: " in err
    assert data["document"]["outlet"] == "The Courier"
    assert data["sayso"]["version"] == sayso.__version__
    text = data["document"]["text"]
    verbatim = [text[s:e] for a in data["attributions"] for s, e in a["verbatim"]]
    assert any("We had no choice" in words for words in verbatim)


@needs_encoder
def test_evaluate_a_reading_against_itself(tmp_path):
    status, out, _ = run("read", "--json", "-", input=REPORT.encode())
    gold = tmp_path / "gold.jsonl"
    gold.write_text(out, "utf-8")
    assert status == 0
    status, out, err = run("evaluate", "--json", gold)
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert found["documents"] == 1
    assert found["scores"]["attributions"]["f1"] == 1.0
    assert "attributions with source" in run("evaluate", gold)[1]


@needs_encoder
def test_gold_that_cannot_be_scored_is_a_line(tmp_path):
    status, out, err = run("evaluate", tmp_path / "none.jsonl")
    assert (status, out) == (1, "")
    assert err.startswith("sayso: ")
    assert "Traceback" not in err


@needs_encoder
def test_the_example_of_the_readme():
    status, out, err = run("read", ROOT / "examples" / "harbour.html")
    assert (status, err) == (0, "")
    assert "attributions: " in out
