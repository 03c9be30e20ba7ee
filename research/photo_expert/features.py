"""What the network computes of views, kept in pieces: a broken-off go resumes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray
from fashion_model.files import produce_atomically
from fashion_model.litert import LiteRTModel
from fashion_model.photo_expert import run
from research.photo_expert.scenes import Scenes
from research.photo_expert.views import draw_batch, shares

PIECE = 1000  # views that are kept together


@dataclass(frozen=True, eq=False)
class Learned:
    """Features float16 (n, 1280), targets float32 (n, 11), and by how many quarters each is turned.

    `photo` is bool (n,), as in `Scenes`; `quarters` int64 (n,).
    """

    features: NDArray[np.float16]
    targets: FloatArray
    photo: NDArray[np.bool_]
    quarters: NDArray[np.int64]


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
    return Learned(**{name: np.concatenate([each[name] for each in kept]) for name in kept[0]})


def _piece(
    network: LiteRTModel, scenes: Scenes, some: NDArray[np.int64], seed: list[int]
) -> Learned:
    views, quarters = draw_batch(scenes, some, seed)
    features = [run(network, each)["features"][0].astype(np.float16) for each in views]
    return Learned(np.array(features), scenes.targets[some], scenes.photo[some], quarters)
