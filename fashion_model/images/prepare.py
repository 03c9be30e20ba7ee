"""Prepare a picture the way Zalando prepared theirs, in steps that can be looked at.

Recipe: Xiao, Rasul and Vollgraf, "Fashion-MNIST", arXiv 1708.07747, section 2. Trim the edges
that are within 5 % of the background's colour, shrink the longest side to 28 by subsampling,
sharpen with radius 1 and sigma 1, centre on 28 × 28, negate, 8-bit grey. The item thus *fills*
its longest side. They started from white backgrounds; here the background is measured first, so
that light and dark ones, canvases and transparent pictures all end as a light item on black.

Every step is a pure function on grey values: float32 (height, width), 0 black to 255 white.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.images.error import ImageError
from fashion_model.labels import SIDE

TOLERANCE = 0.05 * 255  # Zalando's 5 %: closer to the background counts as background

Grey = NDArray[np.float32]

_BLANK = (
    "There is nothing to recognise in this picture; "
    "please use one piece of clothing that stands out from its background."
)


@dataclass(frozen=True)
class Step:
    """One step of the preparation, for showing.

    Attributes:
        name: One or two words.
        words: One sentence on what the step did to this picture.
        picture: uint8 (height, width), or (height, width, 3) where there is colour.
    """

    name: str
    words: str
    picture: NDArray[np.uint8]


@dataclass(frozen=True)
class Prepared:
    """A picture ready for a network.

    Attributes:
        picture: uint8 (28, 28), light item on black, like every picture in Fashion-MNIST.
        steps: How it came about, from the picture as it was sent to `picture`.
    """

    picture: NDArray[np.uint8]
    steps: tuple[Step, ...]


def prepare(image: Image.Image) -> Prepared:
    """Prepare a decoded picture (mode "L", "RGB" or "RGBA") for the network.

    Raises:
        ImageError: Nothing stands out from the background.
    """
    opaque = flatten(image)
    grey = to_grey(opaque)
    background = find_background(grey)
    negative = is_light(grey, background)
    item = blacken_background(grey, background, negative=negative)
    trimmed = trim(item)
    small = shrink(trimmed)
    shrunk = max(trimmed.shape) > SIDE
    crisp = sharpen(small) if shrunk else small
    picture = to_bytes(centre(crisp))
    height, width = trimmed.shape
    steps = (
        Step("Your picture", "This is what arrived.", np.asarray(opaque)),
        Step("Grey", "Colours become shades of grey.", to_bytes(grey)),
        Step("Black background", _words_on_background(background, negative), to_bytes(item)),
        Step("Trim", f"Empty edges go; {width} × {height} pixels remain.", to_bytes(trimmed)),
        Step("Shrink", "The longest side becomes 28 pixels.", to_bytes(small)),
        Step("Sharpen", _words_on_sharpness(shrunk), to_bytes(crisp)),
        Step("Centre", "Black fills it up to 28 × 28: this is what the network sees.", picture),
    )
    return Prepared(picture, steps)


def flatten(image: Image.Image) -> Image.Image:
    """Put a transparent picture on black or white, whichever contrasts with its item.

    Returns:
        Mode "L" or "RGB".

    Raises:
        ImageError: Every pixel is transparent.
    """
    if "A" not in image.getbands():
        return image if image.mode == "L" else image.convert("RGB")
    rgba = image.convert("RGBA")
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    if not alpha.any():
        raise ImageError(_BLANK)
    lightness = np.average(np.asarray(rgba.convert("RGB").convert("L")), weights=alpha)
    side = "black" if lightness > 127.5 else "white"
    ground = Image.new("RGBA", rgba.size, side)
    return Image.alpha_composite(ground, rgba).convert("RGB")


def to_grey(image: Image.Image) -> Grey:
    """Lightness of each pixel (ITU-R 601 luma)."""
    return np.asarray(image.convert("L"), np.float32)


def find_background(grey: Grey) -> float:
    """The shade of the background: the median of the outermost pixels.

    A median, because an item may touch the edge and a photo may have a dark corner.
    """
    edges = (grey[0], grey[-1], grey[:, 0], grey[:, -1])
    return float(np.median(np.concatenate(edges)))


def is_light(grey: Grey, background: float) -> bool:
    """Whether the background is lighter than the item, so that the picture must be negated.

    Raises:
        ImageError: No pixel differs from the background by more than 5 %.
    """
    item = grey[np.abs(grey - background) > TOLERANCE]
    if not item.size:
        raise ImageError(_BLANK)
    return background > float(item.mean())


def blacken_background(grey: Grey, background: float, *, negative: bool) -> Grey:
    """Negate if asked, then stretch the shades so that the background is black, white white."""
    values, level = (255 - grey, 255 - background) if negative else (grey, background)
    stretched = (values - level) * (255 / max(255 - level, 1))
    result: Grey = np.clip(stretched, 0, 255).astype(np.float32)
    return result


def trim(item: Grey) -> Grey:
    """Cut away the edges on which every pixel is within 5 % of black.

    Raises:
        ImageError: Nothing would be left.
    """
    marked = item > TOLERANCE
    if not marked.any():
        raise ImageError(_BLANK)
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    return item[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


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


def _words_on_background(background: float, negative: bool) -> str:
    if negative:
        return "The background is light, so light and dark change places."
    if background < TOLERANCE:
        return "The background is black already."
    return "The background is dark; it becomes fully black."


def _words_on_sharpness(shrunk: bool) -> str:
    if shrunk:
        return "Edges that shrinking blurred become crisp again."
    return "It was small before, so nothing needs sharpening."
