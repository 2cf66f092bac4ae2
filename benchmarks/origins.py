"""How many independent origins a claim has: simple ways to count, beside what people counted.

    python benchmarks/origins.py ../shared/gold/cross_chibok.jsonl

The gold file has a line for each document (``{"document": …}``) and one with the claims
(``{"claims": […]}``; their members and origins as docs/fields.md has them). What is counted are
the origins of the members that state a claim; denials and doubts are counted apart. The simple ways
(``sayso.evaluate.counting``) see no more of a claim than which documents state it; ours traces
the members that people put together (``sayso evaluate`` scores it on the claims it found).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from sayso.evaluate.counting import RIVALS
from sayso.evaluate.score import iou
from sayso.pipeline import read_document
from sayso.records import Document
from sayso.resolve.claims import find_copies
from sayso.resolve.origin import make_context, trace
from sayso.resolve.stated import Stated, stated_in
from sayso.resolve.story import all_neighbours, signature_of
from sayso.text import make_document, merged

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
    return {name: count([documents[each] for each in ids]) for name, count in RIVALS.items()}


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


def tracing(documents: Documents) -> Count:
    """Return our way to count: it reads the documents once, and traces the members it is given.

    Each member is taken for the proposition that overlaps most with its evidence; what people
    put together stays together. So this is the tracing alone, without the finding of claims.
    """
    readings = [read_document(document) for document in documents.values()]
    near = all_neighbours(map(signature_of, readings))
    context = make_context(readings, find_copies(readings, near))
    stated = {one.document.id: list(stated_in(one)) for one in readings}

    def count(documents: Documents, members: Sequence[Member]) -> int:
        del documents
        picked = {one.key: one for member in members if (one := _stated_by(member, stated))}
        return len(trace(list(picked.values()), ["states"] * len(picked), context))

    return count


def _stated_by(member: Member, stated: Mapping[str, Sequence[Stated]]) -> Stated | None:
    evidence = merged(tuple(span) for span in member["evidence"])
    some = stated[str(member["document"])]
    best = max(some, key=lambda one: iou(evidence, merged(one.proposition.evidence)), default=None)
    return best if best and iou(evidence, merged(best.proposition.evidence)) > 0 else None


def main() -> None:
    """Print the table for the gold files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path, help="gold files with claims (JSON lines)")
    for path in parser.parse_args().gold:
        documents, claims = read_gold(path)
        scores = compare(documents, claims, tracing(documents))
        counted = next(iter(scores.values()), {}).get("claims", 0)
        sys.stdout.write(f"{path.name}: {counted:.0f} claims\n\n{table(scores)}\n\n")


if __name__ == "__main__":
    main()
