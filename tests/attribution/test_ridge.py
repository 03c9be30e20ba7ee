"""The readout: the ridge it should be, and its errors out of sample without refitting."""

import numpy as np
import pytest

from fashion_model.arrays import Float64Array, FloatArray, UInt8Array
from fashion_model.attribution.ridge import PENALTIES, fit


def made(count: int, numbers: int, seed: int = 0) -> tuple[FloatArray, UInt8Array]:
    """Features, (count, numbers), of ten kinds that overlap, and their labels."""
    random = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.uint8) % 10
    middles = random.normal(size=(10, numbers))
    seen = middles[labels] + random.normal(size=(count, numbers)) * random.uniform(1, 4, numbers)
    return (seen + 5).astype(np.float32), labels


def by_hand(
    features: FloatArray, labels: UInt8Array, penalty: float, asked: FloatArray
) -> Float64Array:
    """The scores of `asked`, from the normal equations of features and an intercept."""
    rows = np.column_stack([features.astype(np.float64), np.ones(len(features))])
    scatter = rows.T @ rows + penalty * np.diag([1.0] * features.shape[1] + [0.0])
    solved = np.linalg.solve(scatter, rows.T @ np.eye(10)[labels])
    scores: Float64Array = np.column_stack([asked.astype(np.float64), np.ones(len(asked))]) @ solved
    return scores


@pytest.mark.parametrize(("count", "numbers"), [(200, 12), (1500, 30), (60, 90)])
def test_it_is_ridge_regression(count: int, numbers: int) -> None:
    features, labels = made(count, numbers)
    readout = fit(features, labels, penalty=3.0)
    wanted = by_hand(features, labels, 3.0, features)
    assert np.abs(readout.scores(features) - wanted).max() < 1e-9
    assert np.abs(np.eye(10)[labels] - wanted - readout.residuals).max() < 1e-9


@pytest.mark.parametrize(("count", "numbers"), [(200, 12), (60, 90)])
def test_left_out_errors_are_those_of_really_leaving_out(count: int, numbers: int) -> None:
    features, labels = made(count, numbers)
    readout = fit(features, labels)
    errors = readout.errors_left_out()
    for position in range(0, count, count // 10):
        others = np.arange(count) != position
        asked = features[position : position + 1]
        left = by_hand(features[others], labels[others], readout.penalty, asked)[0]
        assert np.abs(np.eye(10)[labels[position]] - left - errors[position]).max() < 1e-6


def test_the_penalty_is_the_one_that_errs_least_on_pictures_left_out() -> None:
    features, labels = made(80, 40)
    chosen = fit(features, labels)
    centred = features - features.mean(axis=0, dtype=np.float64)
    usual = np.square(centred).sum() / features.shape[1]
    errors = [
        np.square(fit(features, labels, share * usual).errors_left_out()).sum()
        for share in PENALTIES
    ]
    assert 0 < int(np.argmin(errors)) < len(PENALTIES) - 1
    assert chosen.penalty == pytest.approx(PENALTIES[int(np.argmin(errors))] * usual)


def test_features_that_never_differ_leave_the_shares_of_the_kinds() -> None:
    labels = np.array([0] * 30 + [4] * 70, np.uint8)
    readout = fit(np.full((100, 6), 2, np.float32), labels)
    assert readout.scores(np.full((1, 6), 9, np.float32))[0].tolist() == pytest.approx(
        [0.3, 0, 0, 0, 0.7, 0, 0, 0, 0, 0]
    )


def test_nothing_asked_is_nothing_answered() -> None:
    features, labels = made(50, 5)
    assert fit(features, labels).scores(features[:0]).shape == (0, 10)
