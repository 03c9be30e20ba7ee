"""What a model says about a picture: LiteRT, without TensorFlow.

The all-terrain model (`assets/all_terrain/`) was trained on more than Fashion-MNIST and has an
eleventh answer, "none of the ten". Its confidence is calibrated, and it says that it is sure only
where it was right on at least 95 % of pictures that were not trained on. A run of a visitor's knows
ten answers; it is calibrated on its validation pictures (`fashion_model/calibration.py`).
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from fashion_model.calibration import UNCALIBRATED, Calibration, warm
from fashion_model.data.dataset import as_input
from fashion_model.environment import ASSETS
from fashion_model.labels import CLASSES, SIDE

CHUNK = 256  # pictures at a time: bounds the memory for the layers' outputs
ALL_TERRAIN = "all-terrain"
ALL_TERRAIN_PATH = ASSETS / "all_terrain"
STRANGE = 0.5  # more than this says "none of the ten"
MISSING = "The model of this run is missing; please choose another run."
DAMAGED = "The model of this run is damaged; please choose another run."


class ModelError(ValueError):
    """A model file cannot be used; the message is one sentence for the visitor."""


def read_model(path: Path, *, missing: str = MISSING, damaged: str = DAMAGED) -> bytes:
    """The content of a `.tflite` file; the two sentences say what a visitor can do without it.

    Raises:
        ModelError: The file is missing or damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(missing) from error
    if content[4:8] != b"TFL3":
        raise ModelError(damaged)
    return content


