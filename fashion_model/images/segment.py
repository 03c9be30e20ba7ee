"""Find the item in a picture: which pixels belong to it, and which to the background.

Plain backgrounds are told by their own border: whatever differs from it is the item. Where the
border is not of one colour (a floor, a bed, a street) a small network finds the item, in LiteRT.

Masks are bool (height, width), colours float32 (height, width, 3), 0 to 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.environment import ASSETS
from fashion_model.images.masks import fill_holes, parts_of_size
from fashion_model.litert import LiteRTModel

Colours = NDArray[np.float32]
Mask = NDArray[np.bool_]

TOLERANCE = 0.03 * 255  # closer to the background counts as background; Zalando had 5 %, which
# swallows white shirts on white, but theirs were no pictures of white things
_NOISIEST = 10.0  # grey levels by which a plain background may waver
_SHARE_OF_BORDER = 0.55  # a person cut off by the frame leaves that much of it
_LARGE_ENOUGH = 0.15  # parts of at least this share of the largest belong to it: the second shoe
_SPECK = 0.02  # parts smaller than this share of the largest are dirt
SEGMENTER_PATH = ASSETS / "all_terrain" / "segmenter.tflite"
SEGMENTER_SIDE = 96  # pixels along each edge of what it sees


@dataclass(frozen=True)
class Background:
    """What the outermost pixels say.

    Attributes:
        colour: float32 (3,), their median: an item may touch the edge, a photo have a dark corner.
        tolerance: How far a pixel may be from it and still be background.
        plain: Whether most of the border is that one colour.
    """

    colour: NDArray[np.float32]
    tolerance: float
    plain: bool


def look_at_border(colours: Colours) -> Background:
    """Measure the background on a frame of a fiftieth of the picture's side."""
    height, width = colours.shape[:2]
    deep = max(1, round(max(height, width) / 50))
    edges = (colours[:deep], colours[-deep:], colours[:, :deep], colours[:, -deep:])
    return judge(np.concatenate([edge.reshape(-1, 3) for edge in edges]))


def judge(border: NDArray[np.float32]) -> Background:
    """Whether these pixels, float32 (n, 3), are those of a plain background, and of which."""
    colour = np.median(border, axis=0).astype(np.float32)
    apart = distance(border, colour)
    wavering = float(np.median(apart))
    tolerance = max(TOLERANCE, 4 * wavering)
    plain = wavering <= _NOISIEST and float((apart <= tolerance).mean()) >= _SHARE_OF_BORDER
    return Background(colour, tolerance, plain)


def stand_out(colours: Colours, background: Background) -> Mask:
    """The pixels that differ from the background in any of the three colours."""
    return np.asarray(distance(colours, background.colour) > background.tolerance)


def distance(colours: Colours, colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far `colours` (..., 3) are from one colour (3,): the largest difference of the three."""
    largest = np.abs(colours[..., 0] - colour[0])  # one by one: four times as fast
    for channel in (1, 2):
        apart = np.subtract(colours[..., channel], colour[channel])
        np.maximum(largest, np.abs(apart, out=apart), out=largest)
    return np.asarray(largest)


def drop_specks(mask: Mask) -> Mask:
    """Leave out what is tiny beside the largest part: dust, noise, a signature."""
    return parts_of_size(mask, _SPECK, diagonal=True)


def main_parts(mask: Mask) -> Mask:
    """The largest part and what is nearly as large, without holes."""
    return fill_holes(parts_of_size(mask, _LARGE_ENOUGH, diagonal=False))


def frame(mask: Mask) -> tuple[slice, slice]:
    """The smallest rectangle around a mask that has at least one pixel."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


class Segmenter:
    """Says for each pixel of a photo how likely it belongs to the item. Safe between threads."""

    def __init__(self, path: Path) -> None:
        """Load a `.tflite` file: float32 (1, 96, 96, 3) in 0–1 to (1, 96, 96, 1) in 0–1.

        Raises:
            ModelError: The file is missing or damaged.
        """
        again = "The all-terrain model that comes with the app is damaged; please install it again."
        self._model = LiteRTModel.load(path, missing=again, damaged=again)

    def find(self, colours: Colours) -> Mask:
        """The item in `colours`, float32 (height, width, 3) in 0–255: bool (height, width)."""
        height, width = colours.shape[:2]
        picture = Image.fromarray(np.rint(colours).astype(np.uint8))
        small = picture.resize((SEGMENTER_SIDE, SEGMENTER_SIDE), Image.Resampling.BOX)
        (likely,) = self._model.run(
            np.asarray(small, np.float32)[np.newaxis] / np.float32(255)
        ).values()
        whole = Image.fromarray(likely[0, :, :, 0]).resize(
            (width, height), Image.Resampling.BICUBIC
        )
        return main_parts(np.asarray(whole) > 0.5)


@cache
def bundled_segmenter() -> Segmenter:
    """The segmenter that comes with the app, loaded once."""
    return Segmenter(SEGMENTER_PATH)
