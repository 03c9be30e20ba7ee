"""Shapes, parameters and multiply-adds of a network: arithmetic on its config, no Keras."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fashion_model.labels import CLASSES, SIDE

BYTES = 4  # of a float32
WORKER_BYTES = 700_000_000  # a worker's memory before its network: TensorFlow and the pictures


class Block(Protocol):
    """What a block's layers follow from: a `ConvBlock`."""

    @property
    def filters(self) -> int:
        """Patterns it looks for."""

    @property
    def kernel(self) -> int:
        """Pixels a filter is wide and high."""

    @property
    def stride(self) -> int:
        """Pixels a filter moves on."""

    @property
    def batch_norm(self) -> bool:
        """Whether its numbers are brought to one scale."""

    @property
    def pooling(self) -> str:
        """How four numbers become one: `max`, `average` or `none`."""


class Network(Protocol):
    """What a network's layers follow from: a `TrainConfig`, or a plan that may still be too big."""

    @property
    def blocks(self) -> Sequence[Block]:
        """The convolution blocks."""

    @property
    def dense(self) -> Sequence[int]:
        """Units of the dense layers after them."""

    @property
    def activation(self) -> str:
        """The activation of both."""

    @property
    def dropout(self) -> float:
        """The share left out before the last layer."""


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


def layer_table(config: Network) -> list[Layer]:
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
        if block.pooling != "none" and side >= 2:
            shape = (side // 2, side // 2, block.filters)
            table.append(Layer(f"pool{number}", f"{block.pooling} pooling", shape))
        if block.batch_norm:
            table.append(Layer(f"norm{number}", "batch norm", shape, 4 * block.filters))
        table.append(Layer(f"{config.activation}{number}", "activation", shape))
    table.append(Layer("flatten", "flatten", (table[-1].outputs,)))
    for number, units in enumerate(config.dense, 1):
        weights = table[-1].outputs * units
        table.append(Layer(f"dense{number}", "dense", (units,), weights + units, weights))
    if config.dropout:
        table.append(Layer("dropout", "dropout", table[-1].shape))
    weights = table[-1].outputs * CLASSES
    table.append(Layer("softmax", "softmax", (CLASSES,), weights + CLASSES, weights))
    return table


def count_parameters(config: Network) -> int:
    """All weights, those that batch norm keeps without training included."""
    return sum(layer.parameters for layer in layer_table(config))


def count_multiply_adds(config: Network) -> int:
    """Multiply-adds of one picture's way through the network, forwards."""
    return sum(layer.multiply_adds for layer in layer_table(config))


def receptive_fields(config: Network) -> dict[str, int]:
    """Width in pixels of the patch of the picture that one number of a map depends on, by layer.

    The picture's border may cut it off. Araujo, Norris and Sim, *Computing Receptive Fields of
    Convolutional Neural Networks*, Distill 2019.
    """
    fields: dict[str, int] = {}
    width, step = 1, 1
    names = [layer.name for layer in layer_table(config)]
    for number, block in enumerate(config.blocks, 1):
        width += (block.kernel - 1) * step
        step *= block.stride
        fields[f"conv{number}"] = width
        if f"pool{number}" in names:
            width += step
            step *= 2
        for name in (f"pool{number}", f"norm{number}", f"{config.activation}{number}"):
            fields[name] = width
    return {name: fields[name] for name in names if name in fields}


def estimate_memory(config: Network, batch_size: int) -> int:
    """Bytes a worker takes with one training, roughly."""
    return WORKER_BYTES + estimate_training(config, batch_size)


def estimate_training(config: Network, batch_size: int) -> int:
    """Bytes a training takes in its worker, roughly.

    Every output is held for the way back with its gradient, a convolution also unfolds its
    input; weights are held with gradient, two optimizer moments and the best copy.
    """
    table = layer_table(config)
    kept = 3 * sum(layer.outputs for layer in table) * batch_size
    return BYTES * (kept + 5 * count_parameters(config))
