"""Words to the encoder's word pieces.

The encoder sees, in order, the pieces of each word and one BREAK piece where a
paragraph ends; it is uncased, so whether a word begins with a capital travels
beside the pieces (as its token type). Training and reading share this code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from sayso.errors import ModelError
from sayso.records import Ints

CLS, SEP, UNKNOWN, BREAK = 101, 102, 100, 1  # BREAK is [unused0] of the vocabulary
MODEL_FOLDER = Path(__file__).parent / "model"


class Pieces(NamedTuple):
    """Pieces of a document.

    Attributes:
        ids: piece ids without CLS and SEP, shape (m,).
        capital: 1 where the piece belongs to a capitalised word, shape (m,).
        first: index of each word's first piece, shape (n + 1,); the last is m.
    """

    ids: Ints
    capital: Ints
    first: Ints


@dataclass(slots=True)
class Vocabulary:
    """The tokenizer and the pieces of the words met so far.

    Word pieces depend on nothing but the word, so each word is cut once.
    """

    tokenizer: Tokenizer
    known: dict[str, tuple[int, ...]]

    def pieces_of(self, words: list[str]) -> list[tuple[int, ...]]:
        """Return the piece ids of each word; never empty."""
        new = list({word for word in words if word not in self.known})
        if len(self.known) > 500_000:  # bound the memory of a long run
            self.known.clear()
            new = list(set(words))
        encoded = self.tokenizer.encode_batch_fast(new, add_special_tokens=False)
        for word, piece in zip(new, encoded, strict=True):
            self.known[word] = tuple(piece.ids) or (UNKNOWN,)
        return [self.known[word] for word in words]


@lru_cache(maxsize=1)
def load_vocabulary(folder: Path = MODEL_FOLDER) -> Vocabulary:
    """Load ``tokenizer.json``.

    Raises:
        ModelError: it is missing or broken.
    """
    try:
        return Vocabulary(Tokenizer.from_file(str(folder / "tokenizer.json")), {})
    except Exception as error:  # the library raises bare Exception
        raise ModelError(
            f"The tokenizer could not be loaded: {error}. Install sayso again.",
            subject=str(folder),
        ) from error


def cut_pieces(words: list[str], breaks: list[bool], vocabulary: Vocabulary) -> Pieces:
    """Cut words into pieces.

    Args:
        words: the words, n of them.
        breaks: for each word whether a paragraph begins with it.
        vocabulary: see ``load_vocabulary``.
    """
    ids: list[int] = []
    capital: list[int] = []
    first: list[int] = []
    for word, new_paragraph, pieces in zip(words, breaks, vocabulary.pieces_of(words), strict=True):
        if new_paragraph and ids:
            ids.append(BREAK)
            capital.append(0)
        first.append(len(ids))
        ids.extend(pieces)
        capital.extend([int(word[0].isupper())] * len(pieces))
    first.append(len(ids))
    return Pieces(*(np.asarray(x, dtype=np.int32) for x in (ids, capital, first)))
