"""Cursors of lists that stand in an order of their own: where the page before ended."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sayso.errors import LedgerError
from sayso.ledger.keys import digest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_MOST: Final = 1000  # things on one page

Place = Sequence[int | str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a list that is asked for; its cursor belongs to that list.

    Attributes:
        name: of the list.
        wanted: what is asked for, other than the page.
        limit: how many to a page.
        cursor: of the page before.
    """

    name: str
    wanted: DataclassInstance | Mapping[str, Any]
    limit: int = 20
    cursor: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= _MOST:
            raise LedgerError(f"a page has 1 to {_MOST} things, not {self.limit}")

    @property
    def mark(self) -> str:
        """Return what its cursors are known by."""
        asked = self.wanted if isinstance(self.wanted, Mapping) else asdict(self.wanted)
        return digest(self.name, dict(asked), length=8)

    def ends_at(self, place: Place) -> str:
        """Return the cursor of the page that begins behind a place."""
        line = json.dumps([self.mark, *place], separators=(",", ":"))
        return base64.urlsafe_b64encode(line.encode()).decode()

    def begins_behind(self, *kinds: type) -> list[Any] | None:
        """Return the place the page before ended at; None for the first page.

        Args:
            kinds: of the parts of a place, in order; each may be None too.

        Raises:
            LedgerError: the cursor is not of this list.
        """
        if self.cursor is None:
            return None
        try:
            mark, *place = json.loads(base64.urlsafe_b64decode(self.cursor.encode()))
            if mark == self.mark and len(place) == len(kinds) and all(map(_fits, place, kinds)):
                return list(place)
        except (ValueError, TypeError):
            pass
        raise LedgerError(
            f"{self.cursor!r} is no cursor of this list; ask for the first page without one, and "
            "for others with the cursor of the page before and all else the same",
            subject=self.cursor,
        )


def _fits(value: object, kind: type) -> bool:
    if value is None:
        return True
    if kind is int:
        return type(value) is int and abs(value) < 2**63
    return isinstance(value, kind)
