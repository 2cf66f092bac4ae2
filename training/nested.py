"""Label attributions inside attributions.

``python training/nested.py --shared ../shared --model READER.onnx OUT``

The attribution corpus labels one level only: whatever Lee said that Kim believes, it is
Lee's. This reads every labelled content on its own, as if it were a report, with a model
trained on that corpus, and writes down who says what inside it; training on these labels
beside the corpus's own teaches the encoder to see both at once (self-training).

Each line of OUT: article, and the nested attributions with character spans into its text.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from data import Roles, annotated_articles

from sayso.annotate import annotate_documents
from sayso.annotate.model import Model, load_model
from sayso.records import Annotated, Cued, Document, Span

_FIRST = re.compile(r"(?i)\b(?:i|we|my|our|us|me|you|your|let's)\b")
_LEAST = 0.7  # probability of the cue from which a label is trusted
_QUOTES = "“”\"‘’'"


def inner_text(text: str, span: Span) -> tuple[int, str]:
    """Return where a content's own words begin, and those words with a capital."""
    start, end = span
    lead = re.match(rf"[\s{_QUOTES}]*(?:that\s+)?[\s{_QUOTES}]*", text[start:end])
    start += lead.end() if lead else 0
    while end > start and text[end - 1] in f" ,{_QUOTES}":
        end -= 1
    words = text[start:end]
    return start, words[:1].upper() + words[1:]


def trusted(annotated: Annotated, cued: Cued) -> bool:
    """Tell whether an attribution found inside a content is another's and complete."""
    text = annotated.document.text
    if cued.score < _LEAST or not cued.source or not cued.content:
        return False
    if _FIRST.search(" ".join(text[a:b] for a, b in (*cued.source, cued.cue))):
        return False
    return sum(text[a:b].count(" ") for a, b in cued.content) >= 2


def nested_in(
    articles: list[tuple[str, str, list[Roles]]], model: Model
) -> Iterator[tuple[str, Roles]]:
    """Yield (article, attribution) for every trusted nested attribution."""
    places, documents = [], []
    for name, text, attributions in articles:
        for span in sorted({tuple(s) for a in attributions for s in a["content"]}):
            start, words = inner_text(text, span)
            if words.count(" ") >= 4 and "\n" not in words:
                places.append((name, start))
                documents.append(Document(id="-", text=words, sha256="-"))
    read = annotate_documents(documents, model=model)
    for (name, start), annotated in zip(places, read, strict=True):
        for cued in annotated.cued:
            if trusted(annotated, cued):
                yield name, moved(cued, start)


def moved(cued: Cued, by: int) -> Roles:
    """Return an attribution with its spans moved to where its content stands."""
    parts = {"source": cued.source, "cue": (cued.cue,), "content": cued.content}
    return {role: [(by + a, by + b) for a, b in spans] for role, spans in parts.items()}


def labelled_already(nested: Roles, attributions: list[Roles]) -> bool:
    """Tell whether the corpus has an attribution with this cue."""
    low, high = nested["cue"][0]
    return any(a < high and low < b for roles in attributions for a, b in roles["cue"])


def main() -> None:
    """Write the labels of the training articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    articles = list(annotated_articles(args.shared / "data/polnear/train"))
    known = {name: attributions for name, _, attributions in articles}
    found: dict[str, list[Roles]] = {name: [] for name in known}
    for name, nested in nested_in(articles, load_model(path=args.model)):
        if not labelled_already(nested, known[name]):
            found[name].append(nested)
    args.out.write_text("".join(json.dumps([k, v]) + "\n" for k, v in found.items()))
    print(f"{sum(map(len, found.values()))} nested attributions in {len(found)} articles")


if __name__ == "__main__":
    main()
