"""How often somebody may do something: counted in memory only."""

import threading
import time
from collections import deque

A_SECOND, A_MINUTE = 1.0, 60.0


class Pace:
    """At most `most` events in `seconds`, of each of many; forgets those that are quiet.

    Safe to use from several threads.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._moments: dict[str, deque[float]] = {}
        self._lock = threading.RLock()

    def take(self, who: str) -> bool:
        """Count one event of `who`, unless they have to wait; return whether it was counted."""
        with self._lock:
            if self.full(who):
                return False
            self.count(who)
            return True

    def full(self, who: str) -> bool:
        """Whether `who` has to wait."""
        with self._lock:
            moments = self._moments.get(who)
            if moments is None or len(moments) < self._most:
                return False
            return time.monotonic() - moments[0] < self._seconds

    def count(self, who: str) -> None:
        """Count one event of `who`."""
        with self._lock:
            now = time.monotonic()
            quiet = [name for name, each in self._moments.items() if now - each[-1] > self._seconds]
            for name in quiet:
                del self._moments[name]
            self._moments.setdefault(who, deque(maxlen=self._most)).append(now)
