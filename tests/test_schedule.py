"""Learning rates by arithmetic."""

import pytest

from fashion_model.schedule import learning_rate


def test_constant_stays() -> None:
    assert {learning_rate("constant", 0.1, step, 50) for step in range(50)} == {0.1}


def test_cosine_falls_from_the_peak_to_nearly_nothing() -> None:
    rates = [learning_rate("cosine", 0.1, step, 50) for step in range(50)]
    assert rates[0] == 0.1
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < 0.001


def test_one_cycle_rises_then_falls() -> None:
    rates = [learning_rate("one-cycle", 0.1, step, 100) for step in range(100)]
    assert rates[0] == pytest.approx(0.004)
    assert max(rates) == rates[10] == 0.1
    assert rates[:11] == sorted(rates[:11])
    assert rates[10:] == sorted(rates[10:], reverse=True)
