"""`sayso add` with a simple reader in place of the encoder's, in a process of its own.

``python taking.py LEDGER PATH…`` takes the paths in, a few documents to a transaction, slowly
enough to be killed in between.
"""

import json
import re
import sys
import time

from sayso import intake
from sayso.records import Actor, Attribution, Hop, Reading, Skipped

PRODUCED_BY = {"version": "0", "model": "by rule"}
_SAID = re.compile(r"“(?P<content>[^”]+)” (?P<cue>said) (?P<source>[A-Z]\w+)")


def reading_of(document, produced_by=None):
    """What `“…” said Name` says in a document."""
    attributions, actors = [], {}
    for number, found in enumerate(_SAID.finditer(document.text), 1):
        name = found["source"]
        actors.setdefault(name, Actor(f"p{len(actors)}", name, mentions=(found.span("source"),)))
        parts = {part: (found.span(part),) for part in ("source", "cue", "content")}
        attributions.append(
            Attribution(f"a{number}", **parts, verbatim=parts["content"], mode="direct", act="say",
                        identity="named", speaker=name, confidence=1.0,
                        chain=(Hop(document.outlet), Hop(name, actors[name].id, parts["source"])))
        )  # fmt: skip
    return Reading(document, tuple(attributions), tuple(actors.values()),
                   produced_by=produced_by or PRODUCED_BY)  # fmt: skip


def simple_reader(pause=0.0, produced_by=None, seen=None):
    """A reader that keeps a list of what it was given."""
    produced_by = produced_by or PRODUCED_BY

    def read(items):
        for item in items:
            if isinstance(item, Skipped):
                yield item
                continue
            time.sleep(pause)
            if seen is not None:
                seen.append(item)
            yield reading_of(item, produced_by)

    return intake.Reader(produced_by, read)


def write_inputs(folder, count=40):
    """Texts, JSON lines and damaged files; some the same, some another version; return paths."""
    folder.mkdir()
    texts = folder / "texts"
    texts.mkdir()
    for number in range(count):
        words = (
            f"The lock at Orr was shut on day {number}. “It will open,” said Vale{number % 7}.\n"
        )
        (texts / f"{number:03}.txt").write_text(words * 3, "utf-8")
    (texts / "again.txt").write_text((texts / "003.txt").read_text("utf-8"), "utf-8")
    (texts / "empty.txt").write_text("")
    (texts / "torn.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00torn")
    with (folder / "wire.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(count):
            # Each third line is a new version of the article before it, each fifth a bad one.
            article = number - (number % 3 == 2)
            line = {"url": f"https://tern.example/{article}", "outlet": "The Tern",
                    "text": f"Report {number}. “We saw {number} boats,” said Calder."}  # fmt: skip
            lines.write("{cut\n" if number % 5 == 4 else json.dumps(line) + "\n")
    return [str(texts), str(folder / "wire.jsonl")]


if __name__ == "__main__":
    from sayso.ledger import open_ledger

    intake._BATCH = 4
    with open_ledger(sys.argv[1]) as ledger:
        intake.take_in(ledger, sys.argv[2:], reader=simple_reader(pause=0.004))
