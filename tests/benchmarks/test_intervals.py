"""Figures about confidence, against cases counted by hand."""

import math

import numpy as np
import pytest

from benchmarks.scoring import (
    auroc,
    bootstrap,
    classes_that_count,
    expected_calibration_error,
    macro_accuracy,
)


def test_the_calibration_error_is_the_mean_gap_of_ten_bins() -> None:
    confidences = np.array([0.95, 0.95, 0.95, 0.95, 0.55])
    right = np.array([True, True, True, False, True])
    # Four answers at 95 % of which 75 % are right, one at 55 % that is right.
    expected = (4 * 0.20 + 1 * 0.45) / 5
    assert expected_calibration_error(confidences, right) == pytest.approx(expected)


def test_answers_within_a_bin_make_up_for_each_other() -> None:
    confidences = np.array([0.52, 0.58])
    assert expected_calibration_error(confidences, np.array([True, False])) == pytest.approx(0.05)


def test_the_edges_of_bins() -> None:
    assert expected_calibration_error(np.array([0.0, 1.0]), np.array([False, True])) == 0
    # 0.5 closes the fifth bin and 0.51 is in the sixth, so that their gaps don't cancel out.
    apart = expected_calibration_error(np.array([0.5, 0.51]), np.array([True, False]))
    assert apart == pytest.approx((0.5 + 0.51) / 2)
    assert math.isnan(expected_calibration_error(np.zeros(0), np.zeros(0, np.bool_)))


def test_auroc_counts_pairs() -> None:
    scores = np.array([0.9, 0.4, 0.4, 0.1])
    positive = np.array([True, True, False, False])
    assert auroc(scores, positive) == pytest.approx((2 + 0.5 + 1) / 4)
    assert auroc(-scores, positive) == pytest.approx(0.5 / 4)
    assert math.isnan(auroc(scores, np.ones(4, np.bool_)))


def test_an_average_over_classes_leaves_out_the_rare() -> None:
    labels = np.repeat([0, 1, 2], [10, 5, 4])
    right = np.repeat([True, False, True], [10, 5, 4])
    right[0] = False
    assert classes_that_count(labels).tolist() == [0, 1]
    assert macro_accuracy(right, labels) == pytest.approx((0.9 + 0) / 2)
    assert math.isnan(macro_accuracy(right[-4:], labels[-4:]))


def test_the_interval_is_seeded_and_about_right() -> None:
    right = np.repeat([True, False], [80, 20])
    strata = np.zeros(100, np.int64)
    low, high = bootstrap(lambda places: float(right[places].mean()), strata)
    assert (low, high) == bootstrap(lambda places: float(right[places].mean()), strata)
    assert low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.015)
    assert high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.015)


def test_the_interval_draws_within_classes() -> None:
    labels = np.repeat([3, 7], [5, 5])
    right = labels == 3
    assert bootstrap(lambda places: float(right[places].mean()), labels) == (0.5, 0.5)
    assert math.isnan(bootstrap(lambda places: math.nan, labels)[0])
    assert math.isnan(bootstrap(lambda places: 1.0, labels[:0])[0])
