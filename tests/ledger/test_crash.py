"""Killed, out of space or without rights: a clear word, nothing lost, and on it goes."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import crew
import pytest

from sayso.errors import LedgerReadOnly
from sayso.ledger import (
    add_readings,
    all_readings,
    all_skipped,
    open_ledger,
    start_run,
    verify,
)
from sayso.records import Reading

INPUTS = 200
BATCH = 10
EXPECTED = [crew.item(number) for number in range(INPUTS)]
READINGS = [item for item in EXPECTED if isinstance(item, Reading)]
SKIPPED = [item for item in EXPECTED if not isinstance(item, Reading)]


def start(url, *more, task="add"):
    command = [sys.executable, crew.__file__, task, str(url), "0", str(INPUTS), str(BATCH), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told_by(process):
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(out.splitlines()[-1])


def is_whole(url):
    """Whether a ledger is what it would be had nothing ever stopped its making."""
    with open_ledger(url) as ledger:
        there = list(all_readings(ledger, older=True))
        return there == READINGS and all_skipped(ledger) == SKIPPED


def stored_in(url):
    """How many readings a sound ledger holds; they are the first ones, in their order."""
    with open_ledger(url) as ledger:
        assert list(verify(ledger)) == []
        there = list(all_readings(ledger, older=True))
    assert there == READINGS[: len(there)]
    return len(there)


@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_killed_at_any_moment_it_goes_on_to_the_same_end(url, kills, request):
    """Each kill strikes a new ledger somewhere between its making and its last batch."""
    told_by(start(url))
    assert is_whole(url)
    rng, seen = random.Random(kills), []
    for number in range(kills):
        fresh = another(url, request)
        process = start(fresh)
        if number:  # somewhere in the batch that follows an input
            for _ in range(rng.randrange(INPUTS)):
                process.stdout.readline()
            time.sleep(rng.uniform(0, 0.03))
        else:  # while the ledger is being made
            time.sleep(rng.uniform(0.3, 0.8))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen.append(stored_in(fresh))
        told_by(start(fresh))
        assert stored_in(fresh) == len(READINGS)
        assert is_whole(fresh)
    print("readings stored when killed:", seen)


NUMBERS = count(1)


def another(url, request):
    """The address of one more new ledger of the same kind."""
    if "://" not in url:
        return str(Path(url).with_name(f"killed{next(NUMBERS)}.db"))
    return request.getfixturevalue("new_database")()


def test_a_file_that_may_not_grow_loses_nothing(tmp_path):
    path = tmp_path / "a.db"
    told = told_by(start(path, str(1_000_000)))  # the tables take half of it
    assert told["error"] == "LedgerFull"
    assert "make room and run the same command again" in told["told"]
    assert 0 < stored_in(path) < len(READINGS)
    assert told_by(start(path))["documents"] > 0
    assert is_whole(path)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing(small_disk):
    path = small_disk / "a.db"
    told = told_by(start(path))
    assert told["error"] == "LedgerFull"
    there = stored_in(path)
    assert 0 < there < len(READINGS)
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    told_by(start(path))
    assert is_whole(path)


@pytest.fixture
def open_folder():
    """A folder that everybody may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_ledger_without_the_right_to_write_says_so_and_can_be_read(open_folder, closed):
    path = open_folder / "a.db"
    with open_ledger(path) as ledger:
        add_readings(ledger, start_run(ledger), READINGS[:5])
    path.chmod(0o444 if closed == "file" else 0o666)
    open_folder.chmod(0o777 if closed == "file" else 0o555)
    told = told_by(start(path, task="add-as-nobody"))
    open_folder.chmod(0o755)
    assert told["error"] == "LedgerReadOnly"
    assert "no right to write" in told["told"]
    assert stored_in(path) == 5


def test_a_ledger_on_a_medium_that_cannot_be_written_can_be_read(tmp_path):
    folder = tmp_path / "medium"
    folder.mkdir()
    with open_ledger(folder / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), READINGS[:5])
    mount = ["mount", "--bind", str(folder), str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a file system here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        with open_ledger(folder / "a.db", read_only=True) as ledger:
            assert list(all_readings(ledger)) == READINGS[:5]
        with pytest.raises(LedgerReadOnly, match="no right to write"):
            open_ledger(folder / "a.db")
    finally:
        subprocess.run(["umount", str(folder)], check=True)
