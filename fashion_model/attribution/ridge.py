"""A linear readout of a network's features that can be reckoned exactly, pictures left out and all.

Ridge regression to ten targets, 1 for a picture's own kind and 0 for the others (Hoerl and Kennard,
1970, doi:10.1080/00401706.1970.10488634), with an intercept that nothing penalises. Without one of
its n pictures it would err about that picture by residual / (1 − leverage), so all n errors out of
sample come from one fit (Allen, 1974, doi:10.1080/00401706.1974.10489157). All in float64.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fashion_model.arrays import Float64Array, FloatArray, UInt8Array
from fashion_model.labels import CLASSES

PENALTIES = tuple(10 ** (power / 2) for power in range(-8, 5))
"""To choose from, 0.0001 to 100: shares of a feature's sum of squares, on average."""
BLOCK = 1_000  # rows in float64 at a time: 9 MB of the bundled network's features


@dataclass(frozen=True, eq=False)
class Ridge:
    """A fitted readout of n pictures with d features.

    Attributes:
        mean: Of each feature, (d,).
        targets_mean: The share of each kind, (10,).
        directions: The eigenvectors, (d, d), in columns, of the centred features' scatter.
        strengths: Its eigenvalues, (d,).
        penalty: What is added to each of them.
        coefficients: (d, 10).
        residuals: Target minus score of each picture, (n, 10).
        leverages: How much each picture's own target decides about its score, (n,), below 1.
    """

    mean: Float64Array
    targets_mean: Float64Array
    directions: Float64Array
    strengths: Float64Array
    penalty: float
    coefficients: Float64Array
    residuals: Float64Array
    leverages: Float64Array

    def scores(self, features: FloatArray) -> Float64Array:
        """The scores, (m, 10), of pictures with `features`, (m, d); the highest is the answer."""
        parts = [
            block @ self.coefficients + self.targets_mean
            for _, block in centred(features, self.mean)
        ]
        return np.concatenate(parts) if parts else np.empty((0, CLASSES))

    def errors_left_out(self) -> Float64Array:
        """Target minus the score that each picture would get had it been left out, (n, 10)."""
        return self.residuals / (1 - self.leverages)[:, np.newaxis]

    def weighed(self, rows: Float64Array) -> Float64Array:
        """Centred `rows`, (m, d), times the inverse of the scatter with its penalty."""
        turned = (rows @ self.directions) / (self.strengths + self.penalty)
        return turned @ self.directions.T


def fit(features: FloatArray, labels: UInt8Array, penalty: float | None = None) -> Ridge:
    """The readout of `features`, (n, d), for `labels`, (n,).

    The `penalty`, unless one is given, is the one of `PENALTIES` with the least squared error on
    pictures left out, one at a time. It then stays whatever is left out.
    """
    targets = np.eye(CLASSES)[labels]
    mean, targets_mean = features.mean(axis=0, dtype=np.float64), targets.mean(axis=0)
    targets -= targets_mean
    scatter, products = scatter_of(features, targets, mean)
    usual = float(np.trace(scatter)) / len(scatter) or 1.0  # it may be that no feature differs
    strengths, directions = np.linalg.eigh(scatter)
    strengths = np.maximum(strengths, 0)  # below it by rounding only
    tried = [share * usual for share in PENALTIES] if penalty is None else [penalty]
    weights = 1 / (strengths + np.array(tried)[:, np.newaxis])
    solutions = weights[:, :, np.newaxis] * (directions.T @ products)
    residuals, leverages = _judge(features, targets, mean, directions, weights, solutions)
    errors = np.square(residuals / (1 - leverages)[:, :, np.newaxis]).sum(axis=(1, 2))
    best = int(errors.argmin())
    return Ridge(
        mean=mean,
        targets_mean=targets_mean,
        directions=directions,
        strengths=strengths,
        penalty=tried[best],
        coefficients=directions @ solutions[best],
        residuals=residuals[best].copy(),
        leverages=leverages[best].copy(),
    )


def scatter_of(
    features: FloatArray, targets: Float64Array, mean: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """The centred features' scatter, (d, d), and their products with `targets`, (d, 10)."""
    scatter = np.zeros((len(mean), len(mean)))
    products = np.zeros((len(mean), targets.shape[1]))
    for rows, block in centred(features, mean):
        scatter += block.T @ block
        products += block.T @ targets[rows]
    return scatter, products


def centred(features: FloatArray, mean: Float64Array) -> Iterator[tuple[slice, Float64Array]]:
    """`features`, (n, d), minus their `mean`, a block of rows at a time, and which rows."""
    for start in range(0, len(features), BLOCK):
        rows = slice(start, min(start + BLOCK, len(features)))
        yield rows, features[rows] - mean


def _judge(
    features: FloatArray,
    targets: Float64Array,
    mean: Float64Array,
    directions: Float64Array,
    weights: Float64Array,
    solutions: Float64Array,
) -> tuple[Float64Array, Float64Array]:
    """Residuals, (p, n, 10), and leverages, (p, n), with each of p penalties.

    In the eigenvectors' `directions` a penalty is one number for each, `weights` (p, d), and the
    coefficients are `solutions`, (p, d, 10).
    """
    residuals = np.empty((len(weights), *targets.shape))
    leverages = np.empty((len(weights), len(targets)))
    for rows, block in centred(features, mean):
        seen = block @ directions
        residuals[:, rows] = targets[rows] - seen @ solutions
        leverages[:, rows] = weights @ np.square(seen).T + 1 / len(targets)
    return residuals, leverages
