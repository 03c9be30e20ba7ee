"""Two groups, against SciPy and statsmodels, and what must hold of any."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.weightstats import ttost_ind

from fashion_model.experiments.pairs import MARGIN, TOO_WIDE
from fashion_model.experiments.significance import Group, compare
from fashion_model.experiments.spread import Spread
from tests.experiments.groups import DEEP, QUICK, group, table_of

A = (0.886, 0.881, 0.885)
B = (0.879, 0.881, 0.883, 0.878)
ALMOST_NONE = Spread("quick", 0.004**2, 1)


def test_a_table_counts_as_one_more_group_of_an_analysis_of_variance() -> None:
    table = table_of(QUICK)
    values = [*A, *B, *table]
    which = np.repeat(np.eye(3), [len(A), len(B), len(table)], axis=0)
    expected = OLS(values, which).fit().t_test([1, -1, 0])
    told = compare(group("a", *A), group("b", *B))
    assert told.p == pytest.approx(float(expected.pvalue), rel=1e-6)
    assert told.df == expected.df_denom == 2 + 3 + 19
    assert told.interval == pytest.approx(expected.conf_int()[0], abs=1e-9)


def test_one_seed_each_has_an_interval() -> None:
    told = compare(group("a", 0.886), group("b", 0.880))
    reach = stats.t.ppf(0.975, 19) * 0.003 * math.sqrt(2)
    assert told.interval == pytest.approx((0.006 - reach, 0.006 + reach))
    assert told.by_chance == pytest.approx(reach)
    assert told.kind == "unclear"


def test_two_tables_are_added_up_with_caution() -> None:
    """SciPy's Welch test of groups as large as both sources together, but for its freedom."""
    a, b = group("a", *A), group("b", *B, spread=Spread("deep", 0.0015**2, 4))
    told = compare(a, b)
    pooled = [
        (each.squares + each.spread.df * each.spread.variance) / (each.seeds - 1 + each.spread.df)
        for each in (a, b)
    ]
    dfs = [each.seeds - 1 + each.spread.df for each in (a, b)]
    parts = [variance / each.seeds for variance, each in zip(pooled, (a, b), strict=True)]
    scaled = [math.sqrt(part * (df + 1)) for part, df in zip(parts, dfs, strict=True)]
    expected = stats.ttest_ind_from_stats(
        a.mean, scaled[0], dfs[0] + 1, b.mean, scaled[1], dfs[1] + 1, equal_var=False
    )
    assert told.difference / told.error == pytest.approx(expected.statistic)
    satterthwaite = sum(parts) ** 2 / sum(part**2 / df for part, df in zip(parts, dfs, strict=True))
    at_that = 2 * stats.t.sf(abs(expected.statistic), satterthwaite)
    assert at_that == pytest.approx(expected.pvalue)
    assert told.df == pytest.approx(2 / (1 / satterthwaite + 1 / min(dfs)))
    assert told.p == pytest.approx(2 * stats.t.sf(abs(expected.statistic), told.df))
    assert told.p > at_that


def test_trainings_that_differ_too_much_are_judged_by_their_own_spread() -> None:
    a, b = (0.886, 0.861, 0.895), B
    told = compare(group("a", *a), group("b", *b))
    expected = stats.ttest_ind(a, b, equal_var=False)
    assert told.p == pytest.approx(expected.pvalue, rel=1e-9)
    assert told.df == pytest.approx(expected.df)
    assert told.interval == pytest.approx(tuple(expected.confidence_interval()))
    assert told.doubts


def test_a_single_seed_is_given_the_wide_spread_of_the_other() -> None:
    a = (0.886, 0.861, 0.895)
    told = compare(group("a", *a), group("b", 0.880))
    expected = stats.ttest_ind_from_stats(np.mean(a), np.std(a, ddof=1), 3, 0.880, 0.0, 1)
    assert told.p == pytest.approx(expected.pvalue, rel=1e-9)
    assert told.df == 2


def test_the_table_is_doubted_beyond_twice_its_spread() -> None:
    apart = TOO_WIDE * 0.003 * math.sqrt(2)  # two values so far apart have twice the table's SD
    assert not group("a", 0.88, 0.88 + 0.999 * apart).doubts
    assert group("a", 0.88, 0.88 + 1.001 * apart).doubts


def test_equivalence_is_that_of_two_one_sided_tests() -> None:
    a, b = (0.886, 0.861, 0.895), B
    told = compare(group("a", *a), group("b", *b))
    expected = ttost_ind(np.array(a), np.array(b), -MARGIN, MARGIN, usevar="unequal")[0]
    assert told.p_equivalent == pytest.approx(expected, rel=1e-9)


def test_the_three_verdicts() -> None:
    assert compare(group("a", 0.889, 0.891), group("b", 0.880, 0.881)).kind == "better"
    assert compare(group("a", 0.885, 0.882), group("b", 0.881, 0.880)).kind == "unclear"
    alike = compare(
        group("a", 0.9301, 0.9300, spread=DEEP), group("b", 0.9302, 0.9299, spread=DEEP)
    )
    assert alike.kind == "equivalent"
    assert alike.more_seeds is None


def test_what_is_told_and_is_small_is_better_not_equivalent() -> None:
    told = compare(group("a", *[0.9320] * 5, spread=DEEP), group("b", *[0.9300] * 5, spread=DEEP))
    assert told.p < 0.05
    assert told.p_equivalent < 0.05
    assert told.kind == "better"


def test_turned_it_says_the_same() -> None:
    a, b = group("a", *A), group("b", *B)
    turned = compare(b, a)
    assert compare(a, b).turned() == turned
    assert turned.difference < 0
    assert turned.turned() == compare(a, b)


def test_the_same_accuracies_in_all_trainings_are_no_certainty() -> None:
    told = compare(group("a", 0.9, 0.9, 0.9), group("b", 0.9, 0.9, 0.9))
    assert (told.difference, told.p) == (0, 1)
    assert told.interval[0] < -0.003 < 0.003 < told.interval[1]


@pytest.mark.parametrize("accuracies", [(), (1.1,), (-0.1, 0.9), (float("nan"),)])
def test_what_is_no_group_of_trainings(accuracies: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"no training of 0\.005|between 0 and 1"):
        Group("0.005", accuracies, QUICK)


shares = st.lists(st.floats(0, 1), min_size=1, max_size=6).map(tuple)


@settings(deadline=None)  # no test may depend on speed
@given(shares, shares, st.sampled_from([QUICK, DEEP, ALMOST_NONE]))
def test_whatever_is_compared_the_parts_agree(
    a: tuple[float, ...], b: tuple[float, ...], spread: Spread
) -> None:
    told = compare(Group("a", a, QUICK), Group("b", b, spread))
    low, high = told.interval
    assert low <= told.difference <= high
    assert 0 <= told.p <= 1
    assert told.df >= 1
    assert told.error > 0
    assert (told.kind == "better") == (told.p < 0.05) == (low > 0 or high < 0)


def test_who_doubts_a_narrow_table_does_not_narrow_another_one() -> None:
    """One seed of Quick keeps Quick's spread, however near each other five of Deep lie."""
    wide = Spread("quick", 0.003**2, 19)
    narrow = Spread("deep", 0.0001**2, 4)
    five = group("deep", *[0.9301, 0.9304, 0.9299, 0.9306, 0.9302], spread=narrow)
    single = group("quick", 0.9345, spread=wide)
    assert five.doubts
    told = compare(five, single)
    assert told.kind == "unclear"
    assert told.error > 0.0029
    assert compare(single, five).kind != "better"
