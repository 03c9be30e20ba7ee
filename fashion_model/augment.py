"""Vary training pictures. The preview page and the training call the same function.

One way is to redraw them as people draw. A drawing's outline arrives at the network filled with
grey, its lines white (`images.lines`). The same is made here from a picture: its silhouette,
simplified as by an unpractised hand and bent a little, an outline of some width, and some of its
inner edges as lines. Everything is done on a whole batch at once, at twice the size. To be cheap
enough for a live training, whatever is linear (enlarge, blur, slope) is a small matrix, applied to
rows and columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fashion_model.arrays import BoolArray, FloatArray, UInt8Array
from fashion_model.config import Augmentation
from fashion_model.images.shades import PAPER
from fashion_model.labels import SIDE

_SCALE = 2
_LARGE = _SCALE * SIDE
_COARSE = 4  # points in a row that are displaced at random
_INSIDE = 4  # steps from the outline, where inner edges begin
_FOUR = np.zeros((3, 3, 3), np.bool_)  # neighbours within a picture, never across pictures
_FOUR[1] = [[False, True, False], [True, True, True], [False, True, False]]
_EACH = np.eye(_LARGE, dtype=np.float32)
_ENLARGE = ndimage.zoom(np.eye(SIDE, dtype=np.float32), (_LARGE / SIDE, 1), order=1)
_REFINE = ndimage.zoom(np.eye(_COARSE, dtype=np.float32), (_LARGE / _COARSE, 1), order=1)
_BLURS = [ndimage.gaussian_filter1d(_EACH, sigma, axis=0) for sigma in (0.5, 1.0, 1.8, 2.6)]
_SOFT = ndimage.gaussian_filter1d(_EACH, 1.2, axis=0)
_ALONG = ndimage.correlate1d(_SOFT, [-1, 0, 1], axis=0)  # Sobel: the slope along one side,
_ACROSS = ndimage.correlate1d(_SOFT, [1, 2, 1], axis=0)  # smoothed across it


def augment(images: UInt8Array, settings: Augmentation, rng: np.random.Generator) -> UInt8Array:
    """Varied copies of `images`, uint8 `(n, 28, 28)`; the same `rng` state, the same result."""
    for vary in (_redraw, _flip, _move, _erase):
        images = vary(images, settings, rng)
    return images


def _redraw(images: UInt8Array, settings: Augmentation, rng: np.random.Generator) -> UInt8Array:
    """Replace some pictures by drawings of the same things."""
    if not settings.sketches:
        return images
    chosen = np.flatnonzero(rng.random(len(images)) < settings.sketches)
    redrawn = images.copy()
    redrawn[chosen] = sketch(images[chosen], rng)
    return redrawn


def _flip(images: UInt8Array, settings: Augmentation, rng: np.random.Generator) -> UInt8Array:
    if not settings.flip:
        return images
    chosen = rng.random(len(images)) < settings.flip
    return np.where(chosen[:, None, None], images[:, :, ::-1], images)


def _move(images: UInt8Array, settings: Augmentation, rng: np.random.Generator) -> UInt8Array:
    """Shift by whole pixels; by parts of one where a picture is turned or zoomed, too."""
    if settings.rotation or settings.zoom:
        return _turn_and_zoom(images, settings, rng)
    return _shift(images, settings.shift, rng)


def _shift(images: UInt8Array, most: float, rng: np.random.Generator) -> UInt8Array:
    """Move each picture by whole pixels; what comes in at the edge is black."""
    n, side, _ = images.shape
    pad = round(most)
    if pad == 0:
        return images
    framed = np.pad(images, ((0, 0), (pad, pad), (pad, pad)))
    down, right = rng.integers(0, 2 * pad + 1, (2, n))
    rows = down[:, None] + np.arange(side)
    columns = right[:, None] + np.arange(side)
    moved: UInt8Array = framed[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return moved


def _turn_and_zoom(
    images: UInt8Array, settings: Augmentation, rng: np.random.Generator
) -> UInt8Array:
    """Turn, zoom and shift about the centre in one bilinear look-up."""
    n, side, _ = images.shape
    angle = np.deg2rad(rng.uniform(-settings.rotation, settings.rotation, n))
    scale = 1 + rng.uniform(-settings.zoom, settings.zoom, n)
    move = rng.uniform(-settings.shift, settings.shift, (2, n))
    cosine, sine = (
        part.astype(np.float32)[:, None, None]
        for part in (np.cos(angle) / scale, np.sin(angle) / scale)
    )
    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side].astype(np.float32) - np.float32(middle)
    down, right = move.astype(np.float32)[:, :, None, None]
    return _look_up(
        images,
        cosine * (y - down) - sine * (x - right) + np.float32(middle),
        sine * (y - down) + cosine * (x - right) + np.float32(middle),
    )


def _look_up(images: UInt8Array, y: FloatArray, x: FloatArray) -> UInt8Array:
    """Bilinear values of `images` at `y`, `x`, each `(n, 28, 28)` in pixels; black outside."""
    n, side, _ = images.shape
    framed = np.pad(images, ((0, 0), (1, 2), (1, 2))).astype(np.float32)
    y = np.clip(y + 1, 0, side + 1)
    x = np.clip(x + 1, 0, side + 1)
    top, left = y.astype(np.intp), x.astype(np.intp)
    low, near = y - top, x - left
    which = np.arange(n)[:, None, None]
    upper = framed[which, top, left] * (1 - near) + framed[which, top, left + 1] * near
    lower = framed[which, top + 1, left] * (1 - near) + framed[which, top + 1, left + 1] * near
    looked_up: UInt8Array = np.rint(upper * (1 - low) + lower * low).astype(np.uint8)
    return looked_up


def _erase(images: UInt8Array, settings: Augmentation, rng: np.random.Generator) -> UInt8Array:
    """Blank a rectangle of a quarter to half the side with grey (random erasing, 1708.04896)."""
    if not settings.erasing:
        return images
    n, side, _ = images.shape
    chosen = rng.random((n, 1, 1)) < settings.erasing
    sizes = rng.integers(side // 4, side // 2 + 1, (2, n))
    corners = rng.integers(0, side - sizes + 1)
    grey = rng.integers(0, 256, (n, 1, 1), dtype=np.uint8)
    line = np.arange(side)
    rows, columns = np.logical_and(line >= corners[..., None], line < (corners + sizes)[..., None])
    hidden = rows[:, :, None] & columns[:, None, :] & chosen
    return np.where(hidden, grey, images)


def sketch(images: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Drawings of what is on `images`, uint8 (n, 28, 28), as they look once prepared."""
    n = len(images)
    large = _ENLARGE @ images.astype(np.float32) @ _ENLARGE.T
    bent = _bend(large, rng.uniform(0, 2.5, n), rng)
    shape = _simplify(bent > 24, _BLURS[rng.integers(len(_BLURS))])
    ink = shape & ~_erode(shape, int(rng.integers(1, 5)))
    detailed = np.flatnonzero(rng.random(n) < 0.6)
    ink[detailed] |= _inner_edges(bent[detailed], shape[detailed])
    filling = rng.choice((0.0, PAPER, PAPER, PAPER, PAPER, rng.uniform(0.1, 0.95)), n)
    lines = rng.uniform(0.8, 1.0, n)
    covered, lined = _shrink(shape), _shrink(ink)  # lines lie within the shape
    drawn = filling[:, None, None] * (covered - lined) + lines[:, None, None] * lined
    sketched: UInt8Array = np.rint(255 * drawn).astype(np.uint8)
    return sketched


