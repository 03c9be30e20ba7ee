"""Seconds of a training, without those in which it is only judged."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict


class Point(TypedDict):
    """How good a network is on the test pictures after `epoch` epochs and `seconds` of training."""

    epoch: float
    seconds: float
    accuracy: float  # 0 to 1


class Stopwatch:
    """Runs from the moment it is made."""

    def __init__(self) -> None:
        self.seconds = 0.0  # up to the last time it was held
        self._since = time.perf_counter()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count nothing of what happens meanwhile."""
        self.seconds += time.perf_counter() - self._since
        yield
        self._since = time.perf_counter()
