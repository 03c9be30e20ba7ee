"""What all visitors share: the data set and the loaded classifiers."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import data
from fashion_model.data import Dataset, Split
from fashion_model.predict import Classifier, ModelError, Predictor, load_all_terrain
from fashion_model.runs import RunSummary

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


@st.cache_resource(show_spinner="Loading the model …", max_entries=ROOMFUL)
def _classifier(model_path: str, modified: float) -> Classifier:
    return Classifier.load(Path(model_path))


def classifier(run: RunSummary) -> Classifier | None:
    """Return the run's classifier, shared between visitors; None when it has no model yet."""
    path = run.model_path
    if path is None:
        return None
    return _classifier(str(path), path.stat().st_mtime)


@st.cache_resource(show_spinner="Loading the model …")
def _all_terrain() -> Predictor:
    return load_all_terrain()


def predictor(run: RunSummary | None) -> Predictor:
    """Return who answers: the run, or without one the all-terrain model; shared by all visitors.

    Raises ModelError when there is no usable model.
    """
    if run is None:
        return _all_terrain()
    loaded = classifier(run)
    if loaded is None:
        raise ModelError("This training has no model any more; please choose another one.")
    return Predictor(loaded)


def positions_of(split: Split, indices: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return where each official index lies in `split`; -1 where it does not.

    `indices` has shape (n,), and so has the result.
    """
    order = np.argsort(split.indices)
    ordered = split.indices[order]
    where = np.minimum(np.searchsorted(ordered, indices), len(ordered) - 1)
    found = ordered[where] == indices
    return np.where(found, order[where], -1).astype(np.int64)
