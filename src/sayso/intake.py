"""Taking in, in one screen: paths -> read -> annotate -> attribute -> ledger.

1. ``read_documents`` turns every input into documents, or says why not;
2. what the ledger has already is left out, by its words and not by its name;
3. the rest is read, on all cores, a little ahead of what is stored;
4. readings are stored some at a time, each document with all that was found in it.

Whatever ends a run, even ``kill -9``, leaves a ledger that lacks only what came last; the same
command again goes on from there and ends with the ledger of a run that was never stopped.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from sayso.annotate.model import Model, load_model
from sayso.errors import ModelError
from sayso.ledger import (
    Ledger,
    add_readings,
    article_key,
    asking,
    document_key,
    finish_run,
    get_document,
    known,
    schema,
    start_run,
)
from sayso.pipeline import read_document
from sayso.read import read_documents
from sayso.read.sniff import has_reader_name
from sayso.records import Document, Reading, Skipped
from sayso.settings import Settings
from sayso.version import __version__

_AT_ONCE = 32  # documents looked up in the ledger at a time …
_SOON = 0.5  # … or fewer, if they come slowly: seconds until those at hand are looked up
_BATCH = 200  # readings stored in one transaction …
_UNSAVED = 5.0  # … or fewer: seconds of work that a kill may cost
_AHEAD = 4  # documents that wait for each process or thread
# One process reads on up to so many cores: of its time a quarter is Python's own (measured on
# two cores), which no second thread can share.
_CORES = 4
_REASONS = 50  # kinds of reasons counted one by one
_PLACE = re.compile(r"(?:record|line|entry|page|row) [0-9]+: ")
_PLAIN = (".txt", ".jsonl", ".ndjson", ".json", ".eml", ".mbox", ".parquet")
_NAMED = 10  # skipped inputs kept to be named at the end; the ledger has all


@dataclass(slots=True)
class Taken:
    """How far a run of ``take_in`` has come; the one state of it.

    Attributes:
        read: documents read so far, stored or about to be.
        known: documents left out, for the ledger has their words, read by the same encoder.
        skipped: inputs that gave no document.
        added: new documents stored.
        versions: those among them that are another version of an article.
        again: documents the ledger had, read again by this version of sayso.
        attributions: in what was stored.
        reasons: why inputs were skipped, in short, and how many each.
        named: the first skipped inputs.
        share: of the inputs' text, about how much has been met; None where nobody can know.
    """

    read: int = 0
    known: int = 0
    skipped: int = 0
    added: int = 0
    versions: int = 0
    again: int = 0
    attributions: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    named: list[Skipped] = field(default_factory=list)
    share: float | None = None

    @property
    def met(self) -> int:
        """Return how many inputs have been dealt with."""
        return self.read + self.known + self.skipped

    def skip(self, skipped: Skipped) -> None:
        """Count a skipped input."""
        self.skipped += 1
        reason = _PLACE.sub("", skipped.reason.partition(";")[0])
        room = reason in self.reasons or len(self.reasons) < _REASONS
        self.reasons[reason if room else "another reason"] += 1
        if len(self.named) < _NAMED:
            self.named.append(skipped)


Items = Iterable[Document | Skipped]


class Reader(NamedTuple):
    """What turns documents into readings.

    Attributes:
        produced_by: what its readings are marked with.
        read: documents to readings, in order; what was skipped is passed on in its place.
    """

    produced_by: dict[str, str]
    read: Callable[[Items], Iterator[Reading | Skipped]]


def take_in(
    ledger: Ledger,
    paths: Iterable[str],
    *,
    settings: Settings | None = None,
    reader: Reader | None = None,
    command: str | None = None,
    told: Callable[[Taken], None] = lambda _: None,
) -> Taken:
    """Read inputs into a ledger, and return what that came to.

    Args:
        ledger: open for writing.
        paths: as for ``sayso.read.read_documents``.
        settings: limits and defaults of the run.
        reader: from ``open_reader``; by default one that uses all cores.
        command: how the run was asked for, kept with it.
        told: called after each document with how far the run has come.

    Raises:
        ModelError: the encoder cannot be loaded.
        LedgerError: the ledger cannot be written; what was stored before is kept.
    """
    settings = settings or Settings()
    if reader is None:
        with open_reader(threads=settings.threads) as own:
            return take_in(ledger, paths, settings=settings, reader=own, command=command, told=told)
    taken = Taken()
    return take_in_documents(
        ledger, _met(paths, settings, taken), reader=reader, settings=settings,
        command=command, told=told, taken=taken,
    )  # fmt: skip


def take_in_documents(
    ledger: Ledger,
    items: Items,
    *,
    reader: Reader,
    settings: Settings,
    command: str | None = None,
    told: Callable[[Taken], None] = lambda _: None,
    taken: Taken | None = None,
) -> Taken:
    """Read documents into a ledger, as ``take_in`` does with those in files.

    Args:
        ledger: open for writing.
        items: documents as they come; what was skipped is noted.
        reader: from ``open_reader``.
        settings: kept with the run.
        command: kept with the run.
        told: called after each document.
        taken: what is counted in, by default all from nothing.
    """
    taken, waiting = taken or Taken(), dict[str, _Text]()
    run = start_run(ledger, settings=asdict(settings), command=command)
    lacking = _lacking(ledger, items, reader.produced_by, waiting, taken)
    _store(ledger, run, _told(reader.read(lacking), taken, told), waiting, taken)
    finish_run(ledger, run)
    told(taken)
    return taken


def _told(
    items: Iterator[Reading | Skipped], taken: Taken, told: Callable[[Taken], None]
) -> Iterator[Reading | Skipped]:
    for item in items:
        if isinstance(item, Skipped):
            taken.skip(item)
        else:
            taken.read += 1
        told(taken)
        yield item


def _store(
    ledger: Ledger,
    run: int,
    items: Iterator[Reading | Skipped],
    waiting: dict[str, _Text],
    taken: Taken,
) -> None:
    """Store items a batch at a time; if their reading ends early, what there is."""
    pending: list[Reading | Skipped] = []

    def keep() -> None:
        counts = add_readings(ledger, run, pending, batch=len(pending))
        texts = [waiting.pop(document_key(one.document), None) for one in pending
                 if isinstance(one, Reading)]  # fmt: skip
        taken.versions += sum(text.version for text in texts if text)
        taken.added += counts.documents
        taken.again += counts.readings - counts.documents
        taken.attributions += counts.attributions
        pending.clear()

    begun = time.monotonic()
    try:
        for item in items:
            pending.append(item)
            if len(pending) >= _BATCH or time.monotonic() - begun > _UNSAVED:
                keep()
                begun = time.monotonic()
    finally:
        if pending:
            keep()


# --- what the ledger lacks --------------------------------------------------------


class _Text(NamedTuple):
    """A text that the ledger has, or is about to have: where it is from, and whose it is."""

    key: str
    article: str | None
    outlet: str | None
    sha256: str
    version: bool = False  # of an article that was there before


def _lacking(
    ledger: Ledger,
    items: Items,
    produced_by: dict[str, str],
    waiting: dict[str, _Text],
    taken: Taken,
) -> Iterator[Document | Skipped]:
    """Yield what is to be read, in order; until it is stored it stands in ``waiting``."""
    for some in _at_once(items):
        # Taken before the ledger is asked, and kept: what is stored meanwhile is in neither else.
        begun = dict(waiting)
        documents = [item for item in some if isinstance(item, Document)]
        there = _texts(ledger, documents)
        articles = _articles(ledger, documents) | {text.article for text in begun.values()}
        done = known(ledger, (text.key for text in there), produced_by=produced_by)
        for item in some:
            if isinstance(item, Skipped):
                yield item
                continue
            twin = _twin(item, (*there, *begun.values()))
            if twin and (twin.key in done or twin.key in begun):
                taken.known += 1
                continue
            document = get_document(ledger, twin.key) if twin else item
            text = _text(document)
            new = twin is None and text.article is not None and text.article in articles
            waiting[text.key] = begun[text.key] = text._replace(version=new)
            articles.add(text.article)
            yield document


def known_as(ledger: Ledger, document: Document) -> str | None:
    """Return the key under which the ledger has a document's words, as ``take_in`` finds it."""
    twin = _twin(document, _texts(ledger, [document]))
    return twin.key if twin else None


