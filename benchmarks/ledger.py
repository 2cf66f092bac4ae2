"""The ledger at size: how fast it takes in, how fast it finds, how large it grows.

    python benchmarks/ledger.py                       # 10,000 and 100,000 documents
    python benchmarks/ledger.py --sizes 10000 100000 1000000 --folder /somewhere/with/12GB --keep
    python benchmarks/ledger.py --again --folder /somewhere/with/12GB

One ledger grows; of each size a copy is set aside, and asked. Then 1,000 documents at a time go
into each copy in turn, so that all sizes meet the same noise of the machine.
The readings are made up, ten attributions each. Speakers and outlets follow Zipf's law; so do
words, with the bend it has in texts, behind which words get rare faster: 379 news reports have
2,673, 7,113, 10,223 and 14,667 different words among 10, 50, 100 and 200 thousand, these 2,624,
7,150, 10,636 and 15,555. Making them is not counted. Results go to ``benchmarks/LEDGER.md``.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from pathlib import Path

from sayso.ledger import (
    Filter,
    Ledger,
    add_readings,
    find_documents,
    find_statements,
    open_ledger,
    show,
    start_run,
    stats,
)
from sayso.records import Actor, Attribution, Document, Event, Hop, Reading, Response
from sayso.text import sha256

HERE = Path(__file__).parent
VOCABULARY, SPEAKERS, OUTLETS, POOL = 200_000, 100_000, 2_000, 3_000_000
BEND = 4_000  # the rank from which on words get rare faster
PER_DOCUMENT, AT_ONCE, ROUNDS, ASKED = 10, 1000, 7, 100
ACTS = "say say say say say report claim confirm deny accuse demand warn ask believe".split()
KINDS = "person person person government organization armed-group outlet unknown".split()
IDENTITIES = "named named named named role role anonymous unstated".split()
MODES = "direct direct mixed indirect indirect indirect".split()
SYLLABLES = [c + v for v in "aeiou" for c in "b d f g k l m n p r s t v z sh tr st ch".split()]
PRODUCED_BY = {"version": "1.0", "model": "0f1e2d3c4b5a69788796a5b4c3d2e1f0"}


def word(number: int) -> str:
    """Return a word of its own for each number, the common ones short."""
    out = ""
    number += 1
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        out += SYLLABLES[rest]
    return out


class Source:
    """Readings without end, the same for the same seed: words in stretches of a drawn pool."""

    def __init__(self, seed: int) -> None:
        rng = self.rng = random.Random(seed)
        self.words = [word(n) for n in range(VOCABULARY)]
        self.speakers = [f"{word(7 * n + 11).title()} {word(131 * n + 97).title()}"
                         for n in range(SPEAKERS)]  # fmt: skip
        self.outlets = [f"The {word(31 * n + 400).title()} {('Post', 'Times', 'News')[n % 3]}"
                        for n in range(OUTLETS)]  # fmt: skip
        self.pool = rng.choices(self.words, cum_weights=zipf(VOCABULARY, BEND), k=POOL)
        self.voices = rng.choices(self.speakers, cum_weights=zipf(SPEAKERS), k=POOL // 10)
        self.papers = rng.choices(self.outlets, cum_weights=zipf(OUTLETS), k=POOL // 10)
        self.number = 0

    def stretch(self, size: int) -> str:
        """Return some words that stand together in the pool."""
        start = int(self.rng.random() * (POOL - size))
        return " ".join(self.pool[start : start + size])

    def readings(self) -> Iterator[Reading]:
        """Yield reports of ten statements each."""
        while True:
            self.number += 1
            yield self.reading()

    def reading(self) -> Reading:
        """Return the next report."""
        pick = self.rng.random
        lines, attributions, actors, at = [], [], [], 0
        outlet = self.papers[int(pick() * len(self.papers))]
        day = f"{2010 + int(pick() * 16)}-{1 + int(pick() * 12):02}-{1 + int(pick() * 28):02}"
        for n in range(PER_DOCUMENT):
            speaker = self.voices[int(pick() * len(self.voices))]
            lead, content = self.stretch(12), self.stretch(8 + int(pick() * 23))
            lines.append(f"{lead}. “{content},” said {speaker}.")
            start = at + len(lead) + 3
            behind = start + len(content)
            source = (behind + 8, behind + 8 + len(speaker))
            at += len(lines[-1]) + 1
            attributions.append(Attribution(
                f"a{n}", (source,), ((behind + 3, behind + 7),), ((start, behind),),
                verbatim=((start, behind),), mode=MODES[int(pick() * 6)],
                act=ACTS[int(pick() * 14)], factuality="CT+", speaker=speaker,
                identity=IDENTITIES[int(pick() * 8)], kind=KINDS[int(pick() * 8)],
                chain=(Hop(outlet), Hop(speaker, f"p{n}", (source,))),
                said=day if n % 3 else None, confidence=round(pick(), 3),
                why=(f"speaker: “{speaker}” is named", f"said: {day}, the day of the report"),
            ))  # fmt: skip
            if n % 2:
                actors.append(Actor(f"p{n}", speaker, "person", "named", None, (source,)))
        document = made_document(
            "\n".join(lines), uri=f"https://news.example/{self.number}", outlet=outlet,
            title=self.stretch(8).capitalize(), published=f"{day}T09:15:00+00:00", language="en",
        )  # fmt: skip
        said = attributions[int(pick() * PER_DOCUMENT)]
        answers = (Response(said.speaker, "denied", said.id, said.content),) if pick() < 0.1 else ()
        event = Event("ACCUSE", None, (said.speaker,), (), (), None, day, said.content, said.id,
                      "+", "actual")  # fmt: skip
        return Reading(document, tuple(attributions), tuple(actors), answers, (event,), PRODUCED_BY)


def made_document(text: str, *, uri: str, **known: str) -> Document:
    """Return a document of a text that needs no normalising, which would take half the time."""
    return Document(sha256(f"{uri}\n{text}")[:16], text, sha256(text), uri, **known)


def zipf(size: int, bend: float = float("inf")) -> list[float]:
    """Return cumulated weights: the n-th is taken in proportion to 1/(n+2)/(1+n/bend)."""
    return list(accumulate(1 / (rank + 2) / (1 + rank / bend) for rank in range(size)))


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds a call takes, on the clock and of this process's own work."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - cpu


def grow(ledger: Ledger, source: Source, size: int) -> tuple[float, float]:
    """Bring a ledger to a size; return attributions a second, by clock and by work."""
    run, walls, works = start_run(ledger), 0.0, 0.0
    added, readings = 0, source.readings()
    while source.number < size:
        some = list(islice(readings, min(AT_ONCE, size - source.number)))
        wall, work = timed(lambda some=some: add_readings(ledger, run, some, batch=AT_ONCE))
        walls, works, added = walls + wall, works + work, added + len(some) * PER_DOCUMENT
        if source.number % 50_000 == 0:
            print(f"  {source.number:>9,} documents, {added / walls:,.0f}/s", flush=True)
    return added / walls, added / works


def questions(  # noqa: C901 - a table, and the words it picks from
    source: Source, rng: random.Random, keys: list[str]
) -> dict[str, Callable]:
    """Return what is asked, by name; each call asks for something else."""
    outlets = source.outlets

    def rare() -> str:
        return source.words[rng.randrange(5_000, 50_000)]

    def common() -> str:
        return source.words[rng.randrange(40)]

    def phrase() -> str:
        start = rng.randrange(POOL - 2)
        return f'"{" ".join(source.pool[start : start + 2])}"'

    def prefix() -> str:
        chosen = source.words[rng.randrange(500, 20_000)]
        return f"{chosen[:4]}*"

    def speaker() -> str:
        return source.voices[rng.randrange(len(source.voices))]

    def outlet() -> str:
        return outlets[min(int(rng.paretovariate(1)), 200)]

    def statements(**asked: Callable | str | bool) -> Callable:
        return lambda ledger: find_statements(ledger, made(asked))

    def documents(**asked: Callable | str | bool) -> Callable:
        return lambda ledger: find_documents(ledger, made(asked))

    def made(asked: dict) -> Filter:
        return Filter(**{name: v() if callable(v) else v for name, v in asked.items()})

    def month() -> str:
        return f"{rng.randrange(2010, 2026)}-{rng.randrange(1, 13):02}"

    def second_page(ledger: Ledger) -> None:
        wanted = Filter(words=common())
        find_statements(ledger, wanted, cursor=find_statements(ledger, wanted).cursor)

    return {
        "search: a rare word": statements(words=rare),
        "search: a common word": statements(words=common),
        "search: two common words": statements(words=lambda: f"{common()} {common()}"),
        "search: a common and a rare word": statements(words=lambda: f"{common()} {rare()}"),
        "search: a phrase of two words": statements(words=phrase),
        "search: a prefix of four letters": statements(words=prefix),
        "search: best first, a common word":
            lambda ledger: find_statements(ledger, Filter(words=common()), order="best"),
        "search: two pages of a common word": second_page,
        "list: the newest": statements(),
        "list: speaker": statements(speaker=speaker),
        "list: outlet": statements(outlet=outlet),
        "list: act": statements(act=lambda: rng.choice(ACTS)),
        "list: denied": statements(denied=True),
        "list: anonymous, one month": statements(anonymous=True, since=(m := month()), until=m),
        "list: since a day, until another":
            statements(since="2013-05-14", until="2019-08-09", mode="direct"),
        "list: common word, outlet, act": statements(
            words=common, outlet=outlet, act=lambda: rng.choice(ACTS)),
        "list: common word, speaker, denied": statements(
            words=common, speaker=speaker, denied=True),
        "list: outlet, anonymous, denied, a year": statements(
            outlet=outlet, anonymous=True, denied=True, since="2014", until="2014"),
        "documents: a rare word": documents(words=rare),
        "documents: a common word": documents(words=common),
        "documents: outlet": documents(outlet=outlet),
        "documents: common word, outlet": documents(words=common, outlet=outlet),
        "documents: a month": documents(since=month, until="2025"),
        "show: a document": lambda ledger: show(ledger, rng.choice(keys).split("-")[0]),
        "show: an attribution": lambda ledger: show(ledger, rng.choice(keys)),
        "show: ten characters of an id": lambda ledger: show(ledger, rng.choice(keys)[:12]),
    }  # fmt: skip


def sampled_keys(ledger: Ledger, rng: random.Random) -> list[str]:
    """Return keys of attributions from all over a ledger."""
    with ledger.engine.connect() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM attribution").scalar()
        query = """SELECT d.key || '-' || a.mark FROM attribution a
            JOIN reading r ON r.id = a.reading
            JOIN document d ON d.id = r.document WHERE a.id = ?"""
        return [connection.exec_driver_sql(query, (rng.randint(1, last),)).scalar()
                for _ in range(300)]  # fmt: skip


def ask(ledger: Ledger, source: Source) -> dict[str, tuple[float, float, float]]:
    """Return milliseconds of every kind of question: p50 and p95 by the clock, p95 of work."""
    rng = random.Random(7)
    found = {}
    for name, question in questions(source, rng, sampled_keys(ledger, rng)).items():
        question(ledger)
        taken = [timed(lambda q=question: q(ledger)) for _ in range(ASKED)]
        walls, works = (sorted(1000 * one for one in all_) for all_ in zip(*taken, strict=True))
        high = int(ASKED * 0.95)
        found[name] = walls[ASKED // 2], walls[high], works[high]
        print(f"  {name:<42}" + "".join(f"{one:>8.1f}" for one in found[name]), flush=True)
    wall, work = timed(lambda: stats(ledger))
    found["stats (once)"] = wall * 1000, wall * 1000, work * 1000
    return found


def take_turns(paths: dict[int, Path], source: Source) -> dict[int, tuple[float, float]]:
    """Add 1,000 documents to each ledger in turn; return median seconds, clock and work."""
    taken: dict[int, list[tuple[float, float]]] = {size: [] for size in paths}
    readings = source.readings()
    for _ in range(ROUNDS):
        for size, path in paths.items():
            some = list(islice(readings, 1000))
            with open_ledger(path) as ledger:
                run = start_run(ledger)
                add_readings(ledger, run, some[:50])  # opens, warms
                taken[size].append(timed(lambda s=some, r=run, x=ledger: add_readings(x, r, s)))
    return {size: tuple(map(statistics.median, zip(*all_, strict=True)))
            for size, all_ in taken.items()}  # fmt: skip


def grown(sizes: list[int], folder: Path, source: Source) -> dict[int, dict]:
    """Grow one ledger through all sizes, and set a copy of each aside."""
    path, found = folder / "ledger.db", {}
    for size in sizes:
        print(f"{size:,} documents", flush=True)
        with open_ledger(path) as ledger:
            rate = grow(ledger, source, size)
            ledger.engine.connect().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        found[size] = {"rate": rate, "bytes": path.stat().st_size / size / PER_DOCUMENT}
        if size == sizes[-1]:
            path.rename(folder / f"{size}.db")
        else:
            shutil.copy(path, folder / f"{size}.db")
    return found


def measured(sizes: list[int], folder: Path, *, again: bool) -> dict[int, dict]:
    """Return what is known of ledgers of all sizes; ``again``: of those a run before has kept."""
    source, notes = Source(1), folder / "grown.json"
    gc.freeze()  # millions of words of the source, which no collection need go through
    if not again:
        notes.write_text(json.dumps(grown(sizes, folder, source)), encoding="utf-8")
    found = {int(size): known for size, known in json.loads(notes.read_text()).items()}
    paths = {size: folder / f"{size}.db" for size in found}
    for size, path in paths.items():
        print(f"asking {size:,} documents", flush=True)
        with open_ledger(path) as ledger:
            found[size] |= {"size": size, "asked": ask(ledger, source)}
    source.number = 2 * max(found)  # addresses that none of them has
    for size, turn in take_turns(paths, source).items():
        found[size]["turn"] = turn
    return found


def report(found: dict[int, dict], started: float) -> str:
    """Return the figures as a page."""
    sizes = list(found)
    rows: list[tuple[str, Callable[[dict], str]]] = [
        ("attributions", lambda f: f"{f['size'] * PER_DOCUMENT:,}"),
        ("taken in per second, by the clock", lambda f: f"{f['rate'][0]:,.0f}"),
        ("taken in per second of CPU time", lambda f: f"{f['rate'][1]:,.0f}"),
        ("adding 1,000 documents: seconds by the clock", lambda f: f"{f['turn'][0]:.2f}"),
        ("… of CPU time", lambda f: f"{f['turn'][1]:.2f}"),
        ("… CPU time, as a multiple of the first",
         lambda f: f"{f['turn'][1] / found[sizes[0]]['turn'][1]:.2f}"),
        ("bytes in the file per attribution, text and index included",
         lambda f: f"{f['bytes']:,.0f}"),
    ]  # fmt: skip
    lines = ["# The ledger at size", "", intro(started), "",
             table(["", *(f"{size:,} documents" for size in sizes)],
                   [[name, *(cell(one) for one in found.values())] for name, cell in rows]),
             "", "Answers in milliseconds: p50 / p95 by the clock / p95 of CPU time", "",
             table(["", *(f"{size:,}" for size in sizes)],
                   [[name, *(" / ".join(f"{v:.1f}" for v in one["asked"][name])
                             for one in found.values())]
                    for name in found[sizes[0]]["asked"]])]  # fmt: skip
    return "\n".join(lines) + "\n"


def intro(started: float) -> str:
    """Return under what conditions the figures came about."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"`python benchmarks/ledger.py`, {time.strftime('%Y-%m-%d')}: SQLite "
        f"{sqlite3.sqlite_version}, Python {platform.python_version()}, {os.cpu_count()} cores "
        f"shared with other work (load {os.getloadavg()[2]:.1f}), one process, "
        f"{(time.time() - started) / 60:.0f} minutes in all, {peak} MB at most. Made-up readings, "
        f"{PER_DOCUMENT} attributions a document, {VOCABULARY:,} words, {SPEAKERS:,} speakers and "
        f"{OUTLETS:,} outlets by Zipf's law; making them is not counted. A batch has {AT_ONCE} "
        "documents while the ledger grows, and 200 (as in `sayso add`) where 1,000 are added; "
        f"that is the median of {ROUNDS} rounds, all sizes in turn. Each question was asked "
        f"{ASKED} times with other words."
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the ledgers are made, then deleted")
    parser.add_argument("--keep", action="store_true", help="leave them there")
    parser.add_argument("--again", action="store_true", help="ask those that were left there")
    parser.add_argument("--to", type=Path, default=HERE / "LEDGER.md")
    options = parser.parse_args()
    started = time.time()
    folder = Path(options.folder or tempfile.gettempdir()) / "sayso-ledgers"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        found = measured(sorted(options.sizes), folder, again=options.again)
        options.to.write_text(report(found, started), encoding="utf-8")
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
