"""Which pictures taught a network, as far as they are here, and as it was shown them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import BoolArray, IntArray, UInt8Array
from fashion_model.attribution.error import AttributionError
from fashion_model.data import Dataset, Split, batches, load, validation_pictures
from fashion_model.data.splits import SAMPLE_TRAIN_PER_CLASS, first_per_class
from fashion_model.labels import TRAINING_PICTURES
from fashion_model.runs import RunError, RunSummary, open_run

PER_KIND = SAMPLE_TRAIN_PER_CLASS  # 9,000 in all: their features fill 42 MB, those of 55,000 253
FEWEST = 50  # fewer than that tell nothing

_GONE = "The pictures this network was trained on are not here any more."


def training_pictures(run: RunSummary, sample: Dataset) -> Split:
    """At most 9,000 of the pictures `run` learned from, ascending by official index.

    The full data are loaded only where the bundled `sample` lacks some of them.

    Of each kind the first 900 in the fixed order of all pictures (`fashion_model/data/splits.py`),
    so they are the same whenever and wherever one asks. What a child run learned from is what its
    ancestors did, and what it saw itself; a visitor's own pictures are never kept. Where a run's
    data were spoiled, they carry the labels, and lie on the ground, that it was shown them with.

    Raises:
        AttributionError: hardly any are here.
    """
    learned = _learned_from(run, sample)
    if any(each.config.spoiling.active for each in _lineage(run)):
        data = _data_of(run, sample)
        return _as_shown(run, _first(data, learned), data)
    here = np.isin(sample.train.indices, learned)
    # The sample's come first in that order: where it has 900 of each kind, nothing can be added.
    if not here.all() and here.sum() < len(learned):
        return _first(_full(run, sample), learned)
    return _first(sample, learned)


def true_labels(indices: IntArray, run: RunSummary, sample: Dataset) -> UInt8Array:
    """The own labels, (n,), of pictures that `run` was shown, by ascending official `indices`.

    Raises:
        AttributionError: they are not here.
    """
    train = _data_of(run, sample).train
    labels: UInt8Array = train.labels[np.isin(train.indices, indices)]
    if len(labels) != len(indices):
        raise AttributionError(_GONE)
    return labels


def _as_shown(run: RunSummary, chosen: Split, data: Dataset) -> Split:
    """`chosen` of the pictures of `data` as the run and its ancestors were shown them, it last."""
    images, labels = chosen.images.copy(), chosen.labels.copy()
    for each in reversed([*_lineage(run)]):
        shown, _ = batches.as_shown(each.config, data.train)
        there = np.isin(shown.indices, chosen.indices)
        here = np.searchsorted(chosen.indices, shown.indices[there])
        images[here], labels[here] = shown.images[there], shown.labels[there]
    return Split(images, labels, chosen.indices)


def _data_of(run: RunSummary, sample: Dataset) -> Dataset:
    """The pictures that `run` was trained on: what it was shown follows from all of them."""
    data = sample if run.sample else _full(run, sample)
    if run.fingerprint != data.fingerprint:
        raise AttributionError(_GONE)
    return data


def _first(data: Dataset, learned: IntArray) -> Split:
    train = _part(data.train, np.isin(data.train.indices, learned))
    chosen = _part(train, np.sort(first_per_class(train.labels, train.indices, PER_KIND)))
    if len(chosen) < FEWEST:
        raise AttributionError(_GONE)
    return chosen


def _full(run: RunSummary, sample: Dataset) -> Dataset:
    """The full data where they are here."""
    data = load()
    if data.is_sample:
        return sample
    if not run.sample and run.fingerprint != data.fingerprint:
        raise AttributionError(_GONE)
    return data


def _learned_from(run: RunSummary, sample: Dataset) -> IntArray:
    """Official indices, ascending, of all that `run` and its ancestors were shown."""
    shown = [_shown(each, sample) for each in _lineage(run)]
    return np.unique(np.concatenate(shown))


def _shown(run: RunSummary, sample: Dataset) -> IntArray:
    """Official indices of the pictures that the training of `run` itself chose."""
    if not run.sample:
        everything = np.arange(TRAINING_PICTURES, dtype=np.int32)
        train = np.setdiff1d(everything, validation_pictures(sample=False))
    elif run.fingerprint == sample.fingerprint:
        train = sample.train.indices
    else:
        raise AttributionError(_GONE)
    if run.config.spoiling.active:
        shown, used = batches.as_shown(run.config, _data_of(run, sample).train)
        indices: IntArray = shown.indices[used]
        return indices
    return train[batches.choose(run.config, train)]


def _lineage(run: RunSummary) -> Iterator[RunSummary]:
    """The run, the one it went on from, and so forth, as far as they still exist."""
    passed: set[str] = set()
    while run.id not in passed:
        passed.add(run.id)
        yield run
        if run.parent is None:
            return
        try:
            run = open_run(run.parent, run.path.parent)
        except RunError:  # deleted since
            return


def _part(split: Split, chosen: BoolArray | NDArray[np.intp]) -> Split:
    return Split(split.images[chosen], split.labels[chosen], split.indices[chosen])
