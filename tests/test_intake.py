"""Taking in: nothing twice, nothing lost, everything that was left out named."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import taking
from sayso import intake
from sayso.errors import LedgerError
from sayso.intake import Reader, Taken, open_reader, take_in, take_in_documents
from sayso.ledger import (
    all_documents,
    all_readings,
    all_skipped,
    open_ledger,
    reading_keys,
    verify,
    version_keys,
)
from sayso.records import Document, Skipped
from sayso.settings import Settings
from sayso.text import make_document
from taking import reading_of, simple_reader, write_inputs

SAID = "The lock is shut. “It will open,” said Vale. Nobody else spoke."


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """An empty ledger, to be copied: making one takes a quarter of a second."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    open_ledger(path).close()
    return path


@pytest.fixture
def ledger(tmp_path, empty):
    with open_ledger(shutil.copy(empty, tmp_path / "ledger.db")) as opened:
        yield opened


def take(ledger, documents, **given):
    """Take documents in by the simple reader."""
    given = {"reader": simple_reader(), "settings": Settings(), **given}
    return take_in_documents(ledger, documents, **given)


def contents(path):
    """Everything in a ledger that does not tell when it came there; fails if anything is wrong."""
    with open_ledger(path, create=False) as opened:
        assert list(verify(opened)) == []
        skipped = {(one.uri, one.reason) for one in all_skipped(opened)}
        return list(all_documents(opened)), list(all_readings(opened, older=True)), skipped


def test_everything_is_taken_in_or_named(tmp_path, ledger):
    taken = take_in(ledger, write_inputs(tmp_path / "in", 40), reader=simple_reader())
    assert (taken.added, taken.read, taken.known) == (72, 72, 1)
    assert taken.skipped == 10
    assert taken.met == 83
    assert taken.attributions == 40 * 3 + 32
    assert sum(taken.reasons.values()) == 10
    named = {(one.uri, one.reason) for one in all_skipped(ledger)}
    assert {Path(uri).name for uri, _ in named} > {"empty.txt", "torn.jsonl.gz", "wire.jsonl:5"}
    assert len(named) == 10
    assert list(verify(ledger)) == []


def test_again_nothing_is_new_and_nothing_is_read(tmp_path, ledger):
    paths = write_inputs(tmp_path / "in")
    take_in(ledger, paths, reader=simple_reader())
    before = contents(ledger.url)
    seen = []
    taken = take_in(ledger, paths, reader=simple_reader(seen=seen))
    assert (taken.added, taken.read, taken.known, taken.skipped) == (0, 0, 73, 10)
    assert seen == []
    assert contents(ledger.url) == before


@pytest.mark.parametrize(
    ("first", "second", "added", "versions"),
    [
        ({"uri": "a.txt"}, {"uri": "moved/b.txt"}, 1, 0),
        ({"uri": "a.txt"}, {}, 1, 0),
        ({}, {"uri": "a.txt"}, 1, 0),
        ({"uri": "a.txt", "outlet": "The Tern"}, {"uri": "b.txt"}, 1, 0),
        ({"uri": "a.txt", "outlet": "The Tern"}, {"uri": "b.txt", "outlet": "The Gull"}, 2, 0),
        ({"uri": "https://t.example/1"}, {"uri": "http://www.t.example/1/?utm_source=x"}, 1, 0),
        ({"uri": "https://t.example/1"}, {"uri": "https://gull.example/1"}, 2, 0),
        ({"uri": "https://t.example/1"}, {"uri": "saved.html"}, 1, 0),
        ({"uri": "saved.html"}, {"uri": "https://t.example/1", "outlet": "The Tern"}, 2, 0),
        ({"uri": "https://t.example/1"}, {"uri": "https://t.example/1", "text": "New."}, 2, 1),
        ({"uri": "a.txt"}, {"uri": "a.txt", "text": "Changed."}, 2, 1),
        ({"uri": "a.txt"}, {"uri": "b.txt", "text": "Another."}, 2, 0),
    ],
)
@pytest.mark.parametrize("together", [True, False], ids=["in one run", "in two"])
def test_what_is_known_is_known_by_its_words(ledger, first, second, added, versions, together):
    documents = [make_document(given.pop("text", SAID), **given)
                 for given in (dict(first), dict(second))]  # fmt: skip
    runs = [documents] if together else [[one] for one in documents]
    taken = [take(ledger, some) for some in runs]
    assert sum(one.added for one in taken) == added
    assert sum(one.known for one in taken) == 2 - added
    assert sum(one.versions for one in taken) == versions


