"""The network that finds the item in a photo: a small U-Net (Ronneberger, arXiv 1505.04597)."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.files import produce_atomically
from fashion_model.images.segment import SEGMENTER_SIDE
from fashion_model.network import keras
from fashion_model.network.export import write_litert

_WIDTHS = (16, 32, 64, 96)  # filters at a half, a quarter, an eighth and a sixteenth of the side
_BATCH = 64
_RATE = 3e-3


def build_segmenter(seed: int) -> keras.Model:
    """Untrained. Input float32 `(n, 96, 96, 3)` in 0–1, output `(n, 96, 96, 1)` in 0–1."""
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((SEGMENTER_SIDE, SEGMENTER_SIDE, 3), name="photo")
    x, skips = inputs, []
    for filters in _WIDTHS:
        x = _conv(_conv(x, filters, strides=2), filters)
        skips.append(x)
    for skip in reversed(skips[:-1]):
        x = keras.layers.UpSampling2D(interpolation="bilinear")(x)
        x = _conv(keras.layers.Concatenate()([x, skip]), skip.shape[-1])
    x = keras.layers.Conv2D(1, 3, padding="same")(x)
    x = keras.layers.UpSampling2D(interpolation="bilinear")(x)
    outputs = keras.layers.Activation("sigmoid", name="item")(x)
    return keras.Model(inputs, outputs, name="segmenter")


def _conv(x: keras.KerasTensor, filters: int, strides: int = 1) -> keras.KerasTensor:
    x = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))


def train_segmenter(
    photos: UInt8Array,
    items: UInt8Array,
    *,
    epochs: int,
    seed: int,
    save_to: Path,
    tell: Callable[[str], None],
    begin_with: Path | None = None,
) -> None:
    """Train a segmenter, or the one in `begin_with` further; write it to `save_to`, a .keras file.

    Args:
        photos: uint8 (n, 96, 96, 3).
        items: uint8 (n, 96, 96), how much of each pixel is the item.
        epochs: how often it goes through the photos.
        seed: of the first weights, the order of the photos and their mirroring.
        save_to: where the .keras file goes.
        tell: given a sentence after each epoch.
        begin_with: a .keras file whose weights are trained further.
    """
    network = build_segmenter(seed)
    if begin_with is not None:
        network.load_weights(begin_with)
    rng = np.random.default_rng(seed)
    batch = min(_BATCH, len(photos))
    rate = _learning_rate(epochs, len(photos) // batch)
    network.compile(keras.optimizers.AdamW(rate, weight_decay=1e-3), "binary_crossentropy")
    for epoch in range(epochs):
        loss = _train_epoch(network, photos, items, batch, rng)
        tell(f"segment: epoch {epoch + 1} of {epochs}, loss {loss:.4f}")
    network.compile()  # the optimizer's memory does not belong in the file
    produce_atomically(save_to, network.save)


def _learning_rate(epochs: int, steps: int) -> keras.optimizers.schedules.CosineDecay:
    """Rises for half an epoch of `steps` batches, then falls to the end."""
    return keras.optimizers.schedules.CosineDecay(
        _RATE / 10,
        max(1, epochs * steps - steps // 2),
        warmup_target=_RATE,
        warmup_steps=steps // 2,
    )


def _train_epoch(
    network: keras.Model,
    photos: UInt8Array,
    items: UInt8Array,
    batch: int,
    rng: np.random.Generator,
) -> float:
    """Train on each full batch of `batch` photos, by chance mirrored; return the mean loss."""
    losses = []
    steps = len(photos) // batch
    for chosen in np.split(rng.permutation(len(photos))[: steps * batch], steps):
        inputs, targets = photos[chosen], items[chosen]
        if rng.random() < 0.5:
            inputs, targets = inputs[:, :, ::-1], targets[:, :, ::-1]
        loss = network.train_on_batch(_scaled(inputs), _scaled(targets)[..., None])
        losses.append(float(loss))
    return float(np.mean(losses))


def ask_segmenter(path: Path, photos: UInt8Array) -> FloatArray:
    """How likely each pixel of photos, uint8 (n, 96, 96, 3), is the item: (n, 96, 96).

    Each photo is looked at twice, once mirrored.
    """
    network = keras.models.load_model(path, compile=False)
    predictions = []
    for start in range(0, len(photos), _BATCH):
        inputs = _scaled(photos[start : start + _BATCH])
        seen = np.asarray(network.predict_on_batch(inputs))
        mirrored = np.asarray(network.predict_on_batch(inputs[:, :, ::-1]))[:, :, ::-1]
        predictions.append((seen + mirrored)[..., 0] / 2)
    return np.concatenate(predictions).astype(np.float32)


def export_segmenter(path: Path, to: Path) -> None:
    """Make a .tflite file of a .keras file; Keras must run on TensorFlow."""
    write_litert(keras.models.load_model(path, compile=False), to)


def _scaled(values: UInt8Array) -> FloatArray:
    return values.astype(np.float32) / np.float32(255)
