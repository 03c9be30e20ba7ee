"""Garments as shops photograph them: from the front, and pairs of shoes."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from fashion_model.data import Split
from research.synthetic.composites import Cutout, compose_plain, cut_out, pair, put_behind, tint

Rng = np.random.Generator

_PULLOVER, _SHIRT = 2, 6
_SIDE = 64  # pixels, of a top on which a front is drawn


def draw_front(garment: Image.Image, label: int, rng: Rng) -> None:
    """Draw one of the fronts of kind `label` on it; nothing on kinds that have none."""
    fronts = _FRONTS.get(label, ())
    if fronts:
        fronts[rng.integers(len(fronts))](garment, rng)


def shade_of(garment: Image.Image) -> float:
    """The grey level of most of it."""
    values = np.asarray(garment)
    return float(np.median(values[values > 20])) if (values > 20).any() else 128.0


def _ink(garment: Image.Image, rng: Rng) -> int:
    """A shade that stands out from the garment's own."""
    shade, step = shade_of(garment), rng.uniform(40, 110)
    return round(shade - step if shade > 150 or rng.random() < 0.3 else min(255, shade + step))


def _button_up(garment: Image.Image, rng: Rng) -> None:
    """Draw a collar, the edge of a placket and buttons on it."""
    pen, ink = ImageDraw.Draw(garment), max(13, _ink(garment, rng))
    middle, neck = garment.width / 2, _neck(garment)
    out, deep = rng.uniform(7, 11), neck + rng.uniform(6, 11)
    for side in (-1, 1):
        pen.line(
            [(middle + side * 6, 0), (middle + side * out, deep), (middle, neck + 4)],
            fill=ink,
            width=2,
        )
    pen.line(
        [(middle, neck + 3), (middle, garment.height)], fill=ink, width=int(rng.integers(1, 4))
    )
    if rng.random() < 0.5:
        for y in np.arange(neck + 8, garment.height - 3, rng.uniform(7, 10)):
            pen.ellipse((middle + 1, y, middle + 4, y + 3), fill=_ink(garment, rng))


def _half_zip(garment: Image.Image, rng: Rng) -> None:
    """Draw a stand-up collar and a zip that ends on the chest."""
    pen, ink = ImageDraw.Draw(garment), max(13, _ink(garment, rng))
    middle, neck = garment.width / 2, _neck(garment)
    pen.rectangle((middle - 7, 0, middle + 7, neck + 4), outline=ink, fill=round(shade_of(garment)))
    end = garment.height * rng.uniform(0.25, 0.45)
    pen.line([(middle, 0), (middle, end)], fill=ink, width=2)


def _hood(garment: Image.Image, rng: Rng) -> None:
    """Draw a hood that lies open behind the neck, its strings, and a pocket on the belly."""
    pen, ink = ImageDraw.Draw(garment), max(13, _ink(garment, rng))
    wide, high = garment.size
    middle, neck = wide / 2, _neck(garment)
    out, deep = wide * rng.uniform(0.13, 0.2), neck + high * rng.uniform(0.1, 0.2)
    shade = round(shade_of(garment))
    pen.ellipse((middle - out, -deep * 0.3, middle + out, deep), fill=shade, outline=ink, width=2)
    pen.ellipse((middle - out / 2, 0, middle + out / 2, deep * 0.6), fill=ink)
    if rng.random() < 0.6:
        for side in (-1, 1):
            end = deep + high * rng.uniform(0.08, 0.2)
            pen.line([(middle + side * out / 3, deep), (middle + side * out / 3, end)], fill=ink)
    if rng.random() < 0.7:
        top, bottom = high * rng.uniform(0.55, 0.68), high * rng.uniform(0.8, 0.9)
        half = wide * rng.uniform(0.14, 0.2)
        corners = [(middle - half, top), (middle + half, top)]
        corners += [(middle + 1.4 * half, bottom), (middle - 1.4 * half, bottom)]
        pen.polygon(corners, outline=ink)


def _neck(garment: Image.Image) -> int:
    """How far below its top the garment begins in the middle."""
    column = np.flatnonzero(np.asarray(garment)[:, garment.width // 2] > 20)
    return int(min(column[0], garment.height // 4)) if len(column) else 0


_FRONTS = {_SHIRT: (_button_up,), _PULLOVER: (_half_zip, _hood)}


SHOES, TOPS = (5, 7, 9), (2, 6)


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
