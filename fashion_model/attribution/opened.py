"""A trained network, opened up: what its layers computed on the way to the answer.

LiteRT keeps what each layer computed when it is told to, so any exported network will do, also one
trained before anybody asked for this, and its file needs nothing beside what it answers with.
"""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.data.dataset import as_input
from fashion_model.labels import CLASSES
from fashion_model.predict import ModelError

_MISSING = "The model of this run is missing; please choose another run."
_DAMAGED = "The model of this run is damaged; please choose another run."


class OpenedModel:
    """One of this app's networks, with what it computed in between. Thread-safe.

    Attributes:
        kernel: The weights of the last layer, (numbers, 10).
        bias: Its bias, (10,).
        map_shape: Of the last map: rows, columns, channels.
    """

    def __init__(self, content: bytes) -> None:
        """Use `OpenedModel.load`."""
        self._interpreter = Interpreter(
            model_content=content,
            num_threads=1,
            experimental_preserve_all_tensors=True,
            # The usual fast path fuses layers and keeps nothing between them.
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
        self._interpreter.allocate_tensors()
        self._lock = threading.Lock()
        self._input = int(self._interpreter.get_input_details()[0]["index"])
        self._output = int(self._interpreter.get_output_details()[0]["index"])
        steps = self._interpreter._get_ops_details()
        reshape = next(step for step in steps if step["op_name"] == "RESHAPE")
        last = [step for step in steps if step["op_name"] == "FULLY_CONNECTED"][-1]
        self._map = int(reshape["inputs"][0])
        _, kernel, bias = (int(index) for index in last["inputs"])
        self.kernel: FloatArray = self._interpreter.get_tensor(kernel).T
        self.bias = np.zeros(CLASSES, np.float32)
        if bias >= 0:  # one that is zero everywhere is left out
            self.bias = self._interpreter.get_tensor(bias)
        shape = self._interpreter.get_tensor(self._map).shape
        if len(shape) != 4 or self.kernel.shape[1] != CLASSES:
            raise ValueError("no network of this app")
        self.map_shape: tuple[int, int, int] = shape[1:]

    @classmethod
    def load(cls, path: Path) -> OpenedModel:
        """Open a run's `model.tflite`.

        Raises:
            ModelError: the file is missing or damaged, or no network of this app.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(_MISSING) from error
        try:
            return cls(content)
        except (ValueError, RuntimeError, LookupError, StopIteration) as error:
            raise ModelError(_DAMAGED) from error

    def look(self, picture: UInt8Array) -> tuple[FloatArray, FloatArray]:
        """The last map of a prepared picture, (28, 28), and the probabilities, (10,)."""
        with self._lock:
            self._interpreter.set_tensor(self._input, as_input(picture[np.newaxis]))
            self._interpreter.invoke()
            last_map = self._interpreter.get_tensor(self._map)[0]
            return last_map, self._interpreter.get_tensor(self._output)[0]
