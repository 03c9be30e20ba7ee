"""All that the classifier learns from, prepared as at answering time: 28 × 28, light on black.

Groups: `photo`, `icon`, `sketch` (people's own pictures, each in several variations), `doodle`
(invented drawings), `composite` (Fashion-MNIST and painted things on all kinds of grounds), `worn`
(Fashion-MNIST put together to people), `shop` (product photos of what Fashion-MNIST hardly shows).
Fashion-MNIST itself and sketches of it are added while training.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from fashion_model.arrays import BoolArray, FloatArray, UInt8Array
from fashion_model.data import Split
from fashion_model.images import ImageError, Switches, decode, prepare
from fashion_model.images.segment import Segmenter
from fashion_model.labels import NONE
from research import doodles
from research.material import Row
from research.synthetic.composites import compose, compose_plain, cut_out, pair, tint
from research.synthetic.products import SHOES, photograph
from research.synthetic.worn import dress_figure

Rng = np.random.Generator

ANSWERS = NONE + 1
_ACCEPTED = 0.15  # of the target goes to the other labels that a fair user would accept
_COMPOSED = (5, 5, 5, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 0, 1, 2, 2, 3, 4, 4, 6, 6)  # what photos lack
_PAINTED = (2, 4, 5, 6, 7, 8, 9)
_WORN = (0, 2, 4, 6, 0, 2, 4, 6, 0, 6, 3, 3, 1, 9, 9, 5, 7)  # tops are mistaken most easily
_SHOP = (9, 9, 9, 9, 5, 5, 5, 7, 2, 2, 2, 2, 6, 6)  # boots and pullovers are mistaken most easily


@dataclass(frozen=True)
class Group:
    """Pictures of one origin: uint8 (n, 28, 28), targets float32 (n, 11)."""

    images: UInt8Array
    targets: FloatArray

    def save(self, path: Path) -> None:
        """Write an npz file."""
        np.savez_compressed(path, images=self.images, targets=self.targets)

    @classmethod
    def load(cls, path: Path) -> Group:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["images"], arrays["targets"])


def target(label: int, accept: tuple[int, ...] = ()) -> FloatArray:
    """What the classifier should answer, (11,)."""
    row = np.zeros(ANSWERS, np.float32)
    others = [each for each in accept if each != label]
    row[others] = _ACCEPTED / max(1, len(others))
    row[label] = 1 - row.sum()
    return row


Pair = tuple[UInt8Array, FloatArray]


def gather(pairs: Iterator[Pair]) -> Group | None:
    """Make a group of what a painter yields; None of nothing."""
    kept = list(pairs)
    if not kept:
        return None
    return Group(np.stack([each for each, _ in kept]), np.stack([each for _, each in kept]))


def own_pictures(
    rows: list[Row], variations: int, rng: Rng, segmenter: Segmenter
) -> Iterator[Pair]:
    """Each row as it is, and `variations` times as it might have been taken, drawn or sent."""
    for row in rows:
        picture = row.read()
        for number in range(variations + 1):
            # One in six with its background: the segmenter may miss the item at answering time too.
            switches = Switches(find=bool(number == 0 or rng.random() > 1 / 6))
            varied = picture if number == 0 else vary(row.kind, picture, rng)
            yield from _prepared(varied, target(row.label, row.accept), switches, segmenter)


def drawn(count: int, rng: Rng) -> Iterator[Pair]:
    """`count` invented drawings, all kinds equally often."""
    for number in range(count):
        label = number % ANSWERS
        yield from _prepared(doodles.draw(label, rng), target(label))


def composed(
    train: Split, patches: list[UInt8Array], count: int, rng: Rng, segmenter: Segmenter
) -> Iterator[Pair]:
    """Up to `count` pictures of Fashion-MNIST, and painted things, on other grounds.

    Left out are those in which the segmenter misses the item.
    """
    members = [np.flatnonzero(train.labels == label) for label in range(NONE)]
    for number in range(count):
        patch = patches[rng.integers(len(patches))]
        label = _COMPOSED[number % len(_COMPOSED)]
        if label in _PAINTED and rng.random() < 0.5:
            cutout = cut_out(doodles.paint(label, rng))
        else:
            cutout = tint(train.images[rng.choice(members[label])], rng)
            if label in SHOES and rng.random() < 0.5:
                cutout = pair(cutout, rng)
        if rng.random() < 0.25:
            photo = compose_plain(cutout, rng)
        else:
            photo, item = compose(cutout, patch, rng)
            if not _is_found(photo, item, segmenter):
                continue
        yield from _prepared(Image.fromarray(photo), target(label), Switches(), segmenter)


def _is_found(photo: UInt8Array, item: UInt8Array, segmenter: Segmenter) -> bool:
    """Whether at least a third of the item is found: a picture of the ground alone misleads."""
    return overlap(segmenter.find(photo.astype(np.float32)), item > 127)


def overlap(found: BoolArray, shown: BoolArray) -> bool:
    """Whether a third of each is the other's, too."""
    both = (found & shown).sum()
    return bool(both > shown.sum() / 3 and both > found.sum() / 3)


