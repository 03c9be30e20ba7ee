"""Every run says how far to believe it: today by itself, older ones from their files."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fashion_model.calibration import UNCALIBRATED, Calibration, fit
from fashion_model.data import load_sample, validation_labels, validation_pictures
from fashion_model.runs import (
    BUNDLED,
    Run,
    calibration_of,
    never_saw_drawings,
    open_run,
    with_drawings,
)
from tests.test_frozen import FROZEN, TOLD


@pytest.fixture
def old(runs: Path) -> Run:
    """A run that ended before this was measured."""
    shutil.copytree(FROZEN / "run", runs / TOLD["run"]["id"])
    return open_run(TOLD["run"]["id"])


def ended(run: Run, **said: Any) -> Run:
    """`run` as if its last event had said this, too."""
    assert run.ending is not None
    return replace(run, summary=replace(run.summary, ending=replace(run.ending, **said)))


def test_the_labels_are_those_of_the_pictures() -> None:
    sample = load_sample().validation
    assert (validation_pictures(sample=True) == sample.indices).all()
    assert (validation_labels(sample=True) == sample.labels).all()
    assert len(validation_labels(sample=False)) == 5_000


def test_the_bundled_run_is_measured_on_the_answers_it_came_with() -> None:
    run = open_run(BUNDLED)
    assert run.ending is not None
    assert run.ending.temperature is None
    found = calibration_of(run)
    assert found.temperature == pytest.approx(0.717, abs=0.001)  # it was taught to be humble
    assert found.sure == pytest.approx(0.931, abs=0.002)


def test_an_older_run_is_measured_where_it_lies(old: Run) -> None:
    assert old.ending is not None
    best = old.validation_predictions(int(old.ending.best_epoch or 0))
    assert best is not None
    assert calibration_of(old) == fit(best, validation_labels(sample=True))


def test_what_a_run_says_itself_counts(old: Run) -> None:
    assert calibration_of(ended(old, temperature=2.0, sure=0.7)) == Calibration(2.0, 0.7)


@pytest.mark.parametrize("epoch", [None, 0, -1, True, "1", 1e9, 10**30])
def test_nothing_is_known_without_a_best_epoch(old: Run, epoch: object) -> None:
    assert calibration_of(ended(old, best_epoch=epoch)) == UNCALIBRATED


@pytest.mark.parametrize(
    "content",
    [
        np.zeros((1000, 10), np.float16),
        np.full((1000, 10), np.nan, np.float16),
        np.full((1000, 10), -0.1, np.float16),
        np.full((999, 10), 0.1, np.float16),
        np.full((1000, 9), 0.1, np.float16),
        None,
    ],
)
def test_damaged_predictions_tell_nothing(old: Run, content: Any) -> None:
    for path in (old.path / "predictions").glob("validation-*.npy"):
        path.unlink()
        if content is not None:
            np.save(path, content)
    assert calibration_of(old) == UNCALIBRATED


def test_a_run_under_way_is_not_measured(runs: Path) -> None:
    shutil.copytree(FROZEN / "suspended_run", runs / TOLD["suspended_run"]["id"])
    assert calibration_of(open_run(TOLD["suspended_run"]["id"])) == UNCALIBRATED


def test_with_drawings_all_else_stays(old: Run) -> None:
    def learned(run: Run, sketches: float) -> Run:
        varied = replace(run.config.augmentation, sketches=sketches)
        return replace(run, config=replace(run.config, augmentation=varied))

    photos, few, many = (learned(old, share) for share in (0.0, 0.1, 0.8))
    assert [never_saw_drawings(each) for each in (photos, few, many)] == [True, False, False]
    taught = [with_drawings(each) for each in (photos, few, many)]
    assert [each.augmentation.sketches for each in taught] == [0.3, 0.3, 0.8]
    assert learned(replace(old, config=taught[0]), 0.0).config == photos.config


def test_a_child_is_taught_drawings_from_where_it_came(old: Run, runs: Path) -> None:
    child = replace(old, id="child", parent=old.id, config=replace(old.config, epochs=3))
    assert with_drawings(child).epochs == old.config.epochs
    assert with_drawings(replace(child, parent="0" * 8)).epochs == 3
    shutil.copytree(FROZEN / "child_run", runs / TOLD["child_run"]["id"])
    grown = open_run(TOLD["child_run"]["id"])
    assert with_drawings(replace(grown, parent=grown.id)).epochs == grown.config.epochs
