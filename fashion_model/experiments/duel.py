"""Two networks, picture by picture: whether one is better than the other on pictures like these.

That says nothing of their settings, because other seeds would have made other networks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_model.experiments.significance import LEVEL


@dataclass(frozen=True)
class Duel:
    """What two networks answered to the same pictures.

    Attributes:
        pictures: How many both were asked about.
        only_first: How many of them only the first got right.
        only_second: How many only the second got right.
        p: Of McNemar's test.
    """

    pictures: int
    only_first: int
    only_second: int
    p: float

    @property
    def told(self) -> bool:
        """Whether more than luck with the pictures speaks for one of both."""
        return self.p < LEVEL


def duel(first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_]) -> Duel:
    """Compare two networks by whether each got each of the same pictures right, (n,).

    Raises:
        ValueError: not the same pictures, or none.
    """
    if first.shape != second.shape or first.ndim != 1 or not len(first):
        raise ValueError("Both networks must have been asked about the same pictures.")
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    return Duel(len(first), only_first, only_second, mcnemar(only_first, only_second))


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact p of McNemar's test (1947), two-sided.

    Were both equally good, each picture that only one of them gets right would be a fair coin: this
    is the chance of a result as uneven, or more so. 1 without such a picture.
    """
    coins, fewer = only_first + only_second, min(only_first, only_second)
    if fewer < 0:
        raise ValueError("A number of pictures is not negative.")
    logs = (
        math.lgamma(coins + 1) - math.lgamma(heads + 1) - math.lgamma(coins - heads + 1)
        for heads in range(fewer + 1)
    )
    return min(1.0, 2 * math.fsum(math.exp(each - coins * math.log(2)) for each in logs))
