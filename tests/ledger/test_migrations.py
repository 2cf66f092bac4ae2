"""A ledger of every earlier version opens as one of this version, and loses nothing."""

import gzip
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from make_version import DATA, contents
from synthetic import make_reading

from sayso.errors import NoLedger
from sayso.ledger import (
    add_readings,
    all_readings,
    all_skipped,
    asking,
    judgements,
    open_ledger,
    schema,
    start_run,
    verify,
)
from sayso.ledger.actors import find_actors
from sayso.ledger.tally import count_uncounted
from sayso.records import Skipped

KEPT = sorted(DATA.glob("version*.db.gz"))


def version_of(path):
    return re.search(r"\d+", path.name)[0]


def revisions():
    config = Config()
    config.set_main_option("script_location", "sayso.ledger:migrations")
    return ScriptDirectory.from_config(config)


def test_the_program_knows_the_newest_revision():
    assert revisions().get_heads() == [schema.VERSION]


def test_a_ledger_of_every_version_is_kept_to_test_with():
    known = {script.revision for script in revisions().walk_revisions()}
    assert set(map(version_of, KEPT)) == known


@pytest.fixture(params=KEPT, ids=lambda path: path.name.split(".")[0])
def earlier(request, tmp_path):
    path = tmp_path / request.param.name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_an_earlier_ledger_keeps_all_it_has(earlier):
    first, second = contents(version_of(earlier))
    with open_ledger(earlier) as ledger:
        newest = [*second, *first[len(second) :]]
        assert list(all_readings(ledger)) == newest
        pairs = [one for pair in zip(first, second, strict=False) for one in pair]
        assert list(all_readings(ledger, older=True)) == [*pairs, *first[len(second) :]]
        assert all_skipped(ledger) == [Skipped("a.pdf", "no text in it")]
        assert [one.verdict for one in judgements(ledger, undone=True)] == [
            "correct",
            "reject",
            "undo",
        ]
        assert list(verify(ledger)) == []


def test_an_earlier_ledger_is_counted(earlier):
    with open_ledger(earlier) as ledger:
        assert count_uncounted(ledger) == 0
        said = [one for reading in all_readings(ledger) for one in reading.attributions]
        assert sum(one.statements for one in find_actors(ledger, limit=100).items) == len(said)


def test_an_earlier_ledger_takes_in_more(earlier):
    with open_ledger(earlier) as ledger:
        more = [make_reading(seed) for seed in range(100, 105)]
        assert add_readings(ledger, start_run(ledger), more).documents == 5
        assert list(verify(ledger)) == []


def test_an_earlier_ledger_gets_the_tables_of_a_new_one(earlier, tmp_path):
    def made(path):
        with open_ledger(path) as ledger, asking(ledger) as connection:
            sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            return connection.exec_driver_sql(sql).all()

    assert made(earlier) == made(tmp_path / "new.db")


def test_an_earlier_ledger_for_reading_only_is_left_as_it_is(earlier):
    with open_ledger(earlier) as ledger, ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sayso_version SET version_num = '0000'")
    with pytest.raises(NoLedger, match="open it once for writing to upgrade it"):
        open_ledger(earlier, read_only=True)


def test_the_tables_are_those_the_program_knows(ledger):
    """What the migrations make in SQL, and what queries are written with, is the same."""
    found = sa.MetaData()
    found.reflect(ledger.engine)
    for table in schema.metadata.sorted_tables:
        there = found.tables[table.name]
        assert described(there, ledger) == described(table, ledger), table.name
    extra = {name for name in found.tables if not re.search("_fts|sayso_version", name)}
    assert extra == set(schema.metadata.tables)


def described(table, ledger):
    """Columns with type and whether they may be NULL, keys, references and indexes of a table."""
    dialect = ledger.engine.dialect
    unique = {
        tuple(c.name for c in one.columns)
        for one in table.constraints if isinstance(one, sa.UniqueConstraint)
    }  # fmt: skip
    return (
        {c.name: (c.type.compile(dialect), c.nullable) for c in table.columns},
        [c.name for c in table.primary_key.columns],
        {(c.name, fk.target_fullname) for c in table.columns for fk in c.foreign_keys},
        unique,
        {(i.name, *(c.name for c in i.columns)) for i in table.indexes},
    )


def test_the_view_has_the_columns_the_program_knows(ledger):
    with asking(ledger) as connection:
        there = connection.exec_driver_sql("SELECT * FROM statement").keys()
    assert set(there) == {column.name for column in schema.statement.columns}


def test_a_making_that_fails_leaves_nothing_half_made(url):
    def fail(_connection, _cursor, statement, *_):
        if "CREATE VIEW" in statement:
            raise RuntimeError("lightning")

    sa.event.listen(sa.Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError, match="lightning"):
            open_ledger(url)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", fail)
    with open_ledger(url) as ledger:
        assert list(all_readings(ledger)) == []


def test_two_may_make_a_ledger_at_once(url):
    with ThreadPoolExecutor(4) as pool:
        for opened in pool.map(lambda _: open_ledger(url), range(4)):
            opened.close()
    with open_ledger(url, create=False) as ledger:
        assert list(verify(ledger)) == []


def test_opening_a_current_ledger_does_not_wait_for_alembic(ledger):
    """It is cheap: the version is one row."""
    code = f"""
import sys
from sayso.ledger import open_ledger
open_ledger({ledger.url!r})
print("alembic" in sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_revision_travels_in_the_package():
    folder = Path(schema.__file__).parent / "migrations"
    assert (folder / "env.py").is_file()
    for script in revisions().walk_revisions():
        assert Path(script.path).parent == folder / "versions"
