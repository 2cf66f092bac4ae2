"""The desk under load: every page and list of REST, asked at a steady rate.

``python benchmarks/desk.py LEDGER [--rate 50] [--seconds 60]`` serves a ledger (in a process of its
own, on this machine) and asks it for pages at fixed moments, whether the answers before have come
or not. What is measured is from that moment to the first byte of the answer, so what waits is
counted. ``--out`` writes the table as benchmarks/DESK_LOAD.md has it.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gzip
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

PATIENCE = 30.0  # seconds for an answer


@dataclass
class Answer:
    """One answer: how long it took, in ms, and what came."""

    status: int
    first: float
    whole: float
    size: int
    body: bytes = field(default=b"", repr=False)


class Client:
    """Asks over connections that are kept open, as browsers do."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, path: str, since: float | None = None, accept: str = "text/html") -> Answer:
        """Ask for a page; times are from ``since``, by default from now."""
        begun = time.perf_counter() if since is None else since
        if self.idle:
            pair = self.idle.pop()
            try:
                return await self._asked(pair, path, begun, accept)
            except (ConnectionError, asyncio.IncompleteReadError):
                pair[1].close()  # the server had closed it meanwhile, as it may
        pair = await asyncio.open_connection(self.host, self.port)
        return await self._asked(pair, path, begun, accept)

    async def _asked(self, pair, path, begun, accept) -> Answer:
        reader, writer = pair
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept: {accept}\r\n"
            "Accept-Encoding: gzip\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        first = time.perf_counter()
        status = int(head.split(b" ", 2)[1])
        lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if "chunked" in headers.get("transfer-encoding", ""):
            body = await _chunks(reader)
        whole = time.perf_counter()
        size = len(body)
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.idle.append(pair)
        return Answer(status, 1000 * (first - begun), 1000 * (whole - begun), size, body)