def _text(document: Document) -> _Text:
    article = article_key(document.uri)
    return _Text(document_key(document), article, document.outlet, document.sha256)


def _twin(document: Document, texts: Iterable[_Text]) -> _Text | None:
    """Return the text that is this document's.

    1. It is under the same address; 2. or in a file that has been under another name, unless
    that is another outlet's: two that print the same words are two documents.
    """
    same = [text for text in texts if text.sha256 == document.sha256]
    article = article_key(document.uri)
    for text in same:
        if text.article == article:
            return text
    if (document.uri or "").startswith(("http://", "https://")):
        return None
    return next((text for text in same if document.outlet in {None, text.outlet}), None)


def _texts(ledger: Ledger, documents: Iterable[Document]) -> list[_Text]:
    """Return those texts of some documents that the ledger has, in the order of taking in."""
    table = schema.document
    query = sa.select(table.c.key, table.c.article, table.c.outlet, table.c.sha256)
    query = query.where(table.c.sha256.in_({document.sha256 for document in documents}))
    with asking(ledger) as connection:
        return [_Text(*row) for row in connection.execute(query.order_by(table.c.id))]


def _articles(ledger: Ledger, documents: Iterable[Document]) -> set[str | None]:
    """Return those articles of some documents that the ledger has in any version."""
    table = schema.document
    wanted = {article_key(document.uri) for document in documents} - {None}
    with asking(ledger) as connection:
        query = sa.select(table.c.article).where(table.c.article.in_(wanted))
        return set(connection.execute(query).scalars())


