"""The forecast of how many more seeds would tell, against simulated trainings."""

import numpy as np
import pytest
from scipy import stats

from fashion_model.experiments.more_seeds import CHANCE, MOST_MORE, more_seeds
from fashion_model.experiments.pairs import Moments
from fashion_model.experiments.significance import compare
from fashion_model.experiments.spread import Spread
from tests.experiments.groups import group

SD = 0.002
TABLE = Spread("quick", SD**2, 19)


def _told(difference: float, seeds: int, times: int = 2_000) -> float:
    """How often that many seeds tell; the table is right, so a group's spread hardly matters."""
    rng = np.random.default_rng(seeds)
    a, b = rng.normal(0, SD, (2, times, seeds))
    df = 19 + 2 * seeds - 2
    squares = (a.var(axis=1) + b.var(axis=1)) * seeds + 19 * SD**2
    error = np.sqrt(squares / df * 2 / seeds)
    found = difference + a.mean(axis=1) - b.mean(axis=1)
    better = 2 * stats.t.sf(np.abs(found) / error, df) < 0.05
    alike = stats.t.sf((0.005 - np.abs(found)) / error, df) < 0.05
    return float((better | alike).mean())


@pytest.mark.parametrize("difference", [0.0005, 0.001, 0.0025, 0.004])
def test_the_forecast_comes_true(difference: float) -> None:
    told = compare(group("a", 0.9 + difference, spread=TABLE), group("b", 0.9, spread=TABLE))
    assert told.more_seeds is not None
    seeds = 1 + told.more_seeds
    assert _told(difference, seeds) > CHANCE - 0.03
    assert _told(difference, seeds - 2) < CHANCE + 0.05


def test_a_small_difference_would_need_too_many() -> None:
    wide = Spread("quick", 0.006**2, 19)
    told = compare(group("a", 0.902, 0.901, spread=wide), group("b", 0.9, 0.899, spread=wide))
    assert told.kind == "unclear"
    assert told.more_seeds is None


def test_a_larger_difference_needs_fewer() -> None:
    needed = [
        more_seeds(
            Moments(0.9 + difference, 0.0, 1, 0.003**2, 19),
            Moments(0.9, 0.0, 1, 0.003**2, 19),
            same_table=True,
            beyond=0.05,
            within=0.05,
        )
        for difference in (0.0045, 0.006, 0.008)
    ]
    numbers = [MOST_MORE + 1 if number is None else number for number in needed]
    assert numbers == sorted(numbers, reverse=True)
    assert 1 <= numbers[-1] < numbers[0]


def test_a_stricter_level_needs_more() -> None:
    pair = Moments(0.9055, 0.0, 1, 0.003**2, 19), Moments(0.9, 0.0, 1, 0.003**2, 19)
    lax, strict = (
        more_seeds(*pair, same_table=True, beyond=level, within=level) for level in (0.05, 0.005)
    )
    assert lax is not None
    assert strict is not None
    assert lax < strict


def test_a_single_seed_beside_a_wide_group_has_a_forecast() -> None:
    told = compare(group("a", 0.88, 0.90, 0.92), group("b", 0.85))
    assert told.doubts
    assert told.kind == "unclear"
    assert told.more_seeds is not None
