"""Train the encoder: ``python training/train.py --shared ../shared --start MINILM_FOLDER``.

Runs on the CPU in bfloat16, keeps a checkpoint after every epoch in
``training/runs/NAME`` and goes on from it when started again. Attribution and
treebank batches are mixed; the weights that count are a running average.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from data import (
    IGNORED,
    Example,
    attribution_examples,
    factual_labels,
    requoted,
    tree_examples,
    windows,
)
from network import LABELS, Reader, Sizes, start_from
from torch import Tensor
from torch.nn import functional

from sayso.annotate.coreference import alike_pairs, step_of
from sayso.annotate.pieces import CLS, SEP, load_vocabulary

# GUM documents that are also in the hand-made readings: never trained on, so that
# scores on those readings are honest.
HELD_OUT = frozenset(
    f"GUM_news_{name}"
    for name in "afghan asylum crane defector election flag imprisoned korea stampede hackers "
    "sensitive taxes".split()
)
Window = tuple[Example, int, int]


def load_examples(
    shared: Path, nested: Path | None
) -> tuple[list[Example], list[Example], dict[str, int]]:
    """Return attribution examples, tree examples and the relations met."""
    vocabulary, relations = load_vocabulary(), {}
    inner = dict(map(json.loads, nested.open())) if nested else {}
    factual = factual_labels(shared)
    attributions = list(attribution_examples(shared / "data/polnear/train", vocabulary, inner))
    trees = [
        example
        for path in sorted((shared / "data/gum/train").glob("*.conllu"))
        for example in tree_examples(path, relations, vocabulary, entities=True, factual={})
        if example.name not in HELD_OUT
    ]
    ewt = shared / "data/ewt/train.conllu"
    trees += tree_examples(ewt, relations, vocabulary, entities=False, factual=factual)
    return attributions, trees, relations


def cut_epoch(examples: list[Example], size: int, rng: random.Random) -> list[Window]:
    """Cut all examples into windows at new places."""
    vocabulary = load_vocabulary()
    return [
        (changed, begin, end)
        for example in examples
        for changed in [requoted(example, rng.random(), vocabulary)]
        for begin, end in windows(example, size, rng.randint(size // 4, size))
    ]


def batches(cut: list[Window], size: int, rng: random.Random) -> Iterator[list[Window]]:
    """Yield batches of windows of similar length, in random order."""
    order = sorted(cut, key=lambda w: _pieces(w) + rng.random() * 30)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from groups


def merged_batches(cuts: list[list[Window]], size: int, rng: random.Random) -> list[list[Window]]:
    """Return the short documents' windows too: batches of all kinds, shuffled."""
    mixed = [batch for cut in cuts for batch in batches(cut, size, rng)]
    rng.shuffle(mixed)
    return mixed


def _pieces(window: Window) -> int:
    example, begin, end = window
    return int(example.pieces.first[end] - example.pieces.first[begin])


def _padded(rows: list[np.ndarray], fill: int) -> Tensor:
    width = max(map(len, rows))
    out = np.full((len(rows), width), fill, np.int64)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return torch.from_numpy(out)


