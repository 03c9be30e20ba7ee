"""How far a network's numbers are to be believed: measured on validation pictures, not trained.

NumPy only, because the server, too, measures it for runs that ended before their workers did.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from fashion_model.arrays import FloatArray
from fashion_model.metrics import Integers, Probabilities

RIGHT = 0.99
"""Share of the validation answers called sure that are right. A good network is right in 94 % of
all: a promise of 95 % would have it call nearly everything sure, half guesses (53 %) among it."""

F = TypeVar("F", np.float32, np.float64)

COLDEST, HOTTEST = 0.05, 20.0
_FLOOR = 1e-7  # the least probability that counts, as in Keras
_HALVINGS = 40  # far below the last digit that is kept


@dataclass(frozen=True)
class Calibration:
    """A temperature and a threshold.

    Attributes:
        temperature: Divides the logarithms of the probabilities.
        sure: The confidence, so divided, from which an answer counts as sure; 1 where none does.
    """

    temperature: float
    sure: float

    def sure_of(self, confidence: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.bool_]:
        """Whether answers of that confidence, (n,), count as sure."""
        return (confidence >= self.sure) & (self.sure < 1)


UNCALIBRATED = Calibration(temperature=1.0, sure=1.0)
"""Of a network nobody has measured: its numbers stay as they are, and it is never sure."""


def fit(probabilities: Probabilities, labels: Integers) -> Calibration:
    """Measure how far answers on validation pictures, (n, 10), are to be believed.

    The temperature is the one under which the right `labels`, (n,), are the most likely, and the
    threshold the lowest confidence from which on at least `RIGHT` of the answers are right.
    """
    if not len(labels):
        return UNCALIBRATED
    temperature = fit_temperature(probabilities, labels)
    calibrated = warm(probabilities, temperature)
    right = calibrated.argmax(axis=1) == labels
    return Calibration(temperature, sure_from(calibrated.max(axis=1), right, RIGHT))


def fit_temperature(probabilities: Probabilities, labels: Integers) -> float:
    """The temperature of the greatest likelihood (Guo et al., 2017, arXiv 1706.04599).

    The log loss is convex in 1 / temperature, so its slope changes sign once: halving the range
    around that place finds it. Between `COLDEST` and `HOTTEST`, where answers without a mistake,
    or without any sense, would have it go to zero or infinity.
    """
    logs = logarithms(probabilities)
    right = logs[np.arange(len(labels)), labels].mean()

    def rising(temperature: float) -> bool:
        """Whether the loss grows from here with 1 / temperature."""
        expected = (softmax(logs / temperature) * logs).sum(axis=1).mean()
        return bool(expected > right)

    low, high = math.log(COLDEST), math.log(HOTTEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if rising(math.exp(middle)):
            low = middle
        else:
            high = middle
    return round(math.exp((low + high) / 2), 4)


def sure_from(
    confidence: npt.NDArray[np.floating[Any]], right: npt.NDArray[np.bool_], share: float
) -> float:
    """The lowest confidence from which on `share` of the answers are right; 1 if none is.

    `confidence` and `right` are (n,).
    """
    order = np.argsort(-confidence, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(np.diff(confidence[order]) != 0, True)
    enough = np.flatnonzero((precision >= share) & last_of_equals)
    if not len(enough):
        return 1.0
    return math.floor(1e4 * float(confidence[order[enough[-1]]])) / 1e4  # rounded, it still passes


def warm(probabilities: Probabilities, temperature: float) -> FloatArray:
    """`probabilities`, (n, k), at another temperature: above 1 humbler, below 1 bolder."""
    return softmax(logarithms(probabilities) / temperature).astype(np.float32)


def logarithms(probabilities: Probabilities) -> npt.NDArray[np.float64]:
    """The logarithms of `probabilities`, (n, k), rows first made to sum to 1; all are finite."""
    rows = probabilities.astype(np.float64)
    rows /= rows.sum(axis=1, keepdims=True)  # stored as float16 they don't sum to 1
    logs: npt.NDArray[np.float64] = np.log(np.maximum(rows, _FLOOR))
    return logs


def softmax(logits: npt.NDArray[F]) -> npt.NDArray[F]:
    """The probabilities that the last axis of `logits` stands for, as exact as these are."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    normalised: npt.NDArray[F] = powers / powers.sum(axis=-1, keepdims=True)
    return normalised
