"""Events beside what others annotated: PLOVER's records, PETRARCH2's unit tests, re3d.

``python training/score_events.py SHARED``, the folder of the corpora. Three figures:

1. PLOVER's gold records: whether the event that shares most actors with the record has its
   type, as ``sayso events --tsv`` prints it (the records are older than the manual: DEMAND is
   REQUEST, DISAPPROVE and INVESTIGATE are ACCUSE);
2. PETRARCH2's unit tests, whose states are invented: whether an event has a type that the code
   of the test stands for. The codes are those of the tests' own dictionary, WEIS's classes (064
   is "restore ties"), not CAMEO's; a comment (02), a denial (14) and a warning (16) are no event;
3. re3d: pairs of actors that fight, are allied or communicate, in a document, whichever way
   round. Pairs with a pronoun are left out, and those with a weapon or a vehicle for a side.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sayso.evaluate.events import agree
from sayso.evaluate.score import PRF
from sayso.pipeline import read_text
from sayso.records import Event, Reading
from sayso.views.plover import plover_type

OLDER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
RELATIONS = {
    "FightingAgainst": {"ASSAULT", "THREATEN", "COERCE", "SANCTION", "MOBILIZE"},
    "AlliesOf": {"COOPERATE", "AID", "SUPPORT", "AGREE"},
    "CommWith": {"CONSULT", "COOPERATE", "AID", "AGREE", "REQUEST"},
}
WEIS = {
    "01": "CONCEDE RETREAT", "03": "CONSULT", "04": "SUPPORT", "05": "AGREE AID",
    "06": "SUPPORT CONCEDE", "07": "AID", "08": "AGREE SUPPORT", "09": "REQUEST", "10": "REQUEST",
    "11": "REJECT", "12": "ACCUSE", "13": "ACCUSE", "15": "REQUEST", "17": "THREATEN",
    "18": "PROTEST MOBILIZE", "19": "SANCTION REJECT", "20": "COERCE SANCTION", "21": "COERCE",
    "22": "ASSAULT",
}  # fmt: skip
ACTORS = frozenset({"Organisation", "Person", "Nationality", "Location"})
PRONOUNS = frozenset(
    """we us our ours they them their it its he him his she her who which that this these those
    you your i me my both""".split()
)


def nearest(events: Iterable[Event], one: list[str], other: list[str]) -> Event | None:
    """Return the event that shares most actors with a record, the first of equal ones."""

    def shared(event: Event) -> int:
        sides = (*event.actor, *event.recipient)
        return sum(any(agree(a, b) for b in event.actor) for a in one) + sum(
            any(agree(a, b) for b in sides) for a in other
        )

    return max(events, key=shared, default=None)


def plover_records(shared: Path) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Yield text, type, actors and recipients of PLOVER's records."""
    raw = (shared / "data/events/plover/gsr_first_half.txt").read_text("utf-8")
    for record in json.loads(raw.rstrip().rstrip(",").rstrip("]") + "]"):
        if record["event"] != "DOCUMENT":
            kind = OLDER.get(record["event"], record["event"])
            sides = [_names(record.get(side)) for side in ("source", "target")]
            yield " ".join(record["text"].split()), kind, sides[0], sides[1]


def _names(side: Any) -> list[str]:
    entries = [side] if isinstance(side, dict) else side if isinstance(side, list) else []
    names = (entry.get("actorText") if isinstance(entry, dict) else entry for entry in entries)
    return [name for name in names if name]


