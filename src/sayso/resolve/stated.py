"""A proposition with whose word it is and where it stands: what claims are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.records import Attribution, Proposition, Reading


@dataclass(frozen=True, slots=True)
class Stated:
    """One proposition of one document.

    Attributes:
        document: id of the document.
        proposition: what is stated.
        attribution: under whose word; None for the document's own voice.
        text: the words of its evidence.
    """

    document: str
    proposition: Proposition
    attribution: Attribution | None
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """Return document and proposition, which together are like no other's."""
        return self.document, self.proposition.id


def stated_in(reading: Reading) -> Iterator[Stated]:
    """Yield what a document states, in text order."""
    by_id = {one.id: one for one in reading.attributions}
    document = reading.document
    for one in reading.propositions:
        text = " … ".join(document.text[start:end] for start, end in one.evidence)
        yield Stated(document.id, one, by_id.get(one.attribution or ""), text)
