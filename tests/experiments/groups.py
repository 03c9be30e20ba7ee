"""Groups of invented trainings."""

import numpy as np

from fashion_model.experiments.significance import Group
from fashion_model.experiments.spread import Spread

QUICK = Spread("quick", 0.003**2, 19, borrowed=True)  # about that of the sample
DEEP = Spread("deep", 0.001**2, 4)  # about that of the full data


def group(label: str, *accuracies: float, spread: Spread = QUICK) -> Group:
    return Group(label, accuracies, spread)


def table_of(spread: Spread) -> list[float]:
    """As many accuracies as were measured, of that very variance."""
    drawn = np.random.default_rng(0).normal(size=spread.df + 1)
    return list(0.5 + (drawn - drawn.mean()) * np.sqrt(spread.variance / drawn.var(ddof=1)))
