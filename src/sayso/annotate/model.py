"""The encoder's file: the only module that loads weights."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.annotate.coreference import Pairing
from sayso.annotate.pieces import CLS, MODEL_FOLDER, SEP, Pieces, Vocabulary, load_vocabulary
from sayso.annotate.windows import Window
from sayso.errors import ModelError
from sayso.records import Floats, Ints

Labels = dict[str, slice]


class Output(NamedTuple):
    """What the encoder says about a window of W words and the C cues in it.

    Attributes:
        labels: logits of all label heads, (W, 37); see ``Model.labels``.
        arcs: score of each word (last axis) as the head of each word, (W, W).
        heads: the best head of each word, itself for a root, (W,).
        relations: relation to that head, (W,).
        cues: index of each cue's first word, (C,).
        roles: logits of source and content for each cue, (C, W, 5).
        mentions: index of each mention's head word, (M,).
        links: its vectors and score for coreference, (M, 257); see ``Links``.
    """

    labels: Floats
    arcs: Floats
    heads: npt.NDArray[np.int64]
    relations: npt.NDArray[np.int64]
    cues: npt.NDArray[np.int64]
    roles: Floats
    mentions: npt.NDArray[np.int64]
    links: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A loaded encoder.

    Attributes:
        tags, relations, kinds: names behind the label numbers.
        labels: where each label head's logits stand in ``Output.labels``.
        pairing: what distance and shared words add to a pair of mentions.
        bar: probability from which a word begins a cue.
        threads: windows read at the same time.
        digest: SHA-256 of the file, first 12 hex digits.
    """

    session: Any
    vocabulary: Vocabulary
    pool: ThreadPoolExecutor
    tags: tuple[str, ...]
    relations: tuple[str, ...]
    kinds: tuple[str, ...]
    labels: Labels
    pairing: Pairing
    bar: float
    threads: int
    digest: str


def load_model(*, threads: int = 0, path: Path | None = None) -> Model:
    """Load the encoder; loaded once a process for the same arguments.

    Args:
        threads: windows read at the same time; 0 means one a core.
        path: another model file than the package's.

    Raises:
        ModelError: the file is missing or is no model of ours.
    """
    return _load(threads or os.cpu_count() or 1, path or MODEL_FOLDER / "reader.onnx")


@lru_cache(maxsize=2)
def _load(threads: int, path: Path) -> Model:
    import onnxruntime  # noqa: PLC0415 - 0.1 s that `sayso --help` need not pay

    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    # Windows are what runs in parallel: one thread each wastes nothing on waiting.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Processors without VNNI would let sums of int8 products saturate: the same text would be
    # read differently there. With this they take a slower way to the same numbers.
    options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        data = path.read_bytes()
        session = onnxruntime.InferenceSession(data, options, ["CPUExecutionProvider"])
        names = {
            key: json.loads(value)
            for key, value in session.get_modelmeta().custom_metadata_map.items()
            if key in {"tags", "relations", "kinds", "labels", "bar", "near", "alike"}
        }
        labels = _slices(names["labels"])
        pairing = Pairing(*(np.array(names[key], np.float32) for key in ("near", "alike")))
    except Exception as error:  # the runtime raises many kinds
        raise ModelError(
            f"The encoder could not be loaded from {path.name}: {error}. Install sayso again.",
            subject=str(path),
        ) from error
    return Model(
        session=session,
        vocabulary=load_vocabulary(),
        pool=ThreadPoolExecutor(threads, thread_name_prefix="encoder"),
        tags=tuple(names["tags"]),
        relations=tuple(names["relations"]),
        kinds=tuple(names["kinds"]),
        labels=labels,
        pairing=pairing,
        bar=float(names["bar"]),
        threads=threads,
        digest=hashlib.sha256(data).hexdigest()[:12],
    )


def _slices(sizes: dict[str, int]) -> Labels:
    """Turn {"cue": 3, "inside": 3, …} into where each head's logits stand."""
    ends = np.cumsum(list(sizes.values())).tolist()
    return {
        name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)
    }


def start_windows(
    model: Model, pieces: Pieces, breaks: Ints, windows: Sequence[Window]
) -> list[Future[Output]]:
    """Set the encoder to read the windows of one document; results in the same order.

    One window at a time and one thread each: what a window yields depends on
    nothing beside it, so the same text gives the same numbers in any company.
    """

    def run(window: Window) -> Output:
        low, high = pieces.first[window.begin], pieces.first[window.end]
        first = pieces.first[window.begin : window.end]
        feed = {
            "ids": np.concatenate([[CLS], pieces.ids[low:high], [SEP]]).astype(np.int64),
            "capital": np.concatenate([[0], pieces.capital[low:high], [0]]).astype(np.int64),
            "first": (first - low + 1).astype(np.int64),
            "breaks": breaks[window.begin : window.end].astype(np.int64),
            "bar": np.array(model.bar, np.float32),
        }
        return Output(*model.session.run(None, feed))

    return [model.pool.submit(run, window) for window in windows]
