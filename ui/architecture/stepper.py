"""A kernel that steps over a picture, in the browser alone: no step waits for the server."""

import numpy as np
from numpy.typing import NDArray

from fashion_model.explain import Floats, convolve
from ui import pictures
from ui.component import Component

U8 = NDArray[np.uint8]

_COMPONENT = Component.beside(__file__)
_ABOVE, _BELOW = np.array([120, 190, 255]), np.array([255, 150, 60])
"""Colours of sums above and below zero."""


def draw(picture: U8, name: str, kernel: Floats) -> None:
    """Draw the 3 × 3 `kernel` on `picture`, (28, 28), with products, sum and the whole result."""
    sums = convolve(picture, kernel)
    _COMPONENT.draw(
        {
            "picture": pictures.data_uri(pictures.png(np.pad(picture, 1))),
            "result": pictures.data_uri(pictures.png(_coloured(sums))),
            "pixels": picture.ravel().tolist(),
            "kernel": kernel.ravel().tolist(),
            "sums": sums.round(2).ravel().tolist(),
            "name": name,
        },
        key="stepper",
    )


def _coloured(sums: Floats) -> U8:
    """Return `sums`, (h, w), as colours, (h, w, 3), on one scale around zero."""
    strength = (np.abs(sums) / max(float(np.abs(sums).max()), 1e-9))[..., np.newaxis]
    colours = np.where(sums[..., np.newaxis] > 0, _ABOVE, _BELOW)
    return (strength * colours).round().astype(np.uint8)