def test_what_was_stored_a_moment_ago_is_known(ledger, monkeypatch):
    monkeypatch.setattr(intake, "_BATCH", 1)
    documents = [make_document(SAID, uri=f"{n}.txt") for n in range(4)]
    documents += [make_document(f"{SAID} {n}", uri="a.txt") for n in range(3)]
    taken = take(ledger, documents)
    assert (taken.added, taken.known, taken.versions) == (4, 3, 2)


def test_both_versions_of_an_article_stay(ledger):
    old = make_document(SAID, uri="https://t.example/1")
    new = make_document(f"{SAID} Late news.", uri="https://t.example/1")
    take(ledger, [old, new])
    assert version_keys(ledger, old.id) == [old.id, new.id]


def test_a_newer_reader_reads_again_and_keeps_what_was_read(ledger):
    document = make_document(SAID, uri="a.txt")
    moved = make_document(SAID, uri="b.txt")
    take(ledger, [document])
    newer = simple_reader(produced_by={"version": "0", "model": "newer"})
    taken = take(ledger, [moved], reader=newer)
    assert (taken.added, taken.again, taken.known) == (0, 1, 0)
    assert len(reading_keys(ledger, document.id)) == 2
    assert [one.uri for one in all_documents(ledger)] == ["a.txt"]


def test_what_was_read_before_an_interruption_is_stored(ledger):
    def interrupted():
        yield make_document(SAID, uri="a.txt")
        yield from (make_document(f"{SAID} {n}", uri=f"{n}.txt") for n in range(40))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(ledger, interrupted())
    assert len(list(all_documents(ledger))) >= 32
    assert list(verify(ledger)) == []


def test_one_odd_report_does_not_end_the_run(ledger, monkeypatch):
    def read(document, model=None):
        if "odd" in document.text:
            raise RecursionError("too deep")
        return reading_of(document, {"version": intake.__version__, "model": model.digest})

    monkeypatch.setattr(intake, "read_document", read)
    documents = [make_document(text, uri=f"{n}.txt") for n, text in enumerate(["odd", SAID])]
    with open_reader(threads=1) as reader:
        taken = take(ledger, documents, reader=reader)
    assert (taken.added, taken.skipped) == (1, 1)
    (skipped,) = all_skipped(ledger)
    assert skipped.uri == "0.txt"
    assert "too deep" in skipped.reason


def test_a_full_ledger_ends_the_run_with_its_reason(ledger):
    with ledger.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def keep_small(dbapi, *_):
        dbapi.execute(f"PRAGMA max_page_count = {pages + 3}")

    import sqlalchemy as sa

    ledger.engine.dispose()
    sa.event.listen(ledger.engine, "connect", keep_small)
    documents = (make_document(f"{SAID} {n} " * 500, uri=f"{n}.txt") for n in range(20))
    with pytest.raises(LedgerError, match="room"):
        take(ledger, documents)


def test_memory_holds_a_few_documents_only(ledger, monkeypatch):
    ahead = [0, 0]

    def many():
        for number in range(3000):
            ahead[0] += 1
            yield make_document(f"Line {number}.", uri=f"{number}.txt")

    def read(items):
        for item in items:
            ahead[0] -= 1
            ahead[1] = max(ahead)
            yield reading_of(item)

    monkeypatch.setattr(intake, "_BATCH", 50)
    taken = take(ledger, many(), reader=Reader(taking.PRODUCED_BY, read))
    assert taken.added == 3000
    assert ahead[1] <= 2 * intake._AT_ONCE


