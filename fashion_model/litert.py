"""LiteRT: an exported network, run without TensorFlow."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

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
