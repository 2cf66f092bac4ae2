"""The corpora as examples for the encoder: word pieces with labels for each word.

Two kinds of document are read into the same ``Example``: news articles with
attributions (PolNeAR, brat files) and treebank documents (GUM, EWT, CoNLL-U).
Nothing is written anywhere; the corpora stay where they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sayso.annotate.pieces import Pieces, Vocabulary, cut_pieces
from sayso.annotate.words import cut_words

IGNORED = -100
TAGS = tuple(
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
)
KINDS = tuple(
    "- person organization place event object time abstract animal plant substance".split()
)
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")


@dataclass(slots=True)
class Example:
    """One document, its labels per word (all of length n).

    Attributes:
        pieces: see ``sayso.annotate.pieces``.
        cue: 0 none, 1 first word of a cue, 2 further word.
        inside: 0 outside any content, 1 begins one, 2 further word.
        roles: for each cue its first word and a role label for every word.
        tag, head, relation, starts, kind: treebank labels; heads are word
            indexes in the document (a root points to itself), starts is 1 where a
            sentence begins.
    """

    name: str
    pieces: Pieces
    cue: np.ndarray | None = None
    inside: np.ndarray | None = None
    roles: list[tuple[int, int, np.ndarray]] = field(default_factory=list)
    tag: np.ndarray | None = None
    head: np.ndarray | None = None
    relation: np.ndarray | None = None
    starts: np.ndarray | None = None
    kind: np.ndarray | None = None


# --- attributions -----------------------------------------------------------------


def read_brat(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """Return the attributions of one brat file: role -> spans."""
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if line.startswith("T") and len(cells) > 1 and " " in cells[1]:
            where = cells[1].split(" ", 1)[1]
            spans[cells[0]] = [(int(a), int(b)) for a, b in (p.split() for p in where.split(";"))]
        elif line.startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
            for part in cells[1].split():
                role, key = part.split(":")
                roles.get(role.rstrip("0123456789").lower(), []).extend(spans.get(key, []))
            found.append(roles)
    return found


def attribution_examples(folder: Path, vocabulary: Vocabulary) -> Iterator[Example]:
    """Yield one example per article of a PolNeAR split, its first annotator."""
    annotations = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rsplit("_", 1)[0]].append(path)
    for path in sorted((folder / "text").glob("*.txt")):
        if annotations[path.stem]:
            with path.open(encoding="utf-8", newline="") as file:
                text = file.read()
            yield _attribution_example(
                path.stem, text, read_brat(annotations[path.stem][0]), vocabulary
            )


def pieces_of_text(text: str, vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray, Pieces]:
    """Cut a raw text: word starts, word ends, pieces."""
    start, end = cut_words(text)
    words = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    gaps = zip([0, *end.tolist()[:-1]], start.tolist(), strict=True)
    return start, end, cut_pieces(words, ["\n" in text[a:b] for a, b in gaps], vocabulary)


def _attribution_example(
    name: str, text: str, attributions: list[dict[str, list[tuple[int, int]]]], vocab: Vocabulary
) -> Example:
    start, end, pieces = pieces_of_text(text, vocab)
    n = len(start)
    cue, inside = np.zeros(n, np.int64), np.zeros(n, np.int64)
    roles = []

    def label(array: np.ndarray, spans: list[tuple[int, int]], begin: int) -> list[int]:
        firsts = []
        for a, b in spans:
            low, high = np.searchsorted(end, a, "right"), np.searchsorted(start, b, "left")
            if low < high:
                array[low], array[low + 1 : high] = begin, begin + 1
                firsts += [int(low), int(high)]
        return firsts

    for attribution in attributions:
        where = label(cue, attribution["cue"], 1)
        label(inside, attribution["content"], 1)
        if where and attribution["content"]:
            row = np.zeros(n, np.int64)
            label(row, attribution["content"], 3)
            label(row, attribution["source"], 1)
            roles.append((where[0], where[1], row))
    return Example(name, pieces, cue=cue, inside=inside, roles=roles)


# --- trees ------------------------------------------------------------------------


@dataclass(slots=True)
class Token:
    """One word line of a CoNLL-U file."""

    form: str
    tag: str
    head: int
    relation: str
    misc: str
    first: bool
    paragraph: bool


def read_conllu(path: Path) -> Iterator[tuple[str, list[Token]]]:
    """Yield (name, tokens) of each document; heads count within the document."""
    name, tokens, base, paragraph, fresh = path.stem, [], 0, False, True
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            if tokens:
                yield name, tokens
            name, tokens, base, paragraph = line.split("= ")[-1], [], 0, False
        elif line.startswith("# newpar"):
            paragraph = True
        elif not line:
            base, fresh = len(tokens), True
        elif line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                head = base + int(cells[6]) - 1 if cells[6] != "0" else len(tokens)
                tokens.append(
                    Token(
                        cells[1],
                        cells[3],
                        head,
                        cells[7].split(":")[0],
                        cells[9],
                        fresh,
                        fresh and paragraph,
                    )
                )
                if fresh:
                    fresh = paragraph = False
    if tokens:
        yield name, tokens


def mention_kinds(tokens: list[Token]) -> dict[int, str]:
    """Return word index -> kind of the widest mention it heads (GUM's Entity column)."""
    kinds: dict[int, str] = {}
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def close(start: int, end: int, kind: str) -> None:
        for word in range(start, end + 1):
            head = tokens[word].head
            if not start <= head <= end or head == word:
                kinds[word] = kind
                return

    for index, token in enumerate(tokens):
        match = re.search(r"Entity=([^|]*)", token.misc)
        for whole, begin, finish in re.findall(
            r"\(([^()]+)\)|\(([^()]+)|(\d+)\)", match.group(1) if match else ""
        ):
            parts = (whole or begin).split("-")
            if whole and len(parts) > 1:
                close(index, index, parts[1])
            elif begin:
                opened[parts[0]].append((index, parts[1] if len(parts) > 1 else "-"))
            elif finish and opened[finish]:
                start, kind = opened[finish].pop()
                close(start, index, kind)
    return kinds


def tree_examples(
    path: Path, relations: dict[str, int], vocabulary: Vocabulary, *, entities: bool
) -> Iterator[Example]:
    """Yield one example per document of a CoNLL-U file."""
    for name, tokens in read_conllu(path):
        pieces = cut_pieces([t.form for t in tokens], [t.paragraph for t in tokens], vocabulary)
        kinds = mention_kinds(tokens) if entities else {}
        kind = [KINDS.index(kinds.get(i, "-")) for i in range(len(tokens))]
        yield Example(
            name,
            pieces,
            tag=np.array([TAGS.index(t.tag) if t.tag in TAGS else IGNORED for t in tokens]),
            head=np.array([t.head for t in tokens]),
            relation=np.array([relations.setdefault(t.relation, len(relations)) for t in tokens]),
            starts=np.array([int(t.first) for t in tokens]),
            kind=np.array(kind if entities else [IGNORED] * len(tokens)),
        )


# --- augmentation ------------------------------------------------------------------

_CURLY_TO_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_DOUBLE_TO_SINGLE = {"“": "‘", "”": "’"}


def requoted(example: Example, style: float, vocabulary: Vocabulary) -> Example:
    """Return the example in another house style of quotation marks.

    The articles use curly double marks only; other outlets type straight or
    single ones. ``style`` is uniform in [0, 1): under .3 straight, under .4 single.
    """
    if style >= 0.4:
        return example
    table = _CURLY_TO_STRAIGHT if style < 0.3 else _DOUBLE_TO_SINGLE
    swap = np.arange(vocabulary.tokenizer.get_vocab_size())
    for old, new in table.items():
        swap[vocabulary.tokenizer.token_to_id(old)] = vocabulary.tokenizer.token_to_id(new)
    return replace(example, pieces=example.pieces._replace(ids=swap[example.pieces.ids]))


# --- windows ----------------------------------------------------------------------


def windows(example: Example, size: int, offset: int) -> Iterator[tuple[int, int]]:
    """Yield word ranges of at most ``size`` pieces, the first of ``offset`` pieces only.

    A new offset each epoch moves the cuts, so no label is always at an edge.
    Trees are cut between sentences where there is one to cut at.
    """
    first, n = example.pieces.first, len(example.pieces.first) - 1
    begin, budget = 0, offset or size
    while begin < n:
        end = max(begin + 1, int(np.searchsorted(first, first[begin] + budget, "right")) - 1)
        end = min(end, n)
        if example.starts is not None and end < n:
            cuts = np.flatnonzero(example.starts[begin + 1 : end + 1])
            if len(cuts):
                end = begin + 1 + int(cuts[-1])
        if first[end] - first[begin] <= size:
            yield begin, end
        begin, budget = end, size
