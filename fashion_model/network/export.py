"""Files a trained network is kept in."""

from pathlib import Path

import keras

from fashion_model.files import produce_atomically


def export(model: keras.Model, into: Path) -> list[str]:
    """Write `model.keras` and, where the backend can, `model.tflite`; give their names.

    Raises:
        OSError: the disk is full; earlier files are untouched.
    """
    produce_atomically(into / "model.keras", lambda path: model.save(path, include_optimizer=False))
    names = ["model.keras"]
    if keras.backend.backend() == "tensorflow":  # JAX and Torch have no LiteRT export
        produce_atomically(
            into / "model.tflite",
            lambda path: model.export(path, format="litert", verbose=False),
        )
        names.append("model.tflite")
    return names