def inputs(batch: list[Window]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, capitals, mask and first-piece indexes of a batch, padded."""
    ids, capitals, firsts = [], [], []
    for example, begin, end in batch:
        low, high = example.pieces.first[begin], example.pieces.first[end]
        ids.append(np.concatenate([[CLS], example.pieces.ids[low:high], [SEP]]))
        capitals.append(np.concatenate([[0], example.pieces.capital[low:high], [0]]))
        firsts.append(example.pieces.first[begin:end] - low + 1)
    mask = _padded([np.ones(len(x), np.int64) for x in ids], 0)
    return _padded(ids, 0), _padded(capitals, 0), mask, _padded(firsts, 0)


def _column(batch: list[Window], name: str) -> Tensor:
    return _padded([getattr(e, name)[a:b] for e, a, b in batch], IGNORED)


def _cross_entropy(logits: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    return functional.cross_entropy(
        logits.flatten(0, -2).float(), target.flatten(), weight, ignore_index=IGNORED
    )


def split_labels(logits: Tensor) -> dict[str, Tensor]:
    """Return the logits of each label head by name."""
    return dict(zip(LABELS, logits.split(list(LABELS.values()), -1), strict=True))


def attribution_loss(model: Reader, batch: list[Window]) -> Tensor:
    """Loss of cues, contents, and of the roles each cue gives."""
    words = model.words(*inputs(batch))
    labels = split_labels(model.labels(words))
    loss = _cross_entropy(labels["cue"], _column(batch, "cue"))
    loss = loss + 0.5 * _cross_entropy(labels["inside"], _column(batch, "inside"))
    rows, at, targets = [], [], []
    for row, (example, begin, end) in enumerate(batch):
        for first, last, target in example.roles:
            if begin <= first and last <= end:
                rows.append(row)
                at.append(first - begin)
                targets.append(target[begin:end])
    if not rows:
        return loss
    wide = np.full((len(rows), words.shape[1]), IGNORED, np.int64)
    for line, target in zip(wide, targets, strict=True):
        line[: len(target)] = target
    logits = model.roles(words, torch.tensor(rows), torch.tensor(at))
    return loss + 1.5 * _cross_entropy(logits, torch.from_numpy(wide))


def tree_loss(model: Reader, batch: list[Window]) -> Tensor:
    """Loss of sentences, tags, arcs, relations and heads of mentions."""
    words = model.words(*inputs(batch))
    labels = split_labels(model.labels(words))
    heads = _padded([e.head[a:b] - a for e, a, b in batch], IGNORED)
    sentence = _padded([np.cumsum(e.starts[a:b]) for e, a, b in batch], -1)
    arcs = model.arcs(words).float()
    arcs = arcs.masked_fill(sentence.unsqueeze(1) != sentence.unsqueeze(2), -1e4)
    relations = model.relations(words, heads.clamp(min=0))
    loss = _cross_entropy(arcs, heads) + _cross_entropy(relations, _column(batch, "relation"))
    loss = loss + 0.5 * _cross_entropy(labels["tag"], _column(batch, "tag"))
    loss = loss + 0.5 * _cross_entropy(labels["starts"], _column(batch, "starts"))
    kind = _column(batch, "kind")
    if (kind != IGNORED).any():
        loss = loss + 0.5 * _cross_entropy(labels["kind"], kind)
        loss = loss + 0.5 * link_loss(model, words, batch)
    return loss + factual_loss(model, words, batch)


def link_loss(model: Reader, words: Tensor, batch: list[Window]) -> Tensor:
    """Loss of antecedents: any mention of the same entity before it is right."""
    lost = []
    for row, (example, begin, end) in enumerate(batch):
        if example.entity is None:
            continue
        at = np.flatnonzero(example.entity[begin:end] >= 0)
        if not len(at):
            continue
        entity = torch.from_numpy(example.entity[begin + at])
        steps = torch.from_numpy(step_of(at[:, None] - at[None]).astype(np.int64))
        names = [example.names[begin + i] for i in at.tolist()]
        forms = [example.forms[begin + i] for i in at.tolist()]
        alike = torch.from_numpy(alike_pairs(forms, names, 0, len(at), first=0))
        scores = model.links(words[row, at], steps, alike).float()
        before = torch.ones(len(at), len(at), dtype=torch.bool).tril(-1)
        same = before & (entity.unsqueeze(0) == entity.unsqueeze(1))
        allowed = torch.cat([before, torch.ones(len(at), 1, dtype=torch.bool)], -1)
        right = torch.cat([same, ~same.any(-1, keepdim=True)], -1)
        scores = scores.masked_fill(~allowed, -1e4)
        lost.append(scores.logsumexp(-1) - scores.masked_fill(~right, -1e4).logsumexp(-1))
    return torch.cat(lost).mean() if lost else words.sum() * 0


def factual_loss(model: Reader, words: Tensor, batch: list[Window]) -> Tensor:
    """Loss of how sure the author is that what a word tells happened."""
    rows = [
        (row, i, float(e.factual[a + i]))
        for row, (e, a, b) in enumerate(batch)
        for i in np.flatnonzero(~np.isnan(e.factual[a:b])).tolist()
    ]
    if not rows:
        return words.sum() * 0
    row, at, label = zip(*rows, strict=True)
    guess = model.factual(words[list(row), list(at)]).squeeze(-1).float()
    return 0.2 * functional.smooth_l1_loss(guess, torch.tensor(label))


class Average:
    """Running average of the weights; the shipped ones (decay per step)."""

    def __init__(self, model: Reader, decay: float) -> None:
        self.decay = decay
        self.weights = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.steps = 0

    def update(self, model: Reader) -> None:
        """Move the average towards the model."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.weights[name].lerp_(value.detach(), 1 - decay)


def optimiser(model: Reader, steps: int, args: argparse.Namespace) -> tuple:
    """Return AdamW with a small rate for the encoder, and its schedule."""
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": list(model.encoder.parameters()), "lr": args.encoder_rate},
        {"params": heads, "lr": args.head_rate},
    ]
    adam = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min(1, step / 150) * max(0.02, 1 - step / steps)
    )
    return adam, schedule


