"""What each layer of the bundled network makes of a picture: LiteRT, without TensorFlow."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from fashion_model.inference import ModelError
from fashion_model.labels import SIDE
from fashion_model.settings import ASSETS

FEATURE_MAPS_PATH = ASSETS / "feature_maps.tflite"
"""Made from the bundled run by `python -m scripts.feature_maps`."""


class FeatureMaps:
    """A network that gives the maps of its layers. Safe to share between threads."""

    def __init__(self, interpreter: Interpreter) -> None:
        """Use `FeatureMaps.load`."""
        self._runner = interpreter.get_signature_runner()
        (self._input,) = self._runner.get_input_details()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, path: Path = FEATURE_MAPS_PATH) -> FeatureMaps:
        """Load a file made by `network.feature_maps`.

        Raises:
            ModelError: The file is missing or damaged.
        """
        try:
            return cls(Interpreter(model_content=path.read_bytes(), num_threads=1))
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                "The file with the bundled network's layers is missing or damaged."
            ) from error

    def of(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Return the maps of `picture`, (28, 28), by layer, from first to last.

        Each is (channels, side, side). Names are those of `layers.layer_table`.
        """
        inputs = picture.reshape(1, SIDE, SIDE, 1).astype(np.float32) / np.float32(255)
        with self._lock:
            outputs = self._runner(**{self._input: inputs})
        return {name: outputs[name][0].transpose(2, 0, 1) for name in sorted(outputs, key=_place)}


def _place(name: str) -> tuple[int, int]:
    """Return where the layer `name` stands: by block; in it convolution, pooling, activation."""
    kind = name.rstrip("0123456789")
    return int(name.removeprefix(kind)), {"conv": 0, "pool": 1}.get(kind, 2)
