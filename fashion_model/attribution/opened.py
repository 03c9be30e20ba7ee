"""A trained network, opened up: what its layers computed on the way to the answer.

LiteRT keeps what each layer computed when it is told to, so any exported network will do, also one
trained before anybody asked for this, and its file needs nothing beside what it answers with.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.data.dataset import as_input
from fashion_model.labels import CLASSES
from fashion_model.litert import DAMAGED, ModelError, read_model

_LAYER = re.compile(r"(?:^|/)(conv|pool|relu|elu|gelu|tanh|sigmoid)(\d+)(?:_\d+)?/")
"""As `network.build` names its layers; Keras adds a number of its own."""


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
        self._layers = _layers(self._interpreter.get_tensor_details())
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
        content = read_model(path)
        try:
            return cls(content)
        except (ValueError, RuntimeError, LookupError, StopIteration) as error:
            raise ModelError(DAMAGED) from error

    def maps(self, picture: UInt8Array) -> dict[str, FloatArray]:
        """What each layer makes of a prepared picture, (28, 28): (channels, side, side).

        From the first to the last, by the names of `layers.layer_table`. Where LiteRT computes two
        layers in one step, only the later one has its map.
        """
        with self._lock:
            self._answer(picture)
            return {
                name: self._interpreter.get_tensor(index)[0].transpose(2, 0, 1)
                for name, index in self._layers.items()
            }

    def look(self, picture: UInt8Array) -> tuple[FloatArray, FloatArray]:
        """The last map of a prepared picture, (28, 28), and the probabilities, (10,)."""
        with self._lock:
            self._answer(picture)
            last_map = self._interpreter.get_tensor(self._map)[0]
            return last_map, self._interpreter.get_tensor(self._output)[0]

    def _answer(self, picture: UInt8Array) -> None:
        self._interpreter.set_tensor(self._input, as_input(picture[np.newaxis]))
        self._interpreter.invoke()


def _layers(tensors: list[dict[str, Any]]) -> dict[str, int]:
    """Which tensor holds a layer's map, by the layer's name; of steps in one, by the last one's."""
    found: dict[str, int] = {}
    for tensor in tensors:
        named = _LAYER.search(tensor["name"].split(";")[0])
        if named is not None and len(tensor["shape"]) == 4 and tensor["shape"][0] == 1:
            found[named[1] + named[2]] = int(tensor["index"])
    return found
