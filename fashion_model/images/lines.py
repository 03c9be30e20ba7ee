"""Drawings made of lines: tell them from solid things, thicken and fill them, turn them upright.

Every picture of Fashion-MNIST shows a solid thing. A drawn outline lacks the grey inside, and a
thin line all but disappears when the picture shrinks to 28 pixels.
"""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from fashion_model.images.masks import fill_holes, near
from fashion_model.images.segment import Mask, frame
from fashion_model.labels import SIDE

THINNEST = 1.3  # pixels that a line has in the finished picture, at least
_THICKEST = 0.14  # of the longest side: what is nowhere thicker is drawn with lines
_GAP = 0.035  # of the longest side: an outline open by twice that is nearly closed
_EMPTY = 0.35  # share of an outline's inside that has no ink
_LONG = 2.0  # times as long as wide: shorter things, boots among them, have no clear axis
A = TypeVar("A", bound=NDArray[Any])


def line_width(ink: Mask) -> float:
    """How wide the lines are, in pixels: twice the distance from their middle to their edge."""
    depth = ndimage.distance_transform_edt(np.pad(ink, 1))[1:-1, 1:-1]
    return 2 * float(np.percentile(depth[ink], 90))


def is_thin(ink: Mask) -> bool:
    """Whether `ink` is nowhere thicker than a line."""
    half = _THICKEST * _longest(ink) / 2
    return bool(near(np.pad(~ink, 1, constant_values=True), np.nextafter(half, 0)).all())


def is_outline(ink: Mask, inside: Mask) -> bool:
    """Whether much of what `ink` encloses (`close_outline`) is empty."""
    return float((inside & ~ink).sum()) >= _EMPTY * float(inside.sum())


def thicken(ink: Mask) -> Mask:
    """Widen lines that would be lost in 28 pixels, as far as there is room."""
    missing = THINNEST * _longest(ink) / SIDE - line_width(ink)
    if missing <= 0:
        return ink
    return near(ink, missing / 2)


def fill(ink: Mask) -> Mask:
    """The inside of an outline together with its lines.

    Closed and nearly closed outlines are filled as they are. Where hardly anything is closed,
    what has ink on all four sides counts as inside.
    """
    inside = close_outline(ink)
    around = _has_ink_all_around(ink) | ink
    if float((inside & ~ink).sum()) < _EMPTY * float((around & ~ink).sum()):
        return around
    return inside


def close_outline(ink: Mask) -> Mask:
    """Bridge small gaps and fill what is enclosed then."""
    reach = max(1, round(_GAP * _longest(ink)))
    room = np.pad(ink, reach + 1)
    inside = ~near(~fill_holes(near(room, reach)), reach)
    back = slice(reach + 1, -reach - 1)
    return np.asarray(inside[back, back] | ink)


def _has_ink_all_around(ink: Mask) -> Mask:
    seen = np.maximum.accumulate
    left, right = seen(ink, axis=1), seen(ink[:, ::-1], axis=1)[:, ::-1]
    above, below = seen(ink, axis=0), seen(ink[::-1], axis=0)[::-1]
    return np.asarray(left & right & above & below)


def _longest(ink: Mask) -> int:
    rows, columns = frame(ink)
    return int(max(rows.stop - rows.start, columns.stop - columns.start))


SMALLEST, LARGEST = 4.0, 25.0  # degrees: less does not matter, more is probably meant


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
