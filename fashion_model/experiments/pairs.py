"""The arithmetic of comparing two groups of trainings, on numbers or on arrays of experiments.

What is estimated here, and why so, stands in `fashion_model/experiments/significance.py`. A group
is known by its mean, the sum of its squared deviations and its number of seeds. Means, squares and
variances may be arrays of one shape, an experiment each: so a simulation of thousands asks the very
functions that the app asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fashion_model.arrays import Float64Array
from fashion_model.experiments.student import tail

MARGIN = 0.005
"""Half a point: what differs by less makes no difference to anybody who looks at pictures."""

TOO_WIDE = 2.0
"""A group whose own standard deviation exceeds the table's this many times does not trust it."""


class Moments(NamedTuple):
    """What is known of one group.

    Attributes:
        mean: Of its accuracies, shares of 0 to 1; a number or an array.
        squares: The sum of squared deviations from the mean; of the same shape.
        seeds: How many trainings.
        variance: That of one training, from the table; a number or an array.
        df: The degrees of freedom of `variance`.
    """

    mean: npt.ArrayLike
    squares: npt.ArrayLike
    seeds: int
    variance: npt.ArrayLike
    df: int

    def spread(self) -> Float64Array:
        """The variance of one training: its own and the table's, or its own where it doubts."""
        squares = np.asarray(self.squares, np.float64)
        own = squares / max(self.seeds - 1, 1)
        pooled = (squares + self.df * np.asarray(self.variance)) / (self.seeds - 1 + self.df)
        return np.where(self.doubts(), own, pooled)

    def doubts(self) -> npt.NDArray[np.bool_]:
        """Whether its own spread is too wide for the table's; never with one seed."""
        widest = TOO_WIDE**2 * np.asarray(self.variance, np.float64) * (self.seeds - 1)
        return np.asarray(np.asarray(self.squares, np.float64) > widest)


class Estimate(NamedTuple):
    """A difference of two means, its standard error, and the latter's degrees of freedom."""

    difference: Float64Array
    error: Float64Array
    df: Float64Array

    @property
    def p(self) -> Float64Array:
        """The chance of a difference as large, either way, if there were none in truth."""
        return 2 * tail(np.abs(self.difference) / self.error, self.df)

    @property
    def p_equivalent(self) -> Float64Array:
        """The larger p of two one-sided tests that the difference is within `MARGIN`."""
        return tail((MARGIN - np.abs(self.difference)) / self.error, self.df)


def estimate(a: Moments, b: Moments, *, same_table: bool) -> Estimate:
    """The mean of `a` less that of `b`; `same_table` says that both borrow one and the same."""
    if not same_table:
        return _with_two_tables(a, b)
    trusted = _with_one_table(a, b)
    doubted = a.doubts() | b.doubts()
    if not doubted.any():
        return trusted
    own = _welch(a, b) if min(a.seeds, b.seeds) > 1 else _from_what_was_seen(a, b)
    return Estimate(
        trusted.difference,
        np.where(doubted, own.error, trusted.error),
        np.where(doubted, own.df, trusted.df),
    )


def _with_one_table(a: Moments, b: Moments) -> Estimate:
    df = a.seeds + b.seeds - 2 + a.df
    squares = np.asarray(a.squares) + np.asarray(b.squares) + a.df * np.asarray(a.variance)
    return _of_one_variance(a, b, squares / df, df)


def _of_one_variance(a: Moments, b: Moments, variance: Float64Array, df: int) -> Estimate:
    error = np.sqrt(variance * (1 / a.seeds + 1 / b.seeds))
    return Estimate(_difference(a, b), error, np.full_like(error, df))


def _with_two_tables(a: Moments, b: Moments) -> Estimate:
    """Each with its own table; who doubts that is judged by its own trainings alone."""
    parts = [group.spread() / group.seeds for group in (a, b)]
    dfs = [
        np.where(group.doubts(), group.seeds - 1, group.seeds - 1 + group.df) for group in (a, b)
    ]
    found = _of_two_variances(a, b, parts, dfs)
    fewest = np.minimum(*dfs)
    return found._replace(df=2 / (1 / found.df + 1 / fewest))  # why, say the rules


def _welch(a: Moments, b: Moments) -> Estimate:
    dfs = [a.seeds - 1, b.seeds - 1]
    parts = [
        np.asarray(group.squares) / df / group.seeds for group, df in zip((a, b), dfs, strict=True)
    ]
    return _of_two_variances(a, b, parts, dfs)


def _of_two_variances(
    a: Moments, b: Moments, parts: list[Float64Array], dfs: Sequence[npt.ArrayLike]
) -> Estimate:
    """`parts` are the variances of both means; degrees of freedom by Welch and Satterthwaite."""
    variance = parts[0] + parts[1]
    with np.errstate(invalid="ignore"):  # where neither varies at all, which nobody asks for then
        df = variance**2 / sum(
            part**2 / np.asarray(each) for part, each in zip(parts, dfs, strict=True)
        )
    return Estimate(_difference(a, b), np.sqrt(variance), np.where(variance > 0, df, 1.0))


def _from_what_was_seen(a: Moments, b: Moments) -> Estimate:
    """One group has a single seed: whatever spread the other one showed, it is given, too."""
    df = max(a.seeds + b.seeds - 2, 1)
    return _of_one_variance(a, b, (np.asarray(a.squares) + np.asarray(b.squares)) / df, df)


def _difference(a: Moments, b: Moments) -> Float64Array:
    return np.asarray(np.asarray(a.mean) - np.asarray(b.mean), np.float64)


def holm(p: npt.ArrayLike) -> Float64Array:
    """The p of several tests, (..., m), corrected for their number by Holm (1979).

    The smallest counts m times, the next m - 1 times, and none less than the one before it: with
    any of them below a level, the chance of one or more false alarms is below that level, too.
    """
    p = np.asarray(p, np.float64)
    order = np.argsort(p, axis=-1, kind="stable")
    counted = np.take_along_axis(p, order, -1) * np.arange(p.shape[-1], 0, -1)
    corrected = np.empty_like(p)
    climbing = np.minimum(np.maximum.accumulate(counted, axis=-1), 1)
    np.put_along_axis(corrected, order, climbing, -1)
    return corrected


def levels(p: npt.ArrayLike, level: float) -> Float64Array:
    """The level at which Holm's procedure asks each of the tests, (m,).

    It stops at the first that fails; the rest is given the level of that one. An interval at its
    level leaves out zero just where the procedure finds a difference.
    """
    p = np.asarray(p, np.float64)
    order = np.argsort(p, kind="stable")
    counts = np.arange(len(p), 0, -1)
    failing = np.flatnonzero(p[order] * counts >= level)
    if len(failing):
        counts[failing[0] :] = counts[failing[0]]
    asked = np.empty_like(p)
    asked[order] = level / counts
    return asked
