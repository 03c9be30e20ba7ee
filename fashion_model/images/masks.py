"""Masks, bool (height, width): the same as SciPy's functions for them, in a third of the time."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fashion_model.arrays import BoolArray

_FAR = 1_000_000  # pixels: farther than anything


def near(mask: BoolArray, reach: float) -> BoolArray:
    """Places at most `reach` pixels from the mask, itself included."""
    up_or_down = _along_columns(mask)
    width = mask.shape[1]
    found = np.zeros_like(mask)
    for right in range(min(int(reach), width - 1) + 1):
        reached = up_or_down <= math.isqrt(int(reach**2 - right**2))
        found[:, right:] |= reached[:, : width - right]
        found[:, : width - right] |= reached[:, right:]
    return found


def _along_columns(mask: BoolArray) -> NDArray[np.int32]:
    """How far each place is from the mask along its column."""
    rows = np.arange(len(mask), dtype=np.int32)[:, np.newaxis]
    above = np.maximum.accumulate(np.where(mask, rows, -_FAR), axis=0)
    below = np.minimum.accumulate(np.where(mask, rows, _FAR)[::-1], axis=0)[::-1]
    return np.minimum(rows - above, below - rows)


def fill_holes(mask: BoolArray) -> BoolArray:
    """The mask, and what of the rest does not reach the picture's edges."""
    parts, count = ndimage.label(~mask)
    filled = np.ones(count + 1, np.bool_)
    for edge in (parts[0], parts[-1], parts[:, 0], parts[:, -1]):
        filled[edge] = False
    filled[0] = True  # the mask itself
    return np.asarray(filled[parts]) if filled[1:].any() else mask


def parts_of_size(mask: BoolArray, share: float, *, diagonal: bool) -> BoolArray:
    """Its parts that are at least so large a share of its largest; joined corners may count."""
    parts, count = ndimage.label(mask, np.ones((3, 3)) if diagonal else None)
    if count < 2:
        return mask
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    return np.asarray((sizes >= share * sizes.max())[parts] & mask)


def opened(mask: BoolArray, side: int) -> BoolArray:
    """Those squares of so many pixels a side that lie in the mask wholly."""
    height, width = mask.shape
    if side > min(height, width):
        return np.zeros_like(mask)
    corners = _sums(mask, side) == side * side
    grown = np.pad(corners, side - 1)
    return np.asarray(_sums(grown, side) > 0)


def _sums(mask: BoolArray, side: int) -> NDArray[np.int32]:
    """How many pixels of the mask each square holds, by the square's upper left corner."""
    total = np.pad(mask.cumsum(axis=0, dtype=np.int32).cumsum(axis=1), ((1, 0), (1, 0)))
    tall = total[side:] - total[:-side]
    return np.asarray(tall[:, side:] - tall[:, :-side])
