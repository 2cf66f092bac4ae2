"""Taking reports in while pages are served.

Every report that is posted is a *job*. A quick lane of two threads looks into it: one document
is read there and then, and whoever posted it waits for that; more go to the long lane, of one
thread, so that a report never waits behind an archive. A last thread keeps the claims up to
date. All write to the ledger in short turns, and nobody who reads waits for them.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, Final, Literal

from sayso.claims import update_claims
from sayso.errors import LedgerReadOnly
from sayso.intake import Reader, Taken, known_as, open_reader, take_in_documents
from sayso.ledger import Ledger, document_key
from sayso.ledger.derived import count_waiting
from sayso.records import Document, Reading, Skipped
from sayso.settings import Settings
from sayso.views.desk.trouble import Refused, Trouble, trouble_of, trouble_payload

log = logging.getLogger("sayso.desk")
State = Literal["waiting", "reading", "done", "failed"]
Items = Iterator[Document | Skipped]
_QUICK: Final = 2  # reports that are looked into at once
_KEPT: Final = 200  # jobs remembered
_WAITING: Final = 50  # jobs that may be unfinished
_NAMED: Final = 100  # documents that a job names
_AHEAD: Final = 2
_BEARABLE: Final = 5_000  # documents that are compared beside serving pages: ten minutes' work
_OFTEN: Final = 50  # documents after which the claims are looked after


class _Stopped(Exception):  # noqa: N818
    """The desk closes."""


@dataclass(slots=True)
class Job:
    """A report, or an archive of them, on its way into the ledger.

    Attributes:
        id: by which it is asked for.
        name: of what is read: a file, an address, "text".
        by: who posted it.
        at: when, in UTC.
        state: how far it is.
        taken: what it came to so far.
        documents: keys of documents it has added, read again or found known; the first hundred.
        several: it holds more than one document.
        trouble: why it failed.
        settled: done when it has ended, or is known to hold several documents.
        step: counts changes.
    """

    id: str
    name: str
    by: str
    at: str
    state: State = "waiting"
    taken: Taken = field(default_factory=Taken)
    documents: list[str] = field(default_factory=list)
    several: bool = False
    trouble: Trouble | None = None
    settled: Future[None] = field(default_factory=Future)
    step: int = 0

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will come of it."""
        return self.state in {"done", "failed"}

    def change(self, state: State | None = None) -> None:
        """Note that something changed."""
        self.state = state or self.state
        self.step += 1
        if (self.is_over or self.several) and not self.settled.done():
            self.settled.set_result(None)

    def note(self, key: str) -> None:
        """Keep the key of a document."""
        if len(self.documents) < _NAMED and key not in self.documents:
            self.documents.append(key)


def job_payload(job: Job) -> dict[str, Any]:
    """Return a job as JSON-ready values."""
    taken = job.taken
    return {
        "id": job.id, "name": job.name, "by": job.by, "at": job.at, "state": job.state,
        "several": job.several, "read": taken.read, "known": taken.known,
        "skipped": taken.skipped, "added": taken.added, "again": taken.again,
        "attributions": taken.attributions, "documents": list(job.documents),
        "reasons": [{"uri": one.uri, "reason": one.reason} for one in list(taken.named)],
        "error": trouble_payload(job.trouble)["error"] if job.trouble else None,
    }  # fmt: skip


