"""Read treebank documents with coreference as gold: GUM's CoNLL-U files.

What is read of a CoNLL-U line: form, lemma, universal tag, head, relation and, in the last
column, ``SpaceAfter``, ``Entity`` (mentions and what they stand for) and ``Discourse``
(where a discourse unit begins and how it relates to another). The text is put together
again from the forms; a paragraph begins at ``# newpar``.

``Entity`` holds brackets: "(7-person-…" opens a mention of number 7, "7)" closes the
last one opened, "(7-person-…)" is a mention of one word. ``# global.Entity`` names the
parts between the hyphens; the first must be GRP, the number that says who is who.

A file ``NAME.ontogum.conll`` beside ``NAME.conllu`` is read as its OntoNotes-like gold:
the same words, one a line, with brackets of bare numbers in the last column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import GoldError
from sayso.evaluate.corpus import normalise_with_map, open_text
from sayso.records import Document, Span
from sayso.text import make_document

_BRACKET = re.compile(r"\((?P<one>[^()|]+)\)|\((?P<begin>[^()|]+)|(?P<end>[^()|]+)\)")
_PRONOUNS = frozenset({"he", "she", "they", "it"})
# Verbs of saying. A list of its own: a longer list of cues must not move what is measured.
_SAYING = frozenset(
    "acknowledge add admit advise allege announce answer argue ask assert caution claim comment "
    "complain conclude confirm contend continue declare deny emphasise emphasize estimate "
    "explain indicate insist joke maintain mention note observe point predict promise quip "
    "recall remark reply report respond say shout state stress suggest swear tell testify "
    "tweet vow warn whisper write".split()
)


@dataclass(frozen=True, slots=True)
class TreeWord:
    """One word of a treebank document.

    Attributes:
        span: where it stands in the document's text; words written as one, but not as
            the sum of their forms, share its span.
        head: index of the governing word in the document, -1 for a root.
        relation: universal dependency with its subtype ("nsubj:pass").
        attributing: whether it stands in a discourse unit that attributes another.
    """

    span: Span
    form: str
    lemma: str
    tag: str
    head: int
    relation: str
    attributing: bool


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention of a treebank: where it stands and the index of its head word."""

    span: Span
    head: int


Entity = tuple[GoldMention, ...]


@dataclass(frozen=True, slots=True)
class TreebankItem:
    """One treebank document as gold.

    Attributes:
        document: its text, put together again and normalised.
        entities: every entity with its mentions in text order, those of one mention too.
        ontonotes: the same in the manner of OntoNotes; None if no file beside says so.
        warnings: what looks wrong, each as "FILE: what".
    """

    document: Document
    words: tuple[TreeWord, ...]
    entities: tuple[Entity, ...]
    ontonotes: tuple[Entity, ...] | None
    warnings: tuple[str, ...] = ()


def is_treebank(paths: Iterable[str | Path]) -> bool:
    """Tell whether paths hold treebank documents.

    Raises:
        GoldError: some do and some do not; they are scored by different measures.
    """
    given = list(map(Path, paths))
    trees = [path for path in given if _tree_files(path)]
    if trees and len(trees) < len(given):
        other = next(path for path in given if path not in trees)
        raise GoldError(
            f"{trees[0]} holds a treebank, {other} does not; evaluate one after the other",
            subject=str(other),
        )
    return bool(trees)


def read_treebank(paths: Iterable[str | Path]) -> Iterator[TreebankItem]:
    """Read every document of the CoNLL-U files at the paths, each a file or a folder.

    Raises:
        GoldError: a file that cannot be read, has no entities or whose brackets do not
            fit, or an OntoNotes-like file whose words differ in number.
    """
    for path in map(Path, paths):
        files = _tree_files(path)
        if not files:
            raise GoldError(f"{path}: no .conllu file here", subject=str(path))
        for file in files:
            yield from _read_file(file)


def _tree_files(path: Path) -> list[Path]:
    return [path] if path.suffix == ".conllu" else sorted(path.glob("*.conllu"))


