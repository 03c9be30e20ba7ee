"""A temperature and a threshold, measured on answers whose truth is known by construction."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_model.calibration import RIGHT, UNCALIBRATED, fit, sure_from, warm

Answers = tuple[NDArray[np.float32], NDArray[np.int64]]


def honest(n: int, seed: int = 0) -> Answers:
    """Answers that are right exactly as often as they say, and the labels."""
    chance = np.random.default_rng(seed)
    powers = np.exp(4 * chance.normal(size=(n, 10)))
    rows = powers / powers.sum(axis=1, keepdims=True)
    drawn = (rows.cumsum(axis=1) < chance.random((n, 1))).sum(axis=1)
    return rows.astype(np.float32), np.minimum(drawn, 9)


@pytest.mark.parametrize("temperature", [0.8, 1.0, 1.7, 2.5])
def test_it_finds_the_temperature_that_answers_were_spoilt_with(temperature: float) -> None:
    rows, labels = honest(20_000)
    spoilt = warm(rows, 1 / temperature)
    assert fit(spoilt, labels).temperature == pytest.approx(temperature, rel=0.04)


def test_it_is_the_one_of_the_greatest_likelihood() -> None:
    rows, labels = honest(2_000, seed=3)
    spoilt = warm(rows, 0.6)
    found = fit(spoilt, labels).temperature

    def loss(temperature: float) -> float:
        right = warm(spoilt, temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(right, 1e-30)).mean())

    assert loss(found) == min(map(loss, [found, *np.geomspace(0.1, 10, 201)]))


def test_it_is_sure_where_enough_answers_are_right() -> None:
    rows, labels = honest(20_000)
    calibration = fit(warm(rows, 0.8), labels)
    calibrated = warm(warm(rows, 0.8), calibration.temperature)
    confidence, right = calibrated.max(axis=1), calibrated.argmax(axis=1) == labels
    sure = calibration.sure_of(confidence)
    assert 0.1 < sure.mean() < 0.9
    assert right[sure].mean() >= RIGHT - 0.001  # another computation, another last digit
    assert right.mean() < RIGHT


def test_the_threshold_is_the_lowest_that_keeps_the_promise() -> None:
    confidence = np.array([0.9, 0.8, 0.8, 0.7, 0.6])
    assert sure_from(confidence, np.array([1, 1, 1, 1, 0], bool), 0.8) == 0.6
    assert sure_from(confidence, np.array([1, 1, 0, 0, 1], bool), 0.8) == 0.9
    assert sure_from(confidence, np.array([1, 1, 1, 1, 0], bool), 0.9) == 0.7
    assert sure_from(confidence, np.zeros(5, bool), 0.9) == 1.0


def test_nobody_is_sure_where_nothing_promises_it() -> None:
    certain = np.array([0.0, 0.5, 1.0], np.float32)
    assert not UNCALIBRATED.sure_of(certain).any()
    rows = np.full((100, 10), 0.1, np.float32)
    assert not fit(rows, np.arange(100) % 10).sure_of(certain).any()


@pytest.mark.parametrize("stored", [np.float16, np.float32])
def test_answers_without_a_doubt_give_numbers_all_the_same(stored: type) -> None:
    """Halves of 16 bits hold zeros, and a network may be right throughout, or wrong."""
    rows: NDArray[np.floating[Any]] = np.eye(10, dtype=stored)[np.arange(200) % 10]
    right = fit(rows, np.arange(200) % 10)
    wrong = fit(rows, np.arange(1, 201) % 10)
    assert 0 < right.temperature < wrong.temperature < np.inf
    assert right.sure <= 1.0 == wrong.sure
    assert np.isfinite(warm(rows.astype(np.float32), right.temperature)).all()


def test_rows_stay_probabilities_and_keep_their_answer() -> None:
    rows, _ = honest(500)
    for temperature in (0.3, 1.0, 4.0):
        warmed = warm(rows, temperature)
        assert warmed.dtype == np.float32
        np.testing.assert_allclose(warmed.sum(axis=1), 1, atol=1e-5)
        assert (warmed.argmax(axis=1) == rows.argmax(axis=1)).all()


def test_nothing_is_known_from_no_answers() -> None:
    assert fit(np.zeros((0, 10), np.float32), np.zeros(0, np.int64)) == UNCALIBRATED