def run_epoch(epoch: int, state: dict, data: tuple, args: argparse.Namespace) -> None:
    """Train over all data once."""
    model, adam, schedule, average = (state[k] for k in ("model", "adam", "schedule", "average"))
    rng = random.Random(args.seed * 1000 + epoch)
    torch.manual_seed(args.seed * 1000 + epoch)
    cuts = [cut_epoch(examples, args.window, rng) for examples in data]
    mixed = merged_batches(cuts, args.batch, rng)
    started = time.time()
    for step, batch in enumerate(mixed, 1):
        loss_of = attribution_loss if batch[0][0].cue is not None else tree_loss
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(model, batch)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        adam.step()
        schedule.step()
        average.update(model)
        if step % 25 == 0:
            spent = time.time() - started
            print(
                f"epoch {epoch} step {step}/{len(mixed)} {loss_of.__name__} {loss.item():.3f} "
                f"{spent:.0f}s",
                flush=True,
            )


def steps_per_epoch(data: tuple, args: argparse.Namespace) -> int:
    """Count the batches of an epoch (they differ by a few from epoch to epoch)."""
    rng = random.Random(args.seed)
    cuts = [cut_epoch(examples, args.window, rng) for examples in data]
    return len(merged_batches(cuts, args.batch, rng))


def save(path: Path, epoch: int, state: dict, relations: dict[str, int]) -> None:
    """Write a checkpoint at once or not at all."""
    whole = {
        "epoch": epoch,
        "model": state["model"].state_dict(),
        "average": state["average"].weights,
        "steps": state["average"].steps,
        "adam": state["adam"].state_dict(),
        "schedule": state["schedule"].state_dict(),
        "relations": relations,
    }
    torch.save(whole, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def resume(path: Path, state: dict) -> int:
    """Load a checkpoint if there is one; return the next epoch."""
    if not path.exists():
        return 0
    saved = torch.load(path, weights_only=True)
    for name in ("model", "adam", "schedule"):
        state[name].load_state_dict(saved[name])
    state["average"].weights, state["average"].steps = saved["average"], saved["steps"]
    return saved["epoch"] + 1


def go_on_from(model: Reader, saved: dict, relations: dict[str, int]) -> None:
    """Take over the averaged weights of another run; heads it does not know stay new."""
    if list(saved["relations"]) != list(relations):
        raise SystemExit("the checkpoint knows other relations: train it on the same treebanks")
    missing, _ = model.load_state_dict(saved["average"], strict=False)
    print("new:", sorted({name.split(".")[0] for name in missing}), flush=True)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--start", required=True, help="folder of the MiniLM weights")
    parser.add_argument("--name", default="reader")
    parser.add_argument("--nested", type=Path, help="labels of nested attributions (nested.py)")
    parser.add_argument(
        "--onward", type=Path, help="checkpoint whose averaged weights to go on from"
    )
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--window", type=int, default=318, help="pieces, without CLS and SEP")
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--encoder-rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.998)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    *data, relations = load_examples(args.shared, args.nested)
    folder = Path(__file__).parent / "runs" / args.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps(vars(args), default=str, indent=1))
    model = start_from(args.start, Sizes(len(relations)))
    if args.onward:
        go_on_from(model, torch.load(args.onward, weights_only=True), relations)
    adam, schedule = optimiser(model, steps_per_epoch(tuple(data), args) * args.epochs, args)
    average = Average(model, args.decay)
    state = {"model": model, "adam": adam, "schedule": schedule, "average": average}
    for epoch in range(resume(folder / "last.pt", state), args.epochs):
        model.train()
        run_epoch(epoch, state, tuple(data), args)
        save(folder / "last.pt", epoch, state, relations)
        print(f"epoch {epoch} done", flush=True)


if __name__ == "__main__":
    main()