def test_progress_is_told_and_ends_at_all(tmp_path, ledger):
    shares = []
    paths = write_inputs(tmp_path / "in")
    take_in(ledger, paths, reader=simple_reader(), told=lambda taken: shares.append(taken.share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert 0.1 < shares[len(shares) // 2] < 0.9


def test_nobody_knows_how_much_there_is_of_an_address(tmp_path, ledger):
    (tmp_path / "a.txt").write_text(SAID, "utf-8")
    paths = [str(tmp_path / "a.txt"), "http://127.0.0.1:9/none"]
    assert take_in(ledger, paths, reader=simple_reader()).share is None


def test_reasons_are_counted_without_their_places():
    taken = Taken()
    for number in range(3):
        taken.skip(Skipped(f"x.jsonl:{number}", f"line {number}: cut off; give it whole"))
    assert dict(taken.reasons) == {"cut off": 3}


# --- killed -------------------------------------------------------------------------


def start_taking(path, inputs):
    return subprocess.Popen(
        [sys.executable, taking.__file__, path, *inputs], stderr=subprocess.PIPE
    )


def kill_and_go_on(tmp_path, rng, lasting):
    """Kill a run, and what goes on from it, then let one end; return the ledger's path."""
    path = tmp_path / "killed.db"
    inputs = [str(tmp_path / "in" / "texts"), str(tmp_path / "in" / "wire.jsonl")]
    for _ in range(rng.choice((1, 2))):
        process = start_taking(path, inputs)
        time.sleep(rng.uniform(0.3, 1.0) * lasting)
        process.kill()
        process.communicate()
        if path.exists():
            with open_ledger(path) as opened:
                assert list(verify(opened)) == []
    assert start_taking(path, inputs).communicate(timeout=60)[1] == b""
    return path


@pytest.fixture
def uninterrupted(tmp_path):
    """What a run that nobody stops makes of the inputs, and how long it takes."""
    inputs = write_inputs(tmp_path / "in")
    began = time.monotonic()
    process = start_taking(tmp_path / "whole.db", inputs)
    assert process.communicate(timeout=60)[1] == b""
    return contents(tmp_path / "whole.db"), time.monotonic() - began


@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_was_killed_ends_like_one_that_was_not(tmp_path, uninterrupted, seed):
    whole, lasting = uninterrupted
    path = kill_and_go_on(tmp_path, random.Random(seed), lasting)
    assert contents(path) == whole


@pytest.mark.slow
def test_thirty_runs_that_were_killed_end_like_one_that_was_not(tmp_path, uninterrupted):
    whole, lasting = uninterrupted
    for seed in range(30):
        path = kill_and_go_on(tmp_path, random.Random(100 + seed), lasting)
        assert contents(path) == whole
        for file in tmp_path.glob("killed.db*"):
            file.unlink()


# --- with the encoder -----------------------------------------------------------------


def has_encoder():
    return (Path(intake.__file__).parent / "annotate" / "model" / "reader.onnx").is_file()


needs_encoder = pytest.mark.skipif(not has_encoder(), reason="the encoder is not built yet")


@needs_encoder
@pytest.mark.parametrize("workers", [1, 2])
def test_readings_are_those_of_the_pipeline_in_their_order(workers):
    from sayso.pipeline import read_document

    documents = [make_document(f"{SAID} Day {n}.", uri=f"{n}.txt") for n in range(6)]
    items = [*documents[:3], Skipped("x", "broken"), *documents[3:]]
    with open_reader(threads=2, workers=workers) as reader:
        found = list(reader.read(items))
    assert found == [item if isinstance(item, Skipped) else read_document(item) for item in items]
    assert found[0].produced_by == reader.produced_by


@needs_encoder
def test_worker_processes_end_with_the_one_that_started_them(tmp_path):
    code = (
        "import sys, os\nfrom sayso.intake import open_reader\nfrom sayso.text import make_document\n"
        "if __name__ == '__main__':\n"
        "    with open_reader(threads=2, workers=2) as reader:\n"
        "        next(reader.read(make_document('It sank. ' * 9 + str(n)) for n in range(99)))\n"
        "        import multiprocessing as m\n"
        "        print(*(p.pid for p in m.active_children()), flush=True)\n"
        "        sys.stdin.read()\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    parent = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}/cmdline").exists() for pid in workers):
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.corpus
@pytest.mark.slow
@needs_encoder
def test_all_reports_at_hand_are_taken_in_or_named(shared, ledger):
    paths = [str(shared / "data" / name) for name in ("news/stories.jsonl", "html", "warc")]
    taken = take_in(ledger, paths)
    assert taken.added + taken.known + taken.skipped == taken.met
    assert taken.added > 500
    again = take_in(ledger, paths)
    assert (again.added, again.read, again.skipped) == (0, 0, taken.skipped)
    assert list(verify(ledger)) == []
    assert all(isinstance(one, Document) for one in all_documents(ledger))
