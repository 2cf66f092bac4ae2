"""Export a checkpoint as the package's int8 model: ``python training/export.py RUN_FOLDER``.

One graph, one window of text at a time, so that what a document yields never
depends on what is read beside it:

inputs   ids (T,), capital (T,), first (W,), breaks (W,), bar ()
outputs  labels (W, 37), arcs (W, W), heads (W,), relations (W,),
         cues (C,), roles (C, W, 5), mentions (M,), links (M, 257)
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from data import KINDS, ROLES, TAGS
from network import LABELS, Reader, Sizes, start_from
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn
from train import split_labels

HEADS = 12
OUTPUTS = ["labels", "arcs", "heads", "relations", "cues", "roles", "mentions", "links"]


class FusedAttention(torch.autograd.Function):
    """Attention as the runtime's fused operator (com.microsoft::MultiHeadAttention).

    With the projections beside it as one int8 product it is a few per cent faster than
    the operator that does both.
    """

    @staticmethod
    def forward(ctx, query: Tensor, key: Tensor, value: Tensor) -> Tensor:  # noqa: ARG004
        """Compute it, so that tracing sees true values."""
        parts = (p.view(*p.shape[:2], HEADS, -1).transpose(1, 2) for p in (query, key, value))
        mixed = nn.functional.scaled_dot_product_attention(*parts)
        return mixed.transpose(1, 2).reshape(query.shape)

    @staticmethod
    def symbolic(g, query, key, value):
        """Write the operator into the graph."""
        out = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        return out.setType(query.type())


def attend(attention: nn.Module, hidden: Tensor) -> Tensor:
    """Run a BERT attention block through the fused operator."""
    inner = attention.self
    layers = (inner.query, inner.key, inner.value)
    weight = torch.cat([layer.weight.T for layer in layers], 1).contiguous()
    bias = torch.cat([layer.bias for layer in layers])
    parts = (hidden @ weight + bias).chunk(3, -1)
    return attention.output(FusedAttention.apply(*parts), hidden)


class OneWindow(nn.Module):
    """The Reader as the package runs it: one window, decisions made inside the graph."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, ids: Tensor, capital: Tensor, first: Tensor, breaks: Tensor, bar: Tensor
    ) -> tuple:
        """Return what the module docstring lists."""
        reader = self.reader
        hidden = reader.encoder.embeddings(
            input_ids=ids.unsqueeze(0), token_type_ids=capital.unsqueeze(0)
        )
        for layer in reader.encoder.encoder.layer:
            attended = attend(layer.attention, hidden)
            hidden = layer.output(layer.intermediate(attended), attended)
        words = hidden.index_select(1, first)
        labels = reader.labels(words)
        parts = split_labels(labels)
        starts = torch.maximum(parts["starts"].argmax(-1), breaks.unsqueeze(0))
        sentence = starts.cumsum(-1)
        apart = (sentence.unsqueeze(1) != sentence.unsqueeze(2)).float()
        arcs = reader.arcs(words) - 1e4 * apart
        heads = arcs.argmax(-1)
        relations = reader.relations(words, heads).argmax(-1)
        cues = (parts["cue"].softmax(-1)[0, :, 1] > bar).nonzero()[:, 0]
        roles = reader.roles(words, torch.zeros_like(cues), cues)
        mentions = (parts["kind"].argmax(-1)[0] > 0).nonzero()[:, 0]
        query, key, fresh = reader.links.vectors(words[0].index_select(0, mentions))
        links = torch.cat([query, key, fresh.unsqueeze(-1)], -1)
        labels = torch.cat([labels, reader.factual(words)], -1)
        return labels[0], arcs[0], heads[0], relations[0], cues, roles, mentions, links


def load_reader(checkpoint: dict, start: str) -> Reader:
    """Build the Reader with the averaged weights of a checkpoint."""
    reader = start_from(start, Sizes(len(checkpoint["relations"])))
    reader.load_state_dict(checkpoint["average"])
    return reader.eval()


def export_float(reader: Reader, path: Path) -> None:
    """Write the float graph."""
    sample = (
        torch.randint(1000, 2000, (40,)),
        torch.zeros(40, dtype=torch.long),
        torch.arange(1, 31),
        torch.zeros(30, dtype=torch.long),
        torch.tensor(-1.0),
    )
    torch.onnx.export(
        OneWindow(reader),
        sample,
        str(path),
        input_names=["ids", "capital", "first", "breaks", "bar"],
        output_names=OUTPUTS,
        dynamic_axes={
            "ids": {0: "T"},
            "capital": {0: "T"},
            "first": {0: "W"},
            "breaks": {0: "W"},
            "labels": {0: "W"},
            "arcs": {0: "W", 1: "W"},
            "heads": {0: "W"},
            "relations": {0: "W"},
            "cues": {0: "C"},
            "roles": {0: "C", 1: "W"},
            "mentions": {0: "M"},
            "links": {0: "M"},
        },
        opset_version=17,
        dynamo=False,
    )


def fuse(path: Path, out: Path) -> None:
    """Fuse bias and activation; attention is one operator already."""
    options = optimizer.FusionOptions("bert")
    options.enable_embed_layer_norm = False
    options.enable_skip_layer_norm = False  # the fused kernel is slower than its two parts
    fused = optimizer.optimize_model(
        str(path), "bert", num_heads=12, hidden_size=384, optimization_options=options
    )
    print("fused:", fused.get_fused_operator_statistics())
    fused.save_model_to_file(str(out))


def quantise(path: Path, out: Path) -> None:
    """Write the int8 graph: weights per channel, activations per window."""
    quantize_dynamic(
        str(path),
        str(out),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=False,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def describe(path: Path, reader: Reader, relations: dict[str, int], meta: dict[str, str]) -> None:
    """Write label names, what a pair of mentions adds to its score, and origin into the file."""
    model = onnx.load(str(path))
    names = {
        "tags": TAGS,
        "kinds": KINDS,
        "roles": ROLES,
        "relations": sorted(relations, key=relations.get),
        "labels": {**LABELS, "factual": 1},
        "near": reader.links.near.weight.flatten().tolist(),
        "alike": reader.links.alike.weight.flatten().tolist(),
    }
    onnx.helper.set_model_props(model, {**{k: json.dumps(v) for k, v in names.items()}, **meta})
    onnx.save(model, str(path))


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--start", required=True, help="folder of the MiniLM weights")
    parser.add_argument("--out", type=Path, default=Path("src/sayso/annotate/model/reader.onnx"))
    parser.add_argument("--float", dest="as_float", action="store_true", help="skip int8")
    parser.add_argument("--bar", default="0.5", help="probability from which a word begins a cue")
    args = parser.parse_args()
    checkpoint = torch.load(args.run / "last.pt", weights_only=True)
    plain, fused = args.run / "plain.onnx", args.run / "fused.onnx"
    reader = load_reader(checkpoint, args.start)
    with torch.no_grad():
        export_float(reader, plain)
    fuse(plain, fused)
    if args.as_float:
        args.out.write_bytes(fused.read_bytes())
    else:
        quantise(fused, args.out)
    meta = {"epochs": str(checkpoint["epoch"] + 1), "bar": args.bar}
    describe(args.out, reader, checkpoint["relations"], meta)
    digest = hashlib.sha256(args.out.read_bytes()).hexdigest()
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


if __name__ == "__main__":
    main()
