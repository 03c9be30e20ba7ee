"""Shares that add up: of a network whose last map is followed by nothing but one linear layer.

Such a network computes a kind's logit as a sum over all places and channels of its last map, and a
bias. Adding up the channels first leaves one number a place: its share. The sum of the shares and
the bias is the logit, so this is no approximation (class activation maps, Zhou et al., 2016, arXiv
1512.04150, for a layer that weighs each place by itself). What a place of the last map knows comes
from a larger part of the picture, its receptive field.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fashion_model.arrays import UInt8Array
from fashion_model.attribution.explanation import Explanation, of_logits
from fashion_model.attribution.opened import OpenedModel
from fashion_model.labels import CLASSES, SIDE
from fashion_model.litert import ModelError

_ADDS_UP = 1e-4  # in a logarithm; rounding in float32 takes a tenth of that
_SEEN = 1e-6  # the logarithm of a smaller probability is rounding


class NotLinear(ModelError):
    """Between its last map and its answer this network has more than one linear layer."""


class Readout:
    """The last map of a network, and the linear layer that reads it out. Thread-safe."""

    def __init__(self, model: OpenedModel) -> None:
        """Raises NotLinear where other layers stand between the last map and the answer."""
        if model.kernel.shape[0] != np.prod(model.map_shape):
            raise NotLinear(_WHY_NOT)
        self._model = model
        self._kernel = model.kernel.reshape(*model.map_shape, CLASSES).astype(np.float64)
        self._bias = model.bias.astype(np.float64)
        self._check()

    @property
    def places(self) -> int:
        """Of how many places the last map is."""
        rows, columns, _ = self._model.map_shape
        return rows * columns

    @classmethod
    def load(cls, path: Path) -> Readout:
        """Open a run's `model.tflite`.

        Raises:
            NotLinear: its shares would not add up.
            ModelError: the file is missing or damaged.
        """
        return cls(OpenedModel.load(path))

    def explain(self, picture: UInt8Array, temperature: float = 1.0) -> Explanation:
        """What each place of a prepared picture, (28, 28), speaks for.

        `temperature` is the one that calibrates the network's answers.
        """
        last_map, _ = self._model.look(picture)
        shares = np.einsum("rsc,rsck->rsk", last_map.astype(np.float64), self._kernel)
        logits = shares.sum(axis=(0, 1)) + self._bias
        return of_logits(
            "exact", shares / temperature, self._bias / temperature, logits / temperature
        )

    def _check(self) -> None:
        """Raise NotLinear unless shares and bias give the network's own answer."""
        noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE), dtype=np.uint8)
        answer = self._model.look(noise)[1].astype(np.float64)
        found, seen = self.explain(noise).probabilities, answer > _SEEN
        if not np.allclose(np.log(found[seen]), np.log(answer[seen]), atol=_ADDS_UP):
            raise NotLinear(_WHY_NOT)


_WHY_NOT = "This network has layers between its last map and its answer, so no shares add up to it."
