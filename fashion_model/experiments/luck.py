"""One setting, several seeds: how much of an accuracy is luck.

The rules stand in `fashion_model/experiments/significance.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from fashion_model.experiments.significance import LEVEL, Group
from fashion_model.experiments.student import quantile


@dataclass(frozen=True)
class Luck:
    """What one setting reaches; accuracies are shares, 0.01 is one point.

    Attributes:
        group: Its trainings.
        apart: How far two single trainings may differ by chance alone: 19 of 20 pairs stay within.
        df: Degrees of freedom of what that is told from.
    """

    group: Group
    apart: float
    df: int

    @property
    def mean(self) -> float:
        """Of the accuracies."""
        return self.group.mean

    @property
    def sd(self) -> float | None:
        """The standard deviation of these trainings alone; None with one seed."""
        return self.group.sd

    @property
    def lowest(self) -> float:
        """The accuracy of the unluckiest seed."""
        return min(self.group.accuracies)

    @property
    def highest(self) -> float:
        """The accuracy of the luckiest seed."""
        return max(self.group.accuracies)


def luck(group: Group) -> Luck:
    """Measure the luck in `group`; its spread is pooled with the table's, unless it is too wide."""
    df = group.seeds - 1 + (0 if group.doubts else group.spread.df)
    one = math.sqrt(float(group.moments.spread()))
    return Luck(group, float(quantile(1 - LEVEL / 2, df)) * one * math.sqrt(2), df)
