"""How much a phone may send, and how often somebody may guess: counted in memory only."""

import time
from collections import deque

A_SECOND, A_MINUTE = 1.0, 60.0


class Pace:
    """At most `most` events in `seconds`, of each of many; forgets those that are quiet."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._moments: dict[str, deque[float]] = {}

    def full(self, who: str) -> bool:
        """Whether `who` has to wait."""
        moments = self._moments.get(who)
        if moments is None or len(moments) < self._most:
            return False
        return time.monotonic() - moments[0] < self._seconds

    def count(self, who: str) -> None:
        """Count one event of `who`."""
        now = time.monotonic()
        quiet = [name for name, each in self._moments.items() if now - each[-1] > self._seconds]
        for name in quiet:
            del self._moments[name]
        self._moments.setdefault(who, deque(maxlen=self._most)).append(now)
