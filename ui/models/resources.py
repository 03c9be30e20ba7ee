"""What all visitors share: the data set, networks, and their answers on the test pictures."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import data, metrics
from fashion_model.attribution.explaining import Explainer
from fashion_model.attribution.opened import OpenedModel
from fashion_model.calibration import UNCALIBRATED, Calibration
from fashion_model.data import Dataset, Split, validation_pictures
from fashion_model.litert import ModelError
from fashion_model.predict import Classifier, Predictor, load_all_terrain
from fashion_model.runs import Run, RunError, RunSummary, calibration_of

ROOMFUL = 24
"""Trainings whose model and test answers stay ready, a few megabytes each: a class of visitors may
look at as many at the same time."""


@st.cache_resource(show_spinner=False)
def _loading() -> "Future[Dataset]":
    """Start reading the data set in the background, once for the whole server."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="dataset")
    future = pool.submit(data.load)
    pool.shutdown(wait=False)
    return future


def dataset_if_ready(patience: float = 0.0) -> Dataset | None:
    """Return the data set, or None when it is not there within `patience` seconds.

    Raises DataError when no source at all could be read.
    """
    try:
        return _loading().result(patience)
    except TimeoutError:
        return None


def dataset() -> Dataset:
    """Return the data set, waiting for it with a spinner when it is still being read.

    Raises DataError when no source at all could be read.
    """
    future = _loading()
    if not future.done():
        with st.spinner("Reading the pictures …"):
            return future.result()
    return future.result()


def read_data_again() -> None:
    """Forget the data set, because a better source has arrived."""
    _loading.clear()


@st.cache_resource(show_spinner=False)
def examples() -> Split:
    """Return the bundled sample's test pictures, which are there without any download."""
    return data.load_sample().test


@st.cache_resource(show_spinner=False)
def sample_training_pictures() -> Split:
    """Return the bundled sample's training pictures, which are there without any download."""
    return data.load_sample().train


def _model_of(run: RunSummary) -> tuple[str, float]:
    """Return where the network of `run` lies and when it was written: a key for caches.

    Raises ModelError when it has none.
    """
    path = run.model_path
    if path is None:
        raise ModelError("This training has no model any more; please choose another one.")
    return str(path), path.stat().st_mtime


@st.cache_resource(show_spinner=False, max_entries=ROOMFUL)
def _classifier(model_path: str, modified: float) -> Classifier:
    return Classifier.load(Path(model_path))


@st.cache_resource(show_spinner=False)  # 40 ms; and phones ask for it, which have no page
def _all_terrain() -> Predictor:
    return load_all_terrain()


@st.cache_resource(show_spinner=False, max_entries=ROOMFUL)
def _calibration(_run: RunSummary, path: str, heard: float) -> Calibration:
    return calibration_of(_run)


def predictor(run: RunSummary | None) -> Predictor:
    """Return who answers: the run, or without one the all-terrain model; shared by all visitors.

    Raises ModelError when there is no usable model.
    """
    if run is None:
        return _all_terrain()
    loaded = _classifier(*_model_of(run))
    return Predictor(loaded, _calibration(run, str(run.path), run.summary.heard))


@st.cache_resource(show_spinner="Loading the model …", max_entries=8)
def _explainer(model_path: str, modified: float, calibration: Calibration) -> Explainer:
    return Explainer.of_run(Path(model_path), calibration)


@st.cache_resource(show_spinner=False)
def _ensemble_explainer() -> Explainer:
    return Explainer.of_ensemble(_all_terrain())


@st.cache_resource(show_spinner="Loading the model …", max_entries=8)
def _opened(model_path: str, modified: float) -> OpenedModel:
    return OpenedModel.load(Path(model_path))


def opened(run: RunSummary) -> OpenedModel:
    """Return the network of `run` with what its layers compute.

    Raises ModelError when there is no usable model.
    """
    return _opened(*_model_of(run))


def explainer(run: RunSummary | None, *, calibrated: bool) -> Explainer:
    """Return who explains the answers of `run`, or without one the all-terrain model's.

    `calibrated`: as `predictor` gives them; else as they were measured, with nothing put right.
    Raises ModelError when there is no usable model.
    """
    if run is None:
        return _ensemble_explainer()
    model = _model_of(run)
    calibration = UNCALIBRATED
    if calibrated:
        calibration = _calibration(run, str(run.path), run.summary.heard)
    return _explainer(*model, calibration)


def positions_of(split: Split, indices: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return where each official index lies in `split`; -1 where it does not.

    `indices` has shape (n,), and so has the result.
    """
    order = np.argsort(split.indices)
    ordered = split.indices[order]
    where = np.minimum(np.searchsorted(ordered, indices), len(ordered) - 1)
    found = ordered[where] == indices
    return np.where(found, order[where], -1).astype(np.int64)


class Numbered(Protocol):
    """What is told of a picture, with its official index."""

    @property
    def index(self) -> int:
        """Its official index."""


N = TypeVar("N", bound=Numbered)


def present(split: Split, told: Sequence[N]) -> list[tuple[N, int]]:
    """Return those of `told` whose pictures are in `split`, each with its place there."""
    where = positions_of(split, np.array([each.index for each in told], np.int32))
    return [(each, at) for each, at in zip(told, where.tolist(), strict=True) if at >= 0]


@dataclass(frozen=True)
class Predictions:
    """Pictures with a model's answers: images (n, 28, 28), labels and official indices (n,).

    `probabilities` is (n, 10); `asked` is how many pictures the model answered in all:
    more than n where only the sample's are here. `network` is the run whose kept network answered;
    None where that network is gone, as after an epoch that was not the best.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    indices: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    asked: int
    network: RunSummary | None = None

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


@st.cache_resource(show_spinner=False, max_entries=ROOMFUL)
def _tested(_run: Run, path: str, modified: float, events: int, data: str) -> Predictions | None:
    stored = _run.test_predictions()
    return None if stored is None else replace(common(dataset().test, *stored), network=_run)


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
    found = common(dataset().validation, stored, indices)
    return replace(found, network=_run if epoch == _run.best_epoch else None)


def pictures_here() -> str:
    """Return what tells the pictures now here from those before a download: a key for caches."""
    data = dataset()
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
