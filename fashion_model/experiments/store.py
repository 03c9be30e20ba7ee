"""The folder of experiments: create, list, open, add seeds, discard.

An experiment is a directory beside the runs with one file, its design. Its runs are ordinary run
directories that name it; how far they are and what came of them is read from them alone.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fashion_model import environment
from fashion_model.config import ConfigError, TrainConfig
from fashion_model.experiments.design import Design
from fashion_model.files import is_regular_file, write_atomically
from fashion_model.os_errors import in_words
from fashion_model.runs import RunError, RunSummary, create_run, list_runs
from fashion_model.runs.directory import EXPERIMENTS, DamagedRun, folder_id, is_id, one_line
from fashion_model.runs.event_log import load_json
from fashion_model.runs.events import is_time
from fashion_model.runs.reading import LARGEST, config_checksum
from fashion_model.runs.store import check_line, names_in
from fashion_model.runs.visitor import Visitor

FORMAT = 1
_FILE = "config.json"


class ExperimentGone(RunError):
    """There is no such experiment, or no more."""


@dataclass(frozen=True)
class Experiment:
    """What was asked; `trials.read` tells what came of it."""

    id: str
    path: Path
    design: Design
    created: float  # unix seconds
    sample: bool  # trained on the bundled sample
    fingerprint: str  # of the dataset

    @property
    def question(self) -> str:
        """In the visitor's words."""
        return self.design.question

    @property
    def root(self) -> Path:
        """The folder of its runs."""
        return self.path.parent.parent


@dataclass(frozen=True)
class DamagedExperiment:
    """A directory that can't be read, and why; its runs are still there. `id` as of a run."""

    id: str
    path: Path
    reason: str

    @property
    def name(self) -> str:
        """What of the folder's name can be shown."""
        return one_line(self.id)


def create_experiment(
    design: Design,
    *,
    dataset_fingerprint: str,
    sample: bool,
    visitor: Visitor | None = None,
    at_once: bool = False,
    root: Path | None = None,
) -> Experiment:
    """Put all trainings of `design` in line, as one.

    `visitor`: whose they are; None: the operator's, as a terminal's.
    `at_once`: the caller trains them itself; no server takes them from the line.

    Raises:
        RunError: the line or the disk is full, or nothing can be written there; nothing is left.
    """
    root = root or environment.runs_dir()
    if not at_once:
        check_line(root, visitor)
    home = root / EXPERIMENTS / str(uuid.uuid4())
    experiment = Experiment(home.name, home, design, time.time(), sample, dataset_fingerprint)
    try:
        home.mkdir(parents=True)
        _write(experiment)
        create_trials(experiment, design.trainings, visitor=visitor, at_once=at_once)
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
        _write(longer)
    except OSError as error:
        raise RunError(in_words(error)) from error
    new_trainings = [each for each in longer.design.trainings if each[1] in new]
    create_trials(longer, new_trainings, visitor=visitor)
    return longer


def list_experiments(root: Path | None = None) -> list[Experiment | DamagedExperiment]:
    """All experiments, newest first; those that can't be read last."""
    folder = (root or environment.runs_dir()) / EXPERIMENTS
    found = [_read(folder / name) for name in names_in(folder)]
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
    found = _read(path) if is_id(experiment_id) else None
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
        _write(experiment)
    except OSError as error:
        raise RunError(in_words(error)) from error


def _write(experiment: Experiment) -> None:
    design = experiment.design
    asked: dict[str, Any] = {
        "format": FORMAT,
        "kind": design.kind,
        "question": one_line(design.question),
        "created": experiment.created,
        "base": design.base.to_dict(),
        "varied": {key: list(values) for key, values in design.varied.items()},
        "rival": None if design.rival is None else design.rival.to_dict(),
        "names": list(design.names),
        "seeds": list(design.seeds),
        "dataset": {"fingerprint": experiment.fingerprint, "sample": experiment.sample},
    }
    stored = {**asked, "sha256": config_checksum(json.loads(json.dumps(asked)))}
    write_atomically(experiment.path / _FILE, json.dumps(stored, indent=1).encode())
    os.utime(experiment.path.parent)  # so that every process looks again


def _read(path: Path) -> Experiment | DamagedExperiment | None:
    """What lies in `path`; None where nothing does."""
    own_id = folder_id(path)
    if not os.path.lexists(path):
        return None
    if not is_id(path.name):
        return DamagedExperiment(own_id, path, "Its folder has no name that this app gives.")
    try:
        return _experiment(path)
    except (ConfigError, OSError, ValueError, RecursionError, TypeError, KeyError):
        return DamagedExperiment(own_id, path, "Its description is not one this app wrote.")


def _experiment(path: Path) -> Experiment:
    file = path / _FILE
    if path.is_symlink() or not is_regular_file(file) or file.stat().st_size > LARGEST:
        raise ValueError(f"{_FILE} is no file of this app")
    stored = load_json(file.read_bytes())
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise ValueError(f"{_FILE} holds no experiment")
    listed = stored.pop("sha256", None)
    if config_checksum(stored) != listed or not is_time(stored["created"]):
        raise ValueError(f"{_FILE} was changed by something else")
    dataset, rival, varied = stored["dataset"], stored["rival"], stored["varied"]
    if not isinstance(varied, dict):
        raise ValueError("what varies is no list of values by setting")
    first, second = (one_line(str(name)) for name in stored["names"])
    design = Design(
        kind=stored["kind"],
        question=one_line(str(stored["question"])),
        base=TrainConfig.from_dict(stored["base"]),
        varied={key: tuple(values) for key, values in varied.items()},
        rival=None if rival is None else TrainConfig.from_dict(rival),
        names=(first, second),
        seeds=tuple(int(seed) for seed in stored["seeds"]),
    )
    return Experiment(
        id=path.name,
        path=path,
        design=design,
        created=float(stored["created"]),
        sample=bool(dataset["sample"]),
        fingerprint=str(dataset["fingerprint"]),
    )
