"""The parser: a decoder on what EfficientNet-Lite0 computes says what each part of a photo is.

A pyramid as in Lin et al., arXiv 1612.03144, with depthwise convolutions (arXiv 1610.02357). It is
learned on what the network computes of people in the street, whole and cut out part by part, and of
single things that nobody wears, where the segmenter found them: without those it took a quarter of
all things that lay on a bed for somebody. It is put behind the network, in one file: a photo that
is named is parsed with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from fashion_model.arrays import UInt8Array
from fashion_model.files import produce_atomically
from fashion_model.images import ImageError, prepare
from fashion_model.images.prepare import view
from fashion_model.litert import LiteRTModel
from fashion_model.network import keras
from fashion_model.photo_expert import PARTS, PARTS_SIDE, Worn, run
from research.material import Row
from research.photo_expert import street

Rng = np.random.Generator
Tell = Callable[[str], None]
Source = Callable[[Rng], Iterator[tuple[Image.Image, UInt8Array]]]
"""Photos, each with the place in `PARTS` of its pixels, (56, 56)."""

MAPS = ("fine", "middle", "coarse")
"""What the parser is given of the network: of 28, 14 and 7 fields along each side."""
_VIEWS = 10  # of each photo
_BATCH = 32
_RATE = 3e-3
_HEAVIER = {"feet": 2.0, "bag": 2.0}  # small things, of which there are few pixels
_LEAST = 0.02  # of a photo: a mask of less is missing
_SMALLEST = 24  # pixels of a view's side
_PARTS_SEEN = 2  # from this place in `PARTS` on: garments
_UNKNOWN = 255  # in a mask: nothing is learned from this pixel
PART_OF_LABEL: dict[int, Worn] = {
    0: "upper", 1: "lower", 2: "upper", 3: "dress", 4: "upper", 5: "feet", 6: "upper", 7: "feet",
    8: "bag", 9: "feet",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Views:
    """Three maps float16 (n, side, side, channels), and the place in `PARTS` of each pixel.

    `parts` is uint8 (n, 56, 56).
    """

    fine: NDArray[np.float16]
    middle: NDArray[np.float16]
    coarse: NDArray[np.float16]
    parts: UInt8Array


def of_street(folder: Path, split: str) -> list[Source]:
    """The photos of a split."""
    parts = street.part_of_names(street.read_names(folder))
    return [
        lambda rng, number=number: _views(folder, number, parts, rng)  # type: ignore[misc]
        for number in street.read_numbers(folder, split)
    ]


def of_material(rows: list[Row]) -> list[Source]:
    """Photos of things that nobody wears."""
    return [
        lambda rng, row=row: _laid_out(row, rng)  # type: ignore[misc]
        for row in rows
        if row.kind == "photo" and not row.held_out
    ]


def compute(network: LiteRTModel, found: list[Source], path: Path, seed: int, tell: Tell) -> Views:
    """What the network computes of all views; kept at `path`, an .npz file."""
    if not path.exists():
        shown = [
            each
            for number, source in enumerate(found)
            for each in source(np.random.default_rng([seed, number]))
        ]
        computed = [run(network, view(photo)) for photo, _ in shown]
        maps = [
            np.concatenate([each[name] for each in computed]).astype(np.float16) for name in MAPS
        ]
        fine, middle, coarse, masks = *maps, np.stack([mask for _, mask in shown])
        produce_atomically(
            path,
            lambda to: np.savez(to, fine=fine, middle=middle, coarse=coarse, parts=masks),
        )
        tell(f"parser: {len(shown)} views in {path.name}")
    with np.load(path, allow_pickle=False) as arrays:
        return Views(**{name: arrays[name] for name in Views.__dataclass_fields__})


def _views(
    folder: Path, number: str, parts: UInt8Array, rng: Rng
) -> Iterator[tuple[Image.Image, UInt8Array]]:
    """The whole person and parts, mirrored, in another light, out of focus, with their masks."""
    photo, mask = street.read_photo(folder, number), parts[street.read_mask(folder, number)]
    if (mask > 0).mean() < _LEAST:
        return
    for turn in range(_VIEWS):
        box = (0, 0, *photo.size) if turn % 3 == 0 else _around_a_part(mask, rng)
        if box is None or min(box[2] - box[0], box[3] - box[1]) < _SMALLEST:
            continue
        seen, is_part = photo.crop(box), Image.fromarray(mask).crop(box)
        yield _varied(_in_another_light(seen, rng) if turn else seen, is_part, rng)


def _laid_out(row: Row, rng: Rng) -> Iterator[tuple[Image.Image, UInt8Array]]:
    """A thing where it was found, which is what its label says."""
    try:
        stage = prepare(row.read()).states[1].stage
    except ImageError:  # nothing stands out
        return
    assert stage is not None, "the item was found"
    part = PART_OF_LABEL.get(row.label)
    label = _UNKNOWN if part is None else PARTS.index(part)
    photo = Image.fromarray(np.rint(stage.colours).clip(0, 255).astype(np.uint8))
    yield _varied(photo, Image.fromarray(label * stage.item.astype(np.uint8)), rng)


def _varied(photo: Image.Image, mask: Image.Image, rng: Rng) -> tuple[Image.Image, UInt8Array]:
    """Both, mirrored or not, with the mask as small as what the parser says."""
    if rng.random() < 0.5:
        photo, mask = ImageOps.mirror(photo), ImageOps.mirror(mask)
    return photo, np.asarray(mask.resize((PARTS_SIDE, PARTS_SIDE), Image.Resampling.NEAREST))


def _around_a_part(mask: UInt8Array, rng: Rng) -> tuple[int, int, int, int] | None:
    found = np.unique(mask[mask >= _PARTS_SEEN])
    if not len(found):
        return None
    rows, columns = np.nonzero(mask == rng.choice(found))
    margin = rng.uniform(0.05, 0.8) * max(np.ptp(rows), np.ptp(columns))
    left, top, right, bottom = rng.uniform(0.3, 1.2, 4) * margin
    return (
        max(0, int(columns.min() - left)),
        max(0, int(rows.min() - top)),
        min(mask.shape[1], int(columns.max() + 1 + right)),
        min(mask.shape[0], int(rows.max() + 1 + bottom)),
    )


def _in_another_light(photo: Image.Image, rng: Rng) -> Image.Image:
    light = rng.uniform(0.75, 1.25, 3) * rng.uniform(0.7, 1.3)
    lit = Image.fromarray((np.asarray(photo) * light).clip(0, 255).astype(np.uint8))
    if rng.random() < 0.15:
        few = int(rng.integers(60, 160))
        lit = ImageOps.contain(lit, (few, few)).resize(lit.size)
    return lit


def build(shapes: dict[str, tuple[int, ...]], seed: int) -> keras.Model:
    """Untrained: maps of those `shapes` to logits (n, 56, 56, 7)."""
    keras.utils.set_random_seed(seed)
    fine, middle, coarse = (keras.Input(shapes[name], name=name) for name in MAPS)
    x = _conv(keras.layers.Dropout(0.2)(coarse), 96, 1)
    x = _larger(_depthwise(x, 96))
    x = keras.layers.Concatenate()([x, _conv(middle, 64, 1)])
    x = _larger(_depthwise(_depthwise(x, 96), 96))
    x = keras.layers.Concatenate()([x, _conv(fine, 48, 1)])
    x = _larger(_depthwise(_depthwise(x, 64), 64))
    x = keras.layers.Conv2D(len(PARTS), 1)(_depthwise(x, 48))
    return keras.Model([fine, middle, coarse], x, name="parser")


def _conv(x: keras.KerasTensor, filters: int, kernel: int) -> keras.KerasTensor:
    x = keras.layers.Conv2D(filters, kernel, padding="same", use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))


def _depthwise(x: keras.KerasTensor, filters: int) -> keras.KerasTensor:
    x = keras.layers.DepthwiseConv2D(5, padding="same", use_bias=False)(x)
    return _conv(x, filters, 1)


def _larger(x: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.UpSampling2D(interpolation="bilinear")(x)


def train(views: Views, held_out: Views, *, epochs: int, seed: int, tell: Tell) -> keras.Model:
    """Learn to parse `views`; tells how well it parses `held_out`."""
    parser = build({name: getattr(views, name).shape[1:] for name in MAPS}, seed)
    batches = len(views.parts) // _BATCH
    rate = keras.optimizers.schedules.CosineDecay(
        _RATE / 10, epochs * batches, warmup_target=_RATE, warmup_steps=min(200, batches)
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    parser.compile(keras.optimizers.AdamW(rate, weight_decay=1e-3), loss)
    heavy = np.array([_HEAVIER.get(part, 1.0) for part in PARTS], np.float32)
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = rng.permutation(len(views.parts))[: batches * _BATCH]
        for chosen in np.split(order, batches):
            known = views.parts[chosen] != _UNKNOWN
            wanted = np.where(known, views.parts[chosen], 0)
            weights = np.where(known, heavy[wanted], 0)
            parser.train_on_batch(_some(views, chosen), wanted, sample_weight=weights)
        overlaps = ", ".join(
            f"{part} {overlap:.2f}"
            for part, overlap in zip(PARTS, overlap_of_parts(parser, held_out), strict=True)
        )
        tell(f"parser: epoch {epoch + 1} of {epochs}; overlap of {overlaps}")
    return parser


def together(*some: Views) -> Views:
    """All in one."""
    return Views(
        **{
            name: np.concatenate([getattr(each, name) for each in some])
            for name in Views.__dataclass_fields__
        }
    )


def overlap_of_parts(parser: keras.Model, views: Views) -> list[float]:
    """Of each part, intersection over union of what is found and what is there."""
    found = np.concatenate(
        [
            np.asarray(parser.predict_on_batch(_some(views, chosen))).argmax(axis=-1)
            for chosen in np.array_split(np.arange(len(views.parts)), 1 + len(views.parts) // 64)
        ]
    )
    return [
        float(
            ((found == part) & (views.parts == part)).sum()
            / max(1, ((found == part) | (views.parts == part)).sum())
        )
        for part in range(len(PARTS))
    ]


def _some(views: Views, chosen: NDArray[np.int_]) -> list[NDArray[np.float32]]:
    return [getattr(views, name)[chosen].astype(np.float32) for name in MAPS]


def join(lite0: keras.Model, parser: keras.Model) -> keras.Model:
    """The network, from a photo to its features and to the probability of each part."""
    outputs = lite0(lite0.inputs)
    parts = keras.layers.Softmax(name="parts")(parser([outputs[name] for name in MAPS]))
    return keras.Model(lite0.inputs, {"features": outputs["features"], "parts": parts})
