"""What Optuna is told and asked: all it knows comes from the runs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import PRESETS
from fashion_model.experiments.journal import DAMAGED, JOURNAL
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.searched import trial_runs
from fashion_model.experiments.store import Experiment, create_trial_of_search
from fashion_model.experiments.trials import read
from fashion_model.runs import Run, open_run
from fashion_model.workers.study import Study
from tests.experiments.made import begin, end
from tests.experiments.test_search import make

QUICK = PRESETS["quick"]
SEARCH = Search({"learning_rate": Range(0.001, 0.1), "dropout": Range(0.0, 0.5)}, trials=20)
RATES = (0.005, 0.002, 0.004, 0.01, 0.02, 0.04, 0.06, 0.08, 0.003, 0.001, 0.015, 0.03)
DROPOUTS = (0.0, 0.4, 0.2, 0.3, 0.1, 0.0, 0.4, 0.2, 0.5, 0.1, 0.45, 0.3)


@pytest.fixture
def searched(runs: Path) -> Experiment:
    """Twelve trials: the lower the rate, the better; dropout does nothing."""
    experiment = make(runs, SEARCH)
    for number, (rate, dropout) in enumerate(zip(RATES, DROPOUTS, strict=True), 1):
        if number > 1:
            config = replace(QUICK, learning_rate=rate, dropout=dropout)
            create_trial_of_search(experiment, config, number)
        run = trial_runs(read(experiment))[-1]
        begin(run, epochs=[0.5, 0.9 - rate])
        end(run, 0.9 - rate)
    return experiment


def runs_of(experiment: Experiment) -> list[Run]:
    return [open_run(run.id, experiment.root) for run in trial_runs(read(experiment))]


def study(experiment: Experiment) -> Study:
    return Study(experiment.path, SEARCH, experiment.design.base, runs_of(experiment))


def test_what_mattered_is_told_from_the_runs(searched: Experiment) -> None:
    shares = study(searched).importances()
    assert shares is not None
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["learning_rate"] > 0.8


def test_a_run_is_entered_once(searched: Experiment) -> None:
    study(searched)
    written = (searched.path / JOURNAL).read_bytes()
    study(searched)
    again = (searched.path / JOURNAL).read_bytes()
    assert again.count(b'"value"') == written.count(b'"value"')


@pytest.mark.parametrize(
    "damage", [b"nonsense\n", b"{}\n", b"[1]\n", b'{"op_code":4,"trial_id":99}\n', b"\xff\n"]
)
def test_a_damaged_journal_is_made_anew(searched: Experiment, damage: bytes) -> None:
    study(searched)
    journal = searched.path / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:3], damage, *lines[3:]]))
    shares = study(searched).importances()
    assert shares is not None
    assert (searched.path / DAMAGED).exists()
    assert all(json.loads(line) for line in journal.read_bytes().splitlines())


def test_what_is_drawn_lies_within_the_ranges(searched: Experiment) -> None:
    asked = study(searched)
    for _ in range(3):
        trial, drawn = asked.ask()
        config = SEARCH.config_of(QUICK, drawn)
        assert SEARCH.holds(QUICK, config)
        asked.tell(trial, 0.7, pruned=False)


def test_a_lagging_trial_is_given_up_only_after_others(searched: Experiment) -> None:
    asked = study(searched)
    trial, _ = asked.ask()
    trial.report(0.1, 1)
    assert not trial.should_prune()  # the first epoch says little
    trial.report(0.1, 2)
    assert trial.should_prune()


def test_a_guess_beyond_the_ranges_teaches_nothing(searched: Experiment) -> None:
    run = create_trial_of_search(searched, replace(QUICK, learning_rate=0.5), 13)
    asked = study(searched)
    assert asked.adopt(open_run(run.id, searched.root)) is None
