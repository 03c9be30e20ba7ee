"""The learning rate at every step, and the average of the latest weights."""

import numpy as np
import numpy.typing as npt
import pytest

from fashion_model.network.build import build
from fashion_model.network.optimizer import EVERY, ema_update, learning_rate
from tests.tiny import TINY


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


def after(values: list[float], horizon: int) -> float:
    """The average of one weight that had `values`, one a look."""
    model = build(TINY)
    average: list[npt.NDArray[np.float32]] = []
    for number, value in enumerate(values, 1):
        model.set_weights([np.full_like(each, value) for each in model.get_weights()])
        ema_update(model, average, number * EVERY, horizon)
    return float(average[0].ravel()[0])


def test_it_begins_with_what_there_is() -> None:
    assert after([3.0], horizon=100) == 3.0


def test_the_same_weights_stay_the_same() -> None:
    assert after([2.0] * 5, horizon=100) == pytest.approx(2.0)


def test_old_weights_fade_by_the_horizon() -> None:
    looks = 400
    kept = after([1.0] * looks + [0.0] * (100 // EVERY), horizon=100)
    assert kept == pytest.approx(np.exp(-(100 // EVERY) * EVERY / 100), rel=1e-3)


def test_it_moves_between_old_and_new() -> None:
    assert 0 < after([0.0, 0.0, 1.0], horizon=100) < 1


def test_between_two_looks_nothing_moves() -> None:
    model = build(TINY)
    average: list[npt.NDArray[np.float32]] = []
    ema_update(model, average, EVERY - 1, 100)
    assert average == []
