"""The weights of a run's network, rounded to whole numbers of 8 bits, as its LiteRT file has them.

Each filter, and each unit of a dense layer, is divided by a step of its own, so that its largest
weight becomes 127 (Jacob et al., arXiv 1712.05877, section 2.1). All else stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray
from fashion_model.config import TrainConfig
from fashion_model.litert import DAMAGED, ModelError, read_model

_LARGEST = 127
_POOLINGS = {"MAX_POOL_2D": "max", "AVERAGE_POOL_2D": "average"}


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer with what follows it until the next: pooling, batch norm, activation.

    Attributes:
        weights: int8; (filters, height, width, channels) of a convolution, (units, numbers) of a
            dense layer.
        steps: float32 (filters,) or (units,): what one of `weights` stands for.
        bias: float32, as many; added before pooling.
        stride: Of a convolution.
        pooling: `max`, `average` or empty.
        scale: float32, what batch norm multiplies with after pooling; empty where it does not.
        shift: float32, what it then adds.
        activation: Its name.
    """

    weights: NDArray[np.int8]
    steps: FloatArray
    bias: FloatArray
    stride: int
    pooling: str
    scale: FloatArray
    shift: FloatArray
    activation: str


def read_layers(path: Path, config: TrainConfig) -> list[Layer]:
    """Read the layers from a run's `model.tflite`, whose settings are `config`.

    Raises:
        ModelError: The file is missing or damaged, or no network of these settings.
    """
    content = read_model(path)
    try:
        interpreter = Interpreter(
            model_content=content,
            num_threads=1,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
        interpreter.allocate_tensors()
        layers = list(_layers(interpreter, config))
    except (ValueError, RuntimeError, LookupError) as error:
        raise ModelError(DAMAGED) from error
    if len(layers) != len(config.blocks) + len(config.dense) + 1:
        raise ModelError(DAMAGED)
    return layers


def _layers(interpreter: Interpreter, config: TrainConfig) -> Iterator[Layer]:
    """Group the steps of the file: each that has weights, with those up to the next one."""
    steps = interpreter._get_ops_details()
    starts = [at for at, step in enumerate(steps) if step["op_name"] in _WITH_WEIGHTS]
    strides = iter(block.stride for block in config.blocks)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(steps)], strict=True), 1):
        last = number == len(starts)
        convolution = steps[start]["op_name"] == "CONV_2D"
        yield _layer(
            interpreter,
            steps[start:end],
            next(strides) if convolution else 1,
            "softmax" if last else config.activation,
        )


_WITH_WEIGHTS = ("CONV_2D", "FULLY_CONNECTED")


def _layer(
    interpreter: Interpreter, steps: list[dict[str, Any]], stride: int, activation: str
) -> Layer:
    _, kernel, bias = (int(index) for index in steps[0]["inputs"])
    exact = interpreter.get_tensor(kernel)
    weights, sizes = _rounded(exact)
    units = len(weights)
    scale = shift = np.zeros(0, np.float32)
    for step in steps[1:]:
        if step["op_name"] in ("MUL", "ADD"):
            constant = interpreter.get_tensor(int(step["inputs"][1]))
            if constant.shape != (units,):
                continue  # a part of the activation
            if step["op_name"] == "MUL" and not len(scale):
                scale = constant
            elif len(scale) and not len(shift):
                shift = constant
    return Layer(
        weights,
        sizes,
        interpreter.get_tensor(bias) if bias >= 0 else np.zeros(units, np.float32),
        stride,
        next((_POOLINGS[each["op_name"]] for each in steps if each["op_name"] in _POOLINGS), ""),
        scale,
        shift,
        activation,
    )


def _rounded(exact: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
    """Weights as whole numbers from -127 to 127, and what one stands for in each filter."""
    rows = exact.reshape(len(exact), -1)
    steps = np.maximum(np.abs(rows).max(axis=1), 1e-12) / _LARGEST
    whole = np.rint(rows / steps[:, np.newaxis]).astype(np.int8)
    return whole.reshape(exact.shape), steps.astype(np.float32)
