"""Files a trained network is kept in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf  # noqa: TID251 - LiteRT's settings are TensorFlow's

from fashion_model.files import produce_atomically


def export(model: keras.Model, into: Path) -> list[str]:
    """Write `model.keras` and, where the backend can, `model.tflite`; give their names.

    Raises:
        OSError: the disk is full; earlier files are untouched.
    """
    # Without the optimizer, which is two thirds of the file; `clone_model` would copy it too.
    bare = type(model).from_config(model.get_config())
    bare.set_weights(model.get_weights())
    # Compiled, so that `evaluate` works as soon as it is loaded; SGD keeps nothing that takes room.
    bare.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    produce_atomically(into / "model.keras", bare.save)
    names = ["model.keras"]
    if can_write_litert():
        write_litert(bare, into / "model.tflite")
        names.append("model.tflite")
    return names


def can_write_litert() -> bool:
    """Whether Keras runs on TensorFlow; JAX and Torch have no such export."""
    return bool(keras.backend.backend() == "tensorflow")


def write_litert(model: keras.Model, path: Path, *, halved: bool = False) -> None:
    """Write a model for `inference`; only where `can_write_litert`.

    `halved`: each weight takes two bytes instead of four; LiteRT computes in four all the same.
    """
    smaller: dict[str, Any] = {
        "optimizations": [tf.lite.Optimize.DEFAULT],
        "target_spec": {"supported_types": [tf.float16]},
    }
    more = smaller if halved else {}
    with _scratch():
        produce_atomically(
            path, lambda to: model.export(to, format="litert", verbose=False, **more)
        )


@contextmanager
def _scratch() -> Iterator[None]:
    """Let TensorFlow write its code into a folder that goes: a worker's end leaves it no time to.

    Not one of the run: a kill in this moment shall not leave files there that nobody knows.
    """
    with tempfile.TemporaryDirectory(prefix="fashion-", ignore_cleanup_errors=True) as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield
        finally:
            tempfile.tempdir = before
