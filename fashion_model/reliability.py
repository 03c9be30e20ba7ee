"""How often answers are right that are given with some probability (a reliability diagram).

Murphy and Winkler, 1977; for networks Guo et al., 2017, arXiv 1706.04599. NumPy only.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fashion_model.metrics import Integers, Probabilities

EDGES = (0.0, 0.5, 0.7, 0.9, 0.99, 1.0)
"""Where one group of probabilities ends and the next begins: finer where most answers are."""


class Group(NamedTuple):
    """Answers given with a probability from `low` on and below `high`.

    `said` is its mean and `right` the share that is right, both nan of no answer.
    """

    low: float
    high: float
    answers: int
    said: float
    right: float


def reliability(probabilities: Probabilities, labels: Integers) -> list[Group]:
    """The groups of answers to pictures with `labels`, (n,), by `probabilities`, (n, 10)."""
    said = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == labels
    groups = []
    for low, high in pairwise(EDGES):
        inside = (said >= low) & ((said < high) | (high == EDGES[-1]))
        means = (float(each[inside].mean()) if inside.any() else np.nan for each in (said, right))
        groups.append(Group(low, high, int(inside.sum()), *means))
    return groups
