"""Who explains an answer: exactly where the network allows it, by covering pieces where not."""

from __future__ import annotations

import contextlib
from pathlib import Path

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.attribution import occlusion
from fashion_model.attribution.exact import NotLinear, Readout
from fashion_model.attribution.explanation import Explanation
from fashion_model.calibration import UNCALIBRATED, Calibration
from fashion_model.predict import Classifier, Predictor

FEWEST_PLACES = 16
"""On a coarser map shares say nothing that can be seen; covering does."""
ENSEMBLE_PLACES = 8  # of a side: it takes fifteen times as long as a run's network


class Explainer:
    """Explains the answers of one model. Safe to share between threads.

    Attributes:
        exact: Whether its shares add up to its answers.
    """

    def __init__(
        self, predictor: Predictor, readout: Readout | None, temperature: float, places: int
    ) -> None:
        """`readout` is that of its network, if shares add up; `places` those covered else."""
        self._predictor, self._readout = predictor, readout
        self._temperature, self._places = temperature, places
        self.exact = readout is not None

    @classmethod
    def of_run(cls, model_path: Path, calibration: Calibration = UNCALIBRATED) -> Explainer:
        """One for a run's `model.tflite`, whose answers are told as `calibration` has them.

        Raises:
            ModelError: the file is missing or damaged.
        """
        predictor = Predictor(Classifier.load(model_path), calibration)
        readout: Readout | None = None
        with contextlib.suppress(NotLinear):  # covering explains it
            readout = Readout.load(model_path)
        if readout is not None and readout.places < FEWEST_PLACES:
            readout = None
        return cls(predictor, readout, calibration.temperature, occlusion.PLACES)

    @classmethod
    def of_ensemble(cls, predictor: Predictor) -> Explainer:
        """One for the all-terrain model."""
        return cls(predictor, None, 1.0, ENSEMBLE_PLACES)

    def ask(self, pictures: UInt8Array) -> FloatArray:
        """The answers to prepared pictures, (n, 28, 28), as every page shows them: (n, 10)."""
        return self._predictor.probabilities(pictures)

    def explain(self, picture: UInt8Array) -> Explanation:
        """What each place of a prepared picture, (28, 28), speaks for."""
        if self._readout is None:
            return self.approximate(picture)
        return self._readout.explain(picture, self._temperature)

    def approximate(self, picture: UInt8Array) -> Explanation:
        """The same by covering, which any network can be asked."""
        return occlusion.explain(self._predictor.glance, picture, self._places)
