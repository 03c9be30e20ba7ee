"""How far an experiment is, and what came of it: read from its runs, stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fashion_model.config import TrainConfig
from fashion_model.experiments.store import Experiment, runs_of
from fashion_model.runs import RunSummary

UNDER_WAY = ("queued", "running", "paused")


@dataclass(frozen=True)
class Trial:
    """One training of an experiment; `run` is None where it was deleted or can't be read."""

    variant: int
    seed: int
    run: RunSummary | None

    @property
    def state(self) -> str:
        """The state of its run, or "gone"."""
        return "gone" if self.run is None else self.run.state

    @property
    def validation_accuracy(self) -> float | None:
        """What its kept network reached on validation; None before it ended."""
        return None if self.run is None else self.run.validation_accuracy


def read(experiment: Experiment, runs: Sequence[RunSummary] | None = None) -> list[Trial]:
    """The trainings of `experiment` in the order of their line, with their runs.

    `runs`: those that may be its, where the caller has listed them already.
    """
    own = runs_of(experiment) if runs is None else runs
    by_config: dict[TrainConfig, RunSummary] = {}
    for run in own:
        if isinstance(run, RunSummary) and run.experiment == experiment.id:
            by_config.setdefault(run.config, run)
    design = experiment.design
    variants = design.variants
    return [
        Trial(at, seed, by_config.get(replace(variants[at].config, seed=seed)))
        for at, seed in design.trainings
    ]


def state_of(trials: Sequence[Trial]) -> str:
    """Of all trainings together: "running", "paused", "queued", "interrupted" or "finished"."""
    states = [trial.state for trial in trials]
    for state in ("running", "paused", "queued", "interrupted"):
        if state in states:
            return state
    return "finished"


def progress(trials: Sequence[Trial]) -> float:
    """How much of all trainings is done, 0 to 1; what ended early or is gone counts as done."""
    if not trials:
        return 1.0
    done = [
        trial.run.progress if trial.run is not None and trial.run.ending is None else 1.0
        for trial in trials
    ]
    return sum(done) / len(done)


def accuracies(experiment: Experiment, trials: Sequence[Trial]) -> list[list[float]]:
    """The validation accuracies of each variant, those of its seeds that have ended."""
    found: list[list[float]] = [[] for _ in experiment.design.variants]
    for trial in trials:
        reached = trial.validation_accuracy
        if reached is not None:
            found[trial.variant].append(reached)
    return found


def best_run(trials: Sequence[Trial], variant: int) -> RunSummary | None:
    """The run of `variant` that did best on validation; of equals the first."""
    ended = [
        (trial.validation_accuracy, trial.run)
        for trial in trials
        if trial.variant == variant and trial.validation_accuracy is not None
    ]
    return max(ended, key=lambda each: each[0] or 0.0)[1] if ended else None
