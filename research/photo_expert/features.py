"""What the network computes of everything it is shown, kept in pieces: a broken-off go resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray
from fashion_model.files import produce_atomically
from fashion_model.litert import LiteRTModel
from fashion_model.photo_expert import run
from research.material import Row
from research.photo_expert import street, views
from research.photo_expert.views import Shown

PIECE = 200  # pictures whose views are kept together

Source = Callable[[np.random.Generator], Iterator[Shown]]


@dataclass(frozen=True, eq=False)
class Learned:
    """Features float16 (n, 1280), targets float32 (n, 11), two bools (n,) as in `Shown`."""

    features: NDArray[np.float16]
    targets: FloatArray
    photo: NDArray[np.bool_]
    plain_view: NDArray[np.bool_]


def sources(rows: list[Row], folder: Path | None) -> list[Source]:
    """All that there is to learn from; photos of the street are left out without their `folder`."""
    found: list[Source] = [
        lambda rng, row=row: views.of_row(row, rng)  # type: ignore[misc]
        for row in rows
        if row.kind != "icon_rgba"  # the twins of icons say nothing new
    ]
    if folder is not None:
        names = street.read_names(folder)
        found += [
            lambda rng, number=number: views.of_street(folder, number, names, rng)  # type: ignore[misc]
            for number in street.read_numbers(folder)
        ]
    return found


def compute(
    network: LiteRTModel,
    found: list[Source],
    work: Path,
    seed: int,
    tell: Callable[[str], None],
) -> Learned:
    """Features of all views of all sources; pieces that are in `work` already are read there."""
    pieces = []
    for number, start in enumerate(range(0, len(found), PIECE)):
        path = work / f"features_{number:03d}.npz"
        if not path.exists():
            piece = _piece(network, found[start : start + PIECE], start, seed)
            produce_atomically(path, lambda to, piece=piece: np.savez(to, **vars(piece)))  # type: ignore[misc]
            tell(f"features: {min(start + PIECE, len(found))} of {len(found)} pictures")
        with np.load(path, allow_pickle=False) as arrays:
            pieces.append({name: arrays[name] for name in Learned.__dataclass_fields__})
    return Learned(**{name: np.concatenate([each[name] for each in pieces]) for name in pieces[0]})


def _piece(network: LiteRTModel, some: list[Source], start: int, seed: int) -> Learned:
    features, shown = [], []
    for number, source in enumerate(some, start):
        for each in source(np.random.default_rng([seed, number])):
            features.append(run(network, each.view)["features"][0].astype(np.float16))
            shown.append(each)
    return Learned(
        np.array(features, np.float16),
        np.array([each.target for each in shown], np.float32),
        np.array([each.photo for each in shown], np.bool_),
        np.array([each.plain_view for each in shown], np.bool_),
    )
