"""Inference on a small exported model, against the answers Keras gave for it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_model.litert import ModelError
from fashion_model.predict import CHUNK, Classifier

# In a process of its own: this one must stay free of Keras, like the server.
_MAKE = """
import sys
import keras, numpy as np
keras.utils.set_random_seed(3)
model = keras.Sequential([
    keras.Input((28, 28, 1)), keras.layers.Conv2D(4, 3, activation="relu"),
    keras.layers.MaxPooling2D(), keras.layers.Flatten(),
    keras.layers.Dense(int(sys.argv[2]), activation="softmax"),
])
images = np.random.default_rng(0).integers(0, 256, (600, 28, 28), np.uint8)
answers = model.predict(images[..., None].astype("float32") / 255, verbose=0)
np.savez(sys.argv[1] + "/answers.npz", images=images, answers=answers)
model.export(sys.argv[1] + "/model.tflite", format="litert", verbose=False)
"""


def make(folder: Path, classes: int) -> Path:
    command = [sys.executable, "-c", _MAKE, str(folder), str(classes)]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("model"), 10)


@pytest.fixture(scope="module")
def known(folder: Path) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    with np.load(folder / "answers.npz") as stored:
        return stored["images"], stored["answers"]


@pytest.mark.parametrize("count", [0, 1, 2, CHUNK, CHUNK + 1, 600])
def test_any_number_of_pictures(
    folder: Path, known: tuple[NDArray[np.uint8], NDArray[np.float32]], count: int
) -> None:
    images, predictions = known
    result = Classifier.load(folder / "model.tflite").probabilities(images[:count])
    assert result.shape == (count, 10)
    assert result.dtype == np.float32
    assert np.allclose(result, predictions[:count], atol=1e-5)


def test_threads_may_share_one(
    folder: Path, known: tuple[NDArray[np.uint8], NDArray[np.float32]]
) -> None:
    images, predictions = known
    classifier = Classifier.load(folder / "model.tflite")

    def ask(count: int) -> bool:
        return np.allclose(classifier.probabilities(images[:count]), predictions[:count], atol=1e-5)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(1, 200)))


def test_earlier_answers_stay_as_they_were(
    folder: Path, known: tuple[NDArray[np.uint8], NDArray[np.float32]]
) -> None:
    images, _ = known
    classifier = Classifier.load(folder / "model.tflite")
    first = classifier.probabilities(images[:1])
    kept = first.copy()
    classifier.probabilities(images[1:2])
    assert np.array_equal(first, kept)


@pytest.mark.parametrize(
    "content", [b"", b"TFL3", b"<html>", b"\x1c\x00\x00\x00TFL3" + bytes(100), bytes(5000)]
)
def test_what_is_no_model_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.tflite").write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        Classifier.load(tmp_path / "model.tflite")


def test_a_truncated_model_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    content = (folder / "model.tflite").read_bytes()
    for share in (0.1, 0.5, 0.9):
        (tmp_path / "model.tflite").write_bytes(content[: int(len(content) * share)])
        with pytest.raises(ModelError, match="damaged"):
            Classifier.load(tmp_path / "model.tflite")


def test_a_missing_model_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        Classifier.load(tmp_path / "model.tflite")


def test_a_model_of_other_classes_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ten kinds"):
        Classifier.load(make(tmp_path, 7) / "model.tflite")
