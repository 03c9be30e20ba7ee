"""Turn a long item upright that leans a little, as trousers on a floor do."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.images.find import Mask

SMALLEST, LARGEST = 4.0, 25.0  # degrees: less does not matter, more is probably meant
_LONG = 2.0  # times as long as wide: shorter things, boots among them, have no clear axis

A = TypeVar("A", bound=NDArray[Any])


def lean(item: Mask) -> float:
    """By how many degrees the item leans to the left of upright; 0 where nothing is to be done.

    The axis is the first principal component of the pixels' places.
    """
    rows, columns = np.nonzero(item)
    if len(rows) < 3:
        return 0.0
    spread, axes = np.linalg.eigh(np.cov(np.stack([rows, columns])))
    if spread[1] < _LONG**2 * spread[0]:
        return 0.0
    down, right = axes[:, 1]
    angle = math.degrees(math.atan2(right, down))
    angle -= 180 * round(angle / 180)
    return angle if SMALLEST <= abs(angle) <= LARGEST else 0.0


def turn(array: A, angle: float) -> A:
    """Turn a mask (height, width) or colours (height, width, 3) clockwise; nothing is cut off."""
    bytes_ = array.astype(np.uint8)
    picture = Image.fromarray(bytes_ * 255 if array.dtype == np.bool_ else bytes_)
    turned = np.asarray(picture.rotate(-angle, Image.Resampling.BILINEAR, expand=True))
    result = turned > 127 if array.dtype == np.bool_ else turned
    return result.astype(array.dtype)  # type: ignore[return-value]
