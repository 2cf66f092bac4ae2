"""One frozen Settings: every threshold and limit that is ours to choose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of a run.

    Attributes:
        max_bytes: inputs over this size are refused (bytes of one document).
        max_redirects: how many redirects a fetch follows.
        fetch_timeout: seconds for connecting, and for each read.
        allow_private: fetch from private and loopback addresses too.
        threads: threads of the encoder; 0 means one a core.
        outlet: outlet name to use where the input names none.
        published: publication date to use where the input names none.
    """

    max_bytes: int = 20_000_000
    max_redirects: int = 5
    fetch_timeout: float = 20.0
    allow_private: bool = False
    threads: int = 0
    outlet: str | None = None
    published: str | None = None
