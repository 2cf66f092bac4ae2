"""Fit how likely two propositions state the same: ``python training/likeness.py``.

Reads the stories of ``training/claims`` with the package's own reader, matches their marks to
the propositions found, and fits four small networks to pairs within a story; their mean goes
into ``src/sayso/resolve/data/likeness.json``. About two minutes on two cores. Prints, for each
of five folds, the average precision of pairs of stories that took no part.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from stories import FOLDER, Story, read_stories
from torch import nn

from sayso.pipeline import read_document
from sayso.records import Spans
from sayso.resolve.likeness import FEATURES, features, make_sides, overlapping
from sayso.resolve.stated import Stated, stated_in

OUT = Path("src/sayso/resolve/data/likeness.json")
SEEDS, HIDDEN, EPOCHS, BATCH, RATE, DECAY = 4, 24, 12, 512, 3e-3, 0.05
LEAST_IOU = 0.3
BAR = 0.15


def iou(a: Spans, b: Spans) -> float:
    """Return how much two spans share of what they cover together, in characters."""
    left = {n for start, end in a for n in range(start, end)}
    right = {n for start, end in b for n in range(start, end)}
    return len(left & right) / max(1, len(left | right))


def claims_of(story: Story, stated: list[Stated]) -> dict[int, set[int]]:
    """Return the claims of each proposition that a mark stands for."""
    found: dict[int, set[int]] = defaultdict(set)
    for mark in story.marks:
        likes = [
            (iou((mark.span,), one.proposition.evidence), -n)
            for n, one in enumerate(stated)
            if one.document == mark.document
        ]
        best, number = max(likes, default=(0.0, 0))
        if best >= LEAST_IOU:
            found[-number].add(mark.claim)
    return dict(found)


def pairs_of(story: Story) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels of the pairs of a story that are known to be alike or not.

    A pair is alike if it shares a claim. It is not if one of it is of a claim, and the other
    neither is nor overlaps a member.
    """
    stated = [one for document in story.documents for one in stated_in(read_document(document))]
    claims = claims_of(story, stated)
    near = {n: set(overlapping(stated, n)) for n in range(len(stated))}
    wide = {n: set(some) for n, some in claims.items()}
    for n, some in claims.items():
        for other in near[n]:
            wide.setdefault(other, set()).update(some)
    table = features(make_sides(stated, range(len(stated))), np.arange(len(stated)))
    rows, labels = [], []
    for a in range(len(stated)):
        for b in range(a + 1, len(stated)):
            if b in near[a] or not (a in claims or b in claims):
                continue
            alike = bool(claims.get(a, set()) & claims.get(b, set()))
            if alike or not wide.get(a, set()) & wide.get(b, set()):
                rows.append(table[a, b])
                labels.append(alike)
    return np.array(rows, np.float32), np.array(labels, np.float32)


def fit(x: np.ndarray, y: np.ndarray) -> dict[str, object]:
    """Return the mean of several networks as one: input, hidden tanh units, one output."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    points, labels = torch.tensor((x - mean) / scale), torch.tensor(y)
    parts = [train(points, labels, seed) for seed in range(SEEDS)]
    inner = np.concatenate([net[0].weight.detach().numpy() for net in parts])
    inner_bias = np.concatenate([net[0].bias.detach().numpy() for net in parts])
    outer = np.concatenate([net[2].weight.detach().numpy()[0] for net in parts]) / SEEDS
    bias = float(np.mean([net[2].bias.item() for net in parts]))
    return {"features": list(FEATURES), "mean": mean, "scale": scale, "inner": inner,
            "inner_bias": inner_bias, "outer": outer, "bias": bias, "bar": BAR}  # fmt: skip


def train(x: torch.Tensor, y: torch.Tensor, seed: int) -> nn.Sequential:
    """Train one network."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(x.shape[1], HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1))
    steps = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    loss = nn.BCEWithLogitsLoss()
    for _ in range(EPOCHS):
        for some in torch.randperm(len(x)).split(BATCH):
            steps.zero_grad()
            loss(net(x[some])[:, 0], y[some]).backward()
            steps.step()
    return net


def score(x: np.ndarray, weights: dict) -> np.ndarray:
    """Return the odds the weights give."""
    hidden = np.tanh(
        (x - weights["mean"]) / weights["scale"] @ weights["inner"].T + weights["inner_bias"]
    )
    return hidden @ weights["outer"] + weights["bias"]


def average_precision(y: np.ndarray, odds: np.ndarray) -> float:
    """Return the mean precision at each pair that is alike, best first."""
    ordered = y[np.argsort(-odds)]
    return float((np.cumsum(ordered) / np.arange(1, len(y) + 1))[ordered > 0].mean())


def main() -> None:
    """Fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    torch.set_num_threads(1)
    stories = read_stories(args.stories)
    data = [pairs_of(story) for story in stories]
    for fold in range(5):
        kept = [n for n in range(len(data)) if n % 5 != fold]
        weights = fit(*(np.concatenate([data[n][k] for n in kept]) for k in (0, 1)))
        held = [average_precision(y, score(x, weights)) for x, y in data[fold::5]]
        print(
            f"fold {fold}: average precision {np.mean(held):.3f} over {len(held)} stories",
            flush=True,
        )
    weights = fit(*(np.concatenate([one[k] for one in data]) for k in (0, 1)))
    pairs, alike = sum(len(y) for _, y in data), int(sum(y.sum() for _, y in data))
    plain = {
        key: np.round(v, 5).tolist() if isinstance(v, np.ndarray) else v
        for key, v in weights.items()
    }
    args.out.write_text(
        json.dumps({**plain, "stories": len(data), "pairs": pairs, "alike": alike}) + "\n"
    )
    print(f"{len(data)} stories, {pairs:,} pairs, {alike} alike -> {args.out}")


if __name__ == "__main__":
    main()
