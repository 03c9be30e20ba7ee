"""Metrics against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics as reference

from fashion_model import metrics

LABELS = np.array([0, 0, 1, 9], np.uint8)


def predictions(*classes: int, sure: float = 0.91) -> NDArray[np.float32]:
    rows = np.full((len(classes), 10), (1 - sure) / 9, np.float32)
    rows[np.arange(len(classes)), classes] = sure
    return rows


def test_accuracy() -> None:
    assert metrics.accuracy(predictions(0, 1, 1, 9), LABELS) == 0.75
    assert math.isnan(metrics.accuracy(predictions(), LABELS[:0]))


def test_log_loss() -> None:
    assert metrics.log_loss(predictions(0, 0, 1, 9), LABELS) == pytest.approx(-math.log(0.91))
    wrong = metrics.log_loss(predictions(1, 1, 0, 0), LABELS)
    assert wrong == pytest.approx(-math.log(0.01), rel=1e-5)
    halved = predictions(0, 0, 1, 9).astype(np.float16) / 2
    assert metrics.log_loss(halved, LABELS) == pytest.approx(-math.log(0.91), abs=1e-3)
    assert metrics.log_loss(predictions(1, sure=1.0), LABELS[:1]) == pytest.approx(-math.log(1e-7))
    assert math.isnan(metrics.log_loss(predictions(), LABELS[:0]))


def test_confusion_matrix_has_the_truth_in_rows() -> None:
    matrix = metrics.confusion_matrix(predictions(0, 1, 1, 9), LABELS)
    assert matrix.shape == (10, 10)
    assert matrix.sum() == 4
    assert (matrix[0, 0], matrix[0, 1], matrix[1, 1], matrix[9, 9]) == (1, 1, 1, 1)


def test_per_class() -> None:
    scores = metrics.per_class(metrics.confusion_matrix(predictions(0, 1, 1, 9), LABELS))
    assert len(scores) == 10
    shirt, trouser, pullover = scores[:3]
    assert (shirt["precision"], shirt["recall"], shirt["support"]) == (1.0, 0.5, 2)
    assert shirt["f1"] == pytest.approx(2 / 3)
    assert (trouser["precision"], trouser["recall"]) == (0.5, 1.0)
    assert pullover == {
        "name": "Pullover",
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "support": 0,
    }


def test_wilson_interval() -> None:
    low, high = metrics.wilson_interval(90, 100)
    assert low == pytest.approx(0.8256, abs=1e-4)
    assert high == pytest.approx(0.9448, abs=1e-4)
    assert metrics.wilson_interval(0, 0) == (0.0, 1.0)
    assert metrics.wilson_interval(0, 20)[0] == 0.0
    assert metrics.wilson_interval(20, 20)[1] == 1.0


def test_our_metrics_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    labels = np.tile(np.arange(10), 50).astype(np.uint8)
    probabilities = rng.dirichlet(np.ones(10), 500).astype(np.float32)
    guesses = probabilities.argmax(axis=1)
    matrix = metrics.confusion_matrix(probabilities, labels)
    np.testing.assert_array_equal(matrix, reference.confusion_matrix(labels, guesses))
    assert metrics.accuracy(probabilities, labels) == reference.accuracy_score(labels, guesses)
    exact = probabilities.astype(np.float64)
    loss = reference.log_loss(labels, exact / exact.sum(axis=1, keepdims=True))
    assert metrics.log_loss(probabilities, labels) == pytest.approx(loss, rel=1e-4)
    expected = reference.precision_recall_fscore_support(labels, guesses)
    for row, values in zip(metrics.per_class(matrix), zip(*expected, strict=True), strict=True):
        assert [row[k] for k in ("precision", "recall", "f1", "support")] == pytest.approx(values)


def test_common_positions() -> None:
    first, second = np.array([9, 2, 5, 7]), np.array([5, 1, 9])
    in_first, in_second = metrics.common_positions(first, second)
    assert first[in_first].tolist() == second[in_second].tolist() == [5, 9]


def test_mistakes_and_hits_in_order_of_certainty() -> None:
    probabilities = np.concatenate(
        [
            predictions(0, sure=0.5),
            predictions(1, 2, sure=0.6),
            predictions(9, sure=0.4),
            predictions(8, sure=0.9),
        ]
    )
    labels = np.array([0, 0, 1, 9, 9], np.uint8)
    assert metrics.confident_mistakes(probabilities, labels).tolist() == [4, 1, 2]
    assert metrics.hesitant_hits(probabilities, labels).tolist() == [3, 0]
    assert metrics.confident_mistakes(predictions(), LABELS[:0]).tolist() == []


def test_the_worst_confusion_is_no_hit() -> None:
    matrix = np.diag(np.full(10, 50))
    matrix[6, 4], matrix[4, 6] = 7, 3
    assert metrics.worst_confusion(matrix) == (6, 4)


def test_pairs_are_ranked_by_both_directions() -> None:
    matrix = np.diag(np.full(10, 50))
    matrix[6, 4], matrix[4, 6] = 4, 4
    matrix[6, 0] = 7
    assert metrics.pair_rank(matrix, 4, 6) == metrics.pair_rank(matrix, 6, 4) == 1
    assert metrics.pair_rank(matrix, 0, 6) == 2
    assert metrics.pair_rank(matrix, 1, 2) == metrics.pair_rank(matrix, 8, 9) == 3
    assert metrics.pair_rank(matrix, 4, 6, largest_first=False) == 45