def _read_file(file: Path) -> Iterator[TreebankItem]:
    documents = list(_documents(file))
    beside = file.with_suffix(".ontogum.conll")
    columns = _columns(beside) if beside.is_file() else None
    if columns is not None and len(columns) != len(documents):
        raise GoldError(
            f"{beside}: {len(columns)} documents, but {file.name} has {len(documents)}; both must"
            " hold the same",
            subject=str(beside),
        )
    for number, (name, tokens) in enumerate(documents):
        words, document = _words(file, name, tokens)
        marks = [_misc(cells).get("Entity", "") for token in tokens for cells in token.words]
        entities, warnings = _entities(file, marks, words)
        if not entities:
            raise GoldError(
                f"{file}: {name} has no Entity= in its last column; only treebanks with"
                " coreference can be scored",
                subject=str(file),
            )
        ontonotes = None
        if columns is not None:
            ontonotes, more = _entities(beside, columns[number], words)
            warnings += more
        yield TreebankItem(document, words, entities, ontonotes, tuple(warnings))


# -- words ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Token:
    """What is written as one, with the words it consists of.

    Attributes:
        base: index of the first word of the sentence in the document.
        paragraph: whether a paragraph begins with it.
        words: the cells of their lines.
    """

    cells: list[str]
    base: int
    paragraph: bool
    words: list[list[str]]


def _documents(file: Path) -> Iterator[tuple[str, list[_Token]]]:
    name, tokens = file.stem, list[_Token]()
    base = size = until = 0
    paragraph = False
    for number, ended in enumerate(open_text(file).split("\n"), 1):
        line = ended.rstrip("\r")
        if line.startswith("# newdoc"):
            if tokens:
                yield name, tokens
            name, tokens = line.partition("id = ")[2].strip() or file.stem, []
            base = size = until = 0
        elif not line:
            base, until = size, 0
        elif line.startswith("#"):
            _check_scheme(f"{file}:{number}", line)
            paragraph |= line.startswith("# newpar")
        else:
            cells = _cells(f"{file}:{number}", line)
            first, hyphen, last = cells[0].partition("-")
            if hyphen or (first.isdigit() and int(first) > until):
                tokens.append(_Token(cells, base, paragraph, []))
                until, paragraph = int(last or 0), False
            if first.isdigit() and not hyphen:  # neither a range nor an empty node
                tokens[-1].words.append(cells)
                size += 1
    if tokens:
        yield name, tokens


def _check_scheme(where: str, line: str) -> None:
    if line.startswith("# global.Entity") and "= GRP-" not in line:
        raise GoldError(
            f"{where}: its entities are not in GUM's scheme: {line[:80]!r}; expected"
            " # global.Entity = GRP-…",
            subject=where,
        )


def _cells(where: str, line: str) -> list[str]:
    cells = line.split("\t")
    whole = len(cells) == 10 and re.fullmatch(r"\d+(?:[-.]\d+)?", cells[0])
    if not whole or (cells[0].isdigit() and not cells[6].isdigit()):
        raise GoldError(f"{where}: not a word line of CoNLL-U: {line[:80]!r}", subject=where)
    return cells


def _misc(cells: Sequence[str]) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in cells[9].split("|") if "=" in pair)


def _words(
    file: Path, name: str, tokens: Sequence[_Token]
) -> tuple[tuple[TreeWord, ...], Document]:
    """Put the text together and place every word in it."""
    raw, spans = _placed(tokens)
    _, at = normalise_with_map(raw)
    lines = [(token.base, cells) for token in tokens for cells in token.words]
    attributing, words = False, []
    for (base, cells), (start, end) in zip(lines, spans, strict=True):
        if unit := _misc(cells).get("Discourse"):
            attributing = unit.startswith("attribution-")
        head = base + int(cells[6]) - 1 if cells[6] != "0" else -1
        if head >= len(lines):
            raise GoldError(
                f"{file}: in {name}, {cells[1]!r} hangs on word {cells[6]} of its sentence, which"
                " is not there",
                subject=str(file),
            )
        span = int(at[start]), int(at[end])
        form, lemma, tag, relation = cells[1], cells[2], cells[3], cells[7]
        words.append(TreeWord(span, form, lemma, tag, head, relation, attributing))
    return tuple(words), make_document(raw, id=name)


