"""What a model says about a picture.

The all-terrain model (`assets/all_terrain/`) was trained on more than Fashion-MNIST and has an
eleventh answer, "none of the ten". A second network is asked, too, about photos above all
(`fashion_model/photo_expert.py`). Its confidence is calibrated, and when it says that it is sure
depends on how the picture was made (`fashion_model/sureness.py`). A run of a visitor's knows
ten answers; it is calibrated on its validation pictures (`fashion_model/calibration.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fashion_model.calibration import UNCALIBRATED, Calibration, warm
from fashion_model.data.dataset import as_input
from fashion_model.ensemble import combine
from fashion_model.environment import ASSETS
from fashion_model.labels import CLASSES, SIDE
from fashion_model.litert import DAMAGED, LiteRTModel, ModelError
from fashion_model.photo_expert import Opinion, judge
from fashion_model.sureness import Rule, Rules, Way, fills_evenly, mix, read_rules, way_of

if TYPE_CHECKING:
    from fashion_model.images import Kind, Prepared

CHUNK = 64  # pictures at a time: bounds the memory for the layers' outputs
ALL_TERRAIN = "all-terrain"
ALL_TERRAIN_PATH = ASSETS / "all_terrain"
STRANGE = 0.75  # more than this says "none of the ten": who shows clothing is told so unwillingly
_DOUBTFUL = 0.5  # with more than this no answer is sure, where nobody has measured


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


class Ensemble(Classifier):
    """Several networks that answer together; each one's logits are an output of the file."""

    def _predict(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return combine(self._model.run(as_input(images)))


@dataclass(frozen=True)
class Prediction:
    """What a model says about one prepared picture.

    Attributes:
        probabilities: float32 (10,), one for each kind of clothing; their sum is 1.
        none: The probability that it is none of the ten; None where the model can't tell.
        sure: Whether the model stands by its answer.
        expert: What the network for photos said by itself, where it was heard.
    """

    probabilities: NDArray[np.float32]
    none: float | None
    sure: bool
    expert: Opinion | None = None

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

    def __init__(
        self,
        classifier: Classifier,
        calibration: Calibration = UNCALIBRATED,
        rules: Rules | None = None,
    ) -> None:
        """`calibration` says how far its numbers are to be believed; without one, never sure.

        `rules` are those of a model that knows "none of the ten"; without them, `calibration` says.
        """
        self._classifier, self._calibration = classifier, calibration
        self._rules = rules

    def answer(
        self, picture: NDArray[np.uint8], kind: Kind | None = None, opinion: Opinion | None = None
    ) -> Prediction:
        """Name what is in a prepared picture, uint8 (28, 28), of that `kind`.

        An `opinion` of the network for photos is heard by a model that knows "none of the ten"; a
        run answers by itself.
        """
        if self._classifier.classes == CLASSES:
            return self.predict(picture[np.newaxis])[0]
        (raw,) = look_twice(self._classifier, picture[np.newaxis])
        row = _sharpen(raw, self._calibration)
        way = way_of(kind, opinion)
        if opinion is not None:
            row = mix(row, opinion, way)
        told = _told(row, self._calibration, self._rules, way, opinion)
        return _unsure_where_filled(told, picture)

    def name(self, prepared: Prepared) -> Prediction:
        """Name what is in a picture, and ask the network for photos where it is heard.

        Raises:
            ModelError: The files of the network for photos are missing or damaged.
        """
        opinion = judge(prepared) if self._classifier.classes > CLASSES else None
        return self.answer(prepared.picture, prepared.kind, opinion)

    def without_rules(self) -> Predictor:
        """The same before anybody has measured how likely "none" is, and when it may be sure."""
        return Predictor(self._classifier, self._calibration)

    def predict(self, pictures: NDArray[np.uint8]) -> list[Prediction]:
        """Name what is in prepared pictures, uint8 (n, 28, 28), light item on black."""
        if self._classifier.classes > CLASSES:
            raw = look_twice(self._classifier, pictures)
            told = [calibrate(row, self._calibration, self._rules) for row in raw]
            return [_unsure_where_filled(*each) for each in zip(told, pictures, strict=True)]
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


def calibrate(
    row: NDArray[np.float32], calibration: Calibration, rules: Rules | None = None
) -> Prediction:
    """An answer from the all-terrain model's eleven raw probabilities, (11,)."""
    return _told(_sharpen(row, calibration), calibration, rules, "alone", None)


def _sharpen(row: NDArray[np.float32], calibration: Calibration) -> NDArray[np.float32]:
    # Without the floor of `warm`, which would change what was measured with this one.
    sharpened = np.exp(np.log(np.maximum(row, 1e-12)) / calibration.temperature)
    return np.asarray(sharpened / sharpened.sum())


def _told(
    row: NDArray[np.float32],
    calibration: Calibration,
    rules: Rules | None,
    way: Way,
    expert: Opinion | None,
) -> Prediction:
    rule = Rule(calibration.sure, _DOUBTFUL) if rules is None else rules[way]
    none = rule.calibrate(float(row[CLASSES]))
    probabilities = (row[:CLASSES] / row[:CLASSES].sum()).astype(np.float32)
    sure = none <= rule.none and float(probabilities.max()) >= rule.sure
    return Prediction(probabilities, none, sure, expert)


def _unsure_where_filled(told: Prediction, picture: NDArray[np.uint8]) -> Prediction:
    return replace(told, sure=told.sure and not fills_evenly(picture))


def load_all_terrain(path: Path = ALL_TERRAIN_PATH) -> Predictor:
    """The all-terrain model that comes with the app.

    Raises:
        ModelError: its files are missing or damaged.
    """
    try:
        calibration = Calibration(
            **json.loads((path / "calibration.json").read_text(encoding="utf-8"))
        )
        rules = read_rules(path)
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            "The all-terrain model that comes with the app is damaged; please install it again."
        ) from error
    classifier = Ensemble.load(path / "classifier.tflite", classes=CLASSES + 1)
    return Predictor(classifier, calibration, rules)
