"""Pictures with a model's answers, read once for all visitors."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.data import Split, validation_pictures
from fashion_model.runs import Run, RunError
from ui.models import resources


@dataclass(frozen=True)
class Predictions:
    """Pictures with a model's answers: images (n, 28, 28), labels and official indices (n,).

    `probabilities` is (n, 10); `asked` is how many pictures the model answered in all:
    more than n where only the sample's are here.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    indices: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    asked: int

    @property
    def given(self) -> NDArray[np.int64]:
        """The kind the model names for each picture, (n,)."""
        given: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return given

    @property
    def certainty(self) -> NDArray[np.float32]:
        """How probable the model thinks its own answer, (n,)."""
        certainty: NDArray[np.float32] = self.probabilities.max(axis=1)
        return certainty

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the answer is the right one, (n,)."""
        right: NDArray[np.bool_] = self.given == self.labels
        return right

    @property
    def matrix(self) -> NDArray[np.int64]:
        """The confusion matrix, (10, 10)."""
        return metrics.confusion_matrix(self.probabilities, self.labels)


def tested(run: Run) -> Predictions | None:
    """Return the answers of `run` on the test pictures that are here; None when not tested."""
    path = run.path / "predictions" / "test.npz"
    if not path.is_file():
        return None
    return _tested(run, str(path), path.stat().st_mtime, len(run.events), pictures_here())


@st.cache_resource(show_spinner=False, max_entries=resources.ROOMFUL)
def _tested(_run: Run, path: str, modified: float, events: int, data: str) -> Predictions | None:
    stored = _run.test_predictions()
    return None if stored is None else common(resources.dataset().test, *stored)


def validated(run: Run, epoch: int) -> Predictions | None:
    """Return the answers of `run` on validation pictures after `epoch`; None without any.

    Raises RunError when they are there and can't be read.
    """
    path = run.path / "predictions" / f"validation-{epoch:04d}.npy"
    if not path.is_file():
        return None
    return _validated(run, epoch, str(path), path.stat().st_mtime, pictures_here())


@st.cache_resource(show_spinner=False, max_entries=16)
def _validated(_run: Run, epoch: int, path: str, modified: float, data: str) -> Predictions | None:
    stored = _run.validation_predictions(epoch)
    if stored is None:
        return None
    indices = validation_pictures(sample=_run.sample)
    if stored.shape != (len(indices), 10):
        raise RunError("The predictions of this epoch can't be read.")
    return common(resources.dataset().validation, stored, indices)


def pictures_here() -> str:
    """Return what tells the pictures now here from those before a download: a key for caches."""
    data = resources.dataset()
    return f"{data.source} {len(data.test)}"


def common(
    split: Split, probabilities: NDArray[np.float32], indices: NDArray[np.int32]
) -> Predictions:
    """Return the pictures of `split` that the model was asked about, found by official index."""
    here, there = metrics.common_positions(split.indices, indices)
    whole = np.array_equal(here, np.arange(len(split)))
    images = split.images if whole else split.images[here]
    return Predictions(
        images, split.labels[here], split.indices[here], probabilities[there], len(indices)
    )
