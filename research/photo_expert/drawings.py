"""What the network computes of drawings: invented ones, and people's own in many variations.

It was fine-tuned on photos, and still computes what tells lines, straps and soles apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.arrays import FloatArray
from fashion_model.files import produce_atomically
from fashion_model.images import ImageError, prepare
from fashion_model.labels import NONE
from fashion_model.litert import LiteRTModel
from fashion_model.photo_expert import run
from research import doodles
from research.material import Row
from research.training_pictures import target, vary

Rng = np.random.Generator

INVENTED = 9000
_IN_TURN = 13  # the ten kinds, and three of what is none of them: there are more of those
_VARIATIONS = 20  # of each picture of people's own
_OF_STRANGERS = 10  # of what is none of the ten, where there are hundreds


class Drawings(NamedTuple):
    """Features float16 (n, 1280) and targets float32 (n, 11) of drawings and icons."""

    features: NDArray[np.float16]
    targets: FloatArray


def compute(
    network: LiteRTModel, rows: list[Row], work: Path, seed: int, tell: Callable[[str], None]
) -> Drawings:
    """Features of invented drawings, and of those among `rows`; kept in `work`."""
    some = (
        _kept(network, work / "features_doodles.npz", _invented(np.random.default_rng([seed, 0]))),
        _kept(network, work / "features_drawn.npz", _own(rows, np.random.default_rng([seed, 1]))),
    )
    tell(f"features: {sum(len(each.targets) for each in some)} drawings")
    return Drawings(
        np.concatenate([each.features for each in some]),
        np.concatenate([each.targets for each in some]),
    )


_Pair = tuple[Image.Image, FloatArray]


def _invented(rng: Rng) -> Iterator[_Pair]:
    for number in range(INVENTED):
        label = min(number % _IN_TURN, NONE)
        yield doodles.draw(label, rng), target(label)


def _own(rows: list[Row], rng: Rng) -> Iterator[_Pair]:
    for row in rows:
        if row.kind not in ("icon", "sketch"):
            continue
        many = row.kind == "sketch" and row.label == NONE
        picture, wanted = row.read(), target(row.label, row.accept)
        yield picture, wanted
        for _ in range(1, _OF_STRANGERS if many else _VARIATIONS):
            yield vary(row.kind, picture, rng), wanted


def _kept(network: LiteRTModel, path: Path, shown: Iterator[_Pair]) -> Drawings:
    if not path.exists():
        computed = _compute(network, shown)
        produce_atomically(path, lambda to: np.savez(to, **computed._asdict()))
    with np.load(path, allow_pickle=False) as arrays:
        return Drawings(arrays["features"], arrays["targets"])


def _compute(network: LiteRTModel, shown: Iterator[_Pair]) -> Drawings:
    features, targets = [], []
    for picture, wanted in shown:
        try:
            seen = prepare(picture).drawn_view()
        except ImageError:  # a line too thin: nothing to learn from
            continue
        features.append(run(network, seen)["features"][0].astype(np.float16))
        targets.append(wanted)
    return Drawings(np.array(features), np.array(targets, np.float32))
