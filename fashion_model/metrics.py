"""How good answers are. NumPy only, because the server computes these while people click.

`probabilities` is float (n, 10), `labels` integer (n,) everywhere.
"""

from __future__ import annotations

import math
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES, CLASSES

Probabilities = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]


class ClassScore(TypedDict):
    """Scores of one class, each 0 to 1; `support` is how many pictures truly belong to it."""

    name: str
    precision: float
    recall: float
    f1: float
    support: int


def accuracy(probabilities: Probabilities, labels: Integers) -> float:
    """Share of pictures whose most probable class is the right one; nan for no pictures."""
    if not len(labels):
        return math.nan
    return float(np.mean(probabilities.argmax(axis=1) == labels))


def log_loss(probabilities: Probabilities, labels: Integers) -> float:
    """Mean of -ln(probability of the right class); nan for no pictures.

    Rows are normalised first, because predictions stored as float16 no longer sum to 1, and
    probabilities below 1e-7 count as 1e-7, as in Keras.
    """
    if not len(labels):
        return math.nan
    rows = probabilities.astype(np.float64)
    rows /= rows.sum(axis=1, keepdims=True)
    right = rows[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(right, 1e-7, 1.0)).mean())


def confusion_matrix(probabilities: Probabilities, labels: Integers) -> NDArray[np.int64]:
    """Count answers: int64 (10, 10), row = true class, column = most probable class."""
    cells = labels.astype(np.int64) * CLASSES + probabilities.argmax(axis=1)
    return np.bincount(cells, minlength=CLASSES * CLASSES).reshape(CLASSES, CLASSES)


def per_class(matrix: Integers) -> list[ClassScore]:
    """Precision, recall and F1 of every class of a confusion matrix (rows = truth).

    A share of nothing (a class never answered, or without pictures) is 0.
    """
    hits = matrix.diagonal()
    predicted, support = matrix.sum(axis=0), matrix.sum(axis=1)
    return [
        ClassScore(
            name=name,
            precision=_share(hits[label], predicted[label]),
            recall=_share(hits[label], support[label]),
            f1=_share(2 * hits[label], predicted[label] + support[label]),
            support=int(support[label]),
        )
        for label, name in enumerate(CLASS_NAMES)
    ]


def _share(part: Any, whole: Any) -> float:
    return float(part / whole) if whole else 0.0


def worst_confusion(matrix: Integers) -> tuple[int, int]:
    """True and answered class of the most common mistake (rows = truth)."""
    wrong = matrix - np.diag(matrix.diagonal())
    true, predicted = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return int(true), int(predicted)


def confident_mistakes(probabilities: Probabilities, labels: Integers) -> NDArray[np.intp]:
    """Positions of the wrong answers, the most certain one first."""
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    certainty = probabilities[wrong].max(axis=1)
    return wrong[np.argsort(-certainty, kind="stable")]


def hesitant_hits(probabilities: Probabilities, labels: Integers) -> NDArray[np.intp]:
    """Positions of the right answers, the least certain one first."""
    right = np.flatnonzero(probabilities.argmax(axis=1) == labels)
    certainty = probabilities[right].max(axis=1)
    return right[np.argsort(certainty, kind="stable")]


def pair_rank(values: NDArray[Any], a: int, b: int, *, largest_first: bool = True) -> int:
    """Place (from 1) of the pair `a`, `b` among all 45 pairs of classes.

    `values` is (10, 10); a pair counts what stands in both its cells, so that a confusion
    matrix ranks pairs by how often either is taken for the other. Equal pairs share the best
    place.
    """
    both = values + values.T
    pairs = both[np.triu_indices(CLASSES, 1)]
    better = pairs > both[a, b] if largest_first else pairs < both[a, b]
    return int(better.sum()) + 1


def wilson_interval(correct: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson, 1927), which stays within 0 and 1.

    `z`: how many standard deviations reach so far. Nothing is known of a share of no pictures:
    (0, 1).
    """
    if n == 0:
        return 0.0, 1.0
    share = correct / n
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def common_positions(
    indices_a: Integers, indices_b: Integers
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the pictures that two runs share, by official index.

    Returns:
        Positions in `indices_a` and in `indices_b`, pairwise the same picture, sorted by
        official index. Comparing runs on other pictures than these would be unfair.
    """
    _, positions_a, positions_b = np.intersect1d(
        indices_a, indices_b, assume_unique=True, return_indices=True
    )
    return positions_a.astype(np.int64), positions_b.astype(np.int64)
