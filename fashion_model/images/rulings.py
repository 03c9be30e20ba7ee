"""Take the lines of lined and squared paper away, so that what is drawn on it is left.

A ruling is thin, goes from edge to edge, and comes again at regular distances; a photographed one
leans a little. Where ink of its own colour crosses it, it is kept, as lines of a staff are removed
from sheet music (Dalitz et al., IEEE Transactions on Pattern Analysis and Machine Intelligence 30,
2008).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fashion_model.images.segment import Background, Colours, Mask, distance, stand_out

FEWEST = 4  # lines that make a ruling
_STEEPEST = 0.12  # rows by which it leans in a column, 7 degrees
_THICKEST = 0.016  # of the height
_REGULAR = 0.7  # of the distances are within a quarter of the usual one
_THIN = 0.25  # of that distance
_WHOLE = 0.55  # of the way from edge to edge: so much of a line is seen
_BEGUN = 0.5  # of the strip at an edge
_STRIP = 0.025  # of the width, at both edges
_SIDE = 0.08  # of the width
_COLUMNS = 64  # that are looked at to find how it leans
_STRONGER = 1.6  # ink is so much farther from the paper than a ruling is
_INKED = 0.002  # of the picture, if anything is drawn with such ink


class Ruling(NamedTuple):
    """Lines that lean alike.

    Attributes:
        rows: bool (height), which rows belong to a line, where it meets the left edge.
        shift: int (width), by how many rows the lines are lower in each column.
    """

    rows: NDArray[np.bool_]
    shift: NDArray[np.int_]


def erase(colours: Colours, background: Background) -> Colours:
    """Return `colours`, float32 (height, width, 3), with paper where rulings were."""
    across = _find(colours, background, FEWEST)
    upright = colours.transpose(1, 0, 2)
    down = _find(upright, background, 1 if across else FEWEST)  # one: a margin
    if across is None and down is not None:
        across = _find(colours, background, 1)
    if across is not None:
        colours = _without(colours, across, background)
    if down is not None:
        colours = _without(colours.transpose(1, 0, 2), down, background).transpose(1, 0, 2)
    return colours


def _find(colours: Colours, background: Background, fewest: int) -> Ruling | None:
    """Lines from left to right that are not of the paper's colour, if there are so many."""
    height, width = colours.shape[:2]
    thickest = max(4, round(_THICKEST * height))
    strip = max(1, round(_STRIP * width))
    for edge in (colours[:, :strip], colours[:, -strip:]):
        begun = stand_out(edge, background).mean(axis=1) >= _BEGUN
        if len(_thin_runs(begun, thickest)) < fewest:
            return None
    off = stand_out(colours, background)
    shift = _leaning(off)
    straight = _straightened(off, shift)
    seen = _thin_runs(straight.mean(axis=1) >= _WHOLE, thickest)
    if len(seen) < fewest or (fewest >= FEWEST and not _is_regular(seen)):
        return None
    side = max(1, round(_SIDE * width))  # where an item hides no line
    beside = np.minimum(straight[:, :side].mean(axis=1), straight[:, -side:].mean(axis=1))
    rows = np.zeros(height, np.bool_)
    for start, end in {*seen, *_thin_runs(beside >= _WHOLE, thickest)}:
        rows[start:end] = True
    return Ruling(rows, shift)


def _thin_runs(rows: NDArray[np.bool_], thickest: int) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.pad(rows.astype(np.int8), 1)))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(start, end) for start, end in runs if end - start <= thickest]


def _is_regular(runs: list[tuple[int, int]]) -> bool:
    """Whether they come again at one distance and are thin beside it, unlike a shirt's stripes."""
    distances = np.diff([(start + end) / 2 for start, end in runs])
    usual = float(np.median(distances))
    if np.median([end - start for start, end in runs]) > _THIN * usual:
        return False
    return bool((np.abs(distances - usual) <= 0.25 * usual).mean() >= _REGULAR)


def _leaning(off: Mask) -> NDArray[np.int_]:
    """By how many rows the lines are lower in each column: what makes their rows fullest."""
    width = off.shape[1]
    columns = np.linspace(0, width - 1, min(width, _COLUMNS)).round().astype(int)
    few = off[:, columns]
    best, shift = -1.0, np.zeros(width, np.int_)
    steepest = round(_STEEPEST * width)
    for fall in sorted(range(-steepest, steepest + 1), key=abs):
        falling = np.round(np.linspace(0, fall, width)).astype(np.int_)
        full = float((_straightened(few, falling[columns]).mean(axis=1) ** 3).sum())
        if full > best:
            best, shift = full, falling
    return shift


def _straightened(off: Mask, shift: NDArray[np.int_]) -> Mask:
    """The rows that lean become straight; at the ends they come round."""
    rows = (np.arange(len(off))[:, None] + shift) % len(off)
    return np.asarray(off[rows, np.arange(off.shape[1])])


def _without(colours: Colours, ruling: Ruling, background: Background) -> Colours:
    height = len(colours)
    rows = (np.arange(height)[:, None] - ruling.shift) % height
    on_line = ruling.rows[rows]
    far = distance(colours, background.colour)
    contrast = float(np.percentile(far[on_line], 60))
    beside = _grown(on_line)
    ink = far > max(_STRONGER * contrast, background.tolerance)
    if (ink & ~beside).mean() < _INKED:
        off = far > background.tolerance
        ink = off & ~beside
        ink = ink | (beside & off & _meets(ink, 2 + _thickness(ruling)))
    return np.where((beside & ~ink)[..., None], background.colour, colours)


def _grown(mask: Mask) -> Mask:
    """With the rows above and below, where a line fades."""
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    return grown


def _thickness(ruling: Ruling) -> int:
    return max(end - start for start, end in _thin_runs(ruling.rows, len(ruling.rows)))


def _meets(ink: Mask, reach: int) -> Mask:
    """Where there is ink both above and below, at most `reach` rows away."""
    above, below = np.zeros_like(ink), np.zeros_like(ink)
    for rows in range(1, reach + 1):
        above[rows:] |= ink[:-rows]
        below[:-rows] |= ink[rows:]
    return above & below
