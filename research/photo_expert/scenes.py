"""Pictures with the item found, looked for once: what the network is fine-tuned on, view by view.

A scene is one thing in a picture: where it is, which of its pixels are its own, and what it is. Of
people's own pictures there is one, of people in the street one for each thing they wear, one for
the whole person, and pieces of street.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.candidates import Box, mask_alone
from fashion_model.files import produce_atomically
from fashion_model.images import ImageError, prepare
from fashion_model.images.segment import Mask, frame
from fashion_model.labels import NONE
from research.material import Row
from research.photo_expert import street
from research.training_pictures import target

Rng = np.random.Generator

MASK_SIDE = 64
_QUALITY = 90  # of the JPEG files
_SEED = 1  # of where a street is looked at
_EMPTY = 0.02  # of a piece of street, at most so much may be people


@dataclass(frozen=True, eq=False)
class Scenes:
    """Things, `n` of them, in fewer pictures.

    Attributes:
        files: The pictures, as files, one after the other: uint8 (bytes,).
        ends: Where each of them ends, int64 (pictures,).
        picture: int64 (n,), which picture a thing is in.
        boxes: float32 (n, 4), where: left, top, right, bottom as shares of the picture's sides.
        masks: uint8 (n, 512), which of 64 × 64 fields of the box are the thing, in bits.
        targets: float32 (n, 11).
        photo: bool (n,), whether it is a photo, and nothing drawn.
        street: bool (n,), whether somebody in the street wears it.
    """

    files: UInt8Array
    ends: NDArray[np.int64]
    picture: NDArray[np.int64]
    boxes: FloatArray
    masks: UInt8Array
    targets: FloatArray
    photo: NDArray[np.bool_]
    street: NDArray[np.bool_]

    def save(self, path: Path) -> None:
        """Write an npz file."""
        produce_atomically(path, lambda to: np.savez(to, **vars(self)))

    @classmethod
    def load(cls, path: Path) -> Scenes:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})

    def read(self, picture: int) -> Image.Image:
        """A picture, mode "RGB"."""
        start = 0 if picture == 0 else int(self.ends[picture - 1])
        file = self.files[start : int(self.ends[picture])].tobytes()
        return Image.open(io.BytesIO(file)).convert("RGB")

    def mask(self, scene: int) -> Image.Image:
        """Which pixels of its box are the thing, 64 × 64, mode "L"."""
        bits = np.unpackbits(self.masks[scene]).reshape(MASK_SIDE, MASK_SIDE)
        return Image.fromarray(255 * bits)


@dataclass(frozen=True, eq=False)
class _Thing:
    box: Box
    mask: Mask | None
    target: FloatArray


def collect(rows: list[Row], folder: Path) -> Scenes:
    """All scenes of people's own pictures, and of the street in `folder`."""
    files: list[UInt8Array] = []
    picture, things, photo, in_street = [], [], [], []
    for content, of_picture, is_photo, is_street in [*_own(rows), *_street(folder)]:
        for thing in of_picture:
            picture.append(len(files))
            things.append(thing)
            photo.append(is_photo)
            in_street.append(is_street)
        files.append(np.frombuffer(content, np.uint8))
    return Scenes(
        np.concatenate(files),
        np.cumsum([len(each) for each in files]),
        np.array(picture),
        np.array([each.box for each in things], np.float32),
        np.stack([_packed(each) for each in things]),
        np.stack([each.target for each in things]),
        np.array(photo),
        np.array(in_street),
    )


_Found = tuple[bytes, list[_Thing], bool, bool]


def _own(rows: list[Row]) -> Iterator[_Found]:
    for row in rows:
        if row.kind == "icon_rgba":  # the twins of icons say nothing new
            continue
        try:
            prepared = prepare(row.read())
        except ImageError:  # nothing stands out: nothing to learn from
            continue
        whole = prepared.states[0].opaque.convert("RGB")
        item = mask_alone(prepared)
        wanted = target(row.label, row.accept)
        yield _encoded(whole), [_thing(item, wanted)], row.kind == "photo", False


def _street(folder: Path) -> Iterator[_Found]:
    names = street.read_names(folder)
    for number in street.read_numbers(folder):
        mask = street.read_mask(folder, number)
        kinds = street.kinds_seen(mask, names)
        things = [_thing(mask == label, _worn(kind)) for label, kind in kinds.items()]
        garments = [label for label, kind in kinds.items() if kind in street.GARMENTS]
        if garments:  # which name the whole person
            largest = max(garments, key=lambda label: (mask == label).sum())
            things.append(_thing(mask > 0, _worn(kinds[largest])))
        rng = np.random.default_rng([_SEED, int(number)])
        things += [_Thing(box, None, target(NONE)) for box in _grounds(mask, rng)]
        yield _encoded(street.read_photo(folder, number)), things, True, True


def _worn(kind: int) -> FloatArray:
    return target(kind, street.ALSO_FAIR.get(kind, ()))


def _grounds(mask: UInt8Array, rng: Rng) -> Iterator[Box]:
    """Up to two pieces of street without people."""
    for _ in range(2):
        wide, high = rng.uniform(0.2, 0.5), rng.uniform(0.15, 0.5)
        left, top = rng.uniform(0, 1 - wide), rng.uniform(0, 1 - high)
        rows, columns = (
            slice(int(start * side), int((start + long) * side))
            for start, long, side in ((top, high, mask.shape[0]), (left, wide, mask.shape[1]))
        )
        if (mask[rows, columns] > 0).mean() < _EMPTY:
            yield left, top, left + wide, top + high


def _thing(item: Mask | None, wanted: FloatArray) -> _Thing:
    if item is None:
        return _Thing((0, 0, 1, 1), None, wanted)
    rows, columns = frame(item)
    height, width = item.shape
    box = (columns.start / width, rows.start / height, columns.stop / width, rows.stop / height)
    return _Thing(box, item[rows, columns], wanted)


def _packed(thing: _Thing) -> UInt8Array:
    if thing.mask is None:
        return np.full(MASK_SIDE * MASK_SIDE // 8, 255, np.uint8)
    small = Image.fromarray(thing.mask).resize((MASK_SIDE, MASK_SIDE), Image.Resampling.NEAREST)
    return np.packbits(np.asarray(small))


def _encoded(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
