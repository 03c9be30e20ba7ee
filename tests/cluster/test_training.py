"""The runs of an experiment on a cluster equal those trained here; they are paused and ended."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.experiments.goals import search_design
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.searched import trial_runs
from fashion_model.experiments.store import open_experiment
from fashion_model.experiments.trials import read, state_of
from fashion_model.runs import Command, discard_run, send_command
from fashion_model.workers.scheduler import Scheduler
from tests.cluster.made import (
    LONG,
    PATIENCE,
    SHORT,
    line_up,
    make,
    runs_in,
    told,
    trainings_there,
    wait_all,
    wait_learning,
)
from tests.tiny import queue_run, wait_for, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_trained_there_it_equals_the_same_trained_here(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(runs, cluster.address, SHORT, (1, 2))
    there = wait_all(experiment, "finished")
    here = wait_for(queue_run(runs, there[0].config), lambda run: run.state == "finished")
    assert told(here) == told(there[0])
    assert (here.path / "model.tflite").read_bytes() == (
        there[0].path / "model.tflite"
    ).read_bytes()
    wait_until(lambda: any(run.test_accuracy is not None for run in runs_in(experiment)))
    assert all(run.keras_path is not None for run in there)
    assert all((run.path / "manifest.json").exists() for run in there)
    assert all(run.validation_predictions(3) is not None for run in there)


def test_deleting_ends_it_there_within_a_second(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(runs, cluster.address, LONG, (1,))
    first, second = wait_learning(experiment)
    assert len(trainings_there()) == 2
    began = time.monotonic()
    discard_run(first)
    wait_until(lambda: len(trainings_there()) == 1, seconds=5)
    assert time.monotonic() - began < 1
    send_command(second, Command.STOP)
    second = wait_for(second, lambda run: run.state == "stopped")
    assert second.model_path is not None
    wait_until(lambda: not trainings_there())


def test_paused_they_give_their_machines_back_and_go_on_to_the_bit(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(runs, cluster.address, replace(LONG, epochs=6), (1,))
    for run in wait_learning(experiment):
        send_command(run, Command.PAUSE)
    paused = wait_all(experiment, "paused")
    wait_until(lambda: not trainings_there())
    assert all(run.saved for run in paused)
    for run in paused:
        send_command(run, Command.RESUME)
    there = wait_all(experiment, "finished")
    here = wait_for(queue_run(runs, there[0].config), lambda run: run.state == "finished")
    assert told(here) == told(there[0])


def test_with_the_server_ends_what_it_had_sent(cluster: Any, runs: Path) -> None:
    scheduler = Scheduler(runs)
    scheduler.start()
    try:
        experiment = line_up(runs, cluster.address, LONG, (1,))
        wait_learning(experiment)
    finally:
        scheduler.stop()
    assert not trainings_there()
    assert all(run.saved and run.state == "interrupted" for run in runs_in(experiment))


def test_asked_to_stay_they_go_on_without_the_server(
    cluster: Any, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_CLUSTER_STAYS", "1")
    first, second = Scheduler(runs), Scheduler(runs)
    first.start()
    experiment = line_up(runs, cluster.address, replace(LONG, epochs=8), (1,))
    try:
        wait_learning(experiment)
    finally:
        first.stop()
    assert len(trainings_there()) == 2
    assert {run.state for run in runs_in(experiment)} == {"running"}
    second.start()
    try:
        wait_all(experiment, "finished")
    finally:
        second.stop()


def test_killed_the_worker_leaves_nothing_there(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(runs, cluster.address, LONG, (1,))
    wait_learning(experiment, 2)
    os.kill(scheduler._workers[experiment.id].pid, signal.SIGKILL)
    wait_until(lambda: not trainings_there())
    assert all(run.saved for run in wait_all(experiment, "interrupted"))


def test_a_search_has_as_many_trials_under_way_as_there_is_room_for(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    space = {"learning_rate": Range(0.001, 0.02)}
    design = search_design("Better?", SHORT, Search(space, trials=5))
    experiment = make(runs, cluster.address, replace(design, seeds=design.seeds[:1]))
    most = 0

    def over() -> bool:
        nonlocal most
        now = open_experiment(experiment.id, runs)
        trials = read(now)
        most = max(most, sum(trial.state == "running" for trial in trials))
        return (
            now.design.search is not None
            and now.design.search.over
            and (state_of(now, trials) == "finished")
        )

    wait_until(over, seconds=2 * PATIENCE)
    assert most == 2
    trials = trial_runs(read(open_experiment(experiment.id, runs)))
    assert len(trials) == 5
    assert all(run.state in ("finished", "stopped") for run in trials)
