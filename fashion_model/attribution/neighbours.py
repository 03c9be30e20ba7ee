"""The training pictures that a network takes for the most alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import Float64Array, FloatArray

_BLOCK = 250  # rows at a time: they stay in the processor's cache
_ROUNDING = 1e-6  # of a feature: one that differs by less is always the same


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The nearest of some pictures, the nearest first.

    Attributes:
        positions: Their rows among all the pictures, (k,).
        distances: (k,), in standard deviations: a picture that differs from another in one feature
            by as much as pictures usually do is at distance 1.
    """

    positions: NDArray[np.intp]
    distances: Float64Array


def nearest(
    features: FloatArray, picture: FloatArray, count: int, scale: FloatArray | None = None
) -> Neighbours:
    """The `count` rows of `features`, (n, d), most alike to `picture`, (d,); at most n.

    Euclidean, with each feature divided by its standard deviation among the n, so that none counts
    more because its numbers are larger (Cover and Hart, 1967, doi:10.1109/TIT.1967.1053964). Who
    asks often reckons `scale_of(features)` once.
    """
    scale = scale_of(features) if scale is None else scale
    squares = np.empty(len(features))
    for start in range(0, len(features), _BLOCK):
        apart = (features[start : start + _BLOCK] - picture) * scale
        squares[start : start + _BLOCK] = np.einsum("nd,nd->n", apart, apart)
    order = np.argsort(squares, kind="stable")[:count]
    return Neighbours(order, np.sqrt(squares[order]))


def scale_of(features: FloatArray) -> FloatArray:
    """One over each feature's standard deviation, (d,); 0 where it is always the same."""
    mean = features.mean(axis=0, dtype=np.float64)
    squares = np.zeros(len(mean))
    for start in range(0, len(features), _BLOCK):
        squares += np.square(features[start : start + _BLOCK] - mean).sum(axis=0)
    deviations = np.sqrt(squares / len(features))
    constant = deviations <= _ROUNDING * np.abs(mean)
    scale = np.where(constant, 0, 1 / np.where(constant, 1, deviations))
    return scale.astype(np.float32)
