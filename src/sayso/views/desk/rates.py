"""How often somebody may ask: a bucket that fills again, and a bounded number of buckets."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

_BUCKETS: Final = 4_096


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second, and so many at once after a pause."""

    second: float
    burst: float


@dataclass(slots=True)
class Rates:
    """What each has left. Whoever has not asked for longest is forgotten when there are many.

    Attributes:
        rate: that holds for each.
        clock: gives seconds.
    """

    rate: Rate
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, who: str) -> float:
        """Count a request; return 0, or the seconds after which it may be asked again."""
        now = self.clock()
        left, at = self._left.pop(who, (self.rate.burst, now))
        left = min(self.rate.burst, left + (now - at) * self.rate.second)
        lacking = max(0.0, 1.0 - left)
        self._left[who] = (left if lacking else left - 1.0, now)
        if len(self._left) > _BUCKETS:
            self._left.popitem(last=False)
        return lacking / self.rate.second