def _at_once(items: Items) -> Iterator[list[Document | Skipped]]:
    some: list[Document | Skipped] = []
    begun = time.monotonic()
    for item in items:
        some.append(item)
        if len(some) >= _AT_ONCE or time.monotonic() - begun > _SOON:
            yield some
            some, begun = [], time.monotonic()
    if some:
        yield some


# --- inputs, and how much of them there is ----------------------------------------


def _met(paths: Iterable[str], settings: Settings, taken: Taken) -> Iterator[Document | Skipped]:
    """Yield documents, and note about what share of the inputs' text has gone by."""
    asked = list(paths)
    total = _size(asked)
    behind = 0.0
    for path in chain.from_iterable(map(_files, asked)):
        size, texts = _text_in(path), 0
        for item in read_documents([path], settings=settings):
            if isinstance(item, Document):
                texts += len(item.text)
            if total:
                # Within a file of many reports, their texts tell how far it has been read.
                taken.share = min(1.0, (behind + min(texts, size)) / total)
            yield item
        behind += size
        taken.share = min(1.0, behind / total) if total else None


def _size(paths: Iterable[str]) -> float:
    """Return how much text all inputs may have; 0 if one of them is no file or folder."""
    total = 0.0
    for path in chain.from_iterable(map(_files, paths)):
        size = _text_in(path)
        if not size and not os.path.isfile(path):  # noqa: PTH113 - Path raises on some names
            return 0
        total += size
    return total


def _text_in(path: str) -> float:
    """Return about how many bytes of text a file has: of a page nine tenths are markup."""
    try:
        size = os.stat(path).st_size  # noqa: PTH116 - Path raises on names that cannot be
    except (OSError, ValueError):
        return 0
    return size if path.endswith(_PLAIN) else size / 10


def _files(path: str) -> Iterator[str]:
    """Yield the files of a folder as ``read_documents`` goes through it; anything else as it is."""
    if not os.path.isdir(path):  # noqa: PTH112
        yield path
        return
    found = False
    for file in _within(Path(path)):
        found = True
        yield str(file)
    if not found:
        yield path  # which says that there is nothing to read


def _within(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _within(entry)
        elif entry.is_file() and has_reader_name(entry.name):
            yield entry


# --- reading on all cores -----------------------------------------------------------


@contextmanager
def open_reader(*, threads: int = 0, workers: int = 0) -> Iterator[Reader]:
    """Give a reader that keeps the cores busy, in order and with bounded memory.

    Args:
        threads: to read with in all; 0 is one a core.
        workers: processes to spread them over; 0 is one for every four threads. Within a
            process all but the Python part runs side by side.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    threads = threads or os.cpu_count() or 1
    workers = workers or -(-threads // _CORES)
    each = -(-threads // workers)
    model = load_model(threads=each)
    produced_by = {"version": __version__, "model": model.digest}
    if workers == 1:
        with ThreadPoolExecutor(each + 1, thread_name_prefix="reader") as pool:
            try:
                read = partial(read_document, model=model)
                yield Reader(produced_by, partial(_spread, pool, read))
            finally:
                pool.shutdown(cancel_futures=True)
        return
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_begin, initargs=(each,)
    ) as processes:
        try:
            yield Reader(produced_by, partial(_spread, processes, _read))
        finally:
            processes.shutdown(cancel_futures=True)


def _spread(
    pool: Executor, read: Callable[[Document], Reading], items: Items
) -> Iterator[Reading | Skipped]:
    """Read documents side by side; give the readings in the documents' order."""
    ahead = _AHEAD * (os.cpu_count() or 1)
    waiting: deque[tuple[Document, Future[Reading]] | Skipped] = deque()
    for item in items:
        waiting.append(item if isinstance(item, Skipped) else (item, pool.submit(read, item)))
        if len(waiting) > ahead:
            yield _outcome(waiting.popleft())
    while waiting:
        yield _outcome(waiting.popleft())


def _outcome(item: tuple[Document, Future[Reading]] | Skipped) -> Reading | Skipped:
    if isinstance(item, Skipped):
        return item
    document, reading = item
    try:
        return reading.result()
    except BrokenProcessPool as error:
        raise ModelError(
            "a worker process was ended from outside, perhaps for want of memory; "
            "run the same command again with fewer --workers"
        ) from error
    except Exception as error:  # noqa: BLE001 - one odd report must not end a run over a million
        return Skipped(
            document.uri or document.id, f"could not be analysed ({error!r}); please report it"
        )


_model: Model | None = None  # of a worker process


def _begin(threads: int) -> None:
    """Make a process ready to read; it ends when the one that started it does."""
    global _model  # noqa: PLW0603 - a pool has no other place for what its processes keep
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _model = load_model(threads=threads)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(document: Document) -> Reading:
    return read_document(document, model=_model)
