"""Product photos of what shops show otherwise than Fashion-MNIST: shoes in pairs, tops with fronts.

Fashion-MNIST shows one shoe from its side, toes to the left; a shop often shows both, one behind
or beside the other, seen from ahead. Its pullovers have hardly a hood or a half-zip.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from fashion_model.all_terrain.composites import (
    Cutout,
    compose_plain,
    cut_out,
    pair,
    put_behind,
    tint,
)
from fashion_model.all_terrain.fronts import draw_front
from fashion_model.data import Split

Rng = np.random.Generator

SHOES, TOPS = (5, 7, 9), (2, 6)
_SIDE = 64  # pixels, of a top on which a front is drawn


def photograph(train: Split, label: int, rng: Rng) -> Image.Image:
    """A product photo, 96 × 96, of something of kind `label`, one of `SHOES` or `TOPS`."""
    image = train.images[rng.choice(np.flatnonzero(train.labels == label))]
    if label in TOPS:
        garment = Image.fromarray(image).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
        draw_front(garment, label, rng)
        return Image.fromarray(compose_plain(tint(np.asarray(garment), rng), rng))
    shoe = _from_ahead(tint(image, rng), rng)
    two = pair(shoe, rng) if rng.random() < 0.4 else _both(shoe, rng)
    return Image.fromarray(compose_plain(two, rng))


def _from_ahead(shoe: Cutout, rng: Rng) -> Cutout:
    """Foreshortened, as when toes point half towards the camera, with a higher heel or none."""
    picture = shoe.picture
    wide, high = picture.size
    shorter = picture.resize((max(2, round(wide * rng.uniform(0.5, 1.05))), high))
    slope = rng.uniform(-0.35, 0.35)
    frame = Image.new("RGBA", (2 * shorter.width, 3 * high))
    frame.paste(shorter, (shorter.width // 2, high))
    shear = (1, 0, 0, slope, 1, -slope * shorter.width)
    return cut_out(frame.transform(frame.size, Image.Transform.AFFINE, shear))


def _both(shoe: Cutout, rng: Rng) -> Cutout:
    """One behind or beside the other, toes to the same side."""
    right, down = rng.uniform(0.15, 1.05) * rng.choice((-1, 1)), -rng.uniform(0, 0.25)
    turned = shoe.picture.convert("RGBa").rotate(rng.normal() * 5, Image.Resampling.BILINEAR)
    return put_behind(shoe.picture, turned.convert("RGBA"), right, down)
