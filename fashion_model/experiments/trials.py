"""How far an experiment is, and what came of it: read from its runs, stored nowhere.

Of a search, the trials come first; they belong to no variant. Those that judge what it found, from
fresh seeds, are the trainings of its two variants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fashion_model.config import TrainConfig
from fashion_model.experiments.store import Experiment, runs_of
from fashion_model.runs import RunSummary
from fashion_model.runs.directory import is_held

UNDER_WAY = ("queued", "running", "paused")


@dataclass(frozen=True)
class Trial:
    """One training of an experiment; `run` is None where it was deleted or can't be read.

    `variant` is None for a trial of a search.
    """

    variant: int | None
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
    own = [run for run in own if isinstance(run, RunSummary) and run.experiment == experiment.id]
    design = experiment.design
    by_config: dict[TrainConfig, RunSummary] = {}
    for run in own:
        by_config.setdefault(run.config, run)
    variants = design.variants
    return [
        *(Trial(None, run.config.seed, run) for run in searched(experiment, own)),
        *(
            Trial(at, seed, by_config.get(replace(variants[at].config, seed=seed)))
            for at, seed in design.trainings
        ),
    ]


def searched(experiment: Experiment, own: Sequence[RunSummary]) -> list[RunSummary]:
    """Those of its `own` runs that are trials of a search: they have the seed of its base."""
    if experiment.design.search is None:
        return []
    seed = experiment.design.base.seed
    return sorted((run for run in own if run.config.seed == seed), key=lambda run: run.created)


def state_of(experiment: Experiment, trials: Sequence[Trial]) -> str:
    """Of all trainings together: "running", "paused", "queued", "interrupted" or "finished"."""
    states = [trial.state for trial in trials]
    for state in ("running", "paused", "queued", "interrupted"):
        if state in states:
            return state
    if goes_on_searching(experiment):  # between two trials
        return "running" if is_held(experiment.path) else "queued"
    return "finished"


def goes_on_searching(experiment: Experiment) -> bool:
    """Whether it is a search that may have further trials."""
    search = experiment.design.search
    return search is not None and not search.over


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
        if reached is not None and trial.variant is not None:
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
