"""The server may die at any moment; trainings carry on and the next server adopts them."""

import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from fashion_model.data import load_sample
from fashion_model.experiments import result
from fashion_model.experiments.choosing import chosen_run
from fashion_model.experiments.design import Design
from fashion_model.experiments.goals import search_design
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.searched import trial_runs
from fashion_model.experiments.store import Experiment, create_experiment, open_experiment
from fashion_model.experiments.trials import read
from fashion_model.runs import Command, Run, open_run, send_command
from fashion_model.workers.launch import request_prewarm
from tests.browser.server import Server, start, wait_until_healthy
from tests.experiments.made import runs_in_order
from tests.tiny import IN_A_WORKER, queue_run, wait_for, wait_until

LONG = replace(IN_A_WORKER, epochs=100)
FEW_EPOCHS = replace(IN_A_WORKER, epochs=15)


def line_up(server: Server) -> Experiment:
    """Three trainings that the server is to take from its line as one."""
    design = Design("line-up", "Which?", FEW_EPOCHS, {"dropout": (0.1, 0.4, 0.7)})
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=server.runs)


def runs_in(experiment: Experiment) -> list[Run]:
    """Its runs as they are now."""
    return [open_run(run.id, experiment.root) for run in runs_in_order(experiment)]


def workers_of(experiment: Experiment) -> list[psutil.Process]:
    """The living processes that train it, whoever started them."""
    return [each for each in psutil.process_iter() if str(experiment.path) in _command(each)]


