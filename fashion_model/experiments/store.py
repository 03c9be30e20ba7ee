"""The folder of experiments: create, list, open, add seeds, discard.

An experiment is a directory beside the runs with one file, its design. Its runs are ordinary run
directories that name it; how far they are and what came of them is read from them alone.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from fashion_model import environment
from fashion_model.config import ConfigError, TrainConfig
from fashion_model.experiments.description import (
    DamagedExperiment,
    Experiment,
    read,
    write,
)
from fashion_model.experiments.design import Design
from fashion_model.experiments.search import Search, name_of
from fashion_model.files import is_regular_file
from fashion_model.os_errors import in_words
from fashion_model.runs import RunError, RunSummary, create_run, list_runs
from fashion_model.runs.directory import EXPERIMENTS, DamagedRun, is_id
from fashion_model.runs.store import check_line, names_in
from fashion_model.runs.visitor import Visitor

__all__ = [
    "DamagedExperiment",
    "Experiment",
    "ExperimentGone",
    "create_experiment",
    "create_trials",
    "create_trial_of_search",
    "add_seeds",
    "change_search",
    "list_experiments",
    "open_experiment",
    "runs_of",
    "remove_experiment",
    "restore_experiment",
]


class ExperimentGone(RunError):
    """There is no such experiment, or no more."""


def create_experiment(
    design: Design,
    *,
    dataset_fingerprint: str,
    sample: bool,
    visitor: Visitor | None = None,
    cluster: str | None = None,
    at_once: bool = False,
    root: Path | None = None,
) -> Experiment:
    """Put all trainings of `design` in line, as one.

    `visitor`: whose they are; None: the operator's, as a terminal's.
    `cluster`: the address of the cluster that trains them; None: this computer does.
    `at_once`: the caller trains them itself; no server takes them from the line.

    Raises:
        RunError: the line or the disk is full, or nothing can be written there; nothing is left.
    """
    root = root or environment.runs_dir()
    if not at_once:
        check_line(root, visitor)
    home = root / EXPERIMENTS / str(uuid.uuid4())
    experiment = Experiment(
        home.name, home, design, time.time(), sample, dataset_fingerprint, visitor, cluster
    )
    try:
        home.mkdir(parents=True)
        write(experiment)
        create_trials(experiment, design.trainings, visitor=visitor, at_once=at_once)
        if design.search is not None:
            create_trial_of_search(experiment, design.base, 1, at_once=at_once)
    except (OSError, RunError) as error:
        shutil.rmtree(home, ignore_errors=True)
        for run in runs_of(experiment):
            shutil.rmtree(run.path, ignore_errors=True)
        raise error if isinstance(error, RunError) else RunError(in_words(error)) from error
    return experiment


def create_trials(
    experiment: Experiment,
    trainings: Iterable[tuple[int, int]],
    *,
    visitor: Visitor | None = None,
    at_once: bool = False,
) -> None:
    """Put some trainings of `experiment` in line; raises RunError where one can't be."""
    design = experiment.design
    for variant, seed in trainings:
        create_run(
            design.config_of(variant, seed),
            design.name_of(variant, seed),
            dataset_fingerprint=experiment.fingerprint,
            sample=experiment.sample,
            experiment=experiment.id,
            visitor=visitor,
            at_once=at_once,
            root=experiment.root,
        )


def create_trial_of_search(
    experiment: Experiment, config: TrainConfig, number: int, *, at_once: bool = False
) -> RunSummary:
    """Put one trial of a search in line, as its visitor's; raises RunError where it can't be."""
    design = experiment.design
    if design.search is None:
        raise ValueError("only a search has trials of its own")
    return create_run(
        config,
        name_of(design.search, design.base, config, number),
        dataset_fingerprint=experiment.fingerprint,
        sample=experiment.sample,
        experiment=experiment.id,
        visitor=experiment.visitor,
        at_once=at_once,
        root=experiment.root,
    )


def add_seeds(experiment: Experiment, more: int, visitor: Visitor | None = None) -> Experiment:
    """Train every variant from `more` further seeds.

    Raises:
        RunError: they are too many, or the line or the disk is full.
    """
    design = experiment.design
    new = tuple(range(max(design.seeds) + 1, max(design.seeds) + 1 + more))
    try:
        longer = replace(experiment, design=replace(design, seeds=design.seeds + new))
    except ConfigError as error:
        raise RunError(str(error)) from error
    check_line(experiment.root, visitor)
    try:
        write(longer)
    except OSError as error:
        raise RunError(in_words(error)) from error
    new_trainings = [each for each in longer.design.trainings if each[1] in new]
    create_trials(longer, new_trainings, visitor=visitor)
    return longer


def change_search(
    experiment: Experiment, search: Search, rival: TrainConfig | None = None
) -> Experiment:
    """Write down that a search is to go on for longer, was stopped, or is over and found `rival`.

    Raises:
        RunError: it can't be written.
    """
    changed = replace(experiment, design=replace(experiment.design, search=search, rival=rival))
    try:
        write(changed)
    except OSError as error:
        raise RunError(in_words(error)) from error
    return changed


def list_experiments(root: Path | None = None) -> list[Experiment | DamagedExperiment]:
    """All experiments, newest first; those that can't be read last."""
    folder = (root or environment.runs_dir()) / EXPERIMENTS
    found = [read(folder / name) for name in names_in(folder)]
    return sorted(
        (each for each in found if each is not None),
        key=lambda each: -each.created if isinstance(each, Experiment) else 0.0,
    )


def open_experiment(experiment_id: str, root: Path | None = None) -> Experiment:
    """The experiment of that id.

    Raises:
        ExperimentGone: there is none, or no more.
        RunError: it is damaged.
    """
    path = (root or environment.runs_dir()) / EXPERIMENTS / experiment_id
    found = read(path) if is_id(experiment_id) else None
    if found is None:
        raise ExperimentGone("There is no such experiment; it may have been deleted.")
    if isinstance(found, DamagedExperiment):
        raise RunError(f"This experiment is damaged. {found.reason} Its trainings are still there.")
    return found


def runs_of(experiment: Experiment | DamagedExperiment) -> list[RunSummary | DamagedRun]:
    """The runs that name `experiment`, the first made first."""
    runs = list_runs(experiment.path.parent.parent)
    return [
        run
        for run in reversed(runs)
        if isinstance(run, RunSummary) and run.experiment == experiment.id
    ]


def remove_experiment(experiment: Experiment | DamagedExperiment) -> None:
    """Forget the question; its runs stay and are moved away by whoever asks.

    Raises:
        RunError: it can't be removed.
    """
    try:
        if is_regular_file(experiment.path) or experiment.path.is_symlink():
            experiment.path.unlink()
        else:
            shutil.rmtree(experiment.path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise RunError(in_words(error)) from error


def restore_experiment(experiment: Experiment) -> None:
    """Undo `remove_experiment`; raises RunError where it can't be written."""
    try:
        experiment.path.mkdir(parents=True, exist_ok=True)
        write(experiment)
    except OSError as error:
        raise RunError(in_words(error)) from error
