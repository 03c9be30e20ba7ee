"""Corrections for many pairs, against statsmodels; and the arithmetic on arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from fashion_model.experiments.pairs import Moments, estimate, holm, levels

many = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)  # statsmodels takes its time
@given(many)
def test_holm_is_statsmodels(p: list[float]) -> None:
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], atol=1e-12)


@settings(deadline=None)
@given(many)
def test_a_test_that_finds_something_does_so_at_its_own_level(p: list[float]) -> None:
    asked = levels(p, 0.05)
    assert ((np.array(p) < asked) == (holm(p) < 0.05)).all()
    assert (asked <= 0.05).all()


def test_levels_by_hand() -> None:
    assert levels([0.001, 0.9, 0.02], 0.06) == pytest.approx([0.02, 0.06, 0.03])
    assert levels([0.03, 0.9, 0.04], 0.06) == pytest.approx([0.02, 0.02, 0.02])


def test_holm_corrects_each_row_of_an_array() -> None:
    rows = np.random.default_rng(1).random((5, 10))
    assert (holm(rows) == np.stack([holm(row) for row in rows])).all()


def test_arrays_of_experiments_are_judged_like_single_ones() -> None:
    rng = np.random.default_rng(2)
    accuracies = rng.normal(0.9, 0.004, (2, 50, 3))  # in some the table is doubted
    groups = [
        Moments(each.mean(axis=1), each.var(axis=1) * 3, 3, np.full(50, 0.003**2), 19)
        for each in accuracies
    ]
    for same in (True, False):
        together = estimate(*groups, same_table=same)
        for number in range(50):
            one = [
                Moments(each.mean[number], each.squares[number], 3, 0.003**2, 19)  # type: ignore[index]
                for each in groups
            ]
            alone = estimate(*one, same_table=same)
            assert alone.p == pytest.approx(together.p[number])
            assert alone.p_equivalent == pytest.approx(together.p_equivalent[number])
    assert 0 < sum(group.doubts().sum() for group in groups) < 50


def test_false_winners_are_as_rare_as_promised() -> None:
    rng, times = np.random.default_rng(3), 4_000
    for seeds in (1, 2, 5):
        table = 0.003**2 * rng.chisquare(19, times) / 19
        groups = []
        for _ in range(2):
            drawn = rng.normal(0.9, 0.003, (times, seeds))
            moments = (drawn.mean(axis=1), drawn.var(axis=1) * seeds)
            groups.append(Moments(*moments, seeds, table, 19))
        found = float((estimate(*groups, same_table=True).p < 0.05).mean())
        assert 0.03 < found < 0.06, seeds


def test_a_wide_spread_of_few_trainings_makes_no_false_winners() -> None:
    """Satterthwaite's degrees of freedom alone would find 6 to 7 %."""
    rng, times = np.random.default_rng(4), 20_000
    tables = [(0.002, 19), (0.003, 2)]
    groups = [
        Moments(rng.normal(0.9, sd, times), 0.0, 1, sd**2 * rng.chisquare(df, times) / df, df)
        for sd, df in tables
    ]
    assert 0.02 < float((estimate(*groups, same_table=False).p < 0.05).mean()) < 0.05