class Intake:
    """The lanes of a desk, and the jobs they have met."""

    def __init__(self, ledger: Ledger | None, settings: Settings) -> None:
        self.ledger = ledger
        self.settings = settings
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._open = ExitStack()
        self._reader: Reader | None = None
        self._quick = ThreadPoolExecutor(_QUICK, thread_name_prefix="quick")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._claims = ThreadPoolExecutor(1, thread_name_prefix="claims")
        self._rounds = 0  # of bringing claims up to date: one goes on, one waits
        self._warned = False
        self._stopping = threading.Event()

    # Asked by endpoints

    def post(self, name: str, by: str, items: Items, *, noted: bool = True) -> Job:
        """Begin to take something in.

        Args:
            name: of what it is.
            by: who posts it.
            items: what is in it; asked for on another thread.
            noted: if there is no document in it, the ledger keeps why.

        Raises:
            LedgerReadOnly: nothing can be added to this ledger.
            Refused: too much is waiting already.
        """
        if self.ledger is None:
            raise LedgerReadOnly("the ledger may only be read; reports can be tried, not kept")
        job = Job(secrets.token_hex(8), name, by, datetime.now(UTC).isoformat(timespec="seconds"))
        self._remember(job)
        self._quick.submit(self._look_into, job, items, noted=noted)
        return job

    def _remember(self, job: Job) -> None:
        with self._lock:
            if sum(not one.is_over for one in self._jobs.values()) >= _WAITING:
                raise Refused(Trouble(
                    503, "too many reports are waiting to be read", "post it again in a while",
                    (("Retry-After", "30"),),
                ))  # fmt: skip
            self._jobs[job.id] = job
            over = [key for key, one in self._jobs.items() if one.is_over]
            for key in over[: max(0, len(self._jobs) - _KEPT)]:
                del self._jobs[key]

    def try_out(self, items: Items, most: int) -> Future[list[Reading | Skipped]]:
        """Read something without keeping it: the first documents, and one more to tell."""
        return self._quick.submit(lambda: list(self.reader().read(islice(items, most + 1))))

    def job(self, key: str) -> Job | None:
        """Return a job, if it is remembered."""
        return self._jobs.get(key)

    def jobs(self) -> list[Job]:
        """Return the jobs that are remembered, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def compare(self) -> None:
        """Have the claims brought up to date, soon."""
        with self._lock:
            if self.ledger is None or self._stopping.is_set() or self._rounds == _AHEAD:
                return  # the round that waits will see what is there now, too
            self._rounds += 1
        self._claims.submit(self._compare)

    def idle(self) -> bool:
        """Tell whether nothing is going on."""
        with self._lock:
            return not self._rounds and all(job.is_over for job in self._jobs.values())

    @property
    def stopping(self) -> bool:
        """Tell whether the desk closes."""
        return self._stopping.is_set()

    def close(self) -> None:
        """End as soon as what is in hand is stored."""
        self._stopping.set()
        for lane in (self._quick, self._long, self._claims):
            lane.shutdown(cancel_futures=True)
        self._open.close()

    def reader(self) -> Reader:
        """Return the encoder's reader, loaded when it is first needed."""
        with self._lock:
            if self._reader is None:
                self._reader = self._open.enter_context(
                    open_reader(threads=self.settings.threads, workers=1)
                )
            return self._reader

    # On the lanes

    def _look_into(self, job: Job, items: Items, *, noted: bool) -> None:
        """Take in a single document; of more, leave all to the long lane."""
        with _told(job):
            first = list(islice(items, 2))
            if len(first) > 1:
                job.several = True
                job.change()
                self._long.submit(self._take_all, job, chain(first, items))
                return
            job.change("reading")
            if not noted and first and isinstance(first[0], Skipped):
                job.taken.skip(first[0])
            else:
                self._take(job, iter(first))
            job.change("done")

    def _take_all(self, job: Job, items: Items) -> None:
        with _told(job):
            job.change("reading")
            self._take(job, items)
            job.change("done")

    def _take(self, job: Job, items: Items) -> None:
        if self.ledger is None:
            return
        reader = self.reader()
        noting = Reader(reader.produced_by, lambda found: _noting(job, reader.read(found)))

        def told(taken: Taken) -> None:
            job.change()
            if taken.met % _OFTEN == 0:
                self.compare()

        take_in_documents(
            self.ledger, self._met(job, self.ledger, items), reader=noting, told=told,
            settings=self.settings, taken=job.taken,
            command=f"sayso serve: {job.name}, by {job.by}",
        )  # fmt: skip
        self.compare()

    def _met(self, job: Job, ledger: Ledger, items: Items) -> Items:
        """Yield what is to be taken in until the desk closes; note what is known."""
        for item in items:
            if self._stopping.is_set():
                raise _Stopped
            known = known_as(ledger, item) if isinstance(item, Document) else None
            if known:
                job.note(known)
            yield item

    def _compare(self) -> None:
        try:
            if self.ledger is not None and self._is_bearable(count_waiting(self.ledger)):
                update_claims(self.ledger, progress=self._checked)
        except _Stopped:
            pass
        except Exception:
            log.exception("the claims could not be brought up to date")
        finally:
            with self._lock:
                self._rounds -= 1

    def _is_bearable(self, waiting: int) -> bool:
        """Tell whether so many documents can be compared without keeping pages waiting for long."""
        if waiting <= _BEARABLE:
            return True
        if not self._warned:
            log.warning("%d reports wait to be compared, too many to do it while pages are served: "
                        "run `sayso claims` once", waiting)  # fmt: skip
        self._warned = True
        return False

    def _checked(self, _done: int, _whole: int) -> None:
        if self._stopping.is_set():
            raise _Stopped


def _noting(job: Job, items: Iterator[Reading | Skipped]) -> Iterator[Reading | Skipped]:
    """Yield what was read; note the keys of documents."""
    for item in items:
        if isinstance(item, Reading):
            job.note(document_key(item.document))
        yield item


@contextmanager
def _told(job: Job) -> Iterator[None]:
    """Have whatever ends a job told of it."""
    try:
        yield
    except _Stopped:
        job.trouble = Trouble(503, "the desk was closed meanwhile", "post it again for the rest")
        job.change("failed")
    except Exception as error:
        job.trouble = trouble_of(error)
        if job.trouble.status >= 500:
            log.exception("job %s", job.id)
        job.change("failed")
