"""Answers from an exported model: LiteRT, without TensorFlow."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from fashion_model.labels import CLASSES, SIDE

CHUNK = 256  # pictures at a time: bounds the memory for the layers' outputs


class ModelError(ValueError):
    """A model file cannot be used; the message is one sentence for the visitor."""


class Classifier:
    """An exported model that names the clothing in prepared pictures.

    Safe to share between threads. Loading takes milliseconds; whoever keeps it should keep it
    by path and modification time, because a run's model file is replaced as a whole.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        """Use `Classifier.load`."""
        self._interpreter = interpreter
        self._lock = threading.Lock()
        self._pictures = -1  # for how many pictures at once the interpreter is laid out
        self._input = int(interpreter.get_input_details()[0]["index"])
        output = interpreter.get_output_details()[0]
        self._output = int(output["index"])
        self._answers = int(output["shape"][-1])

    @classmethod
    def load(cls, model_path: Path, answers: int = CLASSES) -> Classifier:
        """Load a `.tflite` file that tells `answers` things apart.

        Raises:
            ModelError: The file is missing, damaged, or no classifier of 28 × 28 pictures.
        """
        try:
            content = model_path.read_bytes()
        except OSError as error:
            raise ModelError(
                "The model of this run is missing; please choose another run."
            ) from error
        damaged = "The model of this run is damaged; please choose another run."
        if content[4:8] != b"TFL3":
            raise ModelError(damaged)
        try:
            interpreter = Interpreter(model_content=content, num_threads=1)
            classifier = cls(interpreter)
            answer = classifier.probabilities(np.zeros((1, SIDE, SIDE), np.uint8))
        except (ValueError, RuntimeError, IndexError, KeyError) as error:
            raise ModelError(damaged) from error
        if answer.shape != (1, answers):
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
            self._answer(images[start : start + CHUNK]) for start in range(0, len(images), CHUNK)
        ]
        if not chunks:
            return np.zeros((0, self._answers), np.float32)
        return np.concatenate(chunks)

    def _answer(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        inputs = images[..., np.newaxis].astype(np.float32) / np.float32(255)
        with self._lock:
            if len(inputs) != self._pictures:
                self._interpreter.resize_tensor_input(self._input, inputs.shape)
                self._interpreter.allocate_tensors()
                self._pictures = len(inputs)
            self._interpreter.set_tensor(self._input, inputs)
            self._interpreter.invoke()
            answer: NDArray[np.float32] = self._interpreter.get_tensor(self._output)
            return answer
