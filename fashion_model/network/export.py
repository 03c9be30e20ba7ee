"""Files a trained network is kept in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf  # noqa: TID251 - LiteRT's settings are TensorFlow's

from fashion_model.arrays import FloatArray
from fashion_model.files import produce_atomically, write_atomically


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


def write_litert_in_bytes(model: keras.Model, path: Path, shown: FloatArray) -> None:
    """Write a model that computes with whole numbers of one byte; only where `can_write_litert`.

    A quarter of the size, and three times as fast on one core that has instructions for them
    (Jacob et al., arXiv 1712.05877). Inputs are `shown` to it, for the range of each layer's
    numbers; what goes in and comes out is float32.
    """
    with _scratch():
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([each[np.newaxis]] for each in shown)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        content: bytes = converter.convert()
    write_atomically(path, content)


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
