"""How far `sayso add` has come: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sayso.views.notices import notice

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from sayso.intake import Taken

_EVERY = 5.0  # seconds between two lines where there is no terminal
_LATELY = 30.0  # seconds that rate and remaining time are told by
_SAMPLE = 0.5  # seconds between two samples of them


@dataclass(slots=True)
class Pace:
    """Rate and remaining time of a run, by what it did lately.

    Attributes:
        show: called with this pace whenever there is something new.
        last: what was noted last, so that a run that is stopped can be summed up.
    """

    show: Callable[[Pace], None] = lambda _: None
    last: Taken | None = None
    began: float = field(default_factory=time.monotonic)
    _samples: deque[tuple[float, int, float]] = field(default_factory=deque)

    def note(self, taken: Taken) -> None:
        """Note how far the run is."""
        self.last = taken
        now = time.monotonic()
        if not self._samples:
            self._samples.append((self.began, 0, 0.0))
        if now - self._samples[-1][0] >= _SAMPLE:
            self._samples.append((now, taken.met, taken.share or 0.0))
        while now - self._samples[0][0] > _LATELY and len(self._samples) > 2:
            self._samples.popleft()
        self.show(self)

    def words(self) -> str:
        """Return "1,200 documents, 9.8 a second, 3 skipped, about 2 min left"."""
        taken = self.last
        if taken is None:
            return "starting"
        (then, met, share), now = self._samples[0], time.monotonic()
        spent = max(now - then, 1e-6)
        parts = [
            f"{taken.met:,} document{'' if taken.met == 1 else 's'}",
            f"{(taken.met - met) / spent:,.1f} a second",
        ]
        parts += [f"{taken.known:,} known"] if taken.known else []
        parts += [f"{taken.skipped:,} skipped"] if taken.skipped else []
        if taken.share is not None and taken.share > share:
            left = (1 - taken.share) * spent / (taken.share - share)
            parts += [f"about {lasting(left)} left"]
        return ", ".join(parts)


@contextmanager
def shown(pace: Pace) -> Iterator[None]:
    """Show on standard error how a run goes on, to the end of the block."""
    if sys.stderr is not None and sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

        columns = SpinnerColumn(), BarColumn(12), TextColumn("{task.description}")
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("starting", total=None)
            pace.show = partial(_fill, bar, task)
            yield
    else:
        pace.show = Lines().show
        yield


def _fill(bar: Progress, task: TaskID, pace: Pace) -> None:
    share = pace.last.share if pace.last else None
    total = None if share is None else 1.0
    bar.update(task, completed=share or 0.0, total=total, description=pace.words())


@dataclass(slots=True)
class Lines:
    """Progress in lines, for logs."""

    _last: float = field(default_factory=time.monotonic)

    def show(self, pace: Pace) -> None:
        """Print a line if the last one is some seconds old."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            notice(pace.words())


def lasting(seconds: float) -> str:
    """Return a time in the two units that matter: "45 s", "12 min", "3 h 20 min"."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
