"""One pass of the encoder over a document.

1. cut the text into words and word pieces (``words``, ``pieces``),
2. plan overlapping windows (``windows``), 3. run the encoder (``model``),
4. give each word to one window, 5. read off words, tags and trees (``decode``,
``tree``), mentions (``mention``) and which of them are the same (``coreference``), cues
with their sources and contents; beside that,
6. pair the quotation marks (``quotation``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.annotate.coreference import find_clusters
from sayso.annotate.decode import (
    decode_cued,
    decode_words,
    owned_labels,
    owned_links,
    sentence_starts,
)
from sayso.annotate.mention import find_mentions
from sayso.annotate.model import Model, Output, load_model, start_windows
from sayso.annotate.pieces import cut_pieces
from sayso.annotate.quotation import find_quotations, is_statement
from sayso.annotate.windows import (
    Window,
    likely_starts,
    paragraph_starts,
    plan_owners,
    plan_windows,
)
from sayso.annotate.words import Cut, cut_words
from sayso.records import Annotated, Document, Ints, Quotation, Skipped, Spans, Words

_AHEAD = 4  # windows a thread is kept busy with while a document is decoded


@dataclass(frozen=True, slots=True, eq=False)
class Started:
    """A document whose windows the encoder is reading."""

    document: Document
    cut: Cut
    breaks: npt.NDArray[np.bool_]
    windows: Sequence[Window]
    outputs: Sequence[Any]  # futures of Output


def annotate_document(document: Document, *, model: Model | None = None) -> Annotated:
    """Mark words, sentences, tags, tree, mentions, quotations, cues, sources and contents.

    Args:
        document: its text is read whole, however long.
        model: a loaded encoder; by default the package's own, one thread a core.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    model = model or load_model()
    return _finish(_start(document, model), model)


def annotate_documents(
    documents: Iterable[Document | Skipped], *, model: Model
) -> Iterator[Annotated | Skipped]:
    """Annotate documents in order, the encoder always a few windows ahead.

    What was skipped is passed on in its place. Memory holds a few documents only.
    """
    waiting: deque[Started | Skipped] = deque()
    busy = 0
    for document in documents:
        item = document if isinstance(document, Skipped) else _start(document, model)
        waiting.append(item)
        busy += _load(item)
        while waiting and busy - _load(waiting[0]) >= _AHEAD * model.threads:
            busy -= _load(waiting[0])
            yield _done(waiting.popleft(), model)
    while waiting:
        yield _done(waiting.popleft(), model)


def _load(item: Started | Skipped) -> int:
    return len(item.windows) if isinstance(item, Started) else 0


def _done(item: Started | Skipped, model: Model) -> Annotated | Skipped:
    return item if isinstance(item, Skipped) else _finish(item, model)


def _start(document: Document, model: Model) -> Started:
    """Steps 1 to 3: cut the text and set the encoder to work."""
    text = document.text
    cut = cut_words(text)
    if not len(cut.start):
        return Started(document, cut, np.zeros(0, dtype=bool), (), ())
    spans = zip(cut.start.tolist(), cut.end.tolist(), strict=True)
    breaks = paragraph_starts(text, cut)
    pieces = cut_pieces([text[a:b] for a, b in spans], breaks.tolist(), model.vocabulary)
    windows = plan_windows(pieces, breaks, likely_starts(text, cut))
    outputs = start_windows(model, pieces, breaks.astype(np.int32), windows)
    return Started(document, cut, breaks, windows, outputs)


def _finish(started: Started, model: Model) -> Annotated:
    """Steps 4 to 6: from the encoder's numbers to what they say."""
    document, cut, windows = started.document, started.cut, started.windows
    if not windows:
        return _blank(document, cut, model)
    outputs: list[Output] = [future.result() for future in started.outputs]
    begins = [output.labels[:, model.labels["starts"]].argmax(-1) > 0 for output in outputs]
    owners = plan_owners(windows, started.breaks, begins)
    labels = owned_labels(outputs, windows, owners)
    likely = likely_starts(document.text, cut)
    starts = sentence_starts(labels, model.labels, started.breaks, likely)
    starts[[owner.begin for owner in owners if owner.begin < owner.end]] = True
    words = decode_words(cut, labels, starts, outputs, (windows, owners), model)
    inside = np.exp(labels[:, model.labels["inside"]])
    kinds = labels[:, model.labels["kind"]].argmax(-1)
    mentions = find_mentions(words, document.text, kinds, model.kinds)
    links = owned_links(outputs, windows, owners)
    return Annotated(
        document=document,
        words=words,
        sentences=_sentence_spans(cut, words.sentence),
        mentions=mentions,
        cued=decode_cued(cut, labels, outputs, (windows, owners), model.labels),
        content=(1 - inside[:, 0] / inside.sum(-1)).astype(np.float32),
        quotations=_quotations(document.text),
        clusters=find_clusters(words, document.text, mentions, links, model.pairing),
    )


def _sentence_spans(cut: Cut, sentence: Ints) -> Spans:
    """Return the character span of each sentence."""
    first = np.flatnonzero(np.diff(sentence, prepend=-1))
    last = np.append(first[1:], len(sentence)) - 1
    return tuple(zip(cut.start[first].tolist(), cut.end[last].tolist(), strict=True))


def _quotations(text: str) -> tuple[Quotation, ...]:
    return tuple(
        replace(quotation, statement=is_statement(text, quotation))
        for quotation in find_quotations(text)
    )


def _blank(document: Document, cut: Cut, model: Model) -> Annotated:
    """Return what a text without a word yields."""
    none = np.zeros(0, dtype=np.int32)
    words = Words(*cut, none, none, none, none, model.tags, model.relations)
    return Annotated(document, words, (), (), (), np.zeros(0, dtype=np.float32))
