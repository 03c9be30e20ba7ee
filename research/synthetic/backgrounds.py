"""What things lie and stand on in photos: floors and beds grown from patches, grass, leaves, tiles.

All are float32 (SIDE, SIDE, 3), 0 to 255.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.images.segment import SEGMENTER_SIDE as SIDE

Rng = np.random.Generator


def grow_ground(patch: UInt8Array, rng: Rng) -> FloatArray:
    """A ground in uneven light: a patch (24, 24, 3) mirrored all over, or something invented."""
    kind = rng.random()
    if kind < 0.2:
        ground = _plain(rng)
    elif kind < 0.4:
        ground = _TEXTURES[rng.integers(len(_TEXTURES))](rng)
    else:
        ground = _mirrored(patch, rng)
    if rng.random() < 0.2:  # the edge of a bed, a skirting board
        other = _plain(rng)
        at = rng.integers(5, SIDE // 3)
        side = int(rng.integers(4))
        ground = np.rot90(ground, side).copy()
        ground[:at] = other[:at]
        ground = np.rot90(ground, -side)
    return ground * _light(rng)


def _mirrored(patch: UInt8Array, rng: Rng) -> FloatArray:
    scale = rng.integers(1, 5)
    size = int(24 * scale)
    tile = np.asarray(Image.fromarray(patch).resize((size, size), Image.Resampling.BICUBIC))
    tile = np.rot90(tile, int(rng.integers(4)))
    both = np.concatenate([tile, tile[::-1]])
    both = np.concatenate([both, both[:, ::-1]], axis=1)
    times = -(-2 * SIDE // len(both)) + 1
    wide = np.tile(both, (times, times, 1))
    top, left = rng.integers(0, len(wide) - SIDE, 2)
    return wide[top : top + SIDE, left : left + SIDE].astype(np.float32)


def _plain(rng: Rng) -> FloatArray:
    noise = rng.normal(size=(SIDE, SIDE, 1)) * rng.uniform(0, 25)
    noise = ndimage.gaussian_filter(noise, (rng.uniform(0, 2), rng.uniform(0, 2), 0))
    colour = rng.uniform(20, 250, 3) if rng.random() < 0.5 else np.full(3, rng.uniform(20, 250))
    return np.asarray(colour + noise, np.float32)


def _leaves(rng: Rng) -> FloatArray:
    """A forest floor or a hedge: leaves over each other, brown or green."""
    green = rng.random() < 0.5
    base = np.array((60, 90, 40) if green else (130, 95, 55)) * rng.uniform(0.6, 1.3)
    picture = Image.new("RGB", (SIDE, SIDE), _colour(base * 0.5))
    pen = ImageDraw.Draw(picture)
    size = rng.uniform(2, 9)
    round_leaf = np.array([(-1, 0), (-0.4, 0.45), (0.4, 0.4), (1, 0), (0.4, -0.4), (-0.4, -0.45)])
    for x, y, angle in rng.random((160, 3)) * (SIDE, SIDE, 2 * np.pi):
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        leaf = round_leaf @ turn * size * rng.uniform(0.5, 1.4) + (x, y)
        colour = base * rng.uniform(0.5, 1.7) + rng.normal(size=3) * 12
        pen.polygon([(float(a), float(b)) for a, b in leaf], fill=_colour(colour))
    return np.asarray(picture, np.float32)


def _grass(rng: Rng) -> FloatArray:
    base = np.array((85, 120, 50)) * rng.uniform(0.6, 1.3)
    picture = Image.new("RGB", (SIDE, SIDE), _colour(base * 0.6))
    pen = ImageDraw.Draw(picture)
    long, width = rng.uniform(4, 16), int(rng.integers(1, 3))
    for x, y, lean in rng.random((350, 3)) * (SIDE, SIDE + long, 1) - (0, 0, 0.5):
        colour = _colour(base * rng.uniform(0.5, 1.7) + rng.normal(size=3) * 10)
        pen.line([(x, y), (x + lean * long, y - long)], fill=colour, width=width)
    return np.asarray(picture, np.float32)


def _boards(rng: Rng) -> FloatArray:
    """Wooden boards with grain and seams, in one of two directions."""
    wide = int(rng.integers(8, 32))
    base = np.array((165, 120, 80)) * rng.uniform(0.4, 1.5) + rng.uniform(-20, 20)
    board = np.arange(SIDE) // wide
    shade = rng.uniform(0.8, 1.15, SIDE)[board][:, None]
    grain = ndimage.gaussian_filter(rng.normal(size=(SIDE, SIDE)), (0.6, 12))
    light = shade + grain * rng.uniform(0, 1.0)
    light[np.arange(SIDE) % wide == 0] *= rng.uniform(0.3, 0.8)
    floor = light[..., None] * base
    return np.asarray(floor if rng.random() < 0.5 else floor.transpose(1, 0, 2), np.float32)


def _tiles(rng: Rng) -> FloatArray:
    """Tiles or bricks with joints."""
    high = int(rng.integers(6, 40))
    wide = int(high * rng.choice((1, 1, 2, 3)))
    rows, columns = np.mgrid[:SIDE, :SIDE]
    columns = columns + (rows // high % 2) * (wide // 2) * int(rng.integers(2))
    bricks = rng.uniform(0.75, 1.2, (SIDE, 2 * SIDE))[rows // high, columns // wide]
    colour = rng.uniform(60, 230, 3) * 0.4 + rng.uniform(60, 230) * 0.6
    joint = (rows % high < 1) | (columns % wide < 1)
    light = np.where(joint, rng.uniform(0.5, 1.4), 1 + (bricks - 1) * rng.uniform(0, 1))
    return np.asarray(light[..., None] * colour, np.float32)


def _carpet(rng: Rng) -> FloatArray:
    """A woven or spotted cloth: a few colours in a pattern that repeats."""
    size = int(rng.integers(4, 24))
    motif = ndimage.gaussian_filter(rng.normal(size=(size, size)), rng.uniform(0.5, 2))
    motif = np.concatenate([motif, motif[:, ::-1]], axis=1)
    motif = np.concatenate([motif, motif[::-1]])
    times = -(-SIDE // len(motif))
    steps = np.digitize(motif, np.quantile(motif, (0.4, 0.75)))
    whole = np.tile(steps, (times, times))[:SIDE, :SIDE]
    cloth = rng.uniform(20, 240, (3, 3))[whole]
    return np.asarray(cloth + rng.normal(size=(SIDE, SIDE, 1)) * rng.uniform(2, 18), np.float32)


_TEXTURES = (_leaves, _leaves, _grass, _boards, _boards, _tiles, _carpet)


def _light(rng: Rng) -> FloatArray:
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE - 0.5
    slope = rng.normal(size=2) * 0.25
    light = np.clip(1 + slope[0] * y + slope[1] * x, 0.4, 1.5)
    return np.asarray(light[..., None], np.float32)


def _colour(values: NDArray[np.float64]) -> tuple[int, int, int]:
    red, green, blue = np.clip(values, 0, 255).astype(int).tolist()
    return red, green, blue