def petrarch_tests(shared: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield the text and the types of PETRARCH2's unit tests, none where there is no event."""
    raw = (shared / "data/events/petrarch2/PETR.UnitTest.records.xml").read_text("utf-8")
    raw = re.sub(r"<!--.*?-->", "", raw, flags=re.DOTALL)
    for block in re.findall(r"<Sentence [^>]*>(.*?)</Sentence>", raw, flags=re.DOTALL):
        text = re.search(r"<Text>(.*?)</Text>", block, flags=re.DOTALL)
        codes = re.findall(r'eventcode\s*=\s*"(\d+)"', block)
        if text:
            plain = " ".join(text[1].split()).replace("_", " ")
            yield plain, {kind for code in codes for kind in WEIS.get(code[:2], "").split()}


def re3d_documents(shared: Path) -> Iterator[tuple[str, set[tuple[str, str, str]]]]:
    """Yield text and (relation, name, name) of re3d's documents, pronouns aside."""
    for folder in sorted((shared / "data/re3d").iterdir()):
        pairs: dict[str, set[tuple[str, str, str]]] = {}
        entities = _lines(folder / "entities.json")
        kinds = {(one["documentId"], one["begin"]): one["type"] for one in entities}
        for record in _lines(folder / "relations.json"):
            names = sorted((record["source"], record["target"]))
            at = [(record["documentId"], record[f"{side}Begin"]) for side in ("source", "target")]
            plain = all(name.lower() not in PRONOUNS for name in names) and all(
                kinds.get(place) in ACTORS for place in at
            )
            if record["type"] in RELATIONS and plain and names[0] != names[1]:
                found = pairs.setdefault(record["documentId"], set())
                found.add((record["type"], names[0], names[1]))
        for record in _lines(folder / "documents.json"):
            yield record["text"], pairs.get(record["_id"], set())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def score_pairs(reading: Reading, gold: set[tuple[str, str, str]], relation: str) -> PRF:
    """Count pairs of actors of a relation, found by the events of its types."""
    wanted = {(a, b) for kind, a, b in gold if kind == relation}
    got = {
        (a, b)
        for event in reading.events
        if event.type in RELATIONS[relation] and event.polarity == "+"
        for a in event.actor
        for b in event.recipient
        if a != b
    }
    hit = {pair for pair in wanted if any(_same(pair, other) for other in got)}
    right = {other for other in got if any(_same(pair, other) for pair in wanted)}
    return PRF(len(hit), len(got) - len(right), len(wanted) - len(hit))


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    (a, b), (c, d) = one, other
    return (agree(a, c) and agree(b, d)) or (agree(a, d) and agree(b, c))


def main(shared: Path) -> None:
    """Print the figures."""
    types: Counter[tuple[str, bool]] = Counter()
    for text, kind, one, other in plover_records(shared):
        found = nearest(read_text(text).events, one, other)
        types[kind, found is not None and plover_type(found) == kind] += 1
    _print_types("PLOVER records", types)
    tests: Counter[tuple[str, bool]] = Counter()
    for text, kinds in petrarch_tests(shared):
        found_types = {event.type for event in read_text(text).events}
        tests["all", bool(kinds & found_types) if kinds else not found_types] += 1
    _print_types("PETRARCH2 unit tests", tests)
    pairs = dict.fromkeys(RELATIONS, PRF())
    for text, gold in re3d_documents(shared):
        reading = read_text(text)
        pairs = {name: prf + score_pairs(reading, gold, name) for name, prf in pairs.items()}
    for name, prf in (*pairs.items(), ("all", sum(pairs.values(), PRF()))):
        print(f"re3d {name}: {_shown(prf)}")


def _print_types(title: str, counts: Counter[tuple[str, bool]]) -> None:
    right = sum(count for (_, ok), count in counts.items() if ok)
    print(f"{title}: {right} of {counts.total()} ({right / counts.total():.3f})")
    for kind in sorted({kind for kind, _ in counts}):
        print(f"  {kind}: {counts[kind, True]} of {counts[kind, True] + counts[kind, False]}")


def _shown(prf: PRF) -> str:
    ratios = f"precision {prf.precision:.3f} recall {prf.recall:.3f} F1 {prf.f1:.3f}"
    return f"{ratios}, {prf.tp + prf.fn} pairs"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
