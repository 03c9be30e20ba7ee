"""The folder of experiments: made whole or not at all, read with care."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.config import PRESETS
from fashion_model.data import load_sample
from fashion_model.experiments import result
from fashion_model.experiments.choosing import chosen_run
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import (
    DamagedExperiment,
    Experiment,
    add_seeds,
    create_experiment,
    list_experiments,
    open_experiment,
    remove_experiment,
    restore_experiment,
    runs_of,
)
from fashion_model.experiments.trials import accuracies, best_run, progress, read, state_of
from fashion_model.runs import Run, RunError, RunSummary, list_runs, open_run, queue_position
from fashion_model.runs.event_log import append_event
from fashion_model.workers.jobs import unfinished_experiments
from tests.experiments.made import finish
from tests.faults.test_mutated_runs import STRANGE, packed, places, put, signed
from tests.tiny import epoch, make_event, started

DESIGN = Design("line-up", "Which dropout?", PRESETS["quick"], {"dropout": (0.0, 0.5)})


def make(root: Path, design: Design = DESIGN) -> Experiment:
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=root)


def end(run: RunSummary, validation: float) -> None:
    said = {"reason": "Done.", "test_accuracy": None, "validation_accuracy": validation}
    for event in (
        make_event("starting", {}),
        started(run.config),
        epoch(1),
        make_event("stopped", said),
    ):
        append_event(run.path / "events.jsonl", event)


def test_an_experiment_is_a_directory_and_its_runs_name_it(runs: Path) -> None:
    experiment = make(runs, replace(DESIGN, seeds=(1, 2)))
    assert list_experiments(runs) == [experiment]
    assert open_experiment(experiment.id, runs) == experiment
    own = runs_of(experiment)
    assert [run.name for run in own if isinstance(run, RunSummary)] == [
        *("Dropout 0, seed 1", "Dropout 0.5, seed 1", "Dropout 0, seed 2", "Dropout 0.5, seed 2")
    ]
    assert all(isinstance(run, RunSummary) for run in list_runs(runs))  # its folder is none


def test_it_takes_one_place_in_line(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_QUEUE_LENGTH", "2")
    first, second = make(runs), make(runs)
    places = [queue_position(run) for each in (first, second) for run in _summaries(each)]
    assert places == [1, 1, 2, 2]
    with pytest.raises(RunError, match="2 trainings wait already"):
        make(runs)
    assert len(list_experiments(runs)) == 2


def test_nothing_is_left_of_one_that_could_not_be_made(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_RUNS_MB", "21")  # room for one run, not for two
    with pytest.raises(RunError, match="already use"):
        make(runs)
    assert list_experiments(runs) == []
    assert [run for run in list_runs(runs) if run.id != "bundled"] == []


def test_state_progress_and_result_are_read_from_the_runs(runs: Path) -> None:
    experiment = make(runs)
    trials = read(experiment)
    assert (state_of(experiment, trials), progress(trials)) == ("queued", 0.0)
    for trial, reached in zip(trials, (0.8, 0.9), strict=True):
        assert trial.run is not None
        end(trial.run, reached)
    trials = read(experiment)
    assert (state_of(experiment, trials), progress(trials)) == ("finished", 1.0)
    assert accuracies(experiment, trials) == [[0.8], [0.9]]
    best = best_run(trials, 1)
    assert best is not None
    assert best.config.dropout == 0.5


def test_a_deleted_training_leaves_the_others(runs: Path) -> None:
    experiment = make(runs)
    gone = _summaries(experiment)[0]
    gone.path.rename(runs / ".away")
    assert [trial.state for trial in read(experiment)] == ["gone", "queued"]


def test_more_seeds_join_every_variant(runs: Path) -> None:
    experiment = add_seeds(make(runs), 2)
    assert experiment.design.seeds == (1, 2, 3)
    assert open_experiment(experiment.id, runs) == experiment
    assert [trial.state for trial in read(experiment)] == ["queued"] * 6
    with pytest.raises(RunError, match="between 1 and 12"):
        add_seeds(experiment, 10)


def test_removed_and_restored(runs: Path) -> None:
    experiment = make(runs)
    remove_experiment(experiment)
    assert list_experiments(runs) == []
    assert len(runs_of(experiment)) == 2
    restore_experiment(experiment)
    assert list_experiments(runs) == [experiment]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"format": 1, "kind": "line-up"}',
        b"\xff\xfe",
        None,  # one flipped letter
    ],
)
def test_a_damaged_experiment_is_one_sentence_and_its_runs_stay(
    content: bytes | None, runs: Path
) -> None:
    experiment = make(runs)
    file = experiment.path / "config.json"
    file.write_bytes(file.read_bytes().replace(b"0.5", b"0.6") if content is None else content)
    (found,) = list_experiments(runs)
    assert isinstance(found, DamagedExperiment)
    with pytest.raises(RunError, match=r"is damaged. .* Its trainings are still there"):
        open_experiment(experiment.id, runs)
    assert len(runs_of(found)) == 2
    remove_experiment(found)
    assert list_experiments(runs) == []


def test_a_folder_in_place_of_the_description_is_damage(runs: Path) -> None:
    experiment = make(runs)
    (experiment.path / "config.json").unlink()
    (experiment.path / "config.json").mkdir()
    (found,) = list_experiments(runs)
    assert isinstance(found, DamagedExperiment)
    assert len(runs_of(found)) == 2
    remove_experiment(found)
    assert list_experiments(runs) == []


def test_whatever_a_signed_description_says_it_is_damaged_or_can_be_read(runs: Path) -> None:
    experiment = finish(make(runs), [0.8, 0.9])
    file = experiment.path / "config.json"
    whole: dict[str, Any] = json.loads(file.read_bytes())
    damaged, most = 0, 0
    for place in places(whole):
        for other in (..., *STRANGE):
            file.write_bytes(packed(put(whole, place, other)))
            signed(experiment.path)
            (found,) = list_experiments(runs)
            most += 1
            if isinstance(found, DamagedExperiment):
                damaged += 1
                continue
            trials = read(found)
            chosen_run(found, trials)
            assert result.of(found, trials).words.encode()
            unfinished_experiments(runs)
    assert most / 2 < damaged < most
    assert len(_summaries(experiment)) == 2


@pytest.mark.parametrize("name", ["../outside", "", ".", "x" * 300, "\N{SNOWMAN}", "a/b"])
def test_a_strange_id_is_no_experiment(name: str, runs: Path) -> None:
    with pytest.raises(RunError, match="no such experiment"):
        open_experiment(name, runs)


def test_a_question_is_only_ever_text(runs: Path) -> None:
    experiment = make(runs, replace(DESIGN, question="<script>\n../../etc\x00 " + "x" * 200))
    stored = json.loads((experiment.path / "config.json").read_text("utf-8"))
    assert stored["question"].startswith("<script> ../../etc")
    assert len(stored["question"]) == 80
    assert experiment.path.parent == runs / "experiments"


def test_a_version_without_later_settings_opens_it(runs: Path) -> None:
    rival = replace(PRESETS["quick"], left_out=(3,))
    design = Design("race", "Which pictures?", PRESETS["quick"], rival=rival)
    experiment = make(runs, design)
    stored = json.loads((experiment.path / "config.json").read_text("utf-8"))
    assert not {"spoiling", "left_out"} & stored["base"].keys()
    assert stored["rival"]["left_out"] == [3]
    assert "spoiling" not in stored["rival"]
    assert open_experiment(experiment.id, runs).design == design


def _summaries(experiment: Experiment) -> list[RunSummary]:
    return [run for run in runs_of(experiment) if isinstance(run, RunSummary)]


def test_an_ordinary_run_belongs_to_none(runs: Path) -> None:
    run: Run = open_run("bundled", runs)
    assert run.experiment is None
