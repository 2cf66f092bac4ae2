"""Keep a small ledger of the schema as it is now, for the tests of all later versions to open.

``python tests/ledger/make_version.py`` writes ``data/version<schema>.db.gz``; once, before the
schema changes. What is in it is made from seeds: ``contents`` says what must come out again.
"""

import gzip
import tempfile
from dataclasses import MISSING, fields, replace
from pathlib import Path

from synthetic import make_reading

from sayso.ledger import (
    add_readings,
    attribution_keys,
    finish_run,
    judge,
    open_ledger,
    schema,
    start_run,
    undo,
)
from sayso.records import Event, Skipped

DATA = Path(__file__).parent / "data"


def contents(version=schema.VERSION):
    """The readings of such a ledger, the older first; two documents have two."""
    made = [make_reading(seed, statements=3) for seed in range(5)]
    if version < "0003":
        made = [_as_before_0003(one) for one in made]
    return made, [replace(one, produced_by={"version": "2.0"}) for one in made[:2]]


def _as_before_0003(reading):
    """What ledgers kept of a reading then: no labels, and of events the first eleven fields."""
    added = [field for field in fields(Event) if field.default is not MISSING]
    plain = {field.name: field.default for field in added} | {"place": None}
    return replace(reading, events=tuple(replace(e, **plain) for e in reading.events), labels=())


def fill(ledger):
    first, second = contents()
    run = start_run(ledger, settings={"threads": 1}, command="sayso add reports/")
    add_readings(ledger, run, [*first, Skipped("a.pdf", "no text in it")])
    add_readings(ledger, run, second)
    finish_run(ledger, run)
    keys = attribution_keys(first[0])
    judge(ledger, "correct", keys[0], value={"speaker": "Jane Orr"}, by="ann")
    undo(ledger, judge(ledger, "reject", keys[1], by="bo").key, by="ann")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with open_ledger(path) as ledger:
            fill(ledger)
        DATA.mkdir(exist_ok=True)
        target = DATA / f"version{schema.VERSION}.db.gz"
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        print(target, target.stat().st_size, "bytes")
