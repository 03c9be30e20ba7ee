"""Measure how far the model's numbers can be believed, on pictures nothing was trained on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray
from fashion_model.calibration import Calibration, sure_from
from fashion_model.data import Split
from fashion_model.files import write_atomically
from fashion_model.images import ImageError, prepare
from fashion_model.images.segment import Segmenter
from fashion_model.labels import NONE
from fashion_model.predict import Ensemble, Prediction, calibrate, look_twice
from research.material import Row

FILE = "calibration.json"
UNMEASURED = Calibration(temperature=1.0, sure=0.9)
PRECISION = 0.97  # of what it is sure of: more than the 95 % promised, for other pictures differ
_TEMPERATURES = np.geomspace(0.3, 3.0, 61)
_KINDS = ("photo", "sketch", "icon")  # the twins of icons and sketches say nothing new


def measure(into: Path, rows: list[Row], validation: Split, tell: Callable[[str], None]) -> None:
    """Choose temperature and threshold for the model in `into` and write them there.

    Measured on `rows`; where there are none, on Fashion-MNIST's validation pictures.
    """
    classifier = Ensemble.load(into / "classifier.tflite", classes=NONE + 1)
    segmenter = Segmenter(into / "segmenter.tflite")
    pictures, accepted = _read(rows, segmenter)
    if not pictures:
        pictures = list(validation.images)
        accepted = [(int(label),) for label in validation.labels]
    raw = look_twice(classifier, np.stack(pictures))
    calibration = choose(raw, accepted)
    write(into, calibration)
    tell(f"trust: temperature {calibration.temperature:.2f}, sure from {calibration.sure:.2f}")


def write(into: Path, calibration: Calibration) -> None:
    """Write the file that `predict.load_all_terrain` reads."""
    write_atomically(into / FILE, json.dumps(asdict(calibration), indent=2).encode() + b"\n")


def choose(raw: FloatArray, accepted: list[tuple[int, ...]]) -> Calibration:
    """Temperature and threshold for raw answers, (n, 11), whose right labels are `accepted`."""
    named = np.array([NONE not in each for each in accepted])
    temperature = min(
        map(float, _TEMPERATURES),
        key=lambda each: _negative_log_likelihood(raw, accepted, named, each),
    )
    predictions = [calibrate(row, Calibration(temperature, 0.0)) for row in raw]
    right = _right(predictions, accepted)
    worth = np.array([0.0 if each.stranger else each.confidence for each in predictions])
    return Calibration(round(temperature, 3), sure_from(worth, right, PRECISION))


def _negative_log_likelihood(
    raw: FloatArray, accepted: list[tuple[int, ...]], named: NDArray[np.bool_], temperature: float
) -> float:
    """Log loss of "the answer is right" at the confidence stated, over what has a right answer."""
    predictions = [calibrate(row, Calibration(temperature, 0.0)) for row in raw]
    stated = np.array([each.confidence for each in predictions]).clip(1e-4, 1 - 1e-4)[named]
    right = _right(predictions, accepted)[named]
    return float(-np.where(right, np.log(stated), np.log(1 - stated)).mean())


def _right(predictions: list[Prediction], accepted: list[tuple[int, ...]]) -> NDArray[np.bool_]:
    return np.array([a.label in ok for a, ok in zip(predictions, accepted, strict=True)])


def _read(
    rows: list[Row], segmenter: Segmenter
) -> tuple[list[NDArray[np.uint8]], list[tuple[int, ...]]]:
    pictures, accepted = [], []
    for row in rows:
        if row.kind not in _KINDS:
            continue
        try:
            pictures.append(prepare(row.read(), segmenter=segmenter).picture)
        except ImageError:
            continue
        accepted.append(row.accept)
    return pictures, accepted
