"""What the network computes of views, kept in pieces: a broken-off go resumes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.data import Split
from fashion_model.files import produce_atomically
from fashion_model.images.prepare import view
from fashion_model.labels import SIDE
from fashion_model.litert import LiteRTModel
from fashion_model.photo_expert import run
from research.photo_expert.scenes import Scenes
from research.photo_expert.views import draw_batch, shares
from research.training_pictures import ANSWERS

PIECE = 1000  # views that are kept together
_OF_DATASET = 150  # pictures: with more, coloured photos are taken for them, too
_LARGER = (1, 2, 4, 8)


@dataclass(frozen=True, eq=False)
class Learned:
    """Features float16 (n, 1280) and targets float32 (n, 11) of views.

    `photo` is bool (n,), as in `Scenes`; `quarters` and `in_place` as in `Views`.
    """

    features: NDArray[np.float16]
    targets: FloatArray
    photo: NDArray[np.bool_]
    quarters: NDArray[np.int64]
    in_place: NDArray[np.bool_]


def compute(
    network: LiteRTModel,
    scenes: Scenes,
    pieces: int,
    work: Path,
    seed: int,
    tell: Callable[[str], None],
) -> Learned:
    """Features of so many `pieces` of views; those that are in `work` already are read there."""
    often, kept = shares(scenes), []
    for number in range(pieces):
        path = work / f"features_{number:03d}.npz"
        if not path.exists():
            rng = np.random.default_rng([seed, number])
            some = rng.choice(len(often), PIECE, p=often)
            piece = _piece(network, scenes, some, [seed, number])
            produce_atomically(path, lambda to, piece=piece: np.savez(to, **vars(piece)))  # type: ignore[misc]
            tell(f"features: {number + 1} of {pieces} thousand views")
        with np.load(path, allow_pickle=False) as arrays:
            kept.append({name: arrays[name] for name in Learned.__dataclass_fields__})
    return together(*(Learned(**each) for each in kept))


def of_dataset(network: LiteRTModel, split: Split, work: Path, seed: int) -> Learned:
    """Features of the data set's own pictures, as somebody may save and send them: no photos."""
    path = work / "features_dataset.npz"
    if not path.exists():
        rng = np.random.default_rng(seed)
        shown = [_enlarged(image, rng) for image in split.images[:_OF_DATASET]]
        features = [run(network, each)["features"][0].astype(np.float16) for each in shown]
        learned = Learned(
            np.array(features),
            np.eye(ANSWERS, dtype=np.float32)[split.labels[:_OF_DATASET]],
            np.zeros(len(shown), np.bool_),
            np.zeros(len(shown), np.int64),
            np.ones(len(shown), np.bool_),
        )
        produce_atomically(path, lambda to: np.savez(to, **vars(learned)))
    with np.load(path, allow_pickle=False) as arrays:
        return Learned(**{name: arrays[name] for name in Learned.__dataclass_fields__})


def together(*some: Learned) -> Learned:
    """All in one."""
    return Learned(
        **{
            name: np.concatenate([getattr(each, name) for each in some])
            for name in Learned.__dataclass_fields__
        }
    )


def _enlarged(image: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """As it is, or dark on light; as large as it is, or with pixels, sharp or soft ones, to see."""
    picture = Image.fromarray(image if rng.random() < 0.6 else 255 - image)
    side = SIDE * int(rng.choice(_LARGER))
    how = Image.Resampling.NEAREST if rng.random() < 0.5 else Image.Resampling.BICUBIC
    return view(picture.resize((side, side), how))


def _piece(
    network: LiteRTModel, scenes: Scenes, some: NDArray[np.int64], seed: list[int]
) -> Learned:
    views = draw_batch(scenes, some, seed)
    features = [run(network, each)["features"][0].astype(np.float16) for each in views.pixels]
    targets, photo = scenes.targets[some], scenes.photo[some]
    return Learned(np.array(features), targets, photo, views.quarters, views.in_place)
