"""sayso reads news reports and lists who says what.

>>> import sayso
>>> for reading in sayso.read_reports(["report.html"]):  # doctest: +SKIP
...     for attribution in reading.attributions:
...         print(attribution.act, attribution.mode)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.ledger import open_ledger
    from sayso.pipeline import read_document, read_reports, read_text

from sayso.errors import SaysoError
from sayso.records import Attribution, Document, Reading, Skipped
from sayso.settings import Settings
from sayso.text import make_document
from sayso.version import __version__

__all__ = [
    "Attribution",
    "Document",
    "Reading",
    "SaysoError",
    "Settings",
    "Skipped",
    "__version__",
    "make_document",
    "open_ledger",
    "read_document",
    "read_reports",
    "read_text",
]


def __getattr__(name: str) -> Any:
    """Load the encoder's and the database's libraries when first asked for, not on import."""
    if name == "open_ledger":
        return getattr(import_module("sayso.ledger"), name)
    if name in {"read_document", "read_reports", "read_text"}:
        return getattr(import_module("sayso.pipeline"), name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
