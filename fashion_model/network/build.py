"""A Keras network from a config: the layers of `layers.layer_table`, by the same names."""

import keras

from fashion_model.config import TrainConfig
from fashion_model.labels import CLASSES, SIDE


def build(config: TrainConfig) -> keras.Model:
    """The network, untrained. Input float32 `(n, 28, 28, 1)` in 0–1, output `(n, 10)`."""
    keras.utils.set_random_seed(config.seed)
    network = keras.Sequential([keras.Input((SIDE, SIDE, 1), name="input")])
    side = SIDE
    for number, block in enumerate(config.blocks, 1):
        network.add(
            keras.layers.Conv2D(
                block.filters,
                block.kernel,
                strides=block.stride,
                padding="same",
                use_bias=not block.batch_norm,  # batch norm has its own shift
                name=f"conv{number}",
            )
        )
        side = -(-side // block.stride)
        if block.batch_norm:
            network.add(keras.layers.BatchNormalization(momentum=0.9, name=f"norm{number}"))
        name = f"{config.activation}{number}"
        network.add(keras.layers.Activation(config.activation, name=name))
        if block.pooling != "none" and side >= 2:
            network.add(_POOLINGS[block.pooling](2, name=f"pool{number}"))
            side //= 2
    network.add(keras.layers.Flatten(name="flatten"))
    for number, units in enumerate(config.dense, 1):
        network.add(keras.layers.Dense(units, config.activation, name=f"dense{number}"))
    if config.dropout:
        network.add(keras.layers.Dropout(config.dropout, seed=config.seed, name="dropout"))
    network.add(keras.layers.Dense(CLASSES, "softmax", name="softmax"))
    return network


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
