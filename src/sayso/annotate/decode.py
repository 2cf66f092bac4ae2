"""The encoder's numbers for the windows of a document to words, cues and roles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.annotate.coreference import Links
from sayso.annotate.model import Labels, Model, Output
from sayso.annotate.tree import mend_heads
from sayso.annotate.windows import Window
from sayso.annotate.words import Cut
from sayso.records import Cued, Floats, Span, Spans, Words

# Role labels: 0 outside, 1 B-source, 2 I-source, 3 B-content, 4 I-content.
_SOURCE, _CONTENT = (1, 2), (3, 4)
_DOUBTFUL = 2.0  # logits by which "no start" may lead behind a full stop
_SETTLED = 8.0  # logits by which "outside" leads where nothing else is worth a search


def owned_labels(
    outputs: Sequence[Output], windows: Sequence[Window], owners: Sequence[Window]
) -> Floats:
    """Return the label logits of every word from the window that owns it: (n, 37)."""
    return np.concatenate(
        [
            output.labels[owner.begin - window.begin : owner.end - window.begin]
            for output, window, owner in zip(outputs, windows, owners, strict=True)
        ]
    )


def owned_links(
    outputs: Sequence[Output], windows: Sequence[Window], owners: Sequence[Window]
) -> Links:
    """Return the links of every mention from the window that owns its head word."""
    owned = [
        output.links[
            (output.mentions >= owner.begin - window.begin)
            & (output.mentions < owner.end - window.begin)
        ]
        for output, window, owner in zip(outputs, windows, owners, strict=True)
    ]
    links = np.concatenate(owned)
    wide = links.shape[1] // 2
    return Links(links[:, :wide], links[:, wide : 2 * wide], links[:, -1])


def sentence_starts(
    labels: Floats,
    where: Labels,
    breaks: npt.NDArray[np.bool_],
    likely: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Tell where sentences begin: as the encoder says, and with every paragraph.

    A capital behind a full stop (``likely``) begins one also where the encoder is in doubt.
    """
    no, yes = labels[:, where["starts"]].T
    starts: npt.NDArray[np.bool_] = (yes > no) | breaks | (likely & (yes > no - _DOUBTFUL))
    starts[:1] = True
    return starts


def decode_words(
    cut: Cut,
    labels: Floats,
    starts: npt.NDArray[np.bool_],
    outputs: Sequence[Output],
    layout: tuple[Sequence[Window], Sequence[Window]],
    model: Model,
) -> Words:
    """Assemble the words of a document with tags, tree and sentences.

    Args:
        cut: where the n words stand.
        labels: of every word, see ``owned_labels``.
        starts: where sentences begin, (n,).
        outputs: of each window.
        layout: the windows and the words each owns.
        model: names of tags and relations.
    """
    heads, relations = [], []
    for output, window, owner in zip(outputs, *layout, strict=True):
        low, high = owner.begin - window.begin, owner.end - window.begin
        inner = starts[owner.begin : owner.end].copy()
        inner[:1] = True
        arcs = output.arcs[low:high, low:high]
        # A sentence the border cuts, or split by a paragraph: heads must stay inside.
        inside = np.clip(output.heads[low:high] - low, 0, high - low - 1)
        sentence = np.cumsum(inner)
        strayed = (sentence[inside] != sentence) | (output.heads[low:high] - low != inside)
        inside[strayed] = np.flatnonzero(strayed)
        mended = mend_heads(inside, arcs, inner)
        heads.append(np.where(mended == np.arange(high - low), -1, mended + owner.begin))
        relations.append(output.relations[low:high])
    return Words(
        start=cut.start,
        end=cut.end,
        tag=labels[:, model.labels["tag"]].argmax(-1).astype(np.int32),
        head=np.concatenate(heads).astype(np.int32),
        relation=np.concatenate(relations).astype(np.int32),
        sentence=(np.cumsum(starts) - 1).astype(np.int32),
        tags=model.tags,
        relations=model.relations,
    )


def best_roles(logits: Floats) -> npt.NDArray[np.int64]:
    """Return the best valid role labels of each row: (C, W, 5) -> (C, W).

    All that is forbidden is to go on with what did not begin. Where the best label
    of every word already makes a valid row it is the answer; only the other rows
    are searched, from the first to the last word that is not plainly outside.
    """
    best: npt.NDArray[np.int64] = logits.argmax(-1)
    before = np.pad(best, ((0, 0), (1, 0)))[:, :-1]
    further = (best == _SOURCE[1]) | (best == _CONTENT[1])
    invalid = np.flatnonzero((further & (before != best) & (before != best - 1)).any(1))
    if len(invalid):
        rows = logits[invalid]
        open_words = np.flatnonzero((rows[:, :, 0] - rows[:, :, 1:].max(-1) < _SETTLED).any(0))
        low, high = int(open_words[0]), int(open_words[-1]) + 1
        best[invalid, low:high] = _viterbi(rows[:, low:high])
    return best