class LiteRTModel:
    """An exported model: pictures in, numbers out. Safe to share between threads.

    Loading takes milliseconds; whoever keeps it should keep it by path and modification time,
    because a run's model file is replaced as a whole.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        """Use `LiteRTModel.load`."""
        self._interpreter = interpreter
        self._lock = threading.Lock()
        self._shape: tuple[int, ...] = ()  # of the inputs for which memory is laid out
        self._input = int(interpreter.get_input_details()[0]["index"])
        outputs = interpreter.get_signature_runner().get_output_details()
        self._outputs = {name: int(details["index"]) for name, details in outputs.items()}

    @classmethod
    def load(cls, path: Path, *, missing: str = MISSING, damaged: str = DAMAGED) -> LiteRTModel:
        """Load a `.tflite` file; the two sentences are those of `read_model`.

        Raises:
            ModelError: The file is missing or damaged.
        """
        content = read_model(path, missing=missing, damaged=damaged)
        try:
            return cls(Interpreter(model_content=content, num_threads=1))
        except (ValueError, RuntimeError, IndexError, KeyError) as error:
            raise ModelError(damaged) from error

    def run(self, inputs: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """The outputs by name for `inputs`, (n, height, width, channels) in 0–1, n at least 1."""
        with self._lock:
            if inputs.shape != self._shape:
                self._interpreter.resize_tensor_input(self._input, inputs.shape)
                self._interpreter.allocate_tensors()
                self._shape = inputs.shape
            self._interpreter.set_tensor(self._input, inputs)
            self._interpreter.invoke()
            return {
                name: self._interpreter.get_tensor(index) for name, index in self._outputs.items()
            }


class Classifier:
    """A model that names the clothing in prepared pictures. Safe to share between threads."""

    def __init__(self, model: LiteRTModel, classes: int) -> None:
        """Use `Classifier.load`."""
        self._model, self.classes = model, classes

    @classmethod
    def load(cls, model_path: Path, classes: int = CLASSES) -> Classifier:
        """Load a `.tflite` file that tells `classes` things apart.

        Raises:
            ModelError: The file is missing, damaged, or no classifier of 28 × 28 pictures.
        """
        classifier = cls(LiteRTModel.load(model_path), classes)
        try:
            blank = classifier._predict(np.zeros((1, SIDE, SIDE), np.uint8))
        except (ValueError, RuntimeError) as error:
            raise ModelError(DAMAGED) from error
        if blank.shape != (1, classes):
            raise ModelError("This model does not tell the ten kinds of clothing apart.")
        return classifier

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Name the clothing in prepared pictures.

        Args:
            images: uint8 (n, 28, 28), light item on black.

        Returns:
            float32 (n, 10), one probability for each class, in the order of `CLASS_NAMES`; more
            columns where the model was loaded with more answers.
        """
        chunks = [
            self._predict(images[start : start + CHUNK]) for start in range(0, len(images), CHUNK)
        ]
        if not chunks:
            return np.zeros((0, self.classes), np.float32)
        return np.concatenate(chunks)

    def _predict(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        (output,) = self._model.run(as_input(images)).values()
        return output


@dataclass(frozen=True)
class Prediction:
    """What a model says about one prepared picture.

    Attributes:
        probabilities: float32 (10,), one for each kind of clothing; their sum is 1.
        none: The probability that it is none of the ten; None where the model can't tell.
        sure: Whether the model stands by its answer.
    """

    probabilities: NDArray[np.float32]
    none: float | None
    sure: bool

    @property
    def label(self) -> int:
        """The most probable kind."""
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        """The probability of that kind."""
        return float(self.probabilities.max())

    @property
    def runner_up(self) -> int:
        """The second most probable kind."""
        return int(self.probabilities.argsort()[-2])

    @property
    def stranger(self) -> bool:
        """Whether it looks like none of the ten."""
        return self.none is not None and self.none > STRANGE


class Predictor:
    """A loaded model that answers. Safe to share between threads."""

    def __init__(self, classifier: Classifier, calibration: Calibration = UNCALIBRATED) -> None:
        """`calibration` says how far its numbers are to be believed; without one, never sure."""
        self._classifier, self._calibration = classifier, calibration

    def predict(self, pictures: NDArray[np.uint8]) -> list[Prediction]:
        """Name what is in prepared pictures, uint8 (n, 28, 28), light item on black."""
        if self._classifier.classes > CLASSES:
            raw = look_twice(self._classifier, pictures)
            return [calibrate(row, self._calibration) for row in raw]
        rows = warm(self._classifier.probabilities(pictures), self._calibration.temperature)
        sure = self._calibration.sure_of(rows.max(axis=1))
        return [Prediction(row, None, bool(each)) for row, each in zip(rows, sure, strict=True)]

    def probabilities(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The probabilities alone of what `predict` says, (n, 10)."""
        rows = [prediction.probabilities for prediction in self.predict(pictures)]
        return np.stack(rows) if rows else np.zeros((0, CLASSES), np.float32)

    def glance(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The same after one look at each, where an answer takes two: a little less steady."""
        raw = self._classifier.probabilities(pictures)[:, :CLASSES]
        return warm(raw, self._calibration.temperature)


def look_twice(classifier: Classifier, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean probabilities of pictures and their mirror images: two looks err less than one."""
    seen = classifier.probabilities(pictures)
    mirrored = classifier.probabilities(pictures[:, :, ::-1])
    return (seen + mirrored) / np.float32(2)


def calibrate(row: NDArray[np.float32], calibration: Calibration) -> Prediction:
    """An answer from the all-terrain model's eleven raw probabilities, (11,)."""
    # Without the floor of `warm`, which would change what was measured with this one.
    sharpened = np.exp(np.log(np.maximum(row, 1e-12)) / calibration.temperature)
    sharpened /= sharpened.sum()
    none = float(sharpened[CLASSES])
    probabilities = (sharpened[:CLASSES] / sharpened[:CLASSES].sum()).astype(np.float32)
    sure = none <= STRANGE and float(probabilities.max()) >= calibration.sure
    return Prediction(probabilities, none, sure)


def load_all_terrain(path: Path = ALL_TERRAIN_PATH) -> Predictor:
    """The all-terrain model that comes with the app.

    Raises:
        ModelError: its files are missing or damaged.
    """
    try:
        calibration = Calibration(
            **json.loads((path / "calibration.json").read_text(encoding="utf-8"))
        )
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            "The all-terrain model that comes with the app is damaged; please install it again."
        ) from error
    return Predictor(Classifier.load(path / "classifier.tflite", classes=CLASSES + 1), calibration)
