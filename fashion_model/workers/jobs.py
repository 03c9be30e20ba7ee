"""What one worker trains: a run, or those of an experiment that have not ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fashion_model.experiments.choosing import chosen_run, is_over
from fashion_model.experiments.store import Experiment, list_experiments, open_experiment
from fashion_model.experiments.trials import UNDER_WAY, goes_on_searching, read
from fashion_model.runs import RunError, RunSummary
from fashion_model.runs.directory import EXPERIMENTS, is_held
from fashion_model.runs.events import Paused


@dataclass(frozen=True)
class Job:
    """One or several runs; `id` is the run's or the experiment's."""

    id: str
    runs: tuple[RunSummary, ...]

    @property
    def path(self) -> Path:
        """The folder its worker is given: without its experiment, a run is trained alone."""
        run = self.waiting[0]
        if run.experiment is not None:
            try:
                return open_experiment(run.experiment, run.path.parent).path
            except RunError:  # deleted or damaged; its runs stay
                pass
        return run.path

    @property
    def cluster(self) -> str | None:
        """The address of the cluster that trains it; None: this computer does."""
        run = self.runs[0]
        try:
            return run.experiment and open_experiment(run.experiment, run.path.parent).cluster
        except RunError:  # as above
            return None

    @property
    def held(self) -> bool:
        """Whether a worker lives, even if it has none of the runs at this moment."""
        root = self.runs[0].path.parent
        return any(run.held for run in self.runs) or is_held(root / EXPERIMENTS / self.id)

    @property
    def paused(self) -> bool:
        """Whether a worker lives, and all it has is paused."""
        held = [run for run in self.runs if run.held]
        return bool(held) and all(run.summary.last is Paused for run in held)

    @property
    def waiting(self) -> list[RunSummary]:
        """Its runs that want to be trained, the first one first."""
        return sorted(startable(self.runs), key=lambda run: run.turn)

    @property
    def turn(self) -> tuple[int, float]:
        """What the line is sorted by."""
        return self.waiting[0].turn

    @property
    def number(self) -> int:
        """That of the latest request for one of those that wait."""
        return max(run.place.number for run in self.waiting)

    @property
    def by_server(self) -> bool:
        """Whether its worker is a server's."""
        return all(run.summary.by_server for run in self.runs if run.held)


def jobs_of(runs: Iterable[RunSummary]) -> list[Job]:
    """The runs by who trains them."""
    found: dict[str, list[RunSummary]] = {}
    for run in runs:
        found.setdefault(run.experiment or run.id, []).append(run)
    return [Job(name, tuple(own)) for name, own in found.items()]


def startable(runs: Iterable[RunSummary]) -> list[RunSummary]:
    """Those that want to be trained; while one is paused, none that has not begun."""
    own = list(runs)
    paused = any(run.state == "paused" for run in own)
    return [run for run in own if run.waiting and not (paused and run.summary.last is None)]


def unfinished_experiments(root: Path) -> list[Experiment]:
    """Experiments none of whose trainings waits, and that lack something all the same.

    The chosen network has not been tested, or a search lost its worker between two trials.
    """
    found = []
    for experiment in list_experiments(root):
        if not isinstance(experiment, Experiment):
            continue
        trials = read(experiment)
        if goes_on_searching(experiment):
            if not any(trial.state in (*UNDER_WAY, "interrupted") for trial in trials):
                found.append(experiment)
            continue
        chosen = chosen_run(experiment, trials) if is_over(experiment, trials) else None
        if chosen is not None and chosen.test_accuracy is None and chosen.keras_path is not None:
            found.append(experiment)
    return found
