"""The corpora as examples for the encoder: word pieces with labels for each word.

Two kinds of document are read into the same ``Example``: news articles with
attributions (PolNeAR, brat files) and treebank documents (GUM, EWT, CoNLL-U).
Nothing is written anywhere; the corpora stay where they are.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sayso.annotate.coreference import NAMING
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
Roles = dict[str, list[tuple[int, int]]]  # source, cue, content -> spans


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
        entity: number of the entity a word's mention stands for, -1 for none.
        forms, names: each word in lower case, and the words that name what it heads
            (see ``sayso.annotate.coreference``).
        factual: how sure the author is that what a word tells happened, -3..3; nan
            where nobody was asked.
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
    entity: np.ndarray | None = None
    forms: list[str] | None = None
    names: list[frozenset[str]] | None = None
    factual: np.ndarray | None = None


# --- attributions -----------------------------------------------------------------


def read_brat(path: Path) -> list[Roles]:
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


def annotated_articles(folder: Path) -> Iterator[tuple[str, str, list[Roles]]]:
    """Yield name, text and attributions (its first annotator's) of each article of a split."""
    annotations = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rsplit("_", 1)[0]].append(path)
    for path in sorted((folder / "text").glob("*.txt")):
        if annotations[path.stem]:
            with path.open(encoding="utf-8", newline="") as file:
                yield path.stem, file.read(), read_brat(annotations[path.stem][0])


def attribution_examples(
    folder: Path, vocabulary: Vocabulary, nested: dict[str, list[Roles]]
) -> Iterator[Example]:
    """Yield one example per article of a PolNeAR split, its first annotator.

    Args:
        folder: of the split.
        vocabulary: of the encoder.
        nested: article -> attributions inside its contents (``nested.py``).
    """
    for name, text, attributions in annotated_articles(folder):
        yield _attribution_example(name, text, attributions + nested.get(name, []), vocabulary)


def pieces_of_text(text: str, vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray, Pieces]:
    """Cut a raw text: word starts, word ends, pieces."""
    start, end = cut_words(text)
    words = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    gaps = zip([0, *end.tolist()[:-1]], start.tolist(), strict=True)
    return start, end, cut_pieces(words, ["\n" in text[a:b] for a, b in gaps], vocabulary)


def _attribution_example(
    name: str, text: str, attributions: list[Roles], vocab: Vocabulary
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


def _glued(range_: str, misc: str) -> dict[str, str]:
    """Return what to add to the words of a range that is written as one word."""
    first, last = range_.split("-")
    glued = dict.fromkeys(map(str, range(int(first), int(last))), "|SpaceAfter=No")
    return {**glued, last: "|SpaceAfter=No" if "SpaceAfter=No" in misc else ""}


def read_conllu(path: Path) -> Iterator[tuple[str, list[Token]]]:  # noqa: C901 - a branch a line
    """Yield (name, tokens) of each document; heads count within the document."""
    name, tokens, base, paragraph, fresh = path.stem, [], 0, False, True
    glued: dict[str, str] = {}  # of words written together as one: "do" and "n't"
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
            if "-" in cells[0]:
                glued = _glued(cells[0], cells[9])
            elif cells[0].isdigit():
                head = base + int(cells[6]) - 1 if cells[6] != "0" else len(tokens)
                tokens.append(
                    Token(
                        cells[1],
                        cells[3],
                        head,
                        cells[7].split(":")[0],
                        cells[9] + glued.pop(cells[0], ""),
                        fresh,
                        fresh and paragraph,
                    )
                )
                if fresh:
                    fresh = paragraph = False
    if tokens:
        yield name, tokens


def mention_heads(tokens: list[Token]) -> dict[int, tuple[str, str]]:
    """Return word index -> entity and kind of the widest mention it heads.

    From GUM's Entity column: "(12-person-…" opens a mention of entity 12, "12)" closes it.
    """
    heads: dict[int, tuple[str, str]] = {}
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def close(start: int, end: int, entity: str, kind: str) -> None:
        for word in range(start, end + 1):
            head = tokens[word].head
            if not start <= head <= end or head == word:
                heads[word] = entity, kind
                return

    for index, token in enumerate(tokens):
        match = re.search(r"Entity=([^|]*)", token.misc)
        for whole, begin, finish in re.findall(
            r"\(([^()]+)\)|\(([^()]+)|(\d+)\)", match.group(1) if match else ""
        ):
            parts = (whole or begin).split("-")
            if whole and len(parts) > 1:
                close(index, index, parts[0], parts[1])
            elif begin:
                opened[parts[0]].append((index, parts[1] if len(parts) > 1 else "-"))
            elif finish and opened[finish]:
                start, kind = opened[finish].pop()
                close(start, index, finish, kind)
    return heads


def mention_names(tokens: list[Token]) -> list[frozenset[str]]:
    """Return for each word the forms that name what it heads: its own, parts of a name."""
    names = [{token.form.lower()} for token in tokens]
    for token in tokens:
        if token.relation in NAMING and token.tag in {"PROPN", "NOUN"}:
            names[token.head].add(token.form.lower())
    return [frozenset(name) for name in names]


def factual_labels(shared: Path) -> dict[str, dict[int, float]]:
    """Return sentence (its words joined by spaces) -> word index -> -3..3, from UDS-IH2."""
    labels: dict[str, dict[int, float]] = {}
    for line in (shared / "data/factuality/UDS_IH2/train.jsonl").open():
        row = json.loads(line)
        where = labels.setdefault(row["text"], {})
        where.update({target["span1"][0]: target["label"] for target in row["targets"]})
    return labels


def factual_words(tokens: list[Token], labels: dict[str, dict[int, float]]) -> np.ndarray:
    """Return the label of each word of a document, nan where there is none."""
    out = np.full(len(tokens), np.nan, np.float32)
    first = [i for i, token in enumerate(tokens) if token.first]
    for low, high in zip(first, [*first[1:], len(tokens)], strict=True):
        for at, label in labels.get(" ".join(t.form for t in tokens[low:high]), {}).items():
            out[low + at] = label
    return out


def tree_examples(
    path: Path,
    relations: dict[str, int],
    vocabulary: Vocabulary,
    *,
    entities: bool,
    factual: dict[str, dict[int, float]],
) -> Iterator[Example]:
    """Yield one example per document of a CoNLL-U file."""
    for name, tokens in read_conllu(path):
        pieces = cut_pieces([t.form for t in tokens], [t.paragraph for t in tokens], vocabulary)
        heads = mention_heads(tokens) if entities else {}
        kind = [KINDS.index(heads[i][1] if i in heads else "-") for i in range(len(tokens))]
        entity = [int(heads[i][0]) if i in heads else -1 for i in range(len(tokens))]
        yield Example(
            name,
            pieces,
            tag=np.array([TAGS.index(t.tag) if t.tag in TAGS else IGNORED for t in tokens]),
            head=np.array([t.head for t in tokens]),
            relation=np.array([relations.setdefault(t.relation, len(relations)) for t in tokens]),
            starts=np.array([int(t.first) for t in tokens]),
            kind=np.array(kind if entities else [IGNORED] * len(tokens)),
            entity=np.array(entity) if entities else None,
            forms=[t.form.lower() for t in tokens] if entities else None,
            names=mention_names(tokens) if entities else None,
            factual=factual_words(tokens, factual),
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
