"""Which pictures taught a network: those its training chose, and no others."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_model.attribution import training_pictures as module
from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.training_pictures import PER_KIND, training_pictures
from fashion_model.data import batches, load, load_sample, validation_pictures
from fashion_model.runs import BUNDLED, Run, discard_run, open_run
from tests.attribution.frozen import copy_of

SAMPLE = load_sample()


def test_they_are_those_the_training_chose(runs: Path) -> None:
    run = copy_of("run", runs)
    found = training_pictures(run, SAMPLE)
    chosen = batches.choose(run.config, SAMPLE.train.indices)
    assert len(chosen) == 2250
    assert np.array_equal(found.indices, SAMPLE.train.indices[chosen])
    assert np.array_equal(found.labels, SAMPLE.train.labels[chosen])
    assert np.array_equal(found.images, SAMPLE.train.images[chosen])


def test_a_child_learned_from_what_its_parent_did_too(runs: Path) -> None:
    parent, child = copy_of("run", runs), copy_of("child_run", runs)
    own = SAMPLE.train.indices[batches.choose(child.config, SAMPLE.train.indices)]
    before = training_pictures(parent, SAMPLE).indices
    assert len(before) > len(own)
    assert np.array_equal(training_pictures(child, SAMPLE).indices, np.union1d(own, before))
    discard_run(parent)
    assert np.array_equal(training_pictures(child, SAMPLE).indices, own)


def test_of_a_run_on_all_pictures_the_sample_has_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load", lambda: pytest.fail("55 MB for nothing"))
    found = training_pictures(open_run(BUNDLED), SAMPLE)
    assert np.array_equal(found.indices, SAMPLE.train.indices)


def half() -> Run:
    """The bundled run as if it had been trained on half of all 55,000."""
    run = open_run(BUNDLED)
    return replace(run, config=replace(run.config, share=0.5))


def learned(run: Run) -> set[int]:
    train = np.setdiff1d(np.arange(60_000), validation_pictures(sample=False))
    return set(train[batches.choose(run.config, train)].tolist())


def test_without_the_full_data_there_are_those_of_the_sample() -> None:
    run = half()
    found = set(training_pictures(run, SAMPLE).indices.tolist())
    assert found == learned(run) & set(SAMPLE.train.indices.tolist())
    assert 4_000 < len(found) < 5_000


def test_with_the_full_data_there_are_900_of_each_kind(full_data: Path) -> None:
    run = half()
    found = training_pictures(run, SAMPLE)
    assert np.bincount(found.labels).tolist() == [PER_KIND] * 10
    assert set(found.indices.tolist()) <= learned(run)
    assert learned(run) & set(SAMPLE.train.indices.tolist()) <= set(found.indices.tolist())
    there = load().train
    assert np.array_equal(there.labels[np.isin(there.indices, found.indices)], found.labels)


def test_validation_and_test_pictures_taught_nothing() -> None:
    found = training_pictures(open_run(BUNDLED), SAMPLE)
    assert not np.isin(found.indices, validation_pictures(sample=False)).any()


def test_pictures_of_another_sample_are_missed(runs: Path) -> None:
    run = replace(copy_of("run", runs), fingerprint="0" * 64)
    with pytest.raises(AttributionError, match="not here any more"):
        training_pictures(run, SAMPLE)


def test_a_handful_of_pictures_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    run = half()
    monkeypatch.setattr(module, "FEWEST", 5_000)
    with pytest.raises(AttributionError, match="not here any more"):
        training_pictures(run, SAMPLE)