def _placed(tokens: Sequence[_Token]) -> tuple[str, list[Span]]:
    """Return the raw text of the tokens and the span of every word."""
    raw, spans = "", list[Span]()
    for token in tokens:
        if token.paragraph and raw:
            raw = raw.rstrip() + "\n"
        written, forms = token.cells[1], [cells[1] for cells in token.words]
        start = len(raw)
        raw += written
        for form in forms:
            whole = "".join(forms) != written
            end = len(raw) if whole else start + len(form)
            spans.append((start, end))
            start = start if whole else end
        raw += "" if _misc(token.cells).get("SpaceAfter") == "No" else " "
    return raw, spans


# -- mentions -------------------------------------------------------------------------------


def _columns(file: Path) -> list[list[str]]:
    """Return the last column of every document of a CoNLL file."""
    out: list[list[str]] = []
    for ended in open_text(file).split("\n"):
        line = ended.rstrip("\r")
        if line.startswith(("# begin document", "#begin document")):
            out.append([])
        elif line and not line.startswith("#"):
            out = out or [[]]
            out[-1].append(line.split("\t")[-1])
    return out


def _entities(
    file: Path, marks: Sequence[str], words: Sequence[TreeWord]
) -> tuple[tuple[Entity, ...], list[str]]:
    """Return the entities the brackets at each word give, and what is odd about them."""
    if len(marks) != len(words):
        raise GoldError(
            f"{file}: {len(marks)} words, but the trees have {len(words)}; it belongs to another"
            " text",
            subject=str(file),
        )
    groups: dict[str, list[GoldMention]] = defaultdict(list)
    seen: set[Span] = set()
    warnings = []
    for group, first, last in sorted(_bracketed(file, marks), key=lambda found: found[1:]):
        span = words[first].span[0], words[last].span[1]
        if span in seen:
            form = " ".join(word.form for word in words[first : last + 1])
            warnings.append(f"{file}: {form!r} is a mention twice; the second is left out")
            continue
        seen.add(span)
        groups[group].append(GoldMention(span, _head(words, first, last)))
    return tuple(map(tuple, groups.values())), warnings


def _bracketed(file: Path, marks: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield group, first and last word of every mention, as its bracket closes."""
    opened: dict[str, list[int]] = defaultdict(list)
    for word, mark in enumerate(marks):
        for found in _BRACKET.finditer(mark):
            group = found[found.lastgroup or ""].partition("-")[0]
            if found["end"] is None:
                opened[group].append(word)
            if found["begin"] is None:
                if not opened[group] or not group.isdigit():
                    raise GoldError(
                        f"{file}: word {word + 1} closes {group!r} in {mark[:60]!r}, which nothing"
                        " opened (or which is in two pieces; such mentions are not read)",
                        subject=str(file),
                    )
                yield group, opened[group].pop(), word
    left = [group for group, begins in opened.items() if begins]
    if left:
        raise GoldError(f"{file}: {left[0]!r} is opened and never closed", subject=str(file))


def _head(words: Sequence[TreeWord], first: int, last: int) -> int:
    """Return the first word of a phrase that hangs on none of its other words.

    Only in a tree that runs in a circle is there none; the last word stands for it.
    """
    inside = range(first, last + 1)
    return next((i for i in inside if words[i].head not in inside), last)


# -- pronouns -------------------------------------------------------------------------------


def speaking_pronouns(words: Sequence[TreeWord]) -> tuple[int, ...]:
    """Return the words "he", "she", "they" and "it" that stand for who says something.

    They are subjects (``nsubj``), and either

    1. of a verb of saying that governs what is said (``ccomp``, ``parataxis``) or is
       put into it ("…, she said, …": ``parataxis``), or
    2. in a discourse unit that attributes another, whatever its verb.
    """
    bases = [word.relation.split(":")[0] for word in words]
    inserted = {i for i, base in enumerate(bases) if base == "parataxis"}
    saying = inserted | {words[i].head for i in inserted}
    saying |= {word.head for word, base in zip(words, bases, strict=True) if base == "ccomp"}
    return tuple(
        i
        for i, word in enumerate(words)
        if word.form.lower() in _PRONOUNS
        and word.relation == "nsubj"
        and (word.attributing or (word.head in saying and words[word.head].lemma in _SAYING))
    )