async def _chunks(reader) -> bytes:
    body = b""
    while size := int((await reader.readline()).strip(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return body


# Things that are there: where they are listed, by what they are asked for, one of how many.
THINGS = (
    ("claim", "claims", "id", 10), ("actor", "actors", "name", 10),
    ("outlet", "outlets", "name", 5), ("document", "documents", "id", 5),
    ("attribution", "attributions", "id", 5),
)  # fmt: skip
WORDED = (
    ("search", "/search?q={}"), ("documents: words", "/documents?q={}"),
    ("claims: words", "/claims?about={}"), ("actors: words", "/actors?q={}*"),
)  # fmt: skip
LISTS = "documents claims actors outlets events runs skipped review".split()


async def words_there(client: Client) -> list[str]:
    """Return some words of what was said, rare and frequent ones."""
    answer = await client.ask("/api/v1/attributions?limit=200", accept="application/json")
    told = " ".join(one["content"] for one in json.loads(answer.body)["items"])
    return random.Random(2).sample(sorted(set(re.findall(r"[a-z]{5,}", told))), 12)


async def addresses(client: Client) -> dict[str, list[str]]:
    """Return what to ask for, by kind: lists as people narrow them, and things that are there."""
    found: dict[str, list[str]] = {f"{name}: list": [f"/{name}"] for name in LISTS}
    words = await words_there(client)
    found |= {kind: [form.format(word) for word in words] for kind, form in WORDED}
    for kind, name, key, step in THINGS:
        answer = await client.ask(f"/api/v1/{name}?limit=200", accept="application/json")
        ids = [quote(one[key], safe="") for one in json.loads(answer.body)["items"]][::step]
        found[kind] = [f"/{name}/{one}" for one in ids]
        if kind == "outlet":
            found["documents: outlet"] = [f"/documents?outlet={one}" for one in ids]
    rest = {f"REST {kind}": [f"/api/v1{path}" for path in some] for kind, some in found.items()}
    rest["REST attributions: list"] = ["/api/v1/attributions"]
    return {"read": ["/"], **found, **rest}


async def load(client: Client, asked: dict[str, list[str]], rate: float, seconds: float):
    """Ask at fixed moments; return the answers by kind, and what went wrong."""
    chosen = random.Random(1)
    kinds = sorted(asked)
    answers: dict[str, list[Answer]] = defaultdict(list)
    wrong: list[str] = []

    async def one(kind: str, path: str, at: float) -> None:
        try:
            answer = await asyncio.wait_for(client.ask(path, at), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            wrong.append(f"{path}: {error!r}")
            return
        answer.body = b""
        answers[kind].append(answer)
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")

    begun, tasks = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        at = begun + number / rate
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        kind = kinds[number % len(kinds)]
        tasks.append(asyncio.create_task(one(kind, chosen.choice(asked[kind]), at)))
    await asyncio.gather(*tasks)
    return answers, wrong


async def weight(client: Client, path: str) -> int:
    """Return the compressed bytes of a page with all files it needs."""
    page = await client.ask(path)
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.body.decode()))
    sizes = [(await client.ask(file)).size for file in sorted(files)]
    return page.size + sum(sizes)


def share(values: list[float], part: float) -> float:
    """Return the value that a part of all is not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def table(answers, weights) -> str:
    """Return the table of what was measured."""
    lines = ["| | asked | first byte p50 | p95 | most | whole p95 | kB with files |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    every = [answer for some in answers.values() for answer in some]
    for kind, some in [*sorted(answers.items()), ("all", every)]:
        first, whole = [one.first for one in some], [one.whole for one in some]
        kb = f"{weights[kind] / 1000:.0f}" if kind in weights else ""
        lines.append(
            f"| {kind} | {len(some)} | {share(first, 0.5):.0f} | {share(first, 0.95):.0f} "
            f"| {max(first):.0f} | {share(whole, 0.95):.0f} | {kb} |"
        )
    return "\n".join(lines)


def busy(process: int) -> float:
    """Return the seconds that the processors have worked for a process."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


async def measure(address: str, process: int, rate: float, seconds: float) -> tuple[str, list[str]]:
    """Measure a desk; return the table, and what went wrong."""
    parts = urlsplit(address)
    client = Client(parts.hostname, parts.port)
    asked = await addresses(client)
    for paths in asked.values():  # templates are compiled, the file's pages are at hand
        await client.ask(paths[0])
    weights = {kind: await weight(client, paths[0]) for kind, paths in asked.items()
               if not paths[0].startswith("/api/")}  # fmt: skip
    before = busy(process)
    answers, wrong = await load(client, asked, rate, seconds)
    each = 1000 * (busy(process) - before) / (rate * seconds)
    told = f"A request takes {each:.1f} ms of a processor's time."
    return f"{table(answers, weights)}\n\n{told}", wrong


def serve(ledger: str, log: Path) -> tuple[subprocess.Popen, str]:
    """Serve a ledger; return the process and its address, as its log tells."""
    command = [sys.executable, "-m", "sayso", "serve", "--ledger", ledger, "--port", "0"]
    with log.open("w") as out:
        started = subprocess.Popen(command, stderr=out)
    while started.poll() is None:
        if found := re.search(r"http://\S+", log.read_text()):
            return started, found[0]
        time.sleep(0.1)
    raise SystemExit(log.read_text())


def main() -> None:
    """Measure, and print or write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        started, address = serve(options.ledger, log)
        try:
            told, wrong = asyncio.run(measure(address, started.pid, options.rate, options.seconds))
        finally:
            started.terminate()
            started.wait()
            print(log.read_text()[-4000:], file=sys.stderr)
    size = Path(options.ledger).stat().st_size / 1e9
    told = (
        f"`python benchmarks/desk.py`, {dt.datetime.now(tz=dt.UTC).date()}: {options.rate:g} "
        f"requests a second for {options.seconds:g} seconds, {len(wrong)} errors; a ledger of "
        f"{size:.2f} GB, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores shared with other work "
        f"(load {os.getloadavg()[0]:.1f}). Milliseconds from the moment a request was due.\n\n"
        f"{told}\n"
    )
    print(told)
    for line in wrong[:20]:
        print(line)
    if options.out:
        options.out.write_text(f"# The desk under load\n\n{told}", "utf-8")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
