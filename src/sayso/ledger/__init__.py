"""Keep readings: an append-only store that many may read and write at once."""

from sayso.ledger.judgement import (
    Judgement,
    judge,
    judgements,
    read_judgements,
    undo,
    write_judgements,
)
from sayso.ledger.keep import backup, forget
from sayso.ledger.keys import article_key, document_key, reading_key
from sayso.ledger.ledger import Ledger, asking, open_ledger, writing
from sayso.ledger.readings import (
    all_documents,
    all_readings,
    all_skipped,
    get_document,
    get_reading,
    reading_keys,
    version_keys,
)
from sayso.ledger.rows import actor_keys, attribution_keys
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
    "Counts",
    "Judgement",
    "Ledger",
    "Problem",
    "actor_keys",
    "add_readings",
    "all_documents",
    "all_readings",
    "all_skipped",
    "article_key",
    "asking",
    "attribution_keys",
    "backup",
    "document_key",
    "finish_run",
    "forget",
    "get_document",
    "get_reading",
    "judge",
    "judgements",
    "known",
    "known_texts",
    "open_ledger",
    "read_judgements",
    "reading_key",
    "reading_keys",
    "start_run",
    "undo",
    "verify",
    "version_keys",
    "write_judgements",
    "writing",
]