def worn(train: Split, count: int, rng: Rng) -> Iterator[Pair]:
    """`count` figures, tops most often."""
    for number in range(count):
        label = _WORN[number % len(_WORN)]
        yield dress_figure(train, label, rng), target(label)


def shop(train: Split, count: int, rng: Rng) -> Iterator[Pair]:
    """`count` product photos, boots and pullovers most often."""
    for number in range(count):
        label = _SHOP[number % len(_SHOP)]
        yield from _prepared(photograph(train, label, rng), target(label))


def _prepared(
    picture: Image.Image,
    wanted: FloatArray,
    switches: Switches = Switches(),  # noqa: B008
    segmenter: Segmenter | None = None,
) -> Iterator[Pair]:
    try:
        yield prepare(picture, switches, segmenter).picture, wanted
    except ImageError:  # a line too thin, an item of the ground's colour: nothing to learn from
        return


def vary(kind: str, picture: Image.Image, rng: Rng) -> Image.Image:
    """A picture of a row's `kind`, as it might have been taken, drawn or sent."""
    return _VARIERS[kind](picture, rng)


def _vary_photo(photo: Image.Image, rng: Rng) -> Image.Image:
    """Another frame, another light, mirrored, turned, compressed."""
    varied = photo.convert("RGB")
    width, height = varied.size
    if rng.random() < 0.5:
        varied = ImageOps.mirror(varied)
    if rng.random() < 0.6:
        varied = varied.rotate(rng.normal() * 8, Image.Resampling.BILINEAR)
        edge = 0.06
        varied = varied.crop(
            (
                int(width * edge),
                int(height * edge),
                int(width * (1 - edge)),
                int(height * (1 - edge)),
            )
        )
    width, height = varied.size
    cut = rng.uniform(0, 0.08, 4) * (width, height, width, height)
    varied = varied.crop((int(cut[0]), int(cut[1]), width - int(cut[2]), height - int(cut[3])))
    varied = ImageEnhance.Brightness(varied).enhance(rng.uniform(0.5, 1.35))
    varied = ImageEnhance.Contrast(varied).enhance(rng.uniform(0.6, 1.4))
    varied = ImageEnhance.Color(varied).enhance(rng.uniform(0, 1.8))
    if rng.random() < 0.3:
        varied = varied.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2)))
    buffer = io.BytesIO()
    varied.save(buffer, format="JPEG", quality=int(rng.integers(25, 95)))
    return decode(buffer.getvalue())


def _vary_drawing(drawing: Image.Image, rng: Rng) -> Image.Image:
    """Mirrored, turned, squeezed, other lines, inverted."""
    varied = drawing.convert("L")
    if rng.random() < 0.5:
        varied = ImageOps.mirror(varied)
    varied = ImageOps.expand(varied, 20, int(np.asarray(varied)[0, 0]))
    varied = varied.rotate(
        rng.normal() * 8, Image.Resampling.BILINEAR, fillcolor=int(np.asarray(varied)[0, 0])
    )
    width, height = varied.size
    varied = varied.resize((int(width * rng.uniform(0.75, 1.3)), height))
    if rng.random() < 0.5:
        size = int(rng.choice((3, 5)))
        thicker = ImageFilter.MinFilter if rng.random() < 0.5 else ImageFilter.MaxFilter
        varied = varied.filter(thicker(size))
    return ImageOps.invert(varied) if rng.random() < 0.3 else varied


def _vary_icon(icon: Image.Image, rng: Rng) -> Image.Image:
    """Mirrored, in other colours, a little turned and squeezed."""
    varied = ImageOps.mirror(icon) if rng.random() < 0.5 else icon
    width, height = varied.size
    varied = varied.resize((int(width * rng.uniform(0.8, 1.25)), height))
    if "A" not in varied.getbands():
        varied = varied.convert("RGB")
        varied = varied.rotate(rng.normal() * 6, Image.Resampling.BILINEAR, fillcolor="white")
        return ImageEnhance.Contrast(varied).enhance(rng.uniform(0.5, 1.3))
    return varied.rotate(rng.normal() * 6, Image.Resampling.BILINEAR)


_VARIERS: dict[str, Callable[[Image.Image, Rng], Image.Image]] = {
    "photo": _vary_photo,
    "sketch": _vary_drawing,
    "icon": _vary_icon,
    "icon_rgba": _vary_icon,
}
