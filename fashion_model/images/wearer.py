"""Leave out who wears it: a shop's picture of a garment shows no head, no hands and no trousers.

A wearer is told by a head: a compact part on top of wider shoulders, with much skin in it. Skin is
what Chai and Ngan found in the plane of blue and red chroma (IEEE Transactions on Circuits and
Systems for Video Technology 9, 1999), where light and dark skin hardly differ.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fashion_model.images.masks import opened
from fashion_model.images.segment import Colours, Mask, frame, main_parts
from fashion_model.images.stage import Stage

_CHROMA = np.array([[-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]], np.float32)
_BLUE, _RED = (77 - 128, 127 - 128), (133 - 128, 173 - 128)
_LIKE_FACE = 30.0  # grey levels between two colours' differences: the same person's skin

_HEAD_RATIO = (0.8, 2.4)  # height by width, long hair included
_SHOULDERS = (1.5, 4.5)  # as wide as so many heads
_HAIR = 0.8  # of the rows are no wider than a head is: hair sticks out
_FACE = 0.25  # of the head, at least
_SOLID = 0.9  # of each row: the handle of a bag has a hole
_ALL_SKIN = 0.6  # of what is below the head: it may as well be a bag of one brown

_TORSO = 1.2  # heads from the shoulders to the waist, at least
_WAIST = (0.45, 0.93)  # of the way down from the shoulders
_OTHER_COLOUR = 22.0  # grey levels between a garment and what is worn below
_TWO_COLOURS = 0.5  # of how much rows differ is explained by a waist


def leave_out(stage: Stage) -> Stage:
    """Keep the garment of a person before a plain background; anything else stays as it is."""
    if stage.kind != "plain":
        return stage
    place = frame(stage.item)
    item, colours = stage.item[place], stage.colours[place]
    head = _height_of_head(item)
    skin = _skin(colours) & item
    if not (head and _is_head(item[:head], skin[:head])):
        return stage
    if skin[head:].sum() > _ALL_SKIN * item[head:].sum():
        return stage
    garment = item & ~_like_face(colours, skin, head)
    garment[:head] = False
    garment[_waist(colours, garment, head) :] = False
    whole = np.zeros_like(stage.item)
    whole[place] = main_parts(garment)
    return replace(stage, item=whole, ink=whole) if whole.any() else stage


def _height_of_head(item: Mask) -> int:
    """Rows from the top of the item to where it becomes as wide as shoulders; 0 for no head."""
    widths = item.sum(axis=1).astype(np.float64)
    step = max(2, round(0.04 * len(widths)))
    rows = np.arange(max(step, len(widths) // 10), len(widths) // 2)
    total = np.concatenate([[0.0], np.cumsum(widths)])  # of all rows above
    below = total[np.minimum(rows + step, len(widths))] - total[rows]
    gains = below / np.maximum(1.0, total[rows] - total[rows - step])
    end = np.minimum(rows + 4 * step, len(widths))
    shoulders = (total[end] - total[rows + step]) / (end - rows - step)
    # A head is as wide as both ratios allow: for most rows no head is.
    widest = np.minimum(rows / _HEAD_RATIO[0], shoulders / _SHOULDERS[0])
    narrowest = np.maximum(rows / _HEAD_RATIO[1], shoulders / _SHOULDERS[1])
    best, height = 1.0, 0
    for at in np.flatnonzero((gains > best) & (widest >= narrowest)):
        row, gain = int(rows[at]), float(gains[at])
        if gain <= best:
            continue
        head = _width(widths[:row])
        if _within(row / head, _HEAD_RATIO) and _within(shoulders[at] / head, _SHOULDERS):
            best, height = gain, row
    return height


def _width(widths: NDArray[Any]) -> float:
    """How wide a head is whose rows are so wide: hair sticks out, and the top is narrow."""
    ordered = np.sort(widths)  # `np.percentile` takes a tenth of a millisecond, for every row
    at = _HAIR * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return max(1.0, float(ordered[below] + (at - below) * (ordered[above] - ordered[below])))


def _is_head(head: Mask, skin: Mask) -> bool:
    """Whether it is solid, and a good part of it one patch of skin."""
    first = head.argmax(axis=1)
    last = head.shape[1] - head[:, ::-1].argmax(axis=1)
    solid = head.sum() / np.where(head.any(axis=1), last - first, 0).sum()
    return bool(solid >= _SOLID and _face(skin, head).sum() >= _FACE * head.sum())


def _face(skin: Mask, head: Mask) -> Mask:
    """The skin of the head but for thin bits of it."""
    thin = max(2, round(_width(head.sum(axis=1)) / 5))
    return opened(skin, thin)


def _skin(colours: Colours) -> Mask:
    chroma = colours @ _CHROMA.T
    blue, red = chroma[..., 0], chroma[..., 1]
    within = (blue >= _BLUE[0]) & (blue <= _BLUE[1]) & (red >= _RED[0]) & (red <= _RED[1])
    return np.asarray(within)


def _like_face(colours: Colours, skin: Mask, head: int) -> Mask:
    """Arms and hands: skin whose colour is about that of the face, light or shade aside."""
    differences: NDArray[np.float32] = -np.diff(colours, axis=2)
    face = np.median(differences[:head][skin[:head]], axis=0)
    like = skin & (np.abs(differences - face).max(axis=2) < _LIKE_FACE)
    return np.asarray(ndimage.binary_opening(like))


def _waist(colours: Colours, garment: Mask, head: int) -> int:
    """The row where a garment ends and something of another colour begins, or the last one.

    It divides the rows' mean colours into two groups so that they differ most between and least
    within them (Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9, 1979).
    """
    rows = np.flatnonzero(garment.any(axis=1))
    if not len(rows):
        return len(garment)
    means = np.stack([colours[row][garment[row]].mean(axis=0) for row in rows])
    shades = np.stack([means.mean(axis=1), *(1.5 * -np.diff(means, axis=1).T)], axis=1)
    spread = ((shades - shades.mean(axis=0)) ** 2).sum()
    best, waist = _TWO_COLOURS * spread, len(garment)
    lowest = max(_TORSO * head, _WAIST[0] * len(rows))
    for cut in range(round(lowest), round(_WAIST[1] * len(rows))):
        apart = shades[:cut].mean(axis=0) - shades[cut:].mean(axis=0)
        explained = cut * (len(rows) - cut) / len(rows) * (apart**2).sum()
        if np.abs(apart).max() > _OTHER_COLOUR and explained > best:
            best, waist = explained, int(rows[cut])
    return waist


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]
