"""Claims at size: what it costs to compare new documents as a ledger grows.

    OPENBLAS_NUM_THREADS=1 python benchmarks/claims.py   # 1,000 and 10,000 documents
    python benchmarks/claims.py --sizes 10000 100000

Made-up readings: a story has eight documents within a week, each of twelve propositions drawn
from what its story states, in other words, beside some of its own. Words follow Zipf's law.
At each size, 1,000 more documents are added and compared; making readings is not counted.
Results go to ``benchmarks/CLAIMS.md``.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

from sayso.claims import update_claims
from sayso.ledger import Ledger, add_readings, open_ledger, start_run
from sayso.records import Attribution, Hop, Proposition, Reading
from sayso.text import make_document

HERE = Path(__file__).parent
VOCABULARY, STORY, STATED, OWN, MORE = 40_000, 8, 24, 4, 1_000
SYLLABLES = [c + v for v in "aeiou" for c in "b d f g k l m n p r s t v z sh tr st ch".split()]


def word(number: int) -> str:
    """Return a word of its own for each number."""
    out = ""
    number += 400
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        out += SYLLABLES[rest]
    return out


def readings(seed: int) -> Iterator[Reading]:
    """Yield made-up readings without end, story after story."""
    rng = random.Random(seed)
    words = [word(n) for n in range(VOCABULARY)]
    weights = list(accumulate(1 / (n + 2) for n in range(VOCABULARY)))
    number = 0
    while True:
        day = date(2015, 1, 1) + timedelta(rng.randrange(3650))
        names = rng.sample(words[2000:], 6)
        facts = [[*rng.sample(names, 2), *rng.choices(words, cum_weights=weights, k=7)]
                 for _ in range(STATED)]  # fmt: skip
        for _ in range(STORY):
            number += 1
            told = rng.sample(facts, 12 - OWN)
            told += [rng.choices(words, cum_weights=weights, k=9) for _ in range(OWN)]
            yield reading(rng, number, day + timedelta(rng.randrange(7)), told)


def reading(rng: random.Random, number: int, day: date, told: list[list[str]]) -> Reading:
    """Return one reading that states some lists of words, a few of each left out or moved."""
    lines, propositions, attributions, at = [], [], [], 0
    outlet = f"The {word(number % 500)} Post"
    for n, fact in enumerate(told, 1):
        some = [w for w in fact if rng.random() < 0.85] or fact
        line = " ".join(some)
        said = f"a{n}" if n % 2 else None
        if said:
            attributions.append(Attribution(
                said, (), (), ((at, at + len(line)),), act="say", factuality="CT+",
                speaker=fact[0], identity="named", kind="person",
                chain=(Hop(outlet), Hop(fact[0])),
            ))  # fmt: skip
        propositions.append(Proposition(f"q{n}", ((at, at + len(line)),), said, some[-1], some[0],
                                        "", tuple(some)))  # fmt: skip
        lines.append(line)
        at += len(line) + 1
    document = make_document("\n".join(lines), uri=f"https://news.example/{number}",
                             outlet=outlet, published=day.isoformat())  # fmt: skip
    return Reading(document, tuple(attributions), produced_by={"version": "1", "model": "m"},
                   propositions=tuple(propositions))  # fmt: skip


def add(ledger: Ledger, some: list[Reading]) -> tuple[float, float]:
    """Add readings and compare them; return the seconds of comparing, clock and CPU."""
    add_readings(ledger, start_run(ledger), some)
    wall, cpu = time.perf_counter(), time.process_time()
    update_claims(ledger)
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--to", type=Path, default=HERE / "CLAIMS.md")
    options = parser.parse_args()
    made, size, lines = readings(1), 0, []
    with tempfile.TemporaryDirectory(prefix="sayso-claims-") as folder:
        path = Path(folder) / "ledger.db"
        with open_ledger(path) as ledger:
            for target in options.sizes:
                while size < target:
                    some = list(islice(made, min(400, target - size)))
                    add(ledger, some)
                    size += len(some)
                wall, cpu = add(ledger, list(islice(made, MORE)))
                size += MORE
                with ledger.engine.connect() as connection:
                    claims = connection.exec_driver_sql("SELECT count(*) FROM claim").scalar()
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                kilobytes = path.stat().st_size / 1024 / size
                lines.append((target, wall / MORE, cpu / MORE, claims, kilobytes, peak))
                print(lines[-1], flush=True)
    options.to.write_text(page(lines), encoding="utf-8")


def page(lines: list[tuple]) -> str:
    """Return the figures as a page."""
    rows = [
        f"| {size:,} | {wall * 1000:.0f} | {cpu * 1000:.0f} | {cpu / lines[0][2]:.2f} | {claims:,} "
        f"| {kilobytes:.0f} | {peak} |"
        for size, wall, cpu, claims, kilobytes, peak in lines
    ]
    how = (
        f"`python benchmarks/claims.py`, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores "
        f"shared with other work (load {os.getloadavg()[1]:.1f}), one process. Made-up readings "
        f"of twelve propositions, stories of eight; {MORE} documents added at each size."
    )
    head = (
        "| documents | ms a new document, clock | … CPU | as a multiple | claims | kB a document "
        "| MB at most |"
    )
    return "\n".join(["# Claims at size", "", how, "", head, "| ---: " * 7 + "|", *rows, ""])


if __name__ == "__main__":
    main()
