"""How many more seeds would tell two groups apart, or that they are alike.

A forecast: it takes the difference, and the spread, for the true ones.
"""

from __future__ import annotations

import numpy as np

from fashion_model.arrays import Float64Array
from fashion_model.experiments.pairs import MARGIN, Estimate, Moments, estimate
from fashion_model.experiments.student import cdf, quantile

MOST_MORE = 20
CHANCE = 0.8  # with which they would tell


def more_seeds(
    a: Moments, b: Moments, *, same_table: bool, beyond: float, within: float
) -> int | None:
    """The least number of seeds to add to each group; None where more than `MOST_MORE` are needed.

    Args:
        a: One group; its numbers are numbers, no arrays.
        b: The other.
        same_table: As for `estimate`.
        beyond: The level of the two-sided test for a difference.
        within: The level of the one-sided tests that it doesn't matter.
    """
    numbers = range(1, MOST_MORE + 1)
    grown = _grown(a, b, list(numbers), same_table)
    chances = chance_of_telling(grown, beyond, within)
    return next((n for n, chance in zip(numbers, chances, strict=True) if chance >= CHANCE), None)


def _grown(a: Moments, b: Moments, numbers: list[int], same_table: bool) -> Estimate:
    """What would be estimated, (n,), after each of these numbers of further seeds."""
    found = [
        estimate(_with_more(a, b, more), _with_more(b, a, more), same_table=same_table)
        for more in numbers
    ]
    return Estimate(*(np.array(column, np.float64) for column in zip(*found, strict=True)))


def _with_more(group: Moments, other: Moments, more: int) -> Moments:
    """The group with further seeds of the same spread; a single one follows a wide other group."""
    spread = float(group.spread())
    if group.seeds == 1 and other.doubts():
        spread = float(other.spread())
    seeds = group.seeds + more
    return group._replace(squares=spread * (seeds - 1), seeds=seeds)


def chance_of_telling(found: Estimate, beyond: float, within: float) -> Float64Array:
    """How likely trainings with these errors tell, (n,), where each difference is the true one.

    That they find it (at the level `beyond`), or find that it doesn't matter (`within`). The
    differences that would be found are taken for as many errors away from the true one as Student's
    t, which is near enough for a forecast.
    """
    size, error, df = np.abs(found.difference), found.error, found.df
    found_from = quantile(1 - beyond / 2, df) * error
    alike_up_to = np.maximum(MARGIN - quantile(1 - within, df) * error, 0)

    def inside(reach: Float64Array) -> Float64Array:
        return cdf((reach - size) / error, df) - cdf((-reach - size) / error, df)

    told = 1 - inside(found_from) + inside(alike_up_to)
    return np.where(alike_up_to >= found_from, 1.0, told)
