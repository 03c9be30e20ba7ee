"""The network that names prepared pictures: a small residual network (He, arXiv 1603.05027)."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.data import as_input
from fashion_model.files import produce_atomically
from fashion_model.labels import CLASSES, SIDE
from fashion_model.network import keras
from fashion_model.network.build import OnePassBatchNorm
from fashion_model.network.optimizer import learning_rate

Draw = Callable[[int], tuple[UInt8Array, FloatArray]]
Norm = Callable[[], keras.layers.Layer]

_STEM = 32
_STAGES = ((32, 1, 1), (64, 2, 2), (128, 2, 2))  # filters, blocks, stride of the first
_MOMENTUM, _DECAY, _SMOOTHING = 0.9, 1.5e-3, 0.04
_WARM_UP = 300  # batches
_TELL_EVERY = 250  # batches between two lines and two checkpoints


def build_classifier(
    seed: int,
    dtype: str = "float32",
    batch_norm: type[keras.layers.BatchNormalization] = keras.layers.BatchNormalization,
    name: str = "classifier",
) -> keras.Model:
    """Untrained. Input float32 `(n, 28, 28, 1)` in 0–1, output `(n, 11)`.

    `dtype` is a Keras policy: with "mixed_bfloat16" a training is faster where the processor
    has it, and the weights are float32 all the same. `batch_norm` may compute the same in another
    way.
    """
    keras.utils.set_random_seed(seed)
    policy = keras.dtype_policies.get(dtype)

    def norm() -> keras.layers.Layer:
        return batch_norm(momentum=0.97, dtype=policy)

    inputs = keras.Input((SIDE, SIDE, 1), name="prepared")
    x = keras.layers.Conv2D(_STEM, 3, padding="same", use_bias=False, dtype=policy)(inputs)
    for filters, blocks, stride in _STAGES:
        for block in range(blocks):
            x = _block(x, filters, stride if block == 0 else 1, policy, norm)
    x = _active(x, policy, norm)
    x = keras.layers.GlobalAveragePooling2D(dtype=policy)(x)
    x = keras.layers.Dropout(0.2, seed=seed, dtype=policy)(x)
    outputs = keras.layers.Dense(CLASSES + 1, "softmax", dtype="float32", name="answers")(x)
    return keras.Model(inputs, outputs, name=name)


def _block(
    x: keras.KerasTensor,
    filters: int,
    stride: int,
    policy: keras.dtype_policies.DTypePolicy,
    norm: Norm,
) -> keras.KerasTensor:
    seen = _active(x, policy, norm)
    y = _conv(seen, filters, 3, stride, policy)
    y = _conv(_active(y, policy, norm), filters, 3, 1, policy)
    if stride > 1 or x.shape[-1] != filters:
        x = _conv(seen, filters, 1, stride, policy)
    return keras.layers.Add(dtype=policy)([x, y])


def _active(
    x: keras.KerasTensor, policy: keras.dtype_policies.DTypePolicy, norm: Norm
) -> keras.KerasTensor:
    return keras.layers.ReLU(dtype=policy)(norm()(x))


def _conv(
    x: keras.KerasTensor,
    filters: int,
    kernel: int,
    stride: int,
    policy: keras.dtype_policies.DTypePolicy,
) -> keras.KerasTensor:
    return keras.layers.Conv2D(
        filters,
        kernel,
        strides=stride,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
        dtype=policy,
    )(x)


def train_classifier(
    draw: Draw,
    *,
    steps: int,
    peak: float,
    seed: int,
    checkpoint: Path,
    tell: Callable[[str], None],
    name: str = "name",
    begin_with: Path | None = None,
    dtype: str = "mixed_bfloat16",
) -> None:
    """Train a classifier on `steps` batches that `draw` gives by their number.

    The learning rate rises to `peak` and falls to 0 by half a cosine. Weights and step are kept
    in `checkpoint` now and then: a training that was broken off goes on from there (but for the
    optimizer's momentum, which a few batches bring back). `begin_with` names weights to start from.
    """
    model = build_classifier(seed, dtype, OnePassBatchNorm)
    first = 0
    if checkpoint.exists():
        first = _load_weights(model, checkpoint)
    elif begin_with is not None:
        _load_weights(model, begin_with)
    model.compile(
        keras.optimizers.SGD(peak, momentum=_MOMENTUM, nesterov=True, weight_decay=_DECAY),
        keras.losses.CategoricalCrossentropy(label_smoothing=_SMOOTHING),
    )
    began, losses = time.monotonic(), []
    for step, (images, targets) in _drawn_ahead(draw, first, steps):
        model.optimizer.learning_rate = _rate(step, steps, peak)
        inputs = as_input(images)
        losses.append(float(model.train_on_batch(inputs, targets)))
        if (step + 1) % _TELL_EVERY == 0 or step + 1 == steps:
            speed = (time.monotonic() - began) / (step + 1 - first)
            tell(f"{name}: batch {step + 1} of {steps}, loss {np.mean(losses):.4f}, {speed:.2f} s")
            losses.clear()
            _save_weights(model, step + 1, checkpoint)


def _drawn_ahead(
    draw: Draw, first: int, end: int
) -> Iterator[tuple[int, tuple[UInt8Array, FloatArray]]]:
    """Number and content of each batch; the next one is drawn while this one is learned from."""
    with ThreadPoolExecutor(1) as drawer:
        waiting = [drawer.submit(draw, first)] if first < end else []
        for step in range(first, end):
            if step + 1 < end:
                waiting.append(drawer.submit(draw, step + 1))
            yield step, waiting.pop(0).result()


def load_classifier(checkpoint: Path, name: str) -> keras.Model:
    """The classifier of a checkpoint, float32 throughout, whatever it was trained in."""
    model = build_classifier(seed=0, name=name)
    _load_weights(model, checkpoint)
    return model


def _save_weights(model: keras.Model, step: int, path: Path) -> None:
    """Write all weights and the number of batches learned from."""
    arrays = {f"w{number}": each for number, each in enumerate(model.get_weights())}
    produce_atomically(path, lambda temporary: np.savez(temporary, step=step, **arrays))


def _load_weights(model: keras.Model, path: Path) -> int:
    with np.load(path, allow_pickle=False) as arrays:
        model.set_weights([arrays[f"w{number}"] for number in range(len(arrays.files) - 1)])
        return int(arrays["step"])


def _rate(step: int, steps: int, peak: float) -> float:
    return min(1.0, (step + 1) / _WARM_UP) * learning_rate("cosine", peak, step, steps)
