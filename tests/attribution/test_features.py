"""A network's own features of pictures."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.features import MOST_NUMBERS, features, parts_of
from fashion_model.attribution.opened import OpenedModel
from fashion_model.data import load_sample
from fashion_model.predict import Classifier
from fashion_model.runs.directory import BUNDLED_PATH
from tests.attribution.frozen import FINISHED

PICTURES = load_sample().test.images[:12]


@pytest.mark.parametrize(
    ("map_shape", "parts"),
    [
        ((7, 7, 128), 3),  # the bundled network's: exactly as many as there may be
        ((7, 7, 129), 2),
        ((28, 28, 1), 3),
        ((2, 2, 8), 2),
        ((1, 1, 256), 1),
        ((14, 14, 256), 2),
        ((14, 14, 2 * MOST_NUMBERS), 1),
    ],
)
def test_a_picture_has_as_many_parts_as_its_numbers_allow(
    map_shape: tuple[int, int, int], parts: int
) -> None:
    assert parts_of(map_shape) == parts


@pytest.mark.parametrize("path", [BUNDLED_PATH, FINISHED])
def test_features_are_the_means_of_parts_of_the_last_map(path: Path) -> None:
    model = OpenedModel.load(path / "model.tflite")
    found, answers = features(model, PICTURES)
    assert found.dtype == np.float32
    assert found.shape == (len(PICTURES), 9 * model.map_shape[2])
    wanted = [by_hand(model.look(picture)[0]) for picture in PICTURES]
    assert np.allclose(found, wanted, atol=1e-5)
    usual = Classifier.load(path / "model.tflite").probabilities(PICTURES)
    assert np.allclose(answers, usual, atol=1e-4)


def by_hand(last_map: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of each of nine parts, part after part."""
    side = len(last_map)
    edges = [(side * part // 3, side * (part + 1) // 3) for part in range(3)]
    means = [
        last_map[top:bottom, left:right].mean(axis=(0, 1))
        for top, bottom in edges
        for left, right in edges
    ]
    return np.concatenate(means)


def test_no_pictures_have_no_features() -> None:
    found, answers = features(OpenedModel.load(BUNDLED_PATH / "model.tflite"), PICTURES[:0])
    assert (found.shape, answers.shape) == ((0, 1152), (0, 10))


def test_a_network_that_computes_no_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = OpenedModel.load(BUNDLED_PATH / "model.tflite")
    nothing = np.full(model.map_shape, np.nan, np.float32), np.full(10, np.nan, np.float32)
    monkeypatch.setattr(model, "look", lambda picture: nothing)
    with pytest.raises(AttributionError, match="numbers without sense"):
        features(model, PICTURES)
