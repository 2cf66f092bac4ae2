"""What the guard goes by: who is let in, under which names, and how much of everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sayso.views.desk.access import Access
from sayso.views.desk.rates import Rate

_READS: Final = Rate(100, 400)
_WRITES: Final = Rate(5, 40)
_LOGINS: Final = Rate(1 / 6, 10)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take, and how many there may be.

    Attributes:
        body: bytes of a request.
        body_time: seconds in which it must have arrived.
        answer_time: seconds in which its answer must have begun.
        reads: requests that change nothing, from one address.
        writes: others.
        logins: tries to log in, or with a token that is none.
    """

    body: int = 10_000_000
    body_time: float = 60.0
    answer_time: float = 60.0
    reads: Rate = _READS
    writes: Rate = _WRITES
    logins: Rate = _LOGINS


_OPEN: Final = Access()
_USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a guard goes by.

    Attributes:
        access: who is let in.
        limits: of requests.
        hosts: names that the desk goes by, besides those of loopback.
        any_address: it goes by any address of numbers, too.
    """

    access: Access = _OPEN
    limits: Limits = _USUAL
    hosts: tuple[str, ...] = ()
    any_address: bool = False
