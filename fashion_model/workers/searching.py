"""A search in its worker: its trials, then what it found from fresh seeds.

Here one trial comes after the other, because two at once would each take twice as long; on a
cluster as many are under way as it has room for.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_model.config import ConfigError, TrainConfig
from fashion_model.experiments.journal import keep_importance
from fashion_model.experiments.search import Search
from fashion_model.experiments.searched import best_of, is_spent, seconds_used, trial_runs
from fashion_model.experiments.store import (
    Experiment,
    change_search,
    create_trial_of_search,
    create_trials,
    open_experiment,
)
from fashion_model.experiments.trials import read
from fashion_model.os_errors import in_words
from fashion_model.runs import Run, RunError, RunSummary, open_run
from fashion_model.runs.directory import Command
from fashion_model.runs.events import Epoch, Event
from fashion_model.workers.study import Study
from fashion_model.workers.training import Process, Training

if TYPE_CHECKING:
    from optuna.trial import Trial

MOST_REFUSED = 300
"""Networks drawn in a row that are too large, or none at all."""


@dataclass
class Going:
    """A trial under way, and its epochs that have been reported."""

    trial: Trial | None
    training: Training
    reported: set[int]


class Searching:
    """Gives the trials of the search in `path` to whoever takes turns."""

    def __init__(self, path: Path, process: Process) -> None:
        """Open its journal; RunError where that can't be written."""
        self._path, self._emit = path, process.emit
        self.process = replace(process, emit=self._hear)  # what all its trainings share
        self._going: dict[str, Going] = {}  # by the run
        self._exhausted = False  # whether hardly a further network is small enough
        experiment, search = self._open()
        try:
            self._study = Study(
                path, search, experiment.design.base, _readable(self._runs(experiment))
            )
        except OSError as error:
            raise RunError(in_words(error)) from error

    def _open(self) -> tuple[Experiment, Search]:
        """What is asked now: it may have been stopped, or given more time."""
        experiment = open_experiment(self._path.name, self._path.parent.parent)
        if experiment.design.search is None:
            raise RunError("This experiment is no search.")
        return experiment, experiment.design.search

    @staticmethod
    def _runs(experiment: Experiment) -> list[RunSummary]:
        return trial_runs(read(experiment))

    def next_one(self, trainings: list[Training]) -> Training | None:
        """The next trial that has room beside `trainings`; None where none can begin now.

        Raises:
            RunError: the disk is full.
        """
        experiment, search = self._open()
        if search.over:
            return None
        runs = self._runs(experiment)
        self._tell(runs, trainings)
        if trainings and search.seconds is not None and seconds_used(runs) >= search.seconds:
            for training in trainings:
                training.control.given_up = Command.BUDGET
            return None
        if (trainings and search.stopped) or not self._has_room(experiment, trainings):
            return None
        try:
            return self._begin(experiment, search, runs)
        except OSError as error:
            raise RunError(in_words(error)) from error

    def _has_room(self, experiment: Experiment, trainings: list[Training]) -> bool:
        cluster = self.process.cluster
        if cluster is None:
            return not trainings
        return not cluster.gone and len(trainings) < max(1, cluster.room(experiment.design.base))

    def _begin(
        self, experiment: Experiment, search: Search, runs: list[RunSummary]
    ) -> Training | None:
        unended = [run for run in runs if run.ending is None and run.id not in self._going]
        if unended:
            ready = self.process.ready(unended)
            return self._train(ready[0]) if ready and not ready[0].held else None
        all_begun = search.trials is not None and len(runs) >= search.trials
        spent = self._exhausted or is_spent(search, runs)
        if self._going and (all_begun or spent):
            return None  # the last ones are under way
        if spent:
            self._conclude(experiment, replace(search, exhausted=self._exhausted), runs)
            return None
        asked = self._ask(experiment, search)
        if asked is None:
            self._exhausted = True
            return self._begin(experiment, search, runs)
        trial, config = asked
        run = create_trial_of_search(
            experiment, config, len(runs) + 1, at_once=self.process.by == "terminal"
        )
        self._study.name(trial, run.id)
        return self._train(run, trial)

    def _train(self, run: RunSummary, trial: Trial | None = None) -> Training:
        reported: set[int] = set()
        if trial is None:
            before = open_run(run.id, run.path.parent)
            trial = self._study.adopt(before)
            reported = {epoch.epoch for epoch in before.curve.epochs}
        training = Training(run.path, self.process)
        self._going[run.id] = Going(trial, training, reported)
        return training

    def _tell(self, runs: list[RunSummary], trainings: list[Training]) -> None:
        """Tell the sampler what came of the trials that have ended."""
        by_id = {run.id: run for run in runs}
        for run_id, going in list(self._going.items()):
            if going.training in trainings:
                continue
            del self._going[run_id]
            if going.trial is None:
                continue
            run = by_id.get(run_id)
            if run is None or run.ending is None:
                self._study.forget(going.trial)
                continue
            pruned = going.training.control.given_up is not None
            self._study.tell(going.trial, run.validation_accuracy, pruned=pruned)

    def _hear(self, run_id: str, event: Event) -> None:
        """Report each epoch of a trial under way; one that lags behind is given up."""
        if self._emit is not None:
            self._emit(run_id, event)
        going = self._going.get(run_id)
        if not isinstance(event, Epoch) or going is None or going.trial is None:
            return
        if event.epoch in going.reported:
            return
        going.reported.add(event.epoch)
        going.trial.report(event.validation_accuracy, event.epoch)
        if going.trial.should_prune():
            going.training.control.given_up = Command.PRUNE

    def _ask(self, experiment: Experiment, search: Search) -> tuple[Trial, TrainConfig] | None:
        """The next settings that make a network, and one that is small enough; None: hardly any."""
        for _ in range(MOST_REFUSED):
            trial, drawn = self._study.ask()
            try:
                config = search.config_of(experiment.design.base, drawn)
            except ConfigError:
                self._study.refuse(trial)
                continue
            if search.fits(config):
                return trial, config
            self._study.refuse(trial)
        return None

    def _conclude(self, experiment: Experiment, search: Search, runs: list[RunSummary]) -> None:
        """Pick the best, have it trained from fresh seeds, and write down what mattered."""
        importance = self._study.importances()
        if importance is not None:
            keep_importance(self._path, importance)
        design, best = experiment.design, best_of(experiment, runs)
        rival = None if best is None or best.config == design.base else best.config
        judged = replace(experiment, design=replace(design, rival=rival))
        missing = [
            (trial.variant, trial.seed)
            for trial in read(judged)
            if trial.variant is not None and trial.run is None
        ]
        alone = self.process.by == "terminal"
        create_trials(judged, missing, visitor=experiment.visitor, at_once=alone)
        change_search(experiment, replace(search, over=True), rival)


def _readable(runs: list[RunSummary]) -> list[Run]:
    """Those of `runs` that are whole; of the others nothing can be learned."""
    found = []
    for run in runs:
        with suppress(RunError):  # damaged, or deleted a moment ago
            found.append(open_run(run.id, run.path.parent))
    return found
