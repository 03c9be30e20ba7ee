"""Real workers that teach: what comes of it, and that no own pictures are left behind."""

import os
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest

from fashion_model.data import load_sample
from fashion_model.runs import Command, Run, discard_run, fine_tune_run, open_run, send_command
from fashion_model.workers.scheduler import Scheduler
from tests.faults.test_killed_workers import worker_of
from tests.tiny import queue_run, train_in_worker, wait_for

DATA = load_sample()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished training."""
    run = queue_run(tmp_path_factory.mktemp("parent"), name="Parent")
    train_in_worker(run)
    return run.path


@pytest.fixture
def parent(finished: Path, runs: Path) -> Run:
    """A finished training of this test's own."""
    shutil.copytree(finished, runs / finished.name)
    return open_run(finished.name)


def fine_tuned(parent: Run) -> Run:
    """Three pictures it takes for something else, to be taught."""
    predictions = parent.test_predictions()
    assert predictions is not None
    wrong = np.flatnonzero(predictions[0].argmax(axis=1) != DATA.test.labels)[:3]
    return fine_tune_run(parent, DATA.test.images[wrong], DATA.test.labels[wrong], DATA)


@pytest.mark.slow
def test_a_child_is_an_ordinary_run_that_says_what_it_gained(
    parent: Run, runs: Path, scheduler: Scheduler
) -> None:
    before = {path: path.read_bytes() for path in parent.path.rglob("*") if path.is_file()}
    child = wait_for(fine_tuned(parent), lambda run: run.ending is not None and not run.held)
    assert child.state == "finished"
    assert {path: path.read_bytes() for path in before} == before
    assert child.started is not None
    assert (child.started.parent, child.started.own_pictures) == (parent.id, 3)
    assert child.ending is not None
    assert child.ending.own_right_before == 0
    assert child.ending.test_accuracy_before == pytest.approx(parent.test_accuracy)
    assert child.model_path is not None
    assert child.keras_path is not None
    assert child.test_predictions() is not None
    assert (child.path / "manifest.json").is_file()
    assert not list(runs.rglob("lesson*"))


@pytest.mark.slow
def test_a_killed_lesson_leaves_no_pictures_and_can_only_be_given_again(
    parent: Run, runs: Path, scheduler: Scheduler
) -> None:
    child = wait_for(fine_tuned(parent), lambda run: bool(run.events) and run.held)
    assert not list(runs.rglob("lesson*"))
    os.kill(worker_of(child).pid, signal.SIGKILL)
    child = wait_for(child, lambda run: run.state == "interrupted", seconds=10)
    send_command(child, Command.RESUME)
    child = wait_for(child, lambda run: run.state == "failed")
    assert child.reason is not None
    assert "teach the network again" in child.reason


def test_a_parent_deleted_meanwhile_is_a_sentence(parent: Run, runs: Path) -> None:
    child = fine_tuned(parent)
    discard_run(parent)
    scheduler = Scheduler(runs)
    scheduler.start()
    child = wait_for(child, lambda run: run.state == "failed")
    scheduler.stop()
    assert child.reason is not None
    assert "deleted" in child.reason
    assert not list(runs.rglob("lesson*"))
