"""Items cut out of one picture and put before the background of another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.data import Split
from fashion_model.images.prepare import find, flatten
from fashion_model.images.segment import SEGMENTER_SIDE
from fashion_model.images.segment import SEGMENTER_SIDE as SIDE
from research.material import Row
from research.synthetic.backgrounds import grow_ground

Rng = np.random.Generator
_TINTED = 0.6  # share of composites whose item is from Fashion-MNIST
_SUREST = 0.7  # share of the photos whose found items are learned from
_SMALLEST = 0.08  # of the photo: an item found smaller is probably missed
_INVENTED_GROUNDS = 200


@dataclass(frozen=True)
class Cutout:
    """A thing without its background: RGBA, trimmed to what is not transparent."""

    picture: Image.Image


def cut_out(rgba: Image.Image) -> Cutout:
    """The part of a picture with transparency that is not empty."""
    return Cutout(rgba.crop(rgba.getchannel("A").getbbox()))


def corners(photo: Image.Image) -> list[UInt8Array]:
    """Four patches, uint8 (24, 24, 3), of a photo's corners, where there is mostly ground."""
    rgb = photo.convert("RGB")
    width, height = rgb.size
    wide, high = max(1, width // 4), max(1, height // 4)
    boxes = [(x, y) for x in (0, width - wide) for y in (0, height - high)]
    patches = [rgb.crop((x, y, x + wide, y + high)) for x, y in boxes]
    return [np.asarray(patch.resize((24, 24), Image.Resampling.BOX)) for patch in patches]


def tint(image: UInt8Array, rng: Rng) -> Cutout:
    """A picture of Fashion-MNIST, (28, 28), as a coloured thing with a pattern or without."""
    large = Image.fromarray(image).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    values = np.asarray(large, np.float32) / 255
    shape = ndimage.binary_fill_holes(values > 0.12)
    light = values if rng.random() < 0.5 else 1 - values
    colour = rng.uniform(0, 1, 3)
    colour = colour.mean() + (colour - colour.mean()) * rng.uniform(0, 1)  # most clothes are dull
    depth = rng.uniform(0.25, 0.9)
    shade = (1 - depth + depth * light)[..., None]
    rgb = np.clip(shade * (colour + _pattern(rng)) * 255, 0, 255)
    alpha = ndimage.gaussian_filter(shape.astype(np.float32), 0.7) * 255
    whole = np.concatenate([rgb, alpha[..., None]], axis=2).astype(np.uint8)
    picture = Image.fromarray(whole, "RGBA")
    return cut_out(picture)


def _pattern(rng: Rng) -> FloatArray:
    """Plain, striped, checked or spotted: what is added to a colour, (SIDE, SIDE, 1 or 3)."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    step, other = rng.uniform(0.2, 1.2), rng.uniform(-0.5, 0.5, 3)
    kind = rng.integers(6)
    if kind == 0:
        mask = np.sin(y * step) > 0
    elif kind == 1:
        mask = np.sin(x * step) > 0
    elif kind == 2:
        mask = (np.sin(x * step) > 0) ^ (np.sin(y * step) > 0)
    elif kind == 3:
        spots = ndimage.gaussian_filter(rng.normal(size=(SIDE, SIDE)), rng.uniform(1, 4))
        mask = spots > np.percentile(spots, rng.uniform(50, 85))
    else:
        return np.zeros((SIDE, SIDE, 1), np.float32)
    return np.asarray(mask[..., None] * other, np.float32)


def pair(shoe: Cutout, rng: Rng) -> Cutout:
    """Two of a kind: one behind the other, side by side, or toppled with their soles together."""
    one = shoe.picture.convert("RGBa")
    mirrored = one.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    way = rng.random()
    if way < 0.45:
        other, right, down = one, rng.uniform(-0.55, 0.55), -rng.uniform(0.05, 0.45)
    elif way < 0.65:
        other, right, down = mirrored, rng.uniform(0.75, 1.15), rng.uniform(-0.15, 0.15)
    else:
        angle = rng.uniform(60, 110)
        one = one.rotate(angle, Image.Resampling.BILINEAR, expand=True)
        if rng.random() < 0.5:
            other = mirrored.rotate(-angle, Image.Resampling.BILINEAR, expand=True)
        else:
            other = one
        right, down = rng.uniform(0.75, 1.15), rng.uniform(-0.25, 0.25)
    other = other.rotate(rng.normal() * 6, Image.Resampling.BILINEAR, expand=True)
    shaded = other.convert("RGBA").point(_shading(rng.uniform(0.7, 1.05)))
    return put_behind(one.convert("RGBA"), shaded, right, down)


def put_behind(one: Image.Image, other: Image.Image, right: float, down: float) -> Cutout:
    """Two things, RGBA; the other lies behind the one, so many of its widths and heights off."""
    frame = Image.new("RGBA", (4 * one.width, 4 * one.height))
    middle = (round(1.5 * one.width), round(1.5 * one.height))
    behind = (middle[0] + round(right * one.width), middle[1] + round(down * one.height))
    frame.alpha_composite(other, behind)
    frame.alpha_composite(one, middle)
    return cut_out(frame)


def _shading(share: float) -> list[int]:
    """A table for `Image.point` that darkens colours and leaves transparency as it is."""
    darker = [min(255, round(value * share)) for value in range(256)]
    return [*darker, *darker, *darker, *range(256)]


def compose(cutout: Cutout, patch: UInt8Array, rng: Rng) -> tuple[UInt8Array, UInt8Array]:
    """Put a thing on a ground grown from `patch`.

    Returns:
        The photo, uint8 (SIDE, SIDE, 3), and how much of each pixel is the item, 0 to 255.
    """
    ground = grow_ground(patch, rng)
    item = _place(cutout.picture, rng)
    alpha = np.asarray(item.getchannel("A"), np.float32)[..., None] / 255
    colours = np.asarray(item.convert("RGB"), np.float32)
    colours = (colours - 128) * rng.uniform(0.6, 1.1) + 128 + rng.uniform(-30, 30)
    shadow = ndimage.shift(alpha, (*rng.uniform(-5, 5, 2), 0), order=1)
    shadow = ndimage.gaussian_filter(shadow, (3, 3, 0)) * rng.uniform(0, 0.7)
    photo = ground * (1 - shadow) * (1 - alpha) + colours * alpha
    photo = ndimage.gaussian_filter(photo, (*[rng.uniform(0, 0.8)] * 2, 0))
    photo = photo * rng.uniform(0.6, 1.2) + rng.normal(size=photo.shape) * rng.uniform(0, 8)
    return np.clip(photo, 0, 255).astype(np.uint8), (alpha[..., 0] * 255).astype(np.uint8)


def compose_plain(cutout: Cutout, rng: Rng) -> UInt8Array:
    """A product photo, uint8 (SIDE, SIDE, 3): a thing before an even, light background."""
    ground = np.float32(rng.uniform(225, 255))
    item = _place(cutout.picture, rng)
    alpha = np.asarray(item.getchannel("A"), np.float32)[..., None] / 255
    colours = np.asarray(item.convert("RGB"), np.float32) * np.float32(rng.uniform(0.4, 0.95))
    photo = ground * (1 - alpha) + colours * alpha
    return np.clip(photo, 0, 255).astype(np.uint8)


def _place(picture: Image.Image, rng: Rng) -> Image.Image:
    """Turn, scale and squeeze a thing into a frame of SIDE."""
    flipped = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    turned = (flipped if rng.random() < 0.5 else picture).convert("RGBa")
    whole = turned.rotate(rng.normal() * 12, Image.Resampling.BILINEAR, expand=True)
    share = rng.uniform(0.45, 1.02) * SIDE / max(whole.size)
    wide = max(2, round(whole.width * share * rng.uniform(0.8, 1.25)))
    high = max(2, round(whole.height * share))
    whole = whole.resize((wide, high), Image.Resampling.BOX).convert("RGBA")
    frame = Image.new("RGBA", (SIDE, SIDE))
    left = int((SIDE - wide) / 2 + rng.normal() * 5)
    top = int((SIDE - high) / 2 + rng.normal() * 5)
    frame.paste(whole, (left, top))
    return frame


def read_cutouts(rows: list[Row]) -> list[Cutout]:
    """Things from transparent icons and from photos with a plain background."""
    cutouts = []
    for row in rows:
        if row.kind == "icon_rgba":
            cutouts.append(cut_out(row.read().convert("RGBA")))
        elif row.kind == "photo":
            opaque = flatten(row.read())
            stage = find(opaque)
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
    photos = np.empty((count, SEGMENTER_SIDE, SEGMENTER_SIDE, 3), np.uint8)
    items = np.empty((count, SEGMENTER_SIDE, SEGMENTER_SIDE), np.uint8)
    for number in range(count):
        if not cutouts or rng.random() < _TINTED:
            cutout = tint(train.images[rng.integers(len(train.images))], rng)
        else:
            cutout = cutouts[rng.integers(len(cutouts))]
        ground = grounds[rng.integers(len(grounds))]
        photos[number], items[number] = compose(cutout, ground, rng)
    return photos, items


def read_photos(rows: list[Row]) -> UInt8Array:
    """All photos as the segmenter sees them, uint8 (n, 96, 96, 3)."""
    size = (SEGMENTER_SIDE, SEGMENTER_SIDE)
    pictures = [row.read().convert("RGB") for row in rows if row.kind == "photo"]
    small = [np.asarray(each.resize(size, Image.Resampling.BOX)) for each in pictures]
    return np.stack(small) if small else np.zeros((0, *size, 3), np.uint8)


def label_photos(photos: UInt8Array, likely: FloatArray) -> tuple[UInt8Array, UInt8Array]:
    """The photos in which a segmenter was surest, and its answers made more decided.

    `likely`, (n, 96, 96), is what it answered; the results are as of `compose_photos`.
    """
    decided = np.abs(likely - 0.5).mean(axis=(1, 2))
    large = (likely > 0.5).mean(axis=(1, 2)) > _SMALLEST
    chosen = large & (decided >= np.quantile(decided, 1 - _SUREST))
    sharp = np.clip((likely[chosen] - 0.5) * 3 + 0.5, 0, 1)
    return photos[chosen], np.rint(255 * sharp).astype(np.uint8)
