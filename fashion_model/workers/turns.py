"""Several trainings in one process, a moment each in turn; one alone is the simplest case."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import Timeout

from fashion_model.cluster.connecting import connect
from fashion_model.config import TrainConfig
from fashion_model.config.layers import WORKER_BYTES, estimate_training
from fashion_model.config.train_config import MAX_MEMORY
from fashion_model.experiments.choosing import chosen_run, is_over
from fashion_model.experiments.store import Experiment, open_experiment, runs_of
from fashion_model.experiments.trials import goes_on_searching, read
from fashion_model.os_errors import in_words
from fashion_model.runs import RunError, RunSummary
from fashion_model.runs.directory import Command, lock_run
from fashion_model.workers.training import Process, Training, set_aside

PAUSE_SECONDS = 0.05  # between two looks while all are paused
LOOK_SECONDS = 1.0  # between two looks for further runs of an experiment
MOST_AT_ONCE = 16

Next = Callable[[list[Training]], Training | None]
"""Gives another training to join those under way, if there is one and there is room."""


def train_run(path: Path, process: Process) -> None:
    """Train the run in `path` in this process; raises what `Training` does."""
    _take_turns([Training(path, process)], lambda trainings: None)


def train_experiment(path: Path, process: Process) -> None:
    """Train all waiting runs of the experiment in `path`, then test the one that was chosen.

    From a terminal, all that have not ended.

    It holds a lock of its own until the end: between two runs, and when none is left but the test,
    that alone tells the next server that somebody works on it.

    Raises:
        RunError: it is gone or damaged, a living worker has it, or the disk is full.
        OSError: none of those that wait can be begun, because nothing can be written there.
    """
    experiment = open_experiment(path.name, path.parent.parent)
    try:
        lock = lock_run(path)
    except Timeout:
        raise RunError("This experiment is being trained already.") from None
    except OSError as error:
        raise RunError(in_words(error)) from error
    try:
        with _cluster_of(experiment, process):
            if experiment.design.search is not None:
                experiment, process = _search(experiment, process)
            _take_turns([], lambda trainings: _next_of(experiment, trainings, process))
        ask_about_chosen(experiment, process)
    finally:
        lock.release()


@contextmanager
def _cluster_of(experiment: Experiment, process: Process) -> Iterator[None]:
    """Connect to the cluster that trains it, if one does; for a last word this computer does.

    Raises:
        RunError: it can't be used; what waits for it is set aside with the reason.
    """
    ready = _ready(experiment, process)
    to_stop = all(run.command and run.command[0] is Command.STOP for run in ready)
    if experiment.cluster is None or (to_stop and not goes_on_searching(experiment)):
        yield
        return
    try:
        process.cluster = connect(experiment.cluster)
    except RunError as error:
        for run in ready:
            set_aside(run, process.by, str(error))
        raise
    try:
        yield
    finally:
        process.cluster.close()
        process.cluster = None


def _search(experiment: Experiment, process: Process) -> tuple[Experiment, Process]:
    """Train the trials of a search; the experiment as it then is, and what trainings share."""
    if not goes_on_searching(experiment):
        return experiment, process
    from fashion_model.workers.searching import Searching  # half a second of Optuna

    searching = Searching(experiment.path, process)
    _take_turns([], searching.next_one)
    return open_experiment(experiment.id, experiment.root), searching.process


def ask_about_chosen(experiment: Experiment, process: Process) -> None:
    """Ask the test pictures about the network that validation chose, once all have ended."""
    experiment = open_experiment(experiment.id, experiment.root)  # it may have got more seeds
    trials = read(experiment)
    chosen = chosen_run(experiment, trials) if is_over(experiment, trials) else None
    if chosen is not None and chosen.test_accuracy is None:
        from fashion_model.workers.testing import ask_test_pictures

        ask_test_pictures(chosen, process)


def _take_turns(trainings: list[Training], next_one: Next) -> None:
    """Let all train in turns, until none is left and none joins."""
    told_to_end: list[int] = []  # by which signal
    looked = -LOOK_SECONDS
    while True:
        if not told_to_end and (not trainings or time.monotonic() - looked > LOOK_SECONDS):
            while (joining := next_one(trainings)) is not None:
                trainings.append(joining)
            looked = time.monotonic()
        if not trainings:
            return
        for training in list(trainings):
            if not training.turn():
                trainings.remove(training)
            if training.ready:  # until here a signal ends the process at once: nothing is lost
                _suspend_at_signals(trainings, told_to_end)
        if not any(training.moved for training in trainings):
            time.sleep(PAUSE_SECONDS)


def _suspend_at_signals(trainings: list[Training], told: list[int]) -> None:
    def suspend(number: int, _: object) -> None:
        told.append(number)
        for training in trainings:
            training.control.suspended = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, suspend)


def _next_of(
    experiment: Experiment, trainings: list[Training], process: Process
) -> Training | None:
    """The next waiting run of `experiment`, if it fits beside those under way."""
    own = {training.path for training in trainings}
    trouble: OSError | None = None
    for run in _ready(experiment, process):
        if run.held or run.path in own:
            continue
        if not has_room(run.config, trainings, process):
            return None
        try:
            return Training(run.path, process)
        except RunError:  # deleted, or taken from a terminal, a moment ago
            continue
        except OSError as error:  # its folder can't be written; those of others may
            trouble = trouble or error
    if trouble is not None and not trainings:
        raise trouble
    return None


def _ready(experiment: Experiment, process: Process) -> list[RunSummary]:
    runs = [run for run in runs_of(experiment) if isinstance(run, RunSummary)]
    return process.ready(runs)


def has_room(config: TrainConfig, trainings: list[Training], process: Process) -> bool:
    """Whether a training has room beside others; alone it always has, where anything has."""
    if process.cluster is not None and process.cluster.gone:
        return False
    if not trainings:
        return True
    if process.cluster is not None:
        return len(trainings) < process.cluster.room(config)
    return _fits(config, [training.config for training in trainings])


def _fits(config: TrainConfig, others: list[TrainConfig]) -> bool:
    """Whether a training fits into a process beside `others`."""
    if len(others) >= MOST_AT_ONCE or config.threads != others[0].threads:
        return False
    needed = sum(estimate_training(each, each.batch_size) for each in (config, *others))
    return WORKER_BYTES + needed <= MAX_MEMORY
