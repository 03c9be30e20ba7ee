"""A search in its worker: trials one after the other, pruned, killed, extended, and a verdict."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from fashion_model.config import ConvBlock, TrainConfig
from fashion_model.config.layers import count_parameters
from fashion_model.data import load_sample
from fashion_model.experiments import result
from fashion_model.experiments.choosing import chosen_run
from fashion_model.experiments.goals import search_design
from fashion_model.experiments.journal import DAMAGED, JOURNAL, was_damaged
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.searched import extend_search, steps, trial_runs
from fashion_model.experiments.store import (
    Experiment,
    create_experiment,
    create_trial_of_search,
    open_experiment,
)
from fashion_model.experiments.trials import read, state_of
from fashion_model.runs import Command, RunError, RunSummary, open_run, send_command
from fashion_model.runs.visitor import Visitor, fingerprint
from fashion_model.workers import searching
from fashion_model.workers.jobs import unfinished_experiments
from fashion_model.workers.scheduler import Scheduler
from fashion_model.workers.training import Process
from fashion_model.workers.turns import train_experiment
from tests.experiments.made import begin, end
from tests.tiny import wait_until

BASE = TrainConfig(
    blocks=(ConvBlock(4, stride=2, pooling="none"),),
    dense=(8,),
    learning_rate=0.01,
    share=0.05,
    epochs=3,
    threads=1,
)
POOR = replace(BASE, learning_rate=1e-5)
POOR_AND_SHORT = replace(POOR, epochs=1)
SPACE = {"learning_rate": Range(1e-5, 0.05), "dropout": Range(0.0, 0.5)}


def make(root: Path, trials: int = 4, base: TrainConfig = BASE) -> Experiment:
    design = search_design("Beat my guess", base, Search(SPACE, trials=trials, sampler="random"))
    data = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=data, sample=True, root=root)


def now(experiment: Experiment) -> Experiment:
    return open_experiment(experiment.id, experiment.root)


def trials_of(experiment: Experiment) -> list[RunSummary]:
    return trial_runs(read(now(experiment)))


def ended(experiment: Experiment) -> list[RunSummary]:
    return [run for run in trials_of(experiment) if run.ending is not None]


def is_over(experiment: Experiment) -> Callable[[], bool]:
    """Whether all is trained, and the chosen one was asked the test pictures."""

    def over() -> bool:
        asked = now(experiment)
        trials = read(asked)
        chosen = chosen_run(asked, trials)
        return (
            state_of(asked, trials) == "finished"
            and chosen is not None
            and chosen.test_accuracy is not None
            and not chosen.held
        )

    return over


def kill_worker(experiment: Experiment) -> None:
    """Kill -9 whoever trains it."""
    for process in psutil.Process().children():
        if str(experiment.path) in process.cmdline():
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)


def _all(experiment: Experiment) -> list[RunSummary]:
    return [trial.run for trial in read(experiment) if trial.run is not None]


def test_what_is_found_is_judged_from_fresh_seeds(runs: Path, scheduler: Scheduler) -> None:
    experiment = make(runs, base=POOR)
    wait_until(is_over(experiment), seconds=240)
    over = now(experiment)
    trials = read(over)
    first, *others = trial_runs(trials)
    assert len(others) == 3
    assert first.config == POOR
    assert first.name == "Trial 1: what you had"
    assert others[0].name.startswith("Trial 2: rate ")
    assert all(SPACE["learning_rate"].holds(run.config.learning_rate) for run in others)
    chosen = chosen_run(over, trials)
    assert chosen is not None
    tested = [run.id for run in _all(over) if run.test_accuracy is not None]
    assert tested == [chosen.id]
    found = next(run for run in others if run.config == over.design.rival)
    assert found.validation_accuracy == max(step.reached for step in steps(trials))
    fresh = [trial for trial in trials if trial.variant is not None]
    assert {trial.seed for trial in fresh} == {2, 3, 4}
    assert all(trial.validation_accuracy is not None for trial in fresh)
    assert chosen.config.seed in (2, 3, 4)
    assert "three seeds each" in result.of(over, trials).words


@pytest.mark.slow
def test_a_trial_that_lags_behind_is_given_up(runs: Path, scheduler: Scheduler) -> None:
    long = replace(BASE, epochs=6)
    experiment = make(runs, trials=4, base=long)
    for number, rate in enumerate((0.012, 0.014, 1e-5), 2):
        create_trial_of_search(experiment, replace(long, learning_rate=rate), number)
    wait_until(is_over(experiment), seconds=240)
    *whole, pruned = trials_of(experiment)
    assert [run.state for run in whole] == ["finished"] * 3
    assert pruned.reason == (
        "Given up after epoch 2: half of the trials before it were better by then. Its best"
        " epoch is kept."
    )
    assert pruned.keras_path is not None


@pytest.mark.slow
def test_a_killed_search_goes_on_where_it_was(runs: Path, scheduler: Scheduler) -> None:
    experiment = make(runs, trials=3, base=replace(BASE, epochs=12))
    wait_until(lambda: len(ended(experiment)) == 1 and under_way(experiment), seconds=120)
    kill_worker(experiment)
    journal = experiment.path / JOURNAL
    with journal.open("ab") as file:  # as it is where a kill hits while it is written
        file.write(b'{"op_code":6,"worker')
    wait_until(lambda: state_of(now(experiment), read(now(experiment))) == "interrupted")
    before = {run.id for run in trials_of(experiment)}
    (halted,) = (run for run in trials_of(experiment) if run.ending is None)
    send_command(halted, Command.RESUME)
    wait_until(is_over(experiment), seconds=240)
    after = trials_of(experiment)
    assert len(after) == 3
    assert before <= {run.id for run in after}
    assert len(open_run(halted.id, runs).curve.epochs) == 12
    assert not (experiment.path / DAMAGED).exists()


def under_way(experiment: Experiment) -> bool:
    """Whether a trial has learned something and goes on."""
    return any(run.ending is None and run.summary.step > 5 for run in trials_of(experiment))


@pytest.mark.slow
def test_a_damaged_journal_costs_no_trial(runs: Path, scheduler: Scheduler) -> None:
    experiment = make(runs, trials=2)
    wait_until(is_over(experiment), seconds=240)
    before = [run.id for run in trials_of(experiment)]
    journal = experiment.path / JOURNAL
    written = journal.read_bytes()
    journal.write_bytes(written[:40] + b"\x00nonsense\n" + written[40:])
    extend_search(now(experiment), 1)
    wait_until(is_over(experiment), seconds=240)
    assert [run.id for run in trials_of(experiment)][:2] == before
    assert len(trials_of(experiment)) == 3
    assert was_damaged(experiment.path)
    extend_search(now(experiment), 1)  # a second time
    wait_until(is_over(experiment), seconds=240)
    assert len(trials_of(experiment)) == 4
    chosen = [run for run in _all(now(experiment)) if run.test_accuracy is not None]
    assert chosen


@pytest.mark.slow
def test_a_search_whose_worker_dies_between_two_trials_is_taken_up_again(
    runs: Path,
) -> None:
    experiment = make(runs, trials=2)
    first = Scheduler(runs)
    first.start()
    wait_until(lambda: len(ended(experiment)) == 1, seconds=120)
    first.stop()
    again = Scheduler(runs)
    again.start()
    for run in trials_of(experiment):
        if run.state == "interrupted":
            send_command(run, Command.RESUME)
    wait_until(is_over(experiment), seconds=240)
    again.stop()
    assert len(trials_of(experiment)) == 2


def test_its_time_ends_a_search(runs: Path, scheduler: Scheduler) -> None:
    search = Search(SPACE, seconds=3.0)
    long = replace(BASE, epochs=100, share=1.0)  # a minute at least, on any machine
    data = load_sample().fingerprint
    experiment = create_experiment(
        search_design("In three seconds", long, search),
        dataset_fingerprint=data,
        sample=True,
        root=runs,
    )
    wait_until(lambda: bool(ended(experiment)), seconds=120)
    (only,) = trials_of(experiment)
    assert only.reason == "The time of its search is over; the best epoch so far is kept."
    wait_until(is_over(experiment), seconds=120)
    assert result.of(now(experiment), read(now(experiment))).words == result.NOTHING


def test_without_room_a_search_waits_and_nothing_is_lost(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make(runs, trials=3)
    (first,) = trials_of(experiment)
    begin(first, epochs=[0.6])
    end(first, 0.6)
    with monkeypatch.context() as full:
        full.setenv("FASHION_RUNS_MB", "1")
        with pytest.raises(RunError, match="already use"):
            train_experiment(experiment.path, Process(by="server"))
    assert [run.id for run in trials_of(experiment)] == [first.id]
    assert unfinished_experiments(runs) == [now(experiment)]  # a server tries it again


def test_where_hardly_a_network_is_small_enough_it_ends_and_says_so(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_REFUSED", 5)
    least = count_parameters(BASE)
    span = {"width": Range(2.0, 4.0)}
    search = Search(span, trials=4, sampler="random", most_parameters=least)
    data = load_sample().fingerprint
    experiment = create_experiment(
        search_design("The smallest", BASE, search),
        dataset_fingerprint=data,
        sample=True,
        root=runs,
    )
    (first,) = trials_of(experiment)
    begin(first, epochs=[0.6])
    end(first, 0.6, test=0.6)
    train_experiment(experiment.path, Process(by="server"))
    over = now(experiment).design.search
    assert over is not None
    assert (over.exhausted, over.over) == (True, True)
    assert [run.id for run in trials_of(experiment)] == [first.id]
    more = extend_search(now(experiment), 2).design.search
    assert more is not None
    assert not more.exhausted


@pytest.mark.slow
def test_all_it_trains_is_its_visitors(runs: Path, scheduler: Scheduler) -> None:
    visitor = Visitor(fingerprint("somebody"))
    search = Search({"learning_rate": Range(0.001, 0.05)}, trials=2, sampler="random")
    data = load_sample().fingerprint
    experiment = create_experiment(
        search_design("?", POOR_AND_SHORT, search),
        dataset_fingerprint=data,
        sample=True,
        visitor=visitor,
        root=runs,
    )
    assert now(experiment) == experiment
    wait_until(is_over(experiment), seconds=240)
    own = _all(now(experiment))
    assert len(own) == 2 + 2 * 3
    assert {run.owner for run in own} == {visitor.owner}


def test_a_trial_that_cannot_be_read_keeps_no_search_from_going_on(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make(runs, trials=3)
    (first,) = trials_of(experiment)
    begin(first, epochs=[0.6])
    end(first, 0.6)
    monkeypatch.setattr(searching, "open_run", _damaged)
    monkeypatch.setenv("FASHION_RUNS_MB", "1")  # so far, and no further
    with pytest.raises(RunError, match="already use"):
        train_experiment(experiment.path, Process(by="server"))


def _damaged(run_id: str, root: Path) -> None:
    raise RunError("This run is damaged and can't be opened.")
