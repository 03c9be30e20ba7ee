"""What the network computes of photos cut down to their middle, and of whole ones made as small.

Both lose as many pixels: so it is learned what is missing, and not what is blurred.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.files import produce_atomically
from fashion_model.images.prepare import view
from fashion_model.labels import NONE
from fashion_model.litert import LiteRTModel
from fashion_model.photo_expert import run, with_edge
from research.material import Row

_LEAST, _MOST = 1 / 3, 0.6  # of each side


class CutOff(NamedTuple):
    """Features float16 (n, 1281) of photos, by `with_edge`, and whether each was cut, bool (n,)."""

    features: NDArray[np.float16]
    cut: NDArray[np.bool_]


def compute(
    network: LiteRTModel, rows: list[Row], work: Path, seed: int, tell: Callable[[str], None]
) -> CutOff:
    """Features of the photos of a known kind among `rows`, cut and whole; kept in `work`."""
    path = work / "features_cut_off.npz"
    if not path.exists():
        made = _compute(network, rows, np.random.default_rng([seed, 2]))
        produce_atomically(path, lambda to: np.savez(to, **made._asdict()))
    with np.load(path, allow_pickle=False) as arrays:
        found = CutOff(arrays["features"], arrays["cut"])
    tell(f"features: {len(found.cut)} photos, cut and whole")
    return found


def middle(photo: Image.Image, share: float) -> Image.Image:
    """What is left of a photo within so much of each side."""
    width, height = (max(1, round(share * side)) for side in photo.size)
    left, top = (photo.width - width) // 2, (photo.height - height) // 2
    return photo.crop((left, top, left + width, top + height))


def _compute(network: LiteRTModel, rows: list[Row], rng: np.random.Generator) -> CutOff:
    features = []
    for row in rows:
        if row.kind == "photo" and row.label != NONE:
            photo = row.read().convert("RGB")
            cut = middle(photo, rng.uniform(_LEAST, _MOST))
            features += [_features(network, each) for each in (cut, photo.resize(cut.size))]
    return CutOff(np.array(features), np.arange(len(features)) % 2 == 0)


def _features(network: LiteRTModel, photo: Image.Image) -> NDArray[np.float16]:
    computed = run(network, view(photo))
    return with_edge(computed["features"][0], computed["parts"][0]).astype(np.float16)