def children_of(server: Server) -> list[psutil.Process]:
    """Its workers, living or zombies."""
    return psutil.Process(server.process.pid).children(recursive=True)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Servers to be ended, however the test goes."""
    started: list[Server] = []
    yield started
    for server in started:
        server.stop()


def test_a_killed_server_leaves_its_training_to_the_next(
    tmp_path: Path, servers: list[Server]
) -> None:
    first = start(tmp_path)
    servers.append(first)
    wait_until_healthy(first)
    run = wait_for(queue_run(first.runs, LONG), lambda run: len(run.curve.epochs) >= 2)
    waiting = queue_run(first.runs)
    first.stop(signal.SIGKILL)
    at_death = open_run(run.id, first.runs).curve.step
    wait_for(run, lambda run: run.curve.step > at_death + 5)
    assert open_run(waiting.id, first.runs).state == "queued"  # nobody keeps the line

    second = start(tmp_path)
    servers.append(second)
    wait_until_healthy(second)
    adopted = open_run(run.id, second.runs)
    assert adopted.state == "running"
    time.sleep(1)
    assert open_run(waiting.id, second.runs).state == "queued"  # one training at a time
    send_command(adopted, Command.STOP)
    stopped = wait_for(run, lambda run: run.state == "stopped")
    steps = [each.step for each in stopped.curve.epochs]
    assert steps == list(range(steps[0], steps[0] * len(steps) + 1, steps[0]))  # none missing
    wait_for(waiting, lambda run: run.state == "finished" and not run.held)
    deadline = time.monotonic() + 20
    while children_of(second):  # its worker lets go of the lock before it is quite gone
        assert time.monotonic() < deadline, children_of(second)
        time.sleep(0.1)


@pytest.mark.slow
def test_a_killed_server_leaves_its_line_up_to_the_next(
    tmp_path: Path, servers: list[Server]
) -> None:
    first = start(tmp_path)
    servers.append(first)
    wait_until_healthy(first)
    experiment = line_up(first)
    wait_until(lambda: all(run.curve.epochs for run in runs_in(experiment)), seconds=150)
    paused, *others = runs_in(experiment)
    send_command(paused, Command.PAUSE)  # so that it is not over too soon, however fast
    paused = wait_for(paused, lambda run: run.state == "paused")
    (worker,) = workers_of(experiment)
    first.stop(signal.SIGKILL)
    for run in others:  # without any server
        wait_for(run, lambda run: run.state == "finished")

    second = start(tmp_path)
    servers.append(second)
    wait_until_healthy(second)
    send_command(open_run(paused.id, second.runs), Command.RESUME)
    seen = {worker}

    def over() -> bool:
        seen.update(workers_of(experiment))
        return any(run.test_accuracy is not None for run in runs_in(experiment))

    wait_until(over, seconds=150)
    wait_until(lambda: not workers_of(experiment))
    assert seen == {worker}  # it stayed the only one
    chosen = chosen_run(experiment, read(experiment))
    assert chosen is not None
    for run in runs_in(experiment):
        kinds = [event.kind for event in run.events]
        assert run.state == "finished"
        assert len(run.curve.epochs) == FEW_EPOCHS.epochs
        assert kinds.count("starting") == 1
        assert kinds.count("tested") == int(run.id == chosen.id)
    assert not children_of(second)


@pytest.mark.slow
def test_a_killed_server_leaves_its_search_to_the_next(
    tmp_path: Path, servers: list[Server]
) -> None:
    first = start(tmp_path)
    servers.append(first)
    wait_until_healthy(first)
    experiment = begin_search(first)
    wait_until(lambda: _is_under_way(experiment, trial=2), seconds=150)
    (worker,) = workers_of(experiment)
    first.stop(signal.SIGKILL)
    wait_until(lambda: _is_under_way(experiment, trial=3), seconds=150)  # without any server

    second = start(tmp_path)
    servers.append(second)
    wait_until_healthy(second)
    seen = {worker}

    def over() -> bool:
        seen.update(workers_of(experiment))
        now = open_experiment(experiment.id, experiment.root)
        chosen = chosen_run(now, read(now))
        return chosen is not None and chosen.test_accuracy is not None

    wait_until(over, seconds=240)
    wait_until(lambda: not workers_of(experiment))
    assert seen == {worker}  # it stayed the only one
    found = open_experiment(experiment.id, experiment.root)
    trials = read(found)
    assert [run.name.split(":")[0] for run in trial_runs(trials)] == [
        "Trial 1",
        "Trial 2",
        "Trial 3",
        "Trial 4",
    ]
    assert all(trial.state in ("finished", "stopped") for trial in trials)
    assert "three seeds each" in result.of(found, trials).words
    assert not children_of(second)


def begin_search(server: Server) -> Experiment:
    """Four trials, the first of which is poor."""
    search = Search({"learning_rate": Range(0.002, 0.02)}, trials=4, sampler="random")
    design = search_design("What is better?", replace(FEW_EPOCHS, learning_rate=1e-5), search)
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=server.runs)


def _is_under_way(experiment: Experiment, trial: int) -> bool:
    """Whether that trial, of all the last one, has learned something."""
    runs = trial_runs(read(experiment))
    return len(runs) == trial and bool(open_run(runs[-1].id, experiment.root).curve.epochs)


def test_a_killed_server_leaves_no_spare_worker(tmp_path: Path, servers: list[Server]) -> None:
    server = start(tmp_path)
    servers.append(server)
    wait_until_healthy(server)
    request_prewarm(server.runs)
    deadline = time.monotonic() + 20
    while not children_of(server):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    (warm,) = children_of(server)
    server.stop(signal.SIGKILL)
    deadline = time.monotonic() + 60  # it looks once TensorFlow is loaded
    while _command(warm):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_proper_stop_saves_and_offers_to_resume(tmp_path: Path, servers: list[Server]) -> None:
    server = start(tmp_path)
    servers.append(server)
    wait_until_healthy(server)
    run = wait_for(queue_run(server.runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    began = time.monotonic()
    server.stop(signal.SIGTERM)
    assert time.monotonic() - began < 20
    run = wait_for(run, lambda run: not run.held, seconds=10)
    assert run.state == "interrupted"
    assert run.events[-1].kind == "suspended"
    assert not any(str(run.path) in _command(process) for process in psutil.process_iter())
    assert (run.path / "checkpoint" / "state.npz").is_file()


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""
