"""Shapes, parameters and multiply-adds of a network: arithmetic on its config, no Keras."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fashion_model.labels import CLASSES, SIDE

if TYPE_CHECKING:
    from fashion_model.config import TrainConfig

BYTES = 4  # of a float32
WORKER_BYTES = 700_000_000  # a worker's memory before its network: TensorFlow and the pictures


@dataclass(frozen=True)
class Layer:
    """One layer: its output shape without the batch, its size and its work a picture."""

    name: str
    kind: str
    shape: tuple[int, ...]
    parameters: int = 0
    multiply_adds: int = 0

    @property
    def outputs(self) -> int:
        """Numbers it gives a picture."""
        count = 1
        for size in self.shape:
            count *= size
        return count


def layer_table(config: "TrainConfig") -> list[Layer]:
    """The layers from input to output, as `network.build` makes them."""
    table = [Layer("input", "input", (SIDE, SIDE, 1))]
    for number, block in enumerate(config.blocks, 1):
        side, _, depth = table[-1].shape
        side = -(-side // block.stride)
        weights = block.kernel**2 * depth * block.filters
        bias = 0 if block.batch_norm else block.filters  # batch norm has its own shift
        shape = (side, side, block.filters)
        name = f"conv{number}"
        table.append(Layer(name, "convolution", shape, weights + bias, weights * side**2))
        if block.batch_norm:
            table.append(Layer(f"norm{number}", "batch norm", shape, 4 * block.filters))
        table.append(Layer(f"{config.activation}{number}", "activation", shape))
        if block.pooling != "none" and side >= 2:
            half = (side // 2, side // 2, block.filters)
            table.append(Layer(f"pool{number}", f"{block.pooling} pooling", half))
    table.append(Layer("flatten", "flatten", (table[-1].outputs,)))
    for number, units in enumerate(config.dense, 1):
        weights = table[-1].outputs * units
        table.append(Layer(f"dense{number}", "dense", (units,), weights + units, weights))
    if config.dropout:
        table.append(Layer("dropout", "dropout", table[-1].shape))
    weights = table[-1].outputs * CLASSES
    table.append(Layer("softmax", "softmax", (CLASSES,), weights + CLASSES, weights))
    return table


def count_parameters(config: "TrainConfig") -> int:
    """All weights, those that batch norm keeps without training included."""
    return sum(layer.parameters for layer in layer_table(config))


def count_multiply_adds(config: "TrainConfig") -> int:
    """Multiply-adds of one picture's way through the network, forwards."""
    return sum(layer.multiply_adds for layer in layer_table(config))


def estimate_memory(config: "TrainConfig") -> int:
    """Bytes a training takes, roughly.

    Every output is held for the way back with its gradient, a convolution also unfolds its
    input; weights are held with gradient, two optimizer moments and the best copy.
    """
    table = layer_table(config)
    kept = 3 * sum(layer.outputs for layer in table) * config.batch_size
    return WORKER_BYTES + BYTES * (kept + 5 * count_parameters(config))
