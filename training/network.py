"""The encoder and its heads.

One pass of a 6-layer encoder; every head is a small layer on the vector of a
word's first piece. The tagger for sources and contents is conditioned on one
cue at a time: links, split contents and nesting come with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from sayso.annotate.coreference import ALIKE, NEAR

HIDDEN, ARC, REL, ROLE, NARROW, BUCKETS, LINK = 384, 128, 128, 160, 64, 33, 128
LABELS = {"cue": 3, "inside": 3, "tag": 17, "starts": 2, "kind": 11}


@dataclass(slots=True)
class Sizes:
    """How many relations the trees of the training data know."""

    relations: int


def bucket(distance: Tensor) -> Tensor:
    """Map a signed distance in words to one of 33 buckets, logarithmic from the cue."""
    step = (torch.log2(distance.abs().float() + 1) * 2).floor().clamp(max=16)
    return (16 + torch.sign(distance) * step).long()


class RoleTagger(nn.Module):
    """For each cue, labels every word of its window: O, B/I source, B/I content."""

    def __init__(self) -> None:
        super().__init__()
        self.key = nn.Linear(HIDDEN, ROLE)
        self.query = nn.Linear(HIDDEN, ROLE)
        self.gate = nn.Linear(HIDDEN, ROLE)
        self.place = nn.Embedding(BUCKETS, ROLE)
        self.bias = nn.Embedding(BUCKETS, 5)
        self.direct = nn.Linear(ROLE, 5)
        self.narrow = nn.Linear(ROLE, NARROW)
        self.around = nn.Conv1d(NARROW, NARROW, 5, padding=2)
        self.out = nn.Linear(NARROW, 5)

    def forward(self, words: Tensor, row: Tensor, at: Tensor) -> Tensor:
        """Label the words of each cue's window.

        Args:
            words: word vectors, (B, W, HIDDEN).
            row: which window each cue stands in, (C,).
            at: index of each cue's first word, (C,).

        Returns:
            Logits (C, W, 5).
        """
        cue = words[row, at]
        place = bucket(torch.arange(words.shape[1]).unsqueeze(0) - at.unsqueeze(1))
        mixed = self.key(words)[row] + self.query(cue).unsqueeze(1) + self.place(place)
        mixed = functional.relu(mixed) * torch.sigmoid(self.gate(cue)).unsqueeze(1)
        narrow = functional.relu(self.narrow(mixed))
        around = functional.relu(self.around(narrow.transpose(1, 2)).transpose(1, 2))
        return self.direct(mixed) + self.out(narrow + around) + self.bias(place)


class Linker(nn.Module):
    """Scores each mention before a mention as its antecedent, and that there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, LINK)
        self.key = nn.Linear(HIDDEN, LINK)
        self.mix = nn.Linear(LINK, LINK, bias=False)
        self.fresh = nn.Linear(HIDDEN, 1)
        self.near = nn.Embedding(NEAR, 1)
        self.alike = nn.Embedding(ALIKE, 1)
        nn.init.zeros_(self.near.weight)
        nn.init.zeros_(self.alike.weight)

    def vectors(self, mentions: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return query (…, LINK), key (…, LINK) and fresh (…) of word vectors (…, HIDDEN)."""
        query = self.mix(functional.relu(self.query(mentions)))
        return query, functional.relu(self.key(mentions)), self.fresh(mentions).squeeze(-1)

    def forward(self, mentions: Tensor, steps: Tensor, alike: Tensor) -> Tensor:
        """Score the pairs of a window's M mentions.

        Args:
            mentions: word vectors of their heads, (M, HIDDEN).
            steps: of distance between two, (M, M).
            alike: how their words are alike, (M, M).

        Returns:
            (M, M + 1): antecedents (only those before count), then none.
        """
        query, key, fresh = self.vectors(mentions)
        scores = query @ key.T + self.near(steps).squeeze(-1) + self.alike(alike).squeeze(-1)
        return torch.cat([scores, fresh.unsqueeze(-1)], -1)


class Reader(nn.Module):
    """Encoder with all heads."""

    def __init__(self, encoder: BertModel, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.labels = nn.Linear(HIDDEN, sum(LABELS.values()))
        self.arc_dependent = nn.Linear(HIDDEN, ARC)
        self.arc_head = nn.Linear(HIDDEN, ARC)
        self.arc_mix = nn.Linear(ARC, ARC, bias=False)
        self.arc_prior = nn.Linear(HIDDEN, 1)
        self.rel_dependent = nn.Linear(HIDDEN, REL)
        self.rel_head = nn.Linear(HIDDEN, REL)
        self.rel_out = nn.Linear(REL, sizes.relations)
        self.roles = RoleTagger()
        self.links = Linker()
        self.factual = nn.Linear(HIDDEN, 1)

    def words(self, ids: Tensor, capital: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Encode windows and pick each word's first piece: (B, W, HIDDEN)."""
        hidden = self.encoder(
            input_ids=ids, attention_mask=mask, token_type_ids=capital
        ).last_hidden_state
        hidden = self.dropout(hidden)
        return hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, HIDDEN))

    def arcs(self, words: Tensor) -> Tensor:
        """Score every word (last axis) as head of every word: (B, W, W)."""
        dependent = functional.relu(self.arc_dependent(words))
        head = functional.relu(self.arc_head(words))
        return self.arc_mix(dependent) @ head.transpose(1, 2) + self.arc_prior(words).transpose(
            1, 2
        )

    def relations(self, words: Tensor, heads: Tensor) -> Tensor:
        """Score relations of each word to its given head: (B, W, relations)."""
        head = self.rel_head(words).gather(1, heads.unsqueeze(-1).expand(-1, -1, REL))
        return self.rel_out(functional.relu(self.rel_dependent(words) + head))


def start_from(folder: str, sizes: Sizes) -> Reader:
    """Build a Reader on pretrained MiniLM weights.

    Token type 1 (here: a capitalised word) begins as a copy of type 0, so that
    nothing changes until training finds a use for it.
    """
    # Without dropout inside attention the fused kernel serves: a step takes half the time.
    encoder = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="sdpa",
        attention_probs_dropout_prob=0.0,
    )
    types = encoder.embeddings.token_type_embeddings.weight
    with torch.no_grad():
        types[1] = types[0]
    return Reader(encoder, sizes)
