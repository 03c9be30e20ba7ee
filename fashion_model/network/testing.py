"""The test pictures: asked once, of the network that is kept."""

from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from fashion_model.arrays import FloatArray
from fashion_model.data import Split, as_input
from fashion_model.files import produce_atomically
from fashion_model.metrics import accuracy, log_loss

CHUNK = 500  # pictures judged at a time
TEST_FILE = "predictions/test.npz"


def measure_on_test(model: keras.Model, test: Split, into: Path) -> dict[str, float]:
    """Judge the `test` pictures and write the answers into the run directory `into`.

    Raises:
        OSError: the disk is full.
    """
    probabilities = predict(model, test.images)
    produce_atomically(
        into / TEST_FILE,
        lambda path: np.savez_compressed(
            path, allow_pickle=False, probabilities=probabilities, indices=test.indices
        ),
    )
    return {
        "test_accuracy": accuracy(probabilities, test.labels),
        "test_loss": log_loss(probabilities, test.labels),
    }


def predict(model: keras.Model, images: npt.NDArray[np.uint8]) -> FloatArray:
    """The probabilities, (n, 10), of `images`, (n, 28, 28), a chunk at a time."""
    starts = range(0, len(images), CHUNK)
    return np.concatenate([predict_chunk(model, images[at : at + CHUNK]) for at in starts])


def predict_chunk(model: keras.Model, images: npt.NDArray[np.uint8]) -> FloatArray:
    """The probabilities, (n, 10), of up to `CHUNK` images, (n, 28, 28)."""
    return np.asarray(model.predict_on_batch(as_input(images)), dtype=np.float32)
