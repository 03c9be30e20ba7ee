"""Peel off what surrounds a picture within the picture: frames, bars, a slide, a sheet on a desk.

Otherwise a photo with a white frame is a white thing with a dark hole. Told by what an item hardly
ever is: a rectangle with its four corners, on another plain ground, with something on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fashion_model.images.masks import fill_holes, opened
from fashion_model.images.segment import (
    Colours,
    Mask,
    distance,
    drop_specks,
    frame,
    judge,
    look_at_border,
    stand_out,
)
from fashion_model.labels import SIDE

MOST = 4  # one within the other: bars, a slide, a frame
_EVEN = 0.98  # of an outermost row's pixels: it is all of one colour
_ALIKE = 12.0  # grey levels
_COLUMNS = 128  # of a row that are looked at
_ROWS = 64  # that are looked at together
_SOFT = 0.01  # of the side: as far as an edge may be blurred
_EDGE = 0.5  # of the row behind a bar: so much is not the bar's colour
_PHOTO = 0.95  # of that row, where what is behind the bars is no plain ground
_CORNER = 0.03  # of the side
_LARGE, _FULL = 0.3, 0.85  # what is on it: so much of its side at least, of its pixels at most
_HOLLOW = 0.5  # of a picture: so much of it may be of the bar's colour
_SMALLEST = 8  # pixels of a side that remain

_LOOKED_AT = 256  # pixels of the longest side at which a sheet is looked for
_SHEET = 0.15  # of the picture, at least
_TICKS = 0.03  # of the side: what is thinner sticks out of a sheet
_RECTANGLE = 0.97  # of the rectangle around it
_TURNS = np.exp(1j * np.deg2rad(np.arange(-20, 21)))  # by degrees: a sheet may lean
_RIM = 0.015  # of the side: an edge, or a line around a figure


def peel(colours: Colours) -> Colours:
    """Return what remains of `colours`, float32 (height, width, 3), without its surroundings."""
    for _ in range(MOST):
        inner = _without_bars(colours)
        if inner is None:
            inner = _on_sheet(colours)
        if inner is None:
            break
        colours = inner
    return colours


def _without_bars(colours: Colours) -> Colours | None:
    """Cut off the bars at all sides that begin with one colour; None where one of them is none."""
    bands = [_band(_from_side(colours, side)) for side in range(4)]
    top, bottom, left, right = bands
    height, width = colours.shape[:2]
    if height - top - bottom < _SMALLEST or width - left - right < _SMALLEST:
        return None
    inner = _cut(colours, bands)
    straight = {
        side: _straightness(_from_side(colours, side)[0], _from_side(inner, side))
        for side, band in enumerate(bands)
        if band
    }
    barred = list(straight)
    if any(each <= _EDGE for each in straight.values()):  # a caption still goes from edge to edge
        across = [bands[2:], bands[2:], bands[:2], bands[:2]]
        barred = [side for side in straight if straight[side] > _EDGE and not any(across[side])]
    if not barred:
        return None
    cut = [band if side in barred else 0 for side, band in enumerate(bands)]
    blurred = round(_SOFT * max(_cut(colours, cut).shape[:2]))
    inner = _cut(colours, [each + blurred * (each > 0) for each in cut])
    bar = np.median(_from_side(colours, barred[0])[0], axis=0)
    return inner if _is_picture(inner, bar, min(straight[side] for side in barred)) else None


def _cut(colours: Colours, sides: list[int]) -> Colours:
    """Without so many rows and columns at the top, bottom, left and right."""
    height, width = colours.shape[:2]
    return colours[sides[0] : height - sides[1], sides[2] : width - sides[3]]


def _from_side(colours: Colours, side: int) -> Colours:
    """The picture seen from its top, bottom, left or right: rows from there inwards."""
    seen = colours if side < 2 else colours.transpose(1, 0, 2)
    return seen[::-1] if side % 2 else seen


def _band(rows: Colours) -> int:
    """How many of the first rows are all of the first one's colour."""
    colour = np.median(rows[0], axis=0)
    few = rows[:, :: max(1, rows.shape[1] // _COLUMNS)]
    for start in range(0, len(rows), _ROWS):  # most pictures have no bar
        alike = (distance(few[start : start + _ROWS], colour) <= _ALIKE).mean(axis=1) >= _EVEN
        if not alike.all():
            return start + int(alike.argmin())
    return len(rows)


def _straightness(outermost: NDArray[np.float32], inner: Colours) -> float:
    """How much of the row behind a band is of another colour: 0 where its ends are not, too."""
    soft = 1 + round(_SOFT * max(inner.shape[:2])) if len(inner) > 2 * _SMALLEST else 0
    other = distance(inner[soft], np.median(outermost, axis=0)) > 2 * _ALIKE
    corner = soft + max(1, round(_CORNER * len(other)))
    ends = other[soft:corner].mean(), other[-corner : len(other) - soft].mean()
    return float(other.mean()) if min(ends) > _EDGE else 0.0


def _is_picture(colours: Colours, bar: NDArray[np.float32], straight: float) -> bool:
    """Whether it may be one: a plain ground with something large on it, or a photo."""
    if max(colours.shape[:2]) > SIDE:  # one of the collection's never leans, and its edge counts
        rim = round(2 * _RIM * max(colours.shape))  # slivers of the bar, where the picture leans
        if min(colours.shape[:2]) <= 2 * rim:
            return False  # a stroke
        colours = _cut(colours, [rim] * 4)
    background = look_at_border(colours)
    if not background.plain:
        return straight >= _PHOTO
    if distance(background.colour[None], bar)[0] <= 2 * _ALIKE:
        return False
    shown = drop_specks(stand_out(colours, background))
    hollow = shown & (distance(colours, bar) <= _ALIKE)  # a drawn box shows the same paper inside
    return _is_large(shown, np.ones_like(shown)) and hollow.mean() <= _HOLLOW


def _is_large(shown: Mask, place: Mask) -> bool:
    if not shown.any():
        return False
    high, wide = (part.stop - part.start for part in frame(shown))
    rows, columns = (part.stop - part.start for part in frame(place))
    large = max(high, wide) >= _LARGE * max(rows, columns)
    return bool(large and shown.sum() <= _FULL * place.sum())


def _on_sheet(colours: Colours) -> Colours | None:
    """Cut out a sheet that something is on; what is beside it gets its colour. None without one."""
    background = look_at_border(colours)
    if not background.plain:
        return None
    step = -(-max(colours.shape[:2]) // _LOOKED_AT)
    small = colours[::step, ::step]
    sheet = _sheet(_any_of(stand_out(colours, background), step))
    if sheet is None:
        return None
    rim = sheet & ~_eroded(sheet, 2 * _RIM)
    paper = judge(small[rim])
    shown = sheet & (distance(small, paper.colour) > max(paper.tolerance, 2 * _ALIKE))
    shown = drop_specks(shown)
    if not paper.plain or not _is_large(shown, sheet):
        return None
    apart = distance(paper.colour[None], background.colour)[0]
    if apart <= background.tolerance + _ALIKE and (shown & ~_eroded(sheet, _RIM)).any():
        return None  # a line around a figure keeps its distance, the outline of a box does not
    whole = sheet.repeat(step, axis=0).repeat(step, axis=1)
    whole = whole[: colours.shape[0], : colours.shape[1]]
    place = frame(whole)
    return np.where(whole[place][..., None], colours[place], paper.colour)


def _any_of(mask: Mask, step: int) -> Mask:
    """A mask at a `step`-th of its size, in which no thin line is lost."""
    height, width = (-(-side // step) for side in mask.shape)
    whole = np.zeros((height * step, width * step), np.bool_)
    whole[: mask.shape[0], : mask.shape[1]] = mask
    tall, small = np.zeros((height, width * step), np.bool_), np.zeros((height, width), np.bool_)
    for offset in range(step):  # five times as fast as `any` along two axes
        tall |= whole[offset::step]
    for offset in range(step):
        small |= tall[:, offset::step]
    return small


def _sheet(standing: Mask) -> Mask | None:
    """The largest thing without its edge, if it is a rectangle."""
    parts, count = ndimage.label(fill_holes(standing))
    if not count:
        return None
    filled = parts == np.bincount(parts.ravel())[1:].argmax() + 1
    if filled.sum() < _SHEET * filled.size:
        return None
    thin = max(2, round(_TICKS * max(filled.shape)))
    sheet = opened(filled, thin)
    if not sheet.any() or not _is_rectangle(sheet):
        return None
    inside = _eroded(sheet, _RIM)
    return inside if inside.any() else None


def _is_rectangle(mask: Mask) -> bool:
    edge = mask & ~ndimage.binary_erosion(mask)
    down, right = np.nonzero(edge)
    turned = _TURNS[:, np.newaxis] * (down + 1j * right)
    areas = (np.ptp(turned.real, axis=1) + 1) * (np.ptp(turned.imag, axis=1) + 1)
    return bool(mask.sum() >= _RECTANGLE * areas.min())


def _eroded(mask: Mask, share: float) -> Mask:
    """Without its rim, `share` of the picture's side deep; the picture's own edge is none."""
    deep = max(1, round(share * max(mask.shape)))
    return np.asarray(ndimage.distance_transform_cdt(np.pad(mask, 1)) > deep)[1:-1, 1:-1]