def _viterbi(logits: Floats) -> npt.NDArray[np.int64]:
    """Search the best valid labels of each row: (C, W, 5) -> (C, W)."""
    count, width, _ = logits.shape
    score = logits[:, 0].copy()
    score[:, (2, 4)] = -1e9
    back = np.empty((width, count, 5), dtype=np.int8)
    for at in range(1, width):
        back[at] = score.argmax(1)[:, None]
        step = np.repeat(score.max(1)[:, None], 5, 1)
        for begin, further in (_SOURCE, _CONTENT):
            back[at, :, further] = np.where(score[:, begin] >= score[:, further], begin, further)
            step[:, further] = np.maximum(score[:, begin], score[:, further])
        score = step + logits[:, at]
    path = np.empty((count, width), dtype=np.int64)
    path[:, -1] = score.argmax(1)
    rows = np.arange(count)
    for at in range(width - 1, 0, -1):
        path[:, at - 1] = back[at, rows, path[:, at]]
    return path


def decode_cued(
    cut: Cut,
    labels: Floats,
    outputs: Sequence[Output],
    layout: tuple[Sequence[Window], Sequence[Window]],
    where: Labels,
) -> tuple[Cued, ...]:
    """Return each cue with its source and content, in text order.

    A cue is read in the window that owns its first word. A content that runs into
    the edge of its window goes on as far as the next words are inside a content.
    """
    cue_label = labels[:, where["cue"]].argmax(-1)
    inside = labels[:, where["inside"]].argmax(-1)
    chance = _softmax(labels[:, where["cue"]])[:, 1]
    mine = _owned_cues(outputs, layout)
    paths = best_roles(_stacked([roles for _, _, roles in mine]))
    found: list[Cued] = []
    behind = 0
    for (at, window, _), path in zip(mine, paths, strict=True):
        if at < behind:
            continue  # a further word of the cue before it
        behind = _cue_end(cue_label, at)
        path = path[: window.end - window.begin]  # noqa: PLW2901 - its padding goes
        found.append(
            Cued(
                cue=(int(cut.start[at]), int(cut.end[behind - 1])),
                source=_role_spans(path, _SOURCE, window, inside, cut),
                content=_role_spans(path, _CONTENT, window, inside, cut),
                score=round(float(chance[at]), 4),
            )
        )
    return tuple(found)


def _owned_cues(
    outputs: Sequence[Output], layout: tuple[Sequence[Window], Sequence[Window]]
) -> list[tuple[int, Window, Floats]]:
    """Return (first word, window, role logits) of each cue in the window that owns it."""
    return [
        (int(at) + window.begin, window, roles)
        for output, window, owner in zip(outputs, *layout, strict=True)
        for at, roles in zip(output.cues.tolist(), output.roles, strict=True)
        if owner.begin <= at + window.begin < owner.end
    ]


def _stacked(rows: Sequence[Floats]) -> Floats:
    """Stack role logits of windows of many lengths; what is added is outside every role."""
    width = max((len(row) for row in rows), default=0)
    out = np.full((len(rows), width, 5), -1e9, dtype=np.float32)
    out[:, :, 0] = 0
    for place, row in zip(out, rows, strict=True):
        place[: len(row)] = row
    return out


def _softmax(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


def _cue_end(labels: npt.NDArray[np.int64], at: int) -> int:
    """Return the word behind the cue that begins at a word."""
    end = at + 1
    while end < len(labels) and labels[end] == 2:
        end += 1
    return end


def _role_spans(
    path: npt.NDArray[np.int64],
    labels: tuple[int, int],
    window: Window,
    inside: npt.NDArray[np.int64],
    cut: Cut,
) -> Spans:
    """Turn the role labels of a window's words into character spans."""
    begin, further = labels
    spans: list[Span] = []
    at, width = 0, len(path)
    for at in np.flatnonzero(path == begin).tolist():
        end = at + 1
        while end < width and path[end] == further:
            end += 1
        low, high = at + window.begin, end + window.begin
        if labels == _CONTENT and end == width:
            high = _further(inside, high)
        if labels == _CONTENT and at == 0:
            low = _earlier(inside, low)
        spans.append((int(cut.start[low]), int(cut.end[high - 1])))
    return tuple(spans)


def _further(inside: npt.NDArray[np.int64], at: int) -> int:
    """Return where the content that reaches a word from before it ends."""
    while at < len(inside) and inside[at] == 2:
        at += 1
    return at


def _earlier(inside: npt.NDArray[np.int64], at: int) -> int:
    """Return where the content that is inside at a word begins."""
    while at > 0 and inside[at] == 2 and inside[at - 1] > 0:
        at -= 1
    return at
