"""Vary training pictures. The preview page and the training call the same function."""

import numpy as np
import numpy.typing as npt

from fashion_model.config import Augmentation
from fashion_model.images.sketch import sketch

UInt8Array = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]


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
