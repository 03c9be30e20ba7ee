"""Whether a model's own confidence can be believed, and how far a measured figure wavers.

Confidences and scores are float (n,), answers bool (n,) everywhere. NumPy only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
Integers = NDArray[np.integer[Any]]
Measure = Callable[[NDArray[np.intp]], float]

BINS = 10
FEWEST = 5  # pictures of a class, for its share to count in an average over classes
DRAWS = 1000


def expected_calibration_error(confidences: Floats, right: Bools) -> float:
    """ECE in ten bins of equal width: how far confidence and accuracy are apart, on average.

    Guo et al., arXiv 1706.04599. 0.05 means: where it says 80 %, between 75 and 85 % are right.
    nan for no answers.
    """
    if not len(right):
        return math.nan
    bins = np.clip(np.ceil(confidences * BINS).astype(np.int64) - 1, 0, BINS - 1)
    gaps = np.bincount(bins, weights=confidences - right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(right))


def auroc(scores: Floats, positive: Bools) -> float:
    """How often a positive scores higher than a negative; ties count half; nan without both.

    The area under the ROC curve, from ranks (Mann and Whitney, 1947).
    """
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return math.nan
    _, place, times = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[place]  # from 1; ties share their mean
    above = float(ranks[positive].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def classes_that_count(labels: Integers) -> NDArray[np.int64]:
    """The classes with at least `FEWEST` pictures."""
    classes, times = np.unique(labels, return_counts=True)
    return classes[times >= FEWEST].astype(np.int64)


def macro_accuracy(right: Bools, labels: Integers) -> float:
    """The share of right answers of each class that counts, averaged; nan where none does."""
    shares = [float(right[labels == kind].mean()) for kind in classes_that_count(labels)]
    return float(np.mean(shares)) if shares else math.nan


def bootstrap(measure: Measure, strata: Integers, seed: int = 0) -> tuple[float, float]:
    """95 % interval of a figure, by drawing pictures anew (percentile bootstrap, Efron 1979).

    Args:
        measure: Computes the figure from positions of pictures, intp (n,).
        strata: int (n,); as many are drawn of each as there are, so that no class drops out.
        seed: Of the draws.

    Returns:
        Its lower and upper end; nan where the figure is.
    """
    rng = np.random.default_rng(seed)
    groups = [np.flatnonzero(strata == each) for each in np.unique(strata)]
    if not groups or math.isnan(measure(np.concatenate(groups))):
        return math.nan, math.nan
    figures = [
        measure(np.concatenate([rng.choice(group, len(group)) for group in groups]))
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(figures, (2.5, 97.5))
    return float(low), float(high)
