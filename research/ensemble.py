"""Write the networks that answer together (`fashion_model/ensemble.py`) into one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fashion_model.arrays import FloatArray
from fashion_model.ensemble import EXPERT
from fashion_model.labels import CLASSES, SIDE
from fashion_model.network import keras
from fashion_model.network.export import write_litert_in_bytes
from research.classifier import load_classifier


def join(classifiers: Sequence[keras.Model], expert: keras.Model | None) -> keras.Model:
    """One network of all: a picture, as for `build_classifier`, to the logits of each."""
    inputs = keras.Input((SIDE, SIDE, 1), name="prepared")
    named = {f"classifier{number}": each for number, each in enumerate(classifiers, 1)}
    if expert is not None:
        named[EXPERT] = expert
    logits = {name: _logits(network, inputs, name) for name, network in named.items()}
    return keras.Model(inputs, logits, name="ensemble")


def _logits(network: keras.Model, inputs: keras.KerasTensor, name: str) -> keras.KerasTensor:
    """What a network computes before its softmax."""
    answers = network.layers[-1]
    before = keras.Model(network.inputs, answers.input, name=f"{name}_features")(inputs)
    last = keras.layers.Dense(CLASSES + 1, name=name)
    logits = last(before)
    last.set_weights(answers.get_weights())
    return logits


def export_ensemble(
    classifiers: Sequence[Path], expert: Path | None, shown: FloatArray, into: Path
) -> None:
    """Write `classifier.tflite` from checkpoints, in bytes; prepared pictures are `shown` to it.

    They are float32 (n, 28, 28, 1). Keras must run on TensorFlow.
    """
    named = [load_classifier(each, f"named{number}") for number, each in enumerate(classifiers)]
    special = None if expert is None else load_classifier(expert, "special")
    write_litert_in_bytes(join(named, special), into / "classifier.tflite", shown)
