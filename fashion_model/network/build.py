"""A Keras network from a config: the layers of `layers.layer_table`, by the same names."""

from collections.abc import Iterator

import keras

from fashion_model.config import ConvBlock, TrainConfig
from fashion_model.labels import CLASSES, SIDE

BatchNorm = type[keras.layers.BatchNormalization]


def build(
    config: TrainConfig,
    dtype: str = "float32",
    batch_norm: BatchNorm = keras.layers.BatchNormalization,
) -> keras.Model:
    """The network, untrained. Input float32 `(n, 28, 28, 1)` in 0–1, output `(n, 10)`.

    `dtype` is a Keras policy; weights and answers are float32 with any. `batch_norm` may compute
    the same in another way.
    """
    keras.utils.set_random_seed(config.seed)
    policy = keras.dtype_policies.get(dtype)
    network = keras.Sequential([keras.Input((SIDE, SIDE, 1), name="input")], name="network")
    side = SIDE
    for number, block in enumerate(config.blocks, 1):
        for layer in _block(number, block, side, config.activation, policy, batch_norm):
            network.add(layer)
        side = network.output_shape[1]
    network.add(keras.layers.Flatten(name="flatten", dtype=policy))
    for number, units in enumerate(config.dense, 1):
        name = f"dense{number}"
        network.add(keras.layers.Dense(units, config.activation, name=name, dtype=policy))
    if config.dropout:
        network.add(
            keras.layers.Dropout(config.dropout, seed=config.seed, name="dropout", dtype=policy)
        )
    network.add(keras.layers.Dense(CLASSES, "softmax", name="softmax", dtype="float32"))
    return network


def _block(
    number: int,
    block: ConvBlock,
    side: int,
    activation: str,
    policy: keras.dtype_policies.DTypePolicy,
    batch_norm: BatchNorm,
) -> Iterator[keras.layers.Layer]:
    yield keras.layers.Conv2D(
        block.filters,
        block.kernel,
        strides=block.stride,
        padding="same",
        use_bias=not block.batch_norm,  # batch norm has its own shift
        name=f"conv{number}",
        dtype=policy,
    )
    if block.pooling != "none" and -(-side // block.stride) >= 2:
        yield _POOLINGS[block.pooling](2, name=f"pool{number}", dtype=policy)
    if block.batch_norm:
        yield batch_norm(momentum=0.9, name=f"norm{number}", dtype=policy)
    yield keras.layers.Activation(activation, name=f"{activation}{number}", dtype=policy)


def make_optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    """The optimizer the config names; its learning rate is set before every batch."""
    rate = config.learning_rate
    if config.optimizer == "sgd":
        return keras.optimizers.SGD(rate, momentum=config.momentum, nesterov=config.momentum > 0)
    return _OPTIMIZERS[config.optimizer](rate)


_POOLINGS = {"max": keras.layers.MaxPooling2D, "average": keras.layers.AveragePooling2D}
_OPTIMIZERS = {
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "rmsprop": keras.optimizers.RMSprop,
}
