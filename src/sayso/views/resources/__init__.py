"""One module per resource: the one payload that JSON, pages and CSV share.

A module exposes ``…s_payload(ledger, query) -> {"items": […], "cursor": str | None}`` for a list,
``…_payload(ledger, key) -> dict`` for one of it, and ``COLUMNS``, the columns of its CSV. A query
is a frozen dataclass that has at least ``limit`` and ``cursor``. No web framework here: they may
be used from anywhere. What cannot be answered is one of ``sayso.errors``.
"""
