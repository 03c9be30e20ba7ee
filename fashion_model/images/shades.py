"""From colours to the 28 × 28 grey pixels of Fashion-MNIST: light item on black.

Grey values are float32 (height, width), 0 black to 255 white.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.images.segment import distance
from fashion_model.images.stage import Stage
from fashion_model.labels import SIDE

Grey = NDArray[np.float32]

PAPER = 0.45  # of white: the inside of a filled outline, darker than its lines
_FLOOR = {"plain": 0.12, "messy": 0.2}  # of white: the darkest an item may be, to stand out still
_FAINTEST = 0.5  # of full contrast: an item with less is made no brighter than this allows
_NARROWEST = 80.0  # grey levels: less contrast within an item is not stretched to full
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R 601


def to_grey(stage: Stage, *, invert: bool) -> tuple[Grey, bool]:
    """The item in shades of grey, light on black, and whether light and dark changed places.

    Without `invert` the picture only loses its colours.
    """
    grey = stage.colours @ _LUMA
    if not invert:
        return grey, False
    negative = _is_darker(stage, grey)
    if stage.kind == "drawing":
        shares = np.where(stage.ink, np.float32(1), np.float32(PAPER))
    else:
        floor = np.float32(_FLOOR[stage.kind])
        contrast = _contrast(stage, grey, negative)
        shares = floor + (1 - floor) * contrast
    return np.where(stage.item, 255 * shares, np.float32(0)).astype(np.float32), negative


def _is_darker(stage: Stage, grey: Grey) -> bool:
    """Whether the item is darker than its background, or than medium grey in a busy photo."""
    level = 127.5 if stage.background is None else float(stage.background.colour @ _LUMA)
    return level > float(grey[stage.ink].mean())


def _contrast(stage: Stage, grey: Grey, negative: bool) -> Grey:
    """How light each pixel of the item becomes, 0 to 1.

    Before a plain background that is how far it is from it, in lightness or (a red thing on
    green) in colour. In a busy photo the item's own darkest and lightest shades are stretched.
    """
    if stage.background is None:
        values = 255 - grey if negative else grey
        low, high = np.percentile(values[stage.item], (2, 98))
        stretched: Grey = np.clip(1 - (high - values) / max(high - low, _NARROWEST), 0, 1)
        return stretched.astype(np.float32)
    level = float(stage.background.colour @ _LUMA)
    lightness = (level - grey) / max(level, 1) if negative else (grey - level) / max(255 - level, 1)
    colour = distance(stage.colours, stage.background.colour) / 255
    contrast = np.maximum(lightness, 0.6 * colour)
    full = max(float(np.percentile(contrast[stage.item], 98)), _FAINTEST)
    shares: Grey = np.clip(contrast / full, 0, 1).astype(np.float32)
    return shares


def shrink(item: Grey) -> Grey:
    """Bring the longest side to 28 pixels, averaging over all that falls into one pixel."""
    height, width = item.shape
    share = SIDE / max(height, width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    if size == (width, height):
        return item
    resized = Image.fromarray(item).resize(size, Image.Resampling.LANCZOS)
    shrunk: Grey = np.asarray(resized, np.float32).clip(0, 255)  # the filter overshoots a little
    return shrunk


def sharpen(item: Grey) -> Grey:
    """Sharpen like ImageMagick's `-sharpen 1x1`, which Zalando used.

    Its 3 × 3 kernel is a negated Gaussian (sigma 1) whose middle is twice the sum of all,
    normalised to 1; edges are continued.
    """
    offsets = np.arange(-1, 2)
    gauss = np.exp(-(offsets[:, None] ** 2 + offsets**2) / 2)
    kernel = -gauss
    kernel[1, 1] = 2 * gauss.sum()
    kernel /= kernel.sum()
    height, width = item.shape
    framed = np.pad(item, 1, mode="edge")
    result = np.zeros(item.shape)
    for row in range(3):
        for column in range(3):
            result += kernel[row, column] * framed[row : row + height, column : column + width]
    return np.clip(result, 0, 255).astype(np.float32)


def centre(item: Grey) -> Grey:
    """Put an item of at most 28 × 28 in the middle of a black square."""
    height, width = item.shape
    square = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    square[top : top + height, left : left + width] = item
    return square


def to_bytes(grey: Grey) -> NDArray[np.uint8]:
    """Round to the 8 bits that the dataset has."""
    return np.rint(grey).astype(np.uint8)
