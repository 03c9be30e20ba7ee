"""What a search asks: ranges and budgets that make sense, and how it is written down."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.config import PRESETS, ConfigError, TrainConfig
from fashion_model.config.layers import count_parameters
from fashion_model.data import load_sample
from fashion_model.experiments import result
from fashion_model.experiments.choosing import chosen_run, is_over
from fashion_model.experiments.description import Experiment
from fashion_model.experiments.goals import GOALS, around, search_design
from fashion_model.experiments.journal import JOURNAL, keep_importance, mend, read_importance
from fashion_model.experiments.search import MOST_TRIALS, Range, Search, name_of
from fashion_model.experiments.searched import (
    extend_search,
    is_spent,
    share_used,
    steps,
    trial_runs,
)
from fashion_model.experiments.store import (
    DamagedExperiment,
    change_search,
    create_experiment,
    create_trial_of_search,
    create_trials,
    list_experiments,
    open_experiment,
)
from fashion_model.experiments.trials import read, state_of
from fashion_model.experiments.varying import VARYING
from fashion_model.runs import RunError
from fashion_model.workers.jobs import unfinished_experiments
from tests.experiments.made import begin, end
from tests.faults.test_mutated_runs import STRANGE, packed, places, put, signed

QUICK = PRESETS["quick"]
SPACE = {"learning_rate": Range(0.001, 0.05), "dropout": Range(0.0, 0.5)}


def make(root: Path, search: Search | None = None, base: TrainConfig = QUICK) -> Experiment:
    design = search_design("Beat my guess", base, search or Search(SPACE, trials=4))
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=root)


def try_out(experiment: Experiment, *reached: float) -> Experiment:
    """End the trials of `experiment` with so much right: what the visitor had, then others."""
    for number, share in enumerate(reached, 1):
        if number > 1:
            config = replace(experiment.design.base, learning_rate=0.001 * number)
            create_trial_of_search(experiment, config, number)
        run = trial_runs(read(experiment))[-1]
        begin(run, epochs=[share])
        end(run, share)
    return experiment


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"space": {}}, "at least one setting"),
        ({"trials": None}, "how many trials"),
        ({"seconds": 60.0}, "how many trials"),
        ({"trials": 1}, f"between 2 and {MOST_TRIALS} trials"),
        ({"trials": None, "seconds": 1e6}, "at most 720 minutes"),
        ({"sampler": "best"}, "one of: tpe, random"),
        ({"space": {"dropout": Range(0.5, 0.1)}}, "from a lower to a higher"),
        ({"space": {"dropout": Range(0.5, 1.5)}}, "must be between 0 and 0.9"),
        ({"space": {"nothing": Range(0, 1)}}, "nothing that can vary"),
        ({"space": {"optimizer": Range(0, 1)}}, "must be one of"),
        ({"space": {"optimizer": Range(values=("adam",))}}, "at least two values"),
        ({"space": {"momentum": Range(0.1, 0.9)}}, "Momentum counts with sgd only"),
        ({"space": {"width": Range(0.5, 2), "dense": Range(8, 64)}}, "not both"),
        ({"most_parameters": 100}, "Even the smallest network in these ranges has"),
    ],
)
def test_what_is_no_search_is_one_sentence(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        search_design("?", QUICK, Search(**{"space": SPACE, "trials": 4, **asked}))


def test_settings_and_network_stand_for_each_other() -> None:
    search = Search(
        {
            "learning_rate": Range(0.001, 0.1),
            "width": Range(0.25, 2.0),
            "depth": Range(1, 4),
            "batch_size": Range(32, 256),
            "augmentation": Range(values=(False, True)),
        },
        trials=4,
    )
    drawn = {
        "learning_rate": 0.0123456,
        "width": 0.37,
        "depth": 2,
        "batch_size": 100,
        "augmentation": True,
    }
    config = search.config_of(QUICK, drawn)
    assert len(config.blocks) == 2
    told = search.values_of(QUICK, config)
    assert told["learning_rate"] == 0.0123  # no digits that mean nothing
    assert told["width"] == pytest.approx(0.37, abs=0.01)
    assert {**told, "learning_rate": 0, "width": 0} == {**drawn, "learning_rate": 0, "width": 0}
    assert search.values_of(QUICK, QUICK)["width"] == 1.0
    assert search.holds(QUICK, config)
    assert not search.holds(QUICK, replace(QUICK, learning_rate=0.5))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("key", GOALS)
def test_every_goal_can_be_asked_of_every_preset(key: str, preset: str) -> None:
    goal, base = GOALS[key], PRESETS[preset]
    budget: dict[str, Any] = {"seconds": 60.0} if goal.in_time else {"trials": 10}
    search = Search(around(base, goal.keys), **budget, most_parameters=goal.most_parameters)
    design = search_design(goal.question, base, search)
    assert search.holds(base, base)
    assert base.seed not in design.seeds
    assert search.fits(base) or count_parameters(base) > 100_000


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("key", sorted(VARYING.keys() - {"momentum"}))  # which counts with sgd only
def test_whatever_varies_can_be_searched_from_every_preset(key: str, preset: str) -> None:
    base = PRESETS[preset]
    search = Search(around(base, (key,)), trials=4)
    search_design("?", base, search)
    span = search.space[key]
    ends = span.values if span.low is None else (span.low, span.high)
    networks = [config for end in ends if (config := _network(search, base, {key: end}))]
    assert networks
    assert all(search.holds(base, config) for config in networks)
    names = [name_of(search, base, config, 2) for config in (base, *networks)]
    assert all(name.startswith("Trial 2: ") for name in names)


def _network(search: Search, base: TrainConfig, drawn: dict[str, Any]) -> TrainConfig | None:
    try:
        return search.config_of(base, drawn)
    except ConfigError:  # too large, say: it is never trained
        return None


def test_a_search_begins_with_what_the_visitor_had(runs: Path) -> None:
    experiment = make(runs)
    assert open_experiment(experiment.id, runs) == experiment
    (trial,) = read(experiment)
    assert trial.run is not None
    assert (trial.run.name, trial.run.config) == ("Trial 1: what you had", QUICK)
    assert state_of(experiment, read(experiment)) == "queued"
    assert unfinished_experiments(runs) == []  # it stands in line


def test_between_two_trials_it_is_not_over(runs: Path) -> None:
    experiment = try_out(make(runs), 0.7, 0.8)
    trials = read(experiment)
    assert not is_over(experiment, trials)
    assert state_of(experiment, trials) == "queued"  # nobody is there who would go on
    assert unfinished_experiments(runs) == [experiment]
    search = experiment.design.search
    assert search is not None
    assert share_used(search, trial_runs(trials)) == 0.5
    assert [(step.number, step.best) for step in steps(trials)] == [(1, 0.7), (2, 0.8)]


def test_the_verdict_counts_fresh_seeds_only(runs: Path) -> None:
    experiment = try_out(make(runs), 0.70, 0.95, 0.80, 0.75)
    search, found = experiment.design.search, trial_runs(read(experiment))[1]
    assert search is not None
    assert is_spent(search, trial_runs(read(experiment)))
    over = change_search(experiment, replace(search, over=True), found.config)
    create_trials(over, over.design.trainings)
    assert open_experiment(over.id, runs) == over
    fresh = [trial for trial in read(over) if trial.variant is not None]
    for trial, share in zip(fresh, (0.70, 0.80, 0.71, 0.81, 0.72, 0.82), strict=True):
        assert trial.run is not None
        begin(trial.run, epochs=[share])
        end(trial.run, share)
    trials = read(over)
    words = result.of(over, trials).words
    assert "The best found is better than what you had" in words
    assert "three seeds each" in words
    chosen = chosen_run(over, trials)
    assert chosen is not None
    assert (chosen.validation_accuracy, chosen.config.seed) == (0.82, 4)


def test_nothing_better_is_said_so(runs: Path) -> None:
    experiment = try_out(make(runs), 0.8, 0.7)
    search = experiment.design.search
    assert search is not None
    over = change_search(experiment, replace(search, over=True))
    trials = read(over)
    assert is_over(over, trials)
    said = result.of(over, trials)
    assert said.words == ("Nothing better was found: of 2 trials, what you had is still the best.")
    assert said.in_short == "nothing better was found"
    chosen = chosen_run(over, trials)
    assert chosen is not None
    assert chosen.config == QUICK


def test_a_search_is_extended_twice(runs: Path) -> None:
    experiment = try_out(make(runs), 0.7, 0.8)
    for trials in (5, 8):
        extend_search(open_experiment(experiment.id, runs), 3)
        search = open_experiment(experiment.id, runs).design.search
        assert search is not None
        assert (search.trials, search.over) == (trials, False)
        if trials == 5:
            experiment = open_experiment(experiment.id, runs)
            for number in (3, 4, 5):
                config = replace(QUICK, learning_rate=0.002 * number)
                run = create_trial_of_search(experiment, config, number)
                begin(run, epochs=[0.7])
                end(run, 0.7)
    with pytest.raises(RunError, match=f"between 2 and {MOST_TRIALS} trials"):
        extend_search(open_experiment(experiment.id, runs), MOST_TRIALS)
    assert len(trial_runs(read(experiment))) == 5


def test_trials_that_come_to_nothing_end_it(runs: Path) -> None:
    experiment = make(runs, Search(SPACE, seconds=60.0))
    search = experiment.design.search
    assert search is not None
    for number in range(1, 6):
        assert not is_spent(search, trial_runs(read(experiment)))
        if number > 1:
            create_trial_of_search(experiment, replace(QUICK, learning_rate=0.001 * number), number)
        run = trial_runs(read(experiment))[-1]
        begin(run)
        _fail(run.path)
    assert is_spent(search, trial_runs(read(experiment)))


def _fail(path: Path) -> None:
    from fashion_model.runs.event_log import append_event
    from fashion_model.runs.events import Failed

    append_event(path / "events.jsonl", Failed(reason="The loss grew beyond all bounds."))


def test_whatever_its_description_says_it_is_read_or_called_damaged(runs: Path) -> None:
    experiment = make(runs)
    file = experiment.path / "config.json"
    stored, whole = json.loads(file.read_text()), 0
    for place in places(stored["search"]):
        for strange in STRANGE:
            file.write_bytes(packed({**stored, "search": put(stored["search"], place, strange)}))
            signed(experiment.path)
            (found,) = list_experiments(runs)
            if isinstance(found, DamagedExperiment):
                assert found.reason == "Its description is not one this app wrote."
            else:
                whole += 1
                result.of(found, read(found))
    assert whole  # a search may well be stopped, say


def test_a_journal_is_made_whole_after_a_kill(tmp_path: Path) -> None:
    journal = tmp_path / JOURNAL
    mend(journal)  # there is none yet
    journal.write_bytes(b'{"op_code":0}\n{"op_co')
    (tmp_path / f"{JOURNAL}.lock").symlink_to(journal)
    mend(journal)
    assert journal.read_bytes() == b'{"op_code":0}\n'
    assert [each.name for each in tmp_path.iterdir()] == [JOURNAL]


def test_what_mattered_is_read_with_care(tmp_path: Path) -> None:
    assert read_importance(tmp_path) == {}
    keep_importance(tmp_path, {"dropout": 0.2, "learning_rate": 0.8})
    assert list(read_importance(tmp_path)) == ["learning_rate", "dropout"]
    for damage in (b"", b"[1]", b'{"dropout": "x"}', b'{"dropout": null}', b"\xff"):
        (tmp_path / "importance.json").write_bytes(damage)
        assert read_importance(tmp_path) == {}
