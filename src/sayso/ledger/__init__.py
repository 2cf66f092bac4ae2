"""Keep readings: an append-only store that many may read and write at once.

>>> from sayso.ledger import Filter, find_statements, open_ledger
>>> with open_ledger("sayso.db", read_only=True) as ledger:  # doctest: +SKIP
...     page = find_statements(ledger, Filter(speaker="putin", denied=True), limit=50)
"""

from sayso.ledger.corrections import corrected
from sayso.ledger.documents import FoundDocument, find_documents
from sayso.ledger.judgement import Judgement, judgements
from sayso.ledger.judging import judge, read_judgements, undo, write_judgements
from sayso.ledger.keep import backup, forget
from sayso.ledger.keys import article_key, document_key, reading_key
from sayso.ledger.ledger import Ledger, asking, open_ledger, writing
from sayso.ledger.page import Filter, Page
from sayso.ledger.query import Found, SkippedInput, find_skipped, find_statements
from sayso.ledger.readings import (
    all_documents,
    all_readings,
    all_skipped,
    get_document,
    get_reading,
    reading_keys,
    readings_with_events,
    version_keys,
)
from sayso.ledger.revise import machine_reading, revise_all
from sayso.ledger.rows import actor_keys, attribution_keys
from sayso.ledger.show import (
    Change,
    Shown,
    ShownActor,
    ShownStatement,
    Version,
    changes,
    show,
    versions,
)
from sayso.ledger.stats import Stats, stats
from sayso.ledger.verify import Problem, verify
from sayso.ledger.write import (
    Counts,
    add_readings,
    finish_run,
    known,
    known_texts,
    start_run,
)

__all__ = [
    "Change",
    "Counts",
    "Filter",
    "Found",
    "FoundDocument",
    "Judgement",
    "Ledger",
    "Page",
    "Problem",
    "Shown",
    "ShownActor",
    "ShownStatement",
    "SkippedInput",
    "Stats",
    "Version",
    "actor_keys",
    "add_readings",
    "all_documents",
    "all_readings",
    "all_skipped",
    "article_key",
    "asking",
    "attribution_keys",
    "backup",
    "changes",
    "corrected",
    "document_key",
    "find_documents",
    "find_skipped",
    "find_statements",
    "finish_run",
    "forget",
    "get_document",
    "get_reading",
    "judge",
    "judgements",
    "known",
    "known_texts",
    "machine_reading",
    "open_ledger",
    "read_judgements",
    "reading_key",
    "reading_keys",
    "readings_with_events",
    "revise_all",
    "show",
    "start_run",
    "stats",
    "undo",
    "verify",
    "version_keys",
    "versions",
    "write_judgements",
    "writing",
]
