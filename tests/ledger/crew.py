"""Programs that write and read ledgers while others do, or until they are killed.

``python crew.py add URL FIRST LAST BATCH [LIMIT]`` adds the made-up readings FIRST..LAST. It
prints a line for each, as it is asked for, and one that says how many it has added, or how it
was refused. LIMIT is the most bytes a file may have.
"""

import json
import os
import resource
import sys
import time
from itertools import count

import sqlalchemy as sa
from synthetic import SPEAKERS, make_reading

from sayso.errors import LedgerError
from sayso.ledger import (
    add_readings,
    asking,
    document_key,
    get_reading,
    open_ledger,
    schema,
    start_run,
)
from sayso.records import Skipped

STATEMENTS = 3


def item(number):
    """The input of that number: a reading, or now and then one that is skipped."""
    if number % 20 == 19:
        return Skipped(f"https://news.example/{number}", "no article")
    return make_reading(number, statements=STATEMENTS)


def add(url, first, last, batch):
    with open_ledger(url) as ledger:
        items = map(told, range(first, last))
        counts = add_readings(ledger, start_run(ledger), items, batch=batch)
        return {"documents": counts.documents}


def told(number):
    print(number, flush=True)
    return item(number)


def write_for(url, seconds, numbers, ready, results):
    """Add a few readings at a time, pause a little as the encoder would, until the time is up."""
    stored = []
    try:
        with open_ledger(url) as ledger:
            run = start_run(ledger)
            ready.wait(60)
            end = time.time() + seconds
            while time.time() < end:
                some = [make_reading(next(numbers), statements=STATEMENTS) for _ in range(10)]
                add_readings(ledger, run, some)
                stored += [document_key(one.document) for one in some]
                time.sleep(0.02)
        results.put(("wrote", stored))
    except BaseException as error:
        results.put(("error", repr(error)))
        raise


def read_for(url, seconds, ready, results):
    """Ask this and that until the time is up; tell the longest that an answer took."""
    longest, asked = 0.0, 0
    try:
        with open_ledger(url, read_only=True) as ledger:
            last = sa.select(schema.document.c.key).order_by(schema.document.c.id.desc()).limit(1)
            ready.wait(60)
            end = time.time() + seconds
            for number in count():
                started = time.perf_counter()
                with asking(ledger) as connection:
                    key = connection.execute(last).scalar()
                    connection.execute(*search(ledger, SPEAKERS[number % 100])).all()
                if key is not None:
                    assert len(get_reading(ledger, key).attributions) == STATEMENTS
                longest = max(longest, time.perf_counter() - started)
                asked += 1
                if time.time() > end:
                    break
                time.sleep(0.005)
        results.put(("read", (asked, longest)))
    except BaseException as error:
        results.put(("error", repr(error)))
        raise


def search(ledger, words):
    if ledger.dialect == "sqlite":
        sql = """SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH :words
                 ORDER BY rowid DESC LIMIT 20"""
        return sa.text(sql), {"words": f'"{words}"'}
    sql = """SELECT id FROM attribution_fts WHERE words @@ phraseto_tsquery('simple', :words)
             ORDER BY id DESC LIMIT 20"""
    return sa.text(sql), {"words": words}


def become_nobody():
    os.setgid(65534)
    os.setuid(65534)


if __name__ == "__main__":
    _, task, url, first, last, batch, *more = sys.argv
    if more:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(more[0]), int(more[0])))
    if task == "add-as-nobody" and os.geteuid() == 0:
        become_nobody()
    try:
        print(json.dumps(add(url, int(first), int(last), int(batch))))
    except LedgerError as error:
        print(json.dumps({"error": type(error).__name__, "told": str(error)}))
