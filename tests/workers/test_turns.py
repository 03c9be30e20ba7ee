"""One worker, several runs in turns: each comes out as if it had been trained alone."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from fashion_model.data import load_sample
from fashion_model.environment import ROOT
from fashion_model.experiments.choosing import LEFT_UNTESTED, chosen_run, how_chosen
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment, create_experiment, remove_experiment
from fashion_model.experiments.trials import read, state_of
from fashion_model.notebook import make_notebook, why_not
from fashion_model.runs import Command, Run, discard_run, open_run, send_command
from fashion_model.words import plain
from fashion_model.workers.scheduler import Scheduler
from fashion_model.workers.training import Process
from fashion_model.workers.turns import MOST_AT_ONCE, train_experiment
from tests.tiny import IN_A_WORKER, begin_run, queue_run, save, wait_for, wait_until

BASE = replace(IN_A_WORKER, epochs=3)
LONG = replace(IN_A_WORKER, epochs=60)
END_AT_ONCE = """
import signal, sys
from pathlib import Path
from fashion_model.runs.events import Resumed, Started
from fashion_model.workers.training import Process
from fashion_model.workers.turns import train_run

def hear(_, event):
    if isinstance(event, Started | Resumed):
        signal.raise_signal(signal.SIGINT)

train_run(Path(sys.argv[1]), Process(emit=hear))
"""


def make(root: Path, base: object = BASE, seeds: tuple[int, ...] = (1, 2)) -> Experiment:
    design = Design("line-up", "Which?", base, {"dropout": (0.1, 0.4)}, seeds=seeds)  # type: ignore[arg-type]
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=root)


def runs_in(experiment: Experiment) -> list[Run]:
    found = [trial.run for trial in read(experiment)]
    return [open_run(run.id, experiment.root) for run in found if run is not None]


def wait_over(experiment: Experiment) -> None:
    """Until all have ended, the chosen one is tested and the worker has let go."""

    def over() -> bool:
        trials = read(experiment)
        chosen = chosen_run(experiment, trials)
        return (
            state_of(experiment, trials) == "finished"
            and chosen is not None
            and chosen.test_accuracy is not None
            and not chosen.held
        )

    wait_until(over, seconds=240)


def told(run: Run) -> list[tuple[object, ...]]:
    """What a training learned: all its epochs, to the bit."""
    return [(e.step, e.loss, e.accuracy, e.validation_loss, e.wall) for e in run.curve.epochs]


def workers_of(experiment: Experiment) -> list[psutil.Process]:
    """The living processes that train it."""
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie, too
            found += [process] if str(experiment.path) in process.cmdline() else []
    return found


@pytest.mark.slow
def test_a_run_of_an_experiment_equals_the_same_run_alone(
    runs: Path, scheduler: Scheduler, tmp_path: Path
) -> None:
    experiment = make(runs)
    wait_until(lambda: all(run.curve.batches for run in runs_in(experiment)))
    assert all(run.held for run in runs_in(experiment))  # by one worker
    wait_over(experiment)
    together = runs_in(experiment)
    for run in together[1:3]:
        alone = wait_for(queue_run(runs, run.config), lambda run: run.state == "finished")
        assert told(alone) == told(run)
        weights = [(each.path / "model.tflite").read_bytes() for each in (alone, run)]
        assert weights[0] == weights[1]
    chosen = chosen_run(experiment, read(experiment))
    assert chosen is not None
    assert [run.test_accuracy is not None for run in together] == [
        run.id == chosen.id for run in together
    ]
    assert [(run.path / "predictions/test.npz").exists() for run in together] == [
        run.id == chosen.id for run in together
    ]
    assert open_run(chosen.id, runs).test_predictions() is not None
    _tell_how_it_was_chosen(open_run(chosen.id, runs), together)
    alone = wait_for(queue_run(runs, chosen.config), lambda run: run.state == "finished")
    assert alone.test_accuracy == chosen.test_accuracy
    assert alone.test_loss == chosen.test_loss


def _tell_how_it_was_chosen(chosen: Run, together: list[Run]) -> None:
    words = how_chosen(chosen)
    assert words is not None
    assert words.startswith("It was chosen among 4 trainings that asked “Which?”, by validation")
    cells = json.loads(make_notebook(chosen))["cells"]
    assert plain(words) in "".join("".join(cell["source"]) for cell in cells)
    for other in together:
        if other.id != chosen.id:
            assert how_chosen(other) is None
            assert LEFT_UNTESTED in str(why_not(other))


def test_one_pauses_and_the_others_go_on(runs: Path, scheduler: Scheduler) -> None:
    experiment = make(runs, LONG, seeds=(1,))
    wait_until(lambda: all(run.curve.batches for run in runs_in(experiment)))
    first, second = runs_in(experiment)
    send_command(first, Command.PAUSE)
    first = wait_for(first, lambda run: run.state == "paused")
    paused_at = first.curve.step
    second = wait_for(second, lambda run: run.curve.step > second.curve.step)
    assert open_run(first.id, runs).curve.step == paused_at
    send_command(first, Command.RESUME)
    wait_for(first, lambda run: run.curve.step > paused_at and run.state == "running")
    send_command(second, Command.STOP)
    second = wait_for(second, lambda run: run.state == "stopped")
    assert second.model_path is not None
    discard_run(first)
    assert [trial.state for trial in read(experiment)] == ["gone", "stopped"]
    wait_until(lambda: not workers_of(experiment))


@pytest.mark.slow
def test_paused_as_a_whole_it_gives_its_place_to_the_next(runs: Path, scheduler: Scheduler) -> None:
    experiment = make(runs, LONG, seeds=(1,))
    wait_until(lambda: all(run.curve.batches for run in runs_in(experiment)))
    for run in runs_in(experiment):
        send_command(run, Command.PAUSE)
    wait_until(lambda: state_of(experiment, read(experiment)) == "paused")
    other = wait_for(queue_run(runs), lambda run: run.state == "finished")
    assert other.test_accuracy is not None
    assert [run.held for run in runs_in(experiment)] == [False, False]
    before = [run.curve.step for run in runs_in(experiment)]
    for run in runs_in(experiment):
        send_command(run, Command.RESUME)
    wait_until(
        lambda: all(
            run.curve.step > step for run, step in zip(runs_in(experiment), before, strict=True)
        )
    )


@pytest.mark.slow
def test_killed_in_the_middle_all_can_be_resumed_to_the_bit(
    runs: Path, scheduler: Scheduler
) -> None:
    base = replace(BASE, epochs=12)
    experiment = make(runs, base, seeds=(1,))
    wait_until(lambda: all(run.curve.epochs for run in runs_in(experiment)))
    (worker,) = workers_of(experiment)
    os.kill(worker.pid, signal.SIGKILL)
    wait_until(lambda: state_of(experiment, read(experiment)) == "interrupted")
    for run in runs_in(experiment):
        send_command(run, Command.RESUME)
    wait_over(experiment)
    for run in runs_in(experiment):
        alone = wait_for(queue_run(runs, run.config), lambda run: run.state == "finished")
        assert told(alone) == told(run)


@pytest.mark.slow
def test_a_worker_that_died_before_the_test_is_made_good(runs: Path) -> None:
    scheduler = Scheduler(runs)
    scheduler.start()
    experiment = make(runs, seeds=(1,))
    wait_over(experiment)
    scheduler.stop()
    chosen = chosen_run(experiment, read(experiment))
    assert chosen is not None
    measured = chosen.test_accuracy
    lines = (chosen.path / "events.jsonl").read_bytes().splitlines(keepends=True)
    (chosen.path / "events.jsonl").write_bytes(b"".join(lines[:-2]))
    os.utime(runs)
    assert [trial.run and trial.run.test_accuracy for trial in read(experiment)] == [None, None]
    again = Scheduler(runs)
    again.start()
    wait_over(experiment)
    again.stop()
    assert open_run(chosen.id, runs).test_accuracy == measured


@pytest.mark.slow
def test_without_its_experiment_a_run_is_trained_all_the_same(
    runs: Path, scheduler: Scheduler
) -> None:
    experiment = make(runs, seeds=(1,))
    remove_experiment(experiment)
    for run in [trial.run for trial in read(experiment)]:
        assert run is not None
        wait_for(open_run(run.id, runs), lambda run: run.state == "finished")


def test_one_that_cannot_begin_keeps_no_other_from_training(runs: Path) -> None:
    experiment = make(runs, seeds=(1,))
    broken, whole = runs_in(experiment)
    (broken.path / "lock").mkdir()  # nobody can take it
    scheduler = Scheduler(runs)
    scheduler.start()
    wait_for(whole, lambda run: run.state == "finished")
    scheduler.stop()
    assert open_run(broken.id, runs).state == "queued"
    assert [trial.state for trial in read(experiment)] == ["queued", "finished"]


@pytest.mark.slow
def test_as_many_as_may_train_at_once_and_the_rest_after_them(
    runs: Path, scheduler: Scheduler
) -> None:
    base = replace(BASE, epochs=1, share=0.02)
    seeds = tuple(range(1, MOST_AT_ONCE // 2 + 2))
    experiment = make(runs, base, seeds=seeds)
    most = 0

    def over() -> bool:
        nonlocal most
        states = [trial.run for trial in read(experiment)]
        most = max(most, sum(run is not None and run.held for run in states))
        return state_of(experiment, read(experiment)) == "finished"

    wait_until(over, seconds=240)
    assert 2 < most <= MOST_AT_ONCE


def test_at_a_terminal_one_that_was_set_aside_is_not_begun_again(runs: Path) -> None:
    design = Design("luck", "How much?", BASE, seeds=(1, 2))
    gone = "0" * 64  # the pictures of another computer
    experiment = create_experiment(
        design, dataset_fingerprint=gone, sample=True, at_once=True, root=runs
    )
    for run in runs_in(experiment):
        save(run.path)
    train_experiment(experiment.path, Process())
    for run in runs_in(experiment):
        assert "are not here any more" in str(run.obstacle)
        assert [event.kind for event in run.events] == ["starting", "starting", "suspended"]


def test_who_is_told_to_end_at_the_first_word_saves_where_it_is(runs: Path) -> None:
    run = begin_run(runs)
    for first in ("started", "resumed"):
        told_before = len(open_run(run.id).events)
        subprocess.run(
            [sys.executable, "-c", END_AT_ONCE, str(run.path)], check=True, cwd=ROOT, timeout=150
        )
        new = [event.kind for event in open_run(run.id).events[told_before:]]
        assert new == ["starting", first, "suspended"]
        assert open_run(run.id).saved
