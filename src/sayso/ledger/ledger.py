"""Open a ledger: a SQLite file by default, a PostgreSQL database by its address.

>>> from sayso.ledger import open_ledger
>>> with open_ledger("sayso.db") as ledger:  # doctest: +SKIP
...     ...

``asking`` and ``writing`` are the two ways to its tables; both turn the database's own
errors into ours.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from sayso.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerReadOnly,
    NoLedger,
)
from sayso.ledger import schema

_BUSY = 30.0  # seconds a writer waits for another one; a batch takes less than one
# Of a SQLite file that is new; of an older one they change nothing. A page of 8 KiB holds
# two or three reports, one of 4 KiB wastes the half of itself on one.
_CREATION = ("PRAGMA page_size = 8192", "PRAGMA journal_mode = WAL")
# Of each SQLite connection. The cache holds what a batch of 1,000 documents changes.
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",  # in WAL mode a power cut loses the last batch, no more
    "PRAGMA secure_delete = ON",  # what is forgotten is overwritten
    "PRAGMA cache_size = -65536",  # KiB
    "PRAGMA mmap_size = 1073741824",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA wal_autocheckpoint = 4000",  # pages
)
_STEPS = 100_000  # of SQLite's machine between two looks at the clock: some milliseconds
_LOCK = 0x5A150  # the advisory lock that makes PostgreSQL's writers take turns as SQLite's do


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger.

    Attributes:
        engine: the database's connections.
        url: where it is, without a password.
        read_only: whether it was opened for reading only.
    """

    engine: sa.Engine
    url: str
    read_only: bool = False

    @property
    def dialect(self) -> str:
        """Return "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_ledger(url: str | Path, *, create: bool = True, read_only: bool = False) -> Ledger:
    """Open a ledger, making or upgrading its tables where that is needed.

    Args:
        url: a path, ``sqlite:///path`` or ``postgresql://user@host/database``.
        create: make a new ledger where there is none.
        read_only: never write; an older ledger is then refused, not upgraded.

    Raises:
        NoLedger: nothing is there (and ``create`` is false), or it is no ledger, or it was
            written by a newer version of sayso.
        LedgerError: it cannot be opened for another reason.
    """
    address = str(url)
    if address.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        ledger = _postgresql(address, read_only=read_only)
    else:
        ledger = _sqlite(_path(address), create=create, read_only=read_only)
    try:
        _make_current(ledger, create=create)
    except BaseException:
        ledger.close()
        raise
    return ledger


@contextmanager
def asking(ledger: Ledger) -> Iterator[sa.Connection]:
    """Give a connection for questions; all of them see the ledger at one moment.

    Raises:
        LedgerError: the database refuses.
    """
    with translated(ledger.url), ledger.engine.connect() as connection:
        yield connection


@contextmanager
def writing(ledger: Ledger) -> Iterator[sa.Connection]:
    """Give a connection whose changes are kept together at the end, or not at all.

    Writers take turns: whoever comes second waits.

    Raises:
        LedgerReadOnly: the ledger was opened for reading, or its file may only be read.
        LedgerBusy: another writer did not end within half a minute.
        LedgerFull: no room; nothing of the changes is kept.
    """
    if ledger.read_only:
        raise LedgerReadOnly(
            f"{ledger.url} was opened for reading only; open it without read_only to write",
            subject=ledger.url,
        )
    with translated(ledger.url), ledger.engine.connect() as connection:
        if ledger.dialect == "sqlite":
            connection = connection.execution_options(begin="BEGIN IMMEDIATE")  # noqa: PLW2901
        with connection.begin():
            if ledger.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Raise the database's errors as ours."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _ours(error, url) from error
    except sqlite3.Error as error:
        raise _ours(error, url) from error


def _ours(error: Exception, url: str) -> LedgerError:
    cause = getattr(error, "orig", error)
    said = " ".join(str(cause).split())
    code = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or ""
    for kind, codes, advice in _CAUSES:
        if code.startswith(codes):
            return kind(f"{url}: {said}; {advice}", subject=url)
    return LedgerError(f"{url}: the database says: {said}", subject=url)


# The database's codes (SQLite by name, PostgreSQL by SQLSTATE), what they are to us, what to do.
_CAUSES: tuple[tuple[type[LedgerError], tuple[str, ...], str], ...] = (
    (LedgerFull, ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "53100"),
     "what was stored before is kept; make room and run the same command again"),
    (LedgerReadOnly, ("SQLITE_READONLY", "25006", "42501"),
     "it may be read, not written: change its rights or use a copy"),
    (LedgerBusy, ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01"),
     "another program is writing to it: try again when that is done"),
    (LedgerBusy, ("SQLITE_INTERRUPT", "57014"),
     "the question took too long and was given up: ask for less"),
    (LedgerDamaged, ("SQLITE_CORRUPT", "XX001", "XX002"),
     "the file is damaged: take it from a backup"),
    (NoLedger, ("SQLITE_NOTADB", "SQLITE_CANTOPEN", "3D000", "28"),
     "there is no ledger that can be opened there: check its address and your rights"),
)  # fmt: skip


def _path(address: str) -> Path:
    scheme, mark, rest = address.partition("://")
    if not mark:
        return Path(address)
    if scheme != "sqlite" or not rest.startswith("/") or rest == "/":
        raise LedgerError(
            f"{address!r} is no address of a ledger; "
            "give a path, sqlite:///path or postgresql://user@host/database",
            subject=address,
        )
    return Path(rest[1:])


def _sqlite(path: Path, *, create: bool, read_only: bool) -> Ledger:
    if sqlite3.sqlite_version_info < (3, 38):
        raise LedgerError(f"SQLite 3.38 or newer is needed, this is {sqlite3.sqlite_version}")
    there = path.exists()  # asked once: another program may be making it
    if not path.is_file() if there else read_only or not create:
        raise NoLedger(f"no ledger at {path}; `sayso add` makes one", subject=str(path))
    if not read_only:
        _check_rights(path)
    name = f"file:{quote(str(path.absolute()))}?{_mode(path, read_only=read_only)}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            name, uri=True, timeout=_BUSY, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS if read_only else (*_CREATION, *_PRAGMAS):
            connection.execute(pragma)
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    sa.event.listen(engine, "begin", _begin)
    return Ledger(engine, str(path), read_only)


def _check_rights(path: Path) -> None:
    """Refuse to write where we may not: SQLite would find that out in the middle, less clearly."""
    folder = path.absolute().parent
    for place in (path, folder):  # the folder too: SQLite keeps its log beside the file
        if place.exists() and not os.access(place, os.W_OK):
            raise LedgerReadOnly(
                f"{path} cannot be written: you have no right to write {place}; "
                "change its rights, use a copy, or open it for reading only",
                subject=str(path),
            )


def _mode(path: Path, *, read_only: bool) -> str:
    if not read_only:
        return "mode=rwc"
    # SQLite keeps two files beside the ledger while it reads. Where it can make none, nobody
    # writes either.
    alone = not os.access(path.absolute().parent, os.W_OK) and not _wal(path).exists()
    return "mode=ro&immutable=1" if alone else "mode=ro"


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _begin(connection: sa.Connection) -> None:
    """Begin as asked: Python's driver would begin late, and never for writing at once."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _postgresql(address: str, *, read_only: bool) -> Ledger:
    rest = address.partition("://")[2]
    url = sa.make_url(f"postgresql+psycopg://{rest}")
    options: dict[str, Any] = {"postgresql_readonly": True} if read_only else {}
    try:
        engine = sa.create_engine(url, execution_options=options, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise LedgerError(
            "a ledger in PostgreSQL needs psycopg: pip install 'sayso[postgres]'", subject=address
        ) from error
    return Ledger(engine, url.set(drivername="postgresql").render_as_string(), read_only)


def _make_current(ledger: Ledger, *, create: bool) -> None:
    """Make the tables, or upgrade them, or refuse."""
    found = schema_version(ledger)
    if found == schema.VERSION:
        return
    if found is not None and found > schema.VERSION:
        raise NoLedger(
            f"{ledger.url} was written by a newer sayso (schema {found}, this one knows "
            f"{schema.VERSION}); upgrade sayso",
            subject=ledger.url,
        )
    if found is None and not create:
        raise NoLedger(f"no ledger at {ledger.url}; `sayso add` makes one", subject=ledger.url)
    if ledger.read_only:
        raise NoLedger(
            f"{ledger.url} has schema {found}, this sayso reads {schema.VERSION}; "
            "open it once for writing to upgrade it",
            subject=ledger.url,
        )
    with writing(ledger) as connection:
        if _version(connection) != schema.VERSION:  # or another process was quicker
            _upgrade(connection)
    if found is not None:
        from sayso.ledger.tally import update_counts  # noqa: PLC0415 - it needs this module

        update_counts(ledger)


def give_up_after(ledger: Ledger, seconds: float) -> None:
    """Have every question given up that holds a connection for so long; for those who serve many.

    Whoever asks gets ``LedgerBusy``.
    """
    if ledger.dialect == "postgresql":
        wait = int(1000 * seconds)

        def limit(connection: Any, _: object) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {wait}")
            connection.commit()

        sa.event.listen(ledger.engine, "connect", limit)
        return

    def begin(connection: sqlite3.Connection, *_: object) -> None:
        until = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)

    sa.event.listen(ledger.engine, "checkout", begin)


def schema_version(ledger: Ledger) -> str | None:
    """Return the version of the ledger's tables; None for an empty database.

    Raises:
        NoLedger: it holds something else.
    """
    with asking(ledger) as connection:
        found = _version(connection)
        if found is None and sa.inspect(connection).has_table("document"):
            raise NoLedger(
                f"{ledger.url} is a database, but not a ledger of sayso; give another path",
                subject=ledger.url,
            )
    return found


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("sayso_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM sayso_version").scalar()


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415 - a quarter of a second, needed once
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "sayso.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
