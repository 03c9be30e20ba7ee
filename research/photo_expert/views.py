"""What the photo expert learns from: views of people's own photos, and of people in the street.

Each photo is shown whole and as the part around its item (as `Prepared.views`), as it might have
been taken otherwise, lying on its side, and cut out on a plain ground. People in the street are cut
out thing by thing, with the masks that come with them (Yang, Luo and Lin, CVPR 2014).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.images import ImageError, Prepared, prepare
from fashion_model.images.prepare import view
from fashion_model.images.segment import Mask, frame
from fashion_model.labels import NONE
from research.material import Row
from research.photo_expert import street
from research.training_pictures import target

Rng = np.random.Generator

_TURNS = (
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
)
_GROUNDS = (255, 255, 245, 230, 200)  # grey levels that shops photograph on

KINDS = {
    "t-shirt": 0, "top": 0, "jeans": 1, "pants": 1, "leggings": 1, "sweater": 2, "sweatshirt": 2,
    "jumper": 2, "hoodie": 2, "dress": 3, "coat": 4, "jacket": 4, "blazer": 4, "cape": 4,
    "cardigan": 4, "sandals": 5, "wedges": 5, "heels": 5, "shirt": 6, "blouse": 6, "sneakers": 7,
    "bag": 8, "purse": 8, "boots": 9,
    **dict.fromkeys(
        ("shorts", "skirt", "hat", "scarf", "socks", "stockings", "tights", "vest", "romper",
         "gloves", "hair", "glasses", "watch", "belt"),
        NONE,
    ),
}  # fmt: skip
"""The kind of each thing people in the street wear, by its name in `labels.txt`."""
_GARMENTS = (0, 1, 2, 3, 4, 6)  # one of these names a whole person
_ALSO_FAIR = {0: (6,)}
_SMALLEST = 0.004  # of the picture: less of a thing shows nothing of it
_SMALLEST_EXTRAS = 0.012  # a watch that small is a wrist
_EXTRAS = ("glasses", "watch", "belt")
_EMPTY = 0.02  # of a piece of street, at most so much may be people


@dataclass(frozen=True)
class Shown:
    """One view, uint8 (224, 224, 3), its target (11,), and whether it is a photo as it was taken.

    `plain_view`: whether it tells photos from drawings, which turned and cut out ones do not.
    """

    view: UInt8Array
    target: FloatArray
    photo: bool
    plain_view: bool


def of_row(row: Row, rng: Rng) -> Iterator[Shown]:
    """The views of a row of material; of anything but a photo only two."""
    try:
        prepared = prepare(row.read())
    except ImageError:  # nothing stands out: nothing to learn from
        return
    photo, wanted = row.kind == "photo", target(row.label, row.accept)
    for each in prepared.views():
        yield Shown(each, wanted, photo, plain_view=True)
    if not photo:
        return
    whole = prepared.states[0].opaque.convert("RGB")
    part = Image.fromarray(prepared.views()[1])
    turned = (whole if rng.random() < 0.6 else part).transpose(_TURNS[rng.integers(3)])
    cut = _cut_out(prepared, rng)
    turn = rng.integers(4)
    taken_otherwise = _vary(whole if rng.random() < 0.5 else part, rng)
    for picture in (taken_otherwise, turned, cut if turn == 3 else cut.transpose(_TURNS[turn])):
        yield Shown(view(picture), wanted, photo, plain_view=False)


def _vary(photo: Image.Image, rng: Rng) -> Image.Image:
    """Mirrored, leaning, cut off, in another light, out of focus."""
    varied = ImageOps.mirror(photo) if rng.random() < 0.5 else photo
    if rng.random() < 0.5:
        corner = tuple(int(each) for each in np.asarray(varied)[0, 0])
        varied = varied.rotate(rng.normal() * 6, Image.Resampling.BILINEAR, fillcolor=corner)
    width, height = varied.size
    cut = rng.uniform(0, 0.14, 4) * (width, height, width, height)
    varied = varied.crop((int(cut[0]), int(cut[1]), width - int(cut[2]), height - int(cut[3])))
    varied = ImageEnhance.Brightness(varied).enhance(rng.uniform(0.6, 1.35))
    varied = ImageEnhance.Contrast(varied).enhance(rng.uniform(0.7, 1.35))
    varied = ImageEnhance.Color(varied).enhance(rng.uniform(0.3, 1.6))
    if rng.random() < 0.25:
        varied = varied.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2)))
    return varied


def _cut_out(prepared: Prepared, rng: Rng) -> Image.Image:
    """The item as it was found, on a plain ground: holes, lost sleeves and all."""
    stage = prepared.states[2].stage
    assert stage is not None, "the item was found"
    ground = (rng.choice(_GROUNDS) + rng.integers(-6, 7, 3)).clip(0, 255)
    soft = Image.fromarray(255 * stage.item.astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2))
    share = np.asarray(soft, np.float32)[..., np.newaxis] / 255
    mixed = stage.colours * share + ground * (1 - share)
    rows, columns = frame(stage.item)
    item = Image.fromarray(mixed.clip(0, 255).astype(np.uint8)[rows, columns])
    margin = int(max(item.size) * rng.uniform(0.03, 0.25))
    return ImageOps.expand(item, margin, tuple(int(each) for each in ground))


def of_street(folder: Path, number: str, names: list[str], rng: Rng) -> Iterator[Shown]:
    """What one person in the street wears, the whole person, and a piece of street."""
    photo, mask = street.read_photo(folder, number), street.read_mask(folder, number)
    areas = np.bincount(mask.ravel(), minlength=len(names))
    worn = [label for label in range(1, len(names)) if _is_seen(names[label], areas[label], mask)]
    for label in worn:
        kind = KINDS[names[label]]
        for _ in range(2 if kind == NONE else 3):
            yield from _around(photo, mask == label, kind, rng)
    garments = [label for label in worn if KINDS[names[label]] in _GARMENTS]
    if garments:
        largest = max(garments, key=lambda label: areas[label])
        for margin in (0.03, 0.15):
            rows, columns = frame(mask > 0)
            box = _grown(rows, columns, margin * (rows.stop - rows.start), photo)
            person = photo.crop(box) if margin > 0.1 else ImageOps.mirror(photo.crop(box))
            yield _street(person, KINDS[names[largest]])
    yield from _grounds(photo, mask, rng)


def _is_seen(name: str, area: int, mask: UInt8Array) -> bool:
    smallest = _SMALLEST_EXTRAS if name in _EXTRAS else _SMALLEST
    return name in KINDS and area >= smallest * mask.size


def _around(photo: Image.Image, item: Mask, kind: int, rng: Rng) -> Iterator[Shown]:
    rows, columns = frame(item)
    high, wide = rows.stop - rows.start, columns.stop - columns.start
    off = rng.normal(size=2) * 0.06
    moved = (
        slice(int(rows.start + off[0] * high), int(rows.stop + off[0] * high)),
        slice(int(columns.start + off[1] * wide), int(columns.stop + off[1] * wide)),
    )
    box = _grown(*moved, rng.uniform(0, 0.35) * max(high, wide), photo)
    if min(box[2] - box[0], box[3] - box[1]) < 14:
        return
    part = photo.crop(box)
    part = ImageOps.mirror(part) if rng.random() < 0.5 else part
    yield _street(ImageEnhance.Brightness(part).enhance(rng.uniform(0.75, 1.25)), kind)


def _grounds(photo: Image.Image, mask: UInt8Array, rng: Rng) -> Iterator[Shown]:
    for _ in range(2):
        width = int(photo.width * rng.uniform(0.2, 0.5))
        height = min(photo.height - 1, int(width * rng.uniform(0.7, 1.6)))
        left, top = int(rng.integers(photo.width - width)), int(rng.integers(photo.height - height))
        if (mask[top : top + height, left : left + width] > 0).mean() < _EMPTY:
            yield _street(photo.crop((left, top, left + width, top + height)), NONE)


def _grown(
    rows: slice, columns: slice, margin: float, photo: Image.Image
) -> tuple[int, int, int, int]:
    return (
        max(0, int(columns.start - margin)),
        max(0, int(rows.start - margin)),
        min(photo.width, int(columns.stop + margin)),
        min(photo.height, int(rows.stop + margin)),
    )


def _street(picture: Image.Image, kind: int) -> Shown:
    return Shown(view(picture), target(kind, _ALSO_FAIR.get(kind, ())), True, plain_view=True)
