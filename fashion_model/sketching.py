"""Turn pictures of Fashion-MNIST into what drawings of the same things look like once prepared.

A drawing's outline arrives at the network filled with grey, its lines white (`images.lines`).
The same is made here from a picture: its silhouette, simplified as by an unpractised hand and
bent a little, an outline of some width, and some of its inner edges as lines. Everything is done
on a whole batch at once, at twice the size, cheap enough for a live training.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fashion_model.images.shades import PAPER
from fashion_model.labels import SIDE

UInt8Array = NDArray[np.uint8]
FloatArray = NDArray[np.float32]

_SCALE = 2
_LARGE = _SCALE * SIDE
_IN_PLANE = np.zeros((3, 3, 3), np.bool_)  # neighbours within a picture, never across pictures
_IN_PLANE[1] = True
_FOUR = np.zeros((3, 3, 3), np.bool_)
_FOUR[1] = [[False, True, False], [True, True, True], [False, True, False]]


def sketch(images: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Drawings of what is on `images`, uint8 (n, 28, 28), as they look once prepared."""
    n = len(images)
    large = ndimage.zoom(images.astype(np.float32), (1, _SCALE, _SCALE), order=1)
    bent = _bend(large, rng.uniform(0, 2.5, n), rng)
    shape = _simplify(bent > 24, rng.choice((0.5, 1.0, 1.8, 2.6)))
    width = int(rng.integers(1, 5))
    ink = shape & ~ndimage.binary_erosion(shape, _FOUR, iterations=width)
    edges = _inner_edges(bent, shape) & (rng.random(n) < 0.6)[:, None, None]
    filling = rng.choice((0.0, PAPER, PAPER, PAPER, PAPER, rng.uniform(0.1, 0.95)), n)
    lines = rng.uniform(0.8, 1.0, n)
    drawn = np.where(shape, filling[:, None, None], 0.0)
    drawn = np.where(ink | edges, lines[:, None, None], drawn)
    small = drawn.reshape(n, SIDE, _SCALE, SIDE, _SCALE).mean(axis=(2, 4))
    sketched: UInt8Array = np.rint(255 * small).astype(np.uint8)
    return sketched


def _simplify(shape: NDArray[np.bool_], blur: float) -> NDArray[np.bool_]:
    """Fill holes, then round off what a hand would not draw."""
    filled = ndimage.binary_fill_holes(shape, _FOUR)
    smooth = ndimage.gaussian_filter(filled.astype(np.float32), (0, blur, blur))
    return np.asarray(smooth > 0.5)


def _inner_edges(large: FloatArray, shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where lightness changes most inside the shape: collars, seams, laces, handles."""
    smooth = ndimage.gaussian_filter(large, (0, 1.2, 1.2))
    slope = np.hypot(ndimage.sobel(smooth, axis=1), ndimage.sobel(smooth, axis=2))
    inside = ndimage.binary_erosion(shape, _IN_PLANE, iterations=3)
    slope = np.where(inside, slope, 0)
    strong = slope > np.percentile(slope, 93, axis=(1, 2))[:, None, None]
    return np.asarray(strong & (slope > 60))


def _bend(large: FloatArray, strength: NDArray[np.float64], rng: np.random.Generator) -> FloatArray:
    """Displace pixels smoothly by about `strength` (n,) pixels, differently in each picture."""
    n = len(large)
    coarse = rng.normal(size=(2, n, 4, 4)).astype(np.float32) * strength[:, None, None]
    fine = ndimage.zoom(coarse, (1, 1, _LARGE / 4, _LARGE / 4), order=1)
    y, x = np.mgrid[:_LARGE, :_LARGE].astype(np.float32)
    rows = np.clip(np.rint(y + fine[0]), 0, _LARGE - 1).astype(np.intp)
    columns = np.clip(np.rint(x + fine[1]), 0, _LARGE - 1).astype(np.intp)
    bent: FloatArray = large[np.arange(n)[:, None, None], rows, columns]
    return bent
