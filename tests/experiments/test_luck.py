"""One setting, several seeds."""

import math

import numpy as np
import pytest
from scipy import stats

from fashion_model.experiments.luck import luck
from tests.experiments.groups import QUICK, group, table_of


def test_what_one_setting_reaches() -> None:
    told = luck(group("quick", 0.886, 0.881, 0.885, 0.884))
    assert told.mean == pytest.approx(0.884)
    assert told.sd == pytest.approx(np.std(told.group.accuracies, ddof=1))
    assert (told.lowest, told.highest) == (0.881, 0.886)


def test_two_trainings_may_differ_by_what_all_seeds_say_together() -> None:
    told = luck(group("quick", 0.886, 0.881, 0.885))
    table = table_of(QUICK)
    squares = 2 * np.var(told.group.accuracies, ddof=1) + 19 * np.var(table, ddof=1)
    assert told.df == 21
    expected = stats.t.ppf(0.975, 21) * math.sqrt(2 * squares / 21)
    assert told.apart == pytest.approx(expected, rel=1e-9)


def test_one_seed_knows_what_the_table_knows() -> None:
    told = luck(group("quick", 0.886))
    assert told.sd is None
    assert told.apart == pytest.approx(stats.t.ppf(0.975, 19) * 0.003 * math.sqrt(2))


def test_wild_trainings_are_judged_by_their_own_spread() -> None:
    told = luck(group("wild", 0.86, 0.90, 0.88))
    assert told.df == 2
    assert told.apart == pytest.approx(stats.t.ppf(0.975, 2) * 0.02 * math.sqrt(2))
