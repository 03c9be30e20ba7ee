"""The arithmetic of a network's steps: convolution and activations.

Convolution is meant as networks mean it (Goodfellow, Bengio, Courville, *Deep Learning*, 2016,
section 9.1): the kernel is not mirrored. Around the picture lie zeros, so that the result has its
size. NumPy, no TensorFlow.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import Float64Array

_erf = np.vectorize(math.erf, otypes=[np.float64])
KERNELS: dict[str, Float64Array] = {
    "Upright edges": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], float),
    "Level edges": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], float),
    "Outline": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], float),
    "Blur": np.full((3, 3), 1 / 9),
    "Sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], float),
    "Emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], float),
    "Leave as it is": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], float),
}
"""Well-known 3 × 3 kernels; the two for edges are Sobel's (Gonzalez and Woods, *Digital Image
Processing*, chapters 3 and 10)."""


@dataclass(frozen=True)
class Activation:
    """A function that every number passes on its way, element by element, and its slope."""

    formula: str  # LaTeX
    value: Callable[[Float64Array], Float64Array]
    slope: Callable[
        [Float64Array], Float64Array
    ]  # the derivative; at a corner, the one Keras learns with
    source: str


def _sigmoid(x: Float64Array) -> Float64Array:
    return 1 / (1 + np.exp(-x))


def _normal_share(x: Float64Array) -> Float64Array:
    """Return the share of a standard normal distribution that lies below `x`."""
    share: Float64Array = (1 + _erf(x / math.sqrt(2))) / 2
    return share


def _normal_density(x: Float64Array) -> Float64Array:
    return np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(
        r"f(x) = \max(0, x)",
        lambda x: np.maximum(x, 0),
        lambda x: (x > 0).astype(np.float64),
        "Nair and Hinton, ICML 2010",
    ),
    "elu": Activation(
        r"f(x) = x \text{ if } x > 0, \text{ else } e^x - 1",
        lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
        lambda x: np.where(x > 0, 1, np.exp(np.minimum(x, 0))),
        "Clevert and others, arXiv 1511.07289",
    ),
    "gelu": Activation(
        r"f(x) = x \cdot \tfrac{1}{2} \left(1 + \operatorname{erf} \tfrac{x}{\sqrt 2}\right)",
        lambda x: x * _normal_share(x),
        lambda x: _normal_share(x) + x * _normal_density(x),
        "Hendrycks and Gimpel, arXiv 1606.08415",
    ),
    "tanh": Activation(
        r"f(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
        np.tanh,
        lambda x: 1 - np.tanh(x) ** 2,
        "LeCun and others, Efficient BackProp, 1998",
    ),
    "sigmoid": Activation(
        r"f(x) = \frac{1}{1 + e^{-x}}",
        _sigmoid,
        lambda x: _sigmoid(x) * (1 - _sigmoid(x)),
        "Rumelhart, Hinton and Williams, Nature 323, 1986",
    ),
}
"""By Keras's names, those of the setting `activation`."""


def convolve(picture: NDArray[np.uint8], kernel: Float64Array) -> Float64Array:
    """Return the sums of all positions of the 3 × 3 `kernel`, in the shape of `picture`.

    At each position nine pixels are multiplied with the kernel's nine numbers and added up.
    """
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture, 1), (3, 3))
    sums: Float64Array = np.einsum("rcij,ij->rc", windows.astype(np.float64), kernel)
    return sums