def _simplify(shape: BoolArray, blur: FloatArray) -> BoolArray:
    """Fill holes, then round off what a hand would not draw."""
    regions, count = ndimage.label(~shape, _FOUR)
    open_to_edge = np.zeros(count + 1, np.bool_)
    for edge in (regions[:, 0], regions[:, -1], regions[:, :, 0], regions[:, :, -1]):
        open_to_edge[edge] = True
    open_to_edge[0] = False  # the shape itself
    filled = ~open_to_edge[regions]
    return np.asarray(blur @ filled.astype(np.float32) @ blur.T > 0.5)


def _erode(shape: BoolArray, times: int) -> BoolArray:
    """Take a pixel off every side, `times` over; what lies outside the picture is no shape."""
    smaller = np.pad(shape, ((0, 0), (1, 1), (1, 1)))
    for _ in range(times):
        inner = smaller[:, 1:-1, 1:-1] & smaller[:, 2:, 1:-1] & smaller[:, :-2, 1:-1]
        smaller[:, 1:-1, 1:-1] = inner & smaller[:, 1:-1, 2:] & smaller[:, 1:-1, :-2]
    return smaller[:, 1:-1, 1:-1]


def _inner_edges(large: FloatArray, shape: BoolArray) -> BoolArray:
    """Where lightness changes most inside the shape: collars, seams, laces, handles."""
    down, right = _ALONG @ large @ _ACROSS.T, _ACROSS @ large @ _ALONG.T
    steepness = (down * down + right * right) * _erode(shape, _INSIDE)  # the slope, squared
    some = steepness[:, ::_SCALE, ::_SCALE].reshape(len(large), SIDE * SIDE)
    strong = np.percentile(some, 93, axis=1)
    return np.asarray(steepness > np.maximum(strong, 60**2)[:, None, None])


def _bend(large: FloatArray, strength: NDArray[np.float64], rng: np.random.Generator) -> FloatArray:
    """Displace pixels smoothly by about `strength` (n,) pixels, differently in each picture."""
    n = len(large)
    coarse = rng.normal(size=(2, n, _COARSE, _COARSE)) * strength[:, None, None]
    down, right = _REFINE @ coarse.astype(np.float32) @ _REFINE.T
    line = np.arange(_LARGE, dtype=np.float32)
    rows = np.clip(np.rint(line[:, None] + down), 0, _LARGE - 1).astype(np.intp)
    columns = np.clip(np.rint(line + right), 0, _LARGE - 1).astype(np.intp)
    bent: FloatArray = large[np.arange(n)[:, None, None], rows, columns]
    return bent


def _shrink(shape: BoolArray) -> FloatArray:
    """How much of each pixel of the finished picture `shape` covers, 0 to 1."""
    fine = shape.view(np.uint8)
    rows = fine[:, ::2] + fine[:, 1::2]
    return (rows[:, :, ::2] + rows[:, :, 1::2]).astype(np.float32) / np.float32(_SCALE**2)
