"""What the finder learns from: composites, and its own surest answers on real photos."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.all_terrain.composites import Cutout, compose, corners, cut_out, tint
from fashion_model.all_terrain.material import Row
from fashion_model.data import Split
from fashion_model.images.finder import FINDER_SIDE
from fashion_model.images.prepare import find, flatten
from fashion_model.images.stage import Switches

UInt8Array = NDArray[np.uint8]
FloatArray = NDArray[np.float32]
Rng = np.random.Generator

_TINTED = 0.6  # share of composites whose item is from Fashion-MNIST
_SUREST = 0.7  # share of the photos whose found items are learned from
_SMALLEST = 0.08  # of the photo: an item found smaller is probably missed
_INVENTED_GROUNDS = 200


def read_cutouts(rows: list[Row]) -> list[Cutout]:
    """Things from transparent icons and from photos with a plain background."""
    cutouts = []
    for row in rows:
        if row.kind == "icon_rgba":
            cutouts.append(cut_out(row.read().convert("RGBA")))
        elif row.kind == "photo":
            opaque = flatten(row.read())
            stage = find(opaque, Switches())
            if stage.kind == "plain":
                alpha = np.where(stage.item, 255, 0)[..., None]
                rgba = np.concatenate([stage.colours, alpha], axis=2).astype(np.uint8)
                cutouts.append(cut_out(Image.fromarray(rgba, "RGBA")))
    return cutouts


def read_grounds(rows: list[Row], rng: Rng) -> list[UInt8Array]:
    """Corners of the photos, uint8 (24, 24, 3) each; noise of any colour where there are none."""
    photos = [row for row in rows if row.kind == "photo"]
    if photos:
        return [patch for row in photos for patch in corners(row.read())]
    noise = rng.normal(size=(_INVENTED_GROUNDS, 24, 24, 1)) * rng.uniform(
        0, 30, (_INVENTED_GROUNDS, 1, 1, 1)
    )
    colours = rng.uniform(20, 240, (_INVENTED_GROUNDS, 1, 1, 3))
    return list(np.clip(colours + noise, 0, 255).astype(np.uint8))


def compose_photos(
    train: Split, cutouts: list[Cutout], grounds: list[UInt8Array], count: int, rng: Rng
) -> tuple[UInt8Array, UInt8Array]:
    """`count` composites, uint8 (n, 96, 96, 3), and where their items are, uint8 (n, 96, 96)."""
    photos = np.empty((count, FINDER_SIDE, FINDER_SIDE, 3), np.uint8)
    items = np.empty((count, FINDER_SIDE, FINDER_SIDE), np.uint8)
    for number in range(count):
        if not cutouts or rng.random() < _TINTED:
            cutout = tint(train.images[rng.integers(len(train.images))], rng)
        else:
            cutout = cutouts[rng.integers(len(cutouts))]
        ground = grounds[rng.integers(len(grounds))]
        photos[number], items[number] = compose(cutout, ground, rng)
    return photos, items


def read_photos(rows: list[Row]) -> UInt8Array:
    """All photos as the finder sees them, uint8 (n, 96, 96, 3)."""
    size = (FINDER_SIDE, FINDER_SIDE)
    pictures = [row.read().convert("RGB") for row in rows if row.kind == "photo"]
    small = [np.asarray(each.resize(size, Image.Resampling.BOX)) for each in pictures]
    return np.stack(small) if small else np.zeros((0, *size, 3), np.uint8)


def label_photos(photos: UInt8Array, likely: FloatArray) -> tuple[UInt8Array, UInt8Array]:
    """The photos in which a finder was surest, and its answers made more decided.

    `likely`, (n, 96, 96), is what it answered; the results are as of `compose_photos`.
    """
    decided = np.abs(likely - 0.5).mean(axis=(1, 2))
    large = (likely > 0.5).mean(axis=(1, 2)) > _SMALLEST
    chosen = large & (decided >= np.quantile(decided, 1 - _SUREST))
    sharp = np.clip((likely[chosen] - 0.5) * 3 + 0.5, 0, 1)
    return photos[chosen], np.rint(255 * sharp).astype(np.uint8)
