"""How many independent origins a claim has: simple ways to count, beside what people counted.

    python benchmarks/origins.py ../shared/gold/cross_chibok.jsonl

The gold file has a line for each document (``{"document": …}``) and one with the claims
(``{"claims": […]}``; their members and origins as docs/fields.md has them). What is counted are
the origins of the members that state a claim; denials and doubts are counted apart. The simple
ways see no more of a claim than which documents state it:

1. documents, 2. their outlets, 3. the owners of those;
4. clusters of documents whose texts have a MinHash likeness of .5 and more (128 permutations,
   word 3-grams, single link);
5. clusters of documents whose headlines share .55 and more of their words (Jaccard, single
   link);
6. always one, which sees nothing at all.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from zlib import crc32

import numpy as np

from sayso.records import Document
from sayso.resolve.outlet import outlet_of, owner_of
from sayso.text import make_document

PERMUTATIONS, GRAM, ALIKE, HEADLINE = 128, 3, 0.5, 0.55
PRIME = (1 << 61) - 1

Member = Mapping[str, object]
Documents = Mapping[str, Document]
Count = Callable[[Documents, Sequence[Member]], int]


def read_gold(path: Path) -> tuple[dict[str, Document], list[dict]]:
    """Read the documents of a gold file by their ids, and its claims."""
    documents: dict[str, Document] = {}
    claims: list[dict] = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        claims += row.get("claims", ())
        if found := row.get("document"):
            known = {name: found.get(name) for name in ("id", "outlet", "title", "published")}
            text = found["text"]
            documents[found["id"]] = make_document(text, uri=found.get("uri"), **known)
    return documents, claims


def counters(documents: Documents, members: Sequence[Member]) -> dict[str, int]:
    """Return how many origins each of the simple ways counts.

    Args:
        documents: by id, all that the members come from.
        members: of one claim, with the id of their "document".
    """
    ids = sorted({str(member["document"]) for member in members})
    outlets = {outlet_of(documents[each]) or each for each in ids}
    return {
        "documents": len(ids),
        "outlets": len(outlets),
        "owners": len({owner_of(outlet) for outlet in outlets}),
        "MinHash clusters": _clusters(ids, _alike_texts(documents, ids)),
        "headline clusters": _clusters(ids, _alike_headlines(documents, ids)),
    }


def stated(claim: Mapping) -> tuple[list[Member], int]:
    """Return the members of a claim that state it, and how many origins people gave them."""
    states = {at for at, member in enumerate(claim["members"]) if member["stance"] == "states"}
    origins = sum(bool(states & set(origin["members"])) for origin in claim["origins"])
    return [claim["members"][at] for at in sorted(states)], origins


def score(counts: Iterable[tuple[int, int]]) -> dict[str, float]:
    """Return the share of exact counts, and the mean absolute error, of (counted, gold) pairs."""
    off = [abs(counted - gold) for counted, gold in counts]
    return {"exact": off.count(0) / len(off), "error": sum(off) / len(off)} if off else {}


def compare(
    documents: Documents, claims: Sequence[Mapping], ours: Count | None = None
) -> dict[str, dict[str, float]]:
    """Return the scores of each way to count, and of ``ours`` if given, on the same claims.

    Claims that nobody states are left out.
    """
    pairs: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        members, gold = stated(claim)
        if not members:
            continue
        counted = counters(documents, members) | {"always one": 1}
        if ours is not None:
            counted["sayso"] = ours(documents, members)
        for way, count in counted.items():
            pairs.setdefault(way, []).append((count, gold))
    return {way: score(counts) | {"claims": len(counts)} for way, counts in pairs.items()}


def table(scores: Mapping[str, Mapping[str, float]]) -> str:
    """Return the scores as a table in Markdown."""
    lines = ["| way to count | exact | mean absolute error |", "|---|---|---|"]
    lines += [f"| {way} | {one['exact']:.2f} | {one['error']:.2f} |" for way, one in scores.items()]
    return "\n".join(lines)


def signature(text: str) -> np.ndarray:
    """Return the MinHash signature of the word 3-grams of a text, shape (128,)."""
    words = re.findall(r"\w+", text.lower())
    grams = {" ".join(words[at : at + GRAM]) for at in range(max(1, len(words) - GRAM + 1))}
    hashes = np.array([crc32(gram.encode()) for gram in grams], object)
    generator = np.random.default_rng(1)
    factors = generator.integers(1, PRIME, PERMUTATIONS).astype(object)
    shifts = generator.integers(0, PRIME, PERMUTATIONS).astype(object)
    return ((factors[:, None] * hashes + shifts[:, None]) % PRIME).min(axis=1)


def _alike_texts(documents: Documents, ids: Sequence[str]) -> list[tuple[str, str]]:
    signatures = {each: signature(documents[each].text) for each in ids}
    return [
        (a, b) for a, b in combinations(ids, 2) if np.mean(signatures[a] == signatures[b]) >= ALIKE
    ]


def _alike_headlines(documents: Documents, ids: Sequence[str]) -> list[tuple[str, str]]:
    words = {each: set(re.findall(r"\w+", (documents[each].title or each).lower())) for each in ids}
    return [
        (a, b)
        for a, b in combinations(ids, 2)
        if len(words[a] & words[b]) >= HEADLINE * len(words[a] | words[b])
    ]


def _clusters(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> int:
    """Return how many clusters single link makes of the ids."""
    cluster = {each: each for each in ids}
    for a, b in pairs:
        old, new = cluster[a], cluster[b]
        cluster = {each: new if name == old else name for each, name in cluster.items()}
    return len(set(cluster.values()))


def main() -> None:
    """Print the table for the gold files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path, help="gold files with claims (JSON lines)")
    for path in parser.parse_args().gold:
        documents, claims = read_gold(path)
        scores = compare(documents, claims)
        counted = next(iter(scores.values()), {}).get("claims", 0)
        sys.stdout.write(f"{path.name}: {counted:.0f} claims\n\n{table(scores)}\n\n")


if __name__ == "__main__":
    main()
