"""Scores of marked answers, against cases counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.own_input import Outcome, Row
from benchmarks.scoring import mark, none_auroc, report, score
from fashion_model.labels import NONE
from fashion_model.predict import Prediction


def outcome(
    label: int,
    said: int | None,
    confidence: float = 0.7,
    *,
    accept: set[int] | None = None,
    none: float | None = None,
    sure: bool = False,
    kind: str = "sketch",
) -> Outcome:
    row = Row(Path("x.png"), "x.png", kind, label, frozenset({label} | (accept or set())))
    if said is None:
        return Outcome(row, None, "This file is empty.", 1.0)
    probabilities = np.full(10, (1 - confidence) / 9, np.float32)
    probabilities[said] = confidence
    return Outcome(row, Prediction(probabilities, none, sure), None, 3.0)


def test_strict_lenient_and_the_average_over_classes() -> None:
    shirts = [outcome(6, 6), outcome(6, 6), outcome(6, 0, accept={0}), outcome(6, 2), outcome(6, 3)]
    bags = [outcome(8, 8)] * 9 + [outcome(8, None)]
    rare = [outcome(3, 8)]
    scores = score(mark(shirts + bags + rare))
    assert (scores["n"], scores["classes"]) == (16, 2)
    assert scores["strict"] == pytest.approx(11 / 16)
    assert scores["lenient"] == pytest.approx(12 / 16)
    assert scores["macro"]["strict"] == pytest.approx((2 / 5 + 9 / 10) / 2)
    assert scores["macro"]["lenient"] == pytest.approx((3 / 5 + 9 / 10) / 2)
    low, high = scores["macro"]["low"], scores["macro"]["high"]
    assert low is not None and high is not None
    assert 0.45 < low < 0.75 < high <= 1
    assert scores["macro"]["told"] == scores["macro"]["lenient"]


def test_who_is_told_none_of_the_ten_is_told_wrong() -> None:
    bags = [outcome(8, 8)] * 8 + [outcome(8, 8, none=0.9)] * 2
    macro = score(mark(bags))["macro"]
    assert macro["lenient"] == 1
    assert macro["told"] == pytest.approx(0.8)
    low, high = macro["low"], macro["high"]
    assert low is not None and high is not None
    assert 0.4 < low < 0.8 < high <= 1


def test_all_right_of_a_few_is_not_always_right() -> None:
    macro = score(mark([outcome(8, 8)] * 10 + [outcome(6, 6)] * 10 + [outcome(3, 8)]))["macro"]
    assert (macro["told"], macro["high"]) == (1, 1)
    assert macro["low"] == pytest.approx(0.839, abs=1e-3)  # of 20; one class has too few to count


def test_confidence_is_the_probability_that_is_shown() -> None:
    predictions = [outcome(8, 8, 0.72, none=0.2), outcome(8, 8, 0.9), outcome(8, None)]
    # 72 % and 90 %, both right; a refused file had no confidence to judge.
    assert score(mark(predictions))["ece"]["value"] == pytest.approx((0.28 + 0.1) / 2)


def test_sure_answers() -> None:
    predictions = [outcome(8, 8, sure=True), outcome(6, 0, accept={0}, sure=True)]
    predictions += [outcome(8, 7, sure=True), outcome(8, 7), outcome(8, None)]
    scores = score(mark(predictions))
    assert scores["sure_share"] == pytest.approx(3 / 5)
    assert scores["sure_precision"] == pytest.approx(2 / 3)


def test_strangers_count_only_where_they_are_told_from_the_rest() -> None:
    known = [outcome(8, 8, 0.9, none=0.1), outcome(8, 8, 0.9, none=0.6)]
    strangers = [outcome(NONE, 8, 0.9, none=0.5), outcome(NONE, 3, 0.9, none=0.9)]
    assert score(mark(known + strangers))["n"] == 2
    assert none_auroc(known + strangers) == pytest.approx(3 / 4)
    assert none_auroc(known) is None
    doubtful = [outcome(8, 8, 0.9), outcome(NONE, 8, 0.4)]
    assert none_auroc(doubtful) == 1


def test_a_report_has_every_kind_and_no_nan() -> None:
    predictions = [
        outcome(8, 8),
        outcome(8, None, kind="icon"),
        outcome(NONE, 3, kind="photo_messy"),
    ]
    told = report(predictions)
    assert list(told["kinds"]) == ["icon", "photo_messy", "sketch"]
    assert told["pictures"] == 3
    assert told["refused"] == {"n": 1, "reasons": {"This file is empty.": 1}}
    assert told["pooled"]["n"] == 2
    assert told["kinds"]["photo_messy"]["strict"] is None
    assert told["kinds"]["sketch"]["macro"]["lenient"] is None
    assert told["milliseconds"] == {"p50": 3.0, "p95": 3.0}
