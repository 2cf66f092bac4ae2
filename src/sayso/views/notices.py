"""What the command line says on standard error while a run goes on and at its end."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

import typer

from sayso.records import Skipped
from sayso.text import normalise

_PATIENCE = 2.0  # seconds a run may take before it shows that it is going on


@dataclass(slots=True)
class Tally:
    """Counts what was read and skipped; the one state of a command.

    A line that counts along is shown only where somebody may look at it and
    nothing else tells: standard error is a terminal, standard output is not,
    and there are several inputs or the run takes long.
    """

    several: bool = False
    read: int = 0
    skipped: int = 0
    _began: float = field(default_factory=time.monotonic)
    _shown: bool = False

    def add(self) -> None:
        """Count an input that was read."""
        self.read += 1
        self._show()

    def skip(self, skipped: Skipped) -> None:
        """Count an input that gave nothing, and name it with its reason."""
        self.skipped += 1
        self._wipe()
        notice(f"skipped {skipped.uri}: {skipped.reason}")

    def finish(self) -> int:
        """Say how it ended and return the exit status: 0 all read, 1 something skipped."""
        self._wipe()
        total = self.read + self.skipped
        if total != 1:
            skipped = f", {self.skipped} skipped" if self.skipped else ""
            notice(f"{self.read} of {total} read{skipped}")
        return 1 if self.skipped else 0

    def _show(self) -> None:
        long = self.several or time.monotonic() - self._began > _PATIENCE
        if long and sys.stderr.isatty() and not sys.stdout.isatty():
            typer.echo(f"\r{self.read} read, {self.skipped} skipped", nl=False, err=True)
            self._shown = True

    def _wipe(self) -> None:
        if self._shown:
            typer.echo("\r\x1b[K", nl=False, err=True)
            self._shown = False


def notice(message: str) -> None:
    """Print a line on standard error, free of what could play with a terminal."""
    typer.echo(f"sayso: {normalise(message).replace(chr(10), ' ')}", err=True)
