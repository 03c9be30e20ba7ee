"""Who answers on Classify and in the terminal: the all-terrain model, or a visitor's own run.

The all-terrain model (`assets/all_terrain/`) was trained on more than Fashion-MNIST and has an
eleventh answer, "none of the ten". Its confidence is calibrated (temperature scaling: Guo et
al., arXiv 1706.04599), and it says that it is sure only where it was right on at least 95 % of
pictures that were not trained on. A run of a visitor's knows ten answers and no doubt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.inference import Classifier, ModelError
from fashion_model.labels import CLASSES
from fashion_model.settings import ASSETS

ALL_TERRAIN = "all-terrain"
ALL_TERRAIN_PATH = ASSETS / "all_terrain"
STRANGE = 0.5  # more than this says "none of the ten"
SURE_RUN = 0.9  # a run's own probability, uncalibrated, from which its answer counts as sure


@dataclass(frozen=True)
class Answer:
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


@dataclass(frozen=True)
class Trust:
    """How far the all-terrain model's numbers are to be believed; measured, not trained.

    Attributes:
        temperature: Divides the logarithms of its probabilities.
        sure: The confidence from which it is sure, where it takes the picture for one of the ten.
    """

    temperature: float
    sure: float


class Answerer:
    """A loaded model that answers. Safe to share between threads."""

    def __init__(self, classifier: Classifier, trust: Trust | None = None) -> None:
        """`trust` is there for the all-terrain model only."""
        self._classifier, self._trust = classifier, trust

    def answer(self, pictures: NDArray[np.uint8]) -> list[Answer]:
        """Name what is in prepared pictures, uint8 (n, 28, 28), light item on black."""
        if self._trust is None:
            rows = self._classifier.probabilities(pictures)
            return [Answer(row, None, bool(row.max() >= SURE_RUN)) for row in rows]
        return [judge(row, self._trust) for row in look_twice(self._classifier, pictures)]


def look_twice(classifier: Classifier, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean probabilities of pictures and their mirror images: two looks err less than one."""
    seen = classifier.probabilities(pictures)
    mirrored = classifier.probabilities(pictures[:, :, ::-1])
    return (seen + mirrored) / np.float32(2)


def judge(row: NDArray[np.float32], trust: Trust) -> Answer:
    """An answer from the all-terrain model's eleven raw probabilities, (11,)."""
    sharpened = np.exp(np.log(np.maximum(row, 1e-12)) / trust.temperature)
    sharpened /= sharpened.sum()
    none = float(sharpened[CLASSES])
    probabilities = (sharpened[:CLASSES] / sharpened[:CLASSES].sum()).astype(np.float32)
    sure = none <= STRANGE and float(probabilities.max()) >= trust.sure
    return Answer(probabilities, none, sure)


def load_all_terrain(path: Path = ALL_TERRAIN_PATH) -> Answerer:
    """The all-terrain model that comes with the app.

    Raises:
        ModelError: its files are missing or damaged.
    """
    try:
        trust = Trust(**json.loads((path / "trust.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            "The all-terrain model that comes with the app is damaged; please install it again."
        ) from error
    return Answerer(Classifier.load(path / "namer.tflite", answers=CLASSES + 1), trust)
