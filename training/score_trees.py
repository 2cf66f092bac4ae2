"""Score words, sentences, tags, trees and mentions: ``python training/score_trees.py FILES…``.

End to end from raw text, as the package reads: the text is put together again from the
treebank's words, read, and the words found at the same characters are compared. A word
that is cut otherwise counts as wrong in every column.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from data import Token, mention_heads, read_conllu

from sayso.annotate import annotate_document
from sayso.records import Annotated
from sayso.text import make_document


def text_of(tokens: list[Token]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a document and where each word stands."""
    parts, spans, at = [], [], 0
    for token in tokens:
        if parts and token.paragraph:
            parts[-1] = parts[-1].rstrip() + "\n"
            at = sum(map(len, parts[-1:])) + (spans[-1][0] if spans else 0)
        parts.append(token.form + ("" if "SpaceAfter=No" in token.misc else " "))
        spans.append((at, at + len(token.form)))
        at += len(parts[-1])
    return "".join(parts), spans


def score(tokens: list[Token]) -> Counter:
    """Count what is right in one document."""
    text, spans = text_of(tokens)
    annotated = annotate_document(make_document(text))
    if annotated.document.text != text.rstrip():
        return Counter({"documents changed by normalising": 1})
    return _counts(tokens, spans, annotated)


def _counts(tokens: list[Token], spans: list[tuple[int, int]], annotated: Annotated) -> Counter:
    words = annotated.words
    found = {
        span: i for i, span in enumerate(zip(words.start.tolist(), words.end.tolist(), strict=True))
    }
    back = {i: span for span, i in found.items()}
    kinds = {word: kind for word, (_, kind) in mention_heads(tokens).items()}
    mentions = {mention.head: mention.kind for mention in annotated.mentions}
    starts = {start for start, _ in annotated.sentences}
    counts = Counter(words=len(tokens), sentences_found=len(annotated.sentences))
    counts["mentions_found"] = len(mentions)
    for index, (token, span) in enumerate(zip(tokens, spans, strict=True)):
        counts["sentences"] += token.first
        counts["sentences_right"] += token.first and span[0] in starts
        counts["mentions"] += index in kinds
        word = found.get(span)
        if word is None:
            continue
        counts["cut"] += 1
        counts["tag"] += words.tags[words.tag[word]] == token.tag
        head = int(words.head[word])
        right = (
            token.head == index if head < 0 else back[head] == spans[token.head] and head != word
        )
        counts["uas"] += right
        counts["las"] += right and words.relations[words.relation[word]] == token.relation
        counts["mentions_right"] += index in kinds and word in mentions
        counts["typed_right"] += index in kinds and mentions.get(word) == kinds[index]
    return counts


def _f1(counts: Counter, right: str, name: str) -> float:
    return 2 * counts[right] / (counts[name] + counts[f"{name}_found"])


def main() -> None:
    """Score the files named on the command line."""
    total: Counter = Counter()
    for path in sys.argv[1:]:
        for _, tokens in read_conllu(Path(path)):
            total += score(tokens)
    n = total["words"]
    print(
        f"{n} words: cut {total['cut'] / n:.3f}, tags {total['tag'] / n:.3f}, "
        f"UAS {total['uas'] / n:.3f}, LAS {total['las'] / n:.3f}"
    )
    print(
        f"sentences F {_f1(total, 'sentences_right', 'sentences'):.3f}, heads of mentions F "
        f"{_f1(total, 'mentions_right', 'mentions'):.3f}, "
        f"with kind {_f1(total, 'typed_right', 'mentions'):.3f}"
    )
    if total["documents changed by normalising"]:
        print(f"left out: {total['documents changed by normalising']} documents")


if __name__ == "__main__":
    main()
