"""How long a process has worked, whatever the computer's clock says meanwhile."""

import time
from collections.abc import Callable

LONGEST_STEP = 60.0
"""Seconds between two looks that count at most: in more, the process was stopped or slept."""


class WorkingTime:
    """Call it again and again: the seconds worked since it was made, sleep left out."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, longest: float = LONGEST_STEP
    ) -> None:
        """`longest`: see `LONGEST_STEP`."""
        self._clock, self._longest = clock, longest
        self._last = clock()
        self._worked = 0.0

    def __call__(self) -> float:
        """Return the seconds worked until now."""
        now = self._clock()
        self._worked += min(now - self._last, self._longest)
        self._last = now
        return self._worked
