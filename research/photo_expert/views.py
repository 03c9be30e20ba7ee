"""Views of scenes, each drawn anew.

More or less of what is around a thing, or the thing cut out as it was found and put elsewhere; in
another light, out of focus, very small, lying on its side.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from fashion_model.arrays import UInt8Array
from fashion_model.candidates import pixels
from fashion_model.images.prepare import VIEW_SIDE, view
from fashion_model.labels import NONE
from research.photo_expert.scenes import Scenes

Rng = np.random.Generator

_PLAIN = (255, 255, 250, 240, 225, 200, 120, 30)  # grey levels of plain grounds
_TURNED = 0.4  # of all photos lie on a side, or on their head
_ELSEWHERE = 0.3  # of all photos show the thing cut out
_SMALLEST = 14  # pixels along an edge: less shows nothing


class View(NamedTuple):
    """One view: uint8 (224, 224, 3).

    `quarters`: by how many it was turned anticlockwise. `in_place`: whether it shows the thing
    where it was; cut out, a photo may look drawn.
    """

    pixels: UInt8Array
    quarters: int
    in_place: bool


class Views(NamedTuple):
    """Many: uint8 (n, 224, 224, 3), int64 (n,), bool (n,), as in `View`."""

    pixels: UInt8Array
    quarters: NDArray[np.int64]
    in_place: NDArray[np.bool_]


def draw(scenes: Scenes, scene: int, rng: Rng) -> View:
    """Draw one view of a scene."""
    whole = scenes.read(int(scenes.picture[scene]))
    photo = bool(scenes.photo[scene])
    way = rng.random()
    in_place = not photo or way >= _ELSEWHERE
    if in_place:
        seen = _in_place(scenes, scene, whole, way, rng)
    else:
        seen = _elsewhere(scenes, scene, whole, rng)
    if min(seen.size) < _SMALLEST:
        seen = whole
    if photo:
        seen = taken_otherwise(seen, rng)
    seen = ImageOps.mirror(seen) if rng.random() < 0.5 else seen
    quarters = int(rng.integers(1, 4)) if photo and rng.random() < _TURNED else 0
    return View(np.ascontiguousarray(np.rot90(view(seen), quarters)), quarters, in_place)


def _in_place(scenes: Scenes, scene: int, whole: Image.Image, way: float, rng: Rng) -> Image.Image:
    """So much of a picture as is looked at this time, which `way`, 0 to 1, decides."""
    if not scenes.photo[scene]:
        return whole if way < 0.5 else whole.crop(around(scenes, scene, whole, rng, 0.2))
    if scenes.street[scene]:
        return whole.crop(around(scenes, scene, whole, rng, 0.35))
    if way < 0.65:
        return _cut_off(whole, rng)
    return whole.crop(around(scenes, scene, whole, rng, 0.5))


def around(
    scenes: Scenes, scene: int, whole: Image.Image, rng: Rng, most: float
) -> tuple[int, int, int, int]:
    """The thing's box, found a little beside it, with up to `most` of its longest side around."""
    left, top, right, bottom = pixels(tuple(scenes.boxes[scene].tolist()), whole)
    longest = max(right - left, bottom - top)
    margin = rng.uniform(0, most) * longest
    off = rng.normal(size=4) * 0.05 * longest
    return (
        max(0, int(left - margin + off[0])),
        max(0, int(top - margin + off[1])),
        min(whole.width, int(right + margin + off[2])),
        min(whole.height, int(bottom + margin + off[3])),
    )


def _cut_off(whole: Image.Image, rng: Rng) -> Image.Image:
    width, height = whole.size
    cut = rng.uniform(0, 0.14, 4) * (width, height, width, height)
    return whole.crop((int(cut[0]), int(cut[1]), width - int(cut[2]), height - int(cut[3])))


def _elsewhere(scenes: Scenes, scene: int, whole: Image.Image, rng: Rng) -> Image.Image:
    """The thing, cut out as it was found, before a plain ground or a piece of another photo."""
    box = pixels(tuple(scenes.boxes[scene].tolist()), whole)
    thing = whole.crop(box)
    mask = scenes.mask(scene).resize(thing.size, Image.Resampling.BILINEAR)
    longest = max(thing.size)
    sides = rng.uniform(0.02, 0.35, 4) * longest
    size = (int(thing.width + sides[0] + sides[1]), int(thing.height + sides[2] + sides[3]))
    ground = _plain(size, rng) if rng.random() < 0.5 else _piece(scenes, size, rng)
    ground.paste(thing, (int(sides[0]), int(sides[2])), mask)
    return ground


def _plain(size: tuple[int, int], rng: Rng) -> Image.Image:
    grey = (rng.choice(_PLAIN) + rng.normal(size=3) * 6).clip(0, 255)
    return Image.new("RGB", size, tuple(int(each) for each in grey))


def _piece(scenes: Scenes, size: tuple[int, int], rng: Rng) -> Image.Image:
    """Any piece of a street, or of a photo of something else."""
    others = np.flatnonzero(scenes.street | (scenes.photo & (scenes.targets[:, NONE] > 0.5)))
    photo = scenes.read(int(scenes.picture[rng.choice(others)]))
    width, height = (int(side * rng.uniform(0.3, 0.9)) for side in photo.size)
    left, top = int(rng.integers(photo.width - width)), int(rng.integers(photo.height - height))
    piece = photo.crop((left, top, left + width, top + height)).resize(size)
    return piece.filter(ImageFilter.GaussianBlur(rng.uniform(0, 3)))


def taken_otherwise(photo: Image.Image, rng: Rng) -> Image.Image:
    """Leaning, in another light, grey, out of focus, or very small."""
    varied = photo
    if rng.random() < 0.4:
        corner = tuple(int(each) for each in np.asarray(varied)[0, 0])
        varied = varied.rotate(rng.normal() * 7, Image.Resampling.BILINEAR, fillcolor=corner)
    varied = ImageEnhance.Brightness(varied).enhance(rng.uniform(0.6, 1.4))
    varied = ImageEnhance.Contrast(varied).enhance(rng.uniform(0.6, 1.4))
    saturation = 0 if rng.random() < 0.08 else rng.uniform(0.3, 1.6)
    varied = ImageEnhance.Color(varied).enhance(saturation)
    if rng.random() < 0.5:  # another colour of light
        light = rng.uniform(0.85, 1.15, 3)
        varied = Image.fromarray((np.asarray(varied) * light).clip(0, 255).astype(np.uint8))
    if rng.random() < 0.25:
        few = int(rng.integers(40, 140))
        varied = ImageOps.contain(varied, (few, few))
    elif rng.random() < 0.2:
        varied = varied.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 1.5)))
    return varied


def shares(scenes: Scenes) -> NDArray[np.float64]:
    """How often each scene is shown, (n,), 1 in all: rare kinds oftener, by their root."""
    labels = scenes.targets.argmax(axis=1)
    often = 1 / np.sqrt(np.bincount(labels, minlength=NONE + 1)[labels])
    return np.asarray(often / often.sum())


def draw_batch(scenes: Scenes, some: NDArray[np.int64], seed: list[int]) -> Views:
    """One view of each of `some` scenes."""
    pixels = np.empty((len(some), VIEW_SIDE, VIEW_SIDE, 3), np.uint8)
    quarters, in_place = np.zeros(len(some), np.int64), np.zeros(len(some), np.bool_)
    for at, scene in enumerate(some):
        drawn = draw(scenes, int(scene), np.random.default_rng([*seed, at]))
        pixels[at], quarters[at], in_place[at] = drawn
    return Views(pixels, quarters, in_place)
