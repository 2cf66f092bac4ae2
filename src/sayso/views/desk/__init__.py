"""The desk: pages and REST over one ledger (``sayso serve``). Needs the extra *desk*."""
