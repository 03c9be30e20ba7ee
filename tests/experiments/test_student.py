"""Student's t distribution, against SciPy's."""

import numpy as np
import pytest
from scipy import special, stats

from fashion_model.experiments.student import cdf, incomplete_beta, quantile, tail

DF = np.array([0.5, 1, 1.7, 2, 3, 4.2, 8, 19, 23, 57, 300, 10_000])[:, np.newaxis]


def test_the_distribution_function_is_scipys() -> None:
    t = np.concatenate([np.linspace(-8, 8, 161), [-1e6, -40.0, -1e-3, 0.0, 1e-3, 40.0, 1e6]])
    np.testing.assert_allclose(cdf(t, DF), stats.t.cdf(t, DF), rtol=0, atol=1e-11)


def test_a_tiny_tail_keeps_its_digits() -> None:
    t = np.array([-3.0, 0.0, 0.1, 2.0, 10.0, 30.0])
    np.testing.assert_allclose(tail(t, DF), stats.t.sf(t, DF), rtol=1e-10)


def test_the_quantile_is_scipys() -> None:
    probability = np.array([1e-7, 0.001, 0.025, 0.3, 0.5, 0.8, 0.95, 0.975, 0.9975, 1 - 1e-7])
    expected = stats.t.ppf(probability, DF)
    np.testing.assert_allclose(quantile(probability, DF), expected, rtol=1e-9, atol=1e-10)


def test_the_incomplete_beta_function_is_scipys() -> None:
    a, b, x = np.meshgrid([0.3, 0.5, 2, 11.5, 150], [0.3, 0.5, 4, 60], np.linspace(0, 1, 41))
    np.testing.assert_allclose(
        incomplete_beta(a, b, x, 1 - x), special.betainc(a, b, x), atol=1e-12
    )


def test_numbers_give_numbers() -> None:
    assert float(quantile(0.975, 1)) == pytest.approx(12.706204736, abs=1e-8)
    assert float(cdf(0, 5)) == 0.5
    assert cdf(1.0, [1, 2, 3]).shape == (3,)


@pytest.mark.parametrize("probability", [0, 1, -0.1, 1.2, float("nan")])
def test_no_quantile_of_what_is_no_probability(probability: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(probability, 3)


@pytest.mark.parametrize("df", [0, -1, float("nan")])
def test_no_distribution_without_degrees_of_freedom(df: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        cdf(1.0, df)
