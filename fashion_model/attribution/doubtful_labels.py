"""Training pictures whose label may be wrong: those that all the others speak against.

Confident learning (Northcutt, Jiang and Chuang, 2021, arXiv 1911.00068). Each picture is judged by
a readout that was fitted without it. A kind is confident of a picture when it gives it at least the
probability that it gives, on average, to the pictures labelled so; where the most probable of the
confident kinds is more probable than the label, the label is in doubt. Only the readout has not
seen the picture: the features come from a network that learned its label.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import Float64Array, FloatArray, UInt8Array
from fashion_model.attribution.ridge import centred, scatter_of
from fashion_model.calibration import fit_temperature, warm
from fashion_model.labels import CLASSES

FOLDS = 5


@dataclass(frozen=True)
class DoubtfulLabel:
    """A training picture whose label is in doubt.

    Attributes:
        position: Its row among the pictures judged.
        label: What it is labelled.
        suggested: What the others speak for.
        given: The probability of its label.
        confidence: The probability of the suggested one.
    """

    position: int
    label: int
    suggested: int
    given: float
    confidence: float

    @property
    def margin(self) -> float:
        """How much more probable the suggested label is."""
        return self.confidence - self.given


def doubtful_labels(
    features: FloatArray, labels: UInt8Array, penalty: float, seed: int = 0
) -> list[DoubtfulLabel]:
    """The pictures, with `features` (n, d), whose `labels`, (n,), are in doubt; the worst first."""
    return in_doubt(cross_fitted(features, labels, penalty, seed), labels)


def cross_fitted(
    features: FloatArray, labels: UInt8Array, penalty: float, seed: int = 0
) -> FloatArray:
    """Probabilities, (n, 10), each by a ridge readout of the other folds' pictures.

    One temperature, under which the labels are the most likely, makes probabilities of the scores.
    """
    scores = np.empty((len(labels), CLASSES))
    folds = _folds(labels, seed)
    for fold in range(FOLDS):
        held, others = folds == fold, folds != fold
        scores[held] = _scores(features[others], labels[others], features[held], penalty)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    humble = powers / powers.sum(axis=1, keepdims=True)
    return warm(humble, fit_temperature(humble, labels))


def in_doubt(probabilities: FloatArray, labels: UInt8Array) -> list[DoubtfulLabel]:
    """The pictures whose `labels`, (n,), out-of-sample `probabilities`, (n, 10), speak against.

    Those with the largest margin first (Northcutt and others, section 3.2, "rank by margin").
    """
    everyone = np.arange(len(labels))
    given = probabilities[everyone, labels]
    counts = np.bincount(labels, minlength=CLASSES)
    sums = np.bincount(labels, weights=given, minlength=CLASSES)
    thresholds = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)
    confident = np.where(probabilities >= thresholds, probabilities, -1)
    suggested = confident.argmax(axis=1)
    margins = confident.max(axis=1) - given
    doubtful = np.argsort(-margins, kind="stable")[: np.count_nonzero(margins > 0)]
    return [
        DoubtfulLabel(
            int(at),
            int(labels[at]),
            int(suggested[at]),
            float(given[at]),
            float(probabilities[at, suggested[at]]),
        )
        for at in doubtful
    ]


def _folds(labels: UInt8Array, seed: int) -> NDArray[np.intp]:
    """The fold of each picture, (n,): of each kind, as many in every fold."""
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    by_kind = shuffled[np.argsort(labels[shuffled], kind="stable")]
    folds = np.empty(len(labels), np.intp)
    folds[by_kind] = np.arange(len(labels)) % FOLDS
    return folds


def _scores(
    features: FloatArray, labels: UInt8Array, held: FloatArray, penalty: float
) -> Float64Array:
    """The scores of pictures with features `held`, by a readout of `features` and `labels`."""
    targets = np.eye(CLASSES)[labels]
    mean, targets_mean = features.mean(axis=0, dtype=np.float64), targets.mean(axis=0)
    scatter, products = scatter_of(features, targets - targets_mean, mean)
    scatter[np.diag_indices_from(scatter)] += penalty
    coefficients = np.linalg.solve(scatter, products)
    parts = [block @ coefficients for _, block in centred(held, mean)]
    scores: Float64Array = np.concatenate(parts) + targets_mean
    return scores
