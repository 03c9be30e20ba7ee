"""A Keras network from a config: the layers of `layers.layer_table`, by the same names.

Also how the one that learns may compute: in bfloat16, its batch norm in one pass.
"""

from collections.abc import Iterator
from pathlib import Path

import keras
import tensorflow as tf  # noqa: TID251 - the kernel is its own; other backends do as Keras does

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
    return _OPTIMIZERS[config.optimizer](config)


def _sgd(config: TrainConfig) -> keras.optimizers.Optimizer:
    momentum = config.momentum
    return keras.optimizers.SGD(config.learning_rate, momentum, nesterov=momentum > 0)


def _adam(config: TrainConfig) -> keras.optimizers.Optimizer:
    return keras.optimizers.Adam(config.learning_rate)


def _adamw(config: TrainConfig) -> keras.optimizers.Optimizer:
    return keras.optimizers.AdamW(config.learning_rate)


def _rmsprop(config: TrainConfig) -> keras.optimizers.Optimizer:
    return keras.optimizers.RMSprop(config.learning_rate)


_OPTIMIZERS = {"sgd": _sgd, "adam": _adam, "adamw": _adamw, "rmsprop": _rmsprop}
_POOLINGS = {"max": keras.layers.MaxPooling2D, "average": keras.layers.AveragePooling2D}


class OnePassBatchNorm(keras.layers.BatchNormalization):  # type: ignore[misc]
    """Learns with TensorFlow's fused kernel, which saves a fifth of a network's time.

    Source: Ioffe and Szegedy, arXiv 1502.03167. Only the variance remembered for answering differs
    from Keras's: it is that of a sample, larger by one part in as many values as a batch has.
    """

    def call(
        self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Normalise `(n, height, width, channels)`; see Keras."""
        learns = training and self.trainable
        if not (learns and keras.backend.backend() == "tensorflow"):
            return super().call(inputs, training=training, mask=mask)
        outputs, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma, self.beta, epsilon=self.epsilon, is_training=True
        )
        for kept, seen in ((self.moving_mean, mean), (self.moving_variance, variance)):
            kept.assign(self.momentum * kept + (1 - self.momentum) * seen)
        return outputs


_INSTRUCTIONS = {"avx512_bf16", "amx_bf16"}  # without one of them bfloat16 is slower, not faster
_PROCESSOR = Path("/proc/cpuinfo")


def policy_for(precision: str) -> str:
    """The Keras dtype policy that `TrainConfig.precision` means on this machine."""
    return "mixed_bfloat16" if precision == "mixed" and has_bfloat16() else "float32"


def has_bfloat16(processor: Path = _PROCESSOR) -> bool:
    """Whether the processor multiplies bfloat16; said by Linux, elsewhere unknown and so no."""
    try:
        text = processor.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(
        _INSTRUCTIONS & set(line.split()) for line in text.splitlines() if line.startswith("flags")
    )
