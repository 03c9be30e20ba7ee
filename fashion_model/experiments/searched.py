"""What a search has done so far, how much of its budget that was; and letting it go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fashion_model.config import ConfigError
from fashion_model.experiments.search import MOST_TRIALS, Search
from fashion_model.experiments.store import Experiment, change_search
from fashion_model.experiments.trials import Trial, read
from fashion_model.runs import RunError, RunSummary
from fashion_model.runs.events import Failed
from fashion_model.runs.store import check_line
from fashion_model.runs.visitor import Visitor

MOST_FAILURES = 5
"""After so many in a row that came to nothing, the next would not do better."""


@dataclass(frozen=True)
class Step:
    """A trial with a result, and the best until then; `seconds` of training went before its end."""

    number: int  # from 1, of those with a result
    run: RunSummary
    reached: float
    best: float
    seconds: float


def steps(trials: Sequence[Trial]) -> list[Step]:
    """The trials of a search that have a result, in the order of their beginning."""
    found: list[Step] = []
    seconds, best = 0.0, 0.0
    for run in trial_runs(trials):
        seconds += run.seconds
        reached = run.validation_accuracy
        if run.ending is None or reached is None:
            continue
        best = max(best, reached)
        found.append(Step(len(found) + 1, run, reached, best, seconds))
    return found


def trial_runs(trials: Sequence[Trial]) -> list[RunSummary]:
    """The runs of a search's trials, the first one first."""
    return [trial.run for trial in trials if trial.variant is None and trial.run is not None]


def is_spent(search: Search, runs: Sequence[RunSummary]) -> bool:
    """Whether no further trial begins after these, or it was stopped."""
    ended = [run for run in runs if run.ending is not None]
    latest = ended[-MOST_FAILURES:]
    if search.stopped or (
        len(latest) == MOST_FAILURES and all(run.validation_accuracy is None for run in latest)
    ):
        return True
    return share_used(search, runs) >= 1 or len(ended) >= MOST_TRIALS


def share_used(search: Search, runs: Sequence[RunSummary]) -> float:
    """How much of its budget is used, 0 to 1."""
    if search.trials is not None:
        done = sum(1.0 if run.ending is not None else min(0.99, run.progress) for run in runs)
        return min(1.0, done / search.trials)
    return min(1.0, seconds_used(runs) / (search.seconds or 1.0))


def seconds_used(runs: Sequence[RunSummary]) -> float:
    """Seconds of training of all trials."""
    return sum(run.seconds for run in runs)


def best_of(experiment: Experiment, runs: Sequence[RunSummary]) -> RunSummary | None:
    """The trial that did best on validation among the networks that are small enough."""
    search = experiment.design.search
    ended = [
        run
        for run in runs
        if run.validation_accuracy is not None
        and not isinstance(run.ending, Failed)
        and search is not None
        and search.fits(run.config)
    ]
    return max(ended, key=lambda run: run.validation_accuracy or 0.0, default=None)


def extend_search(
    experiment: Experiment, more: float, visitor: Visitor | None = None
) -> Experiment:
    """Let a search go on for as many further trials, or seconds of training, as `more` says.

    Raises:
        RunError: that is too much, or the line or the disk is full.
    """
    search = experiment.design.search
    if search is None:
        raise ValueError("only a search can be extended")
    search = replace(search, stopped=False, exhausted=False, over=False)
    runs = trial_runs(read(experiment))
    try:
        if search.trials is not None:
            ended = sum(run.ending is not None for run in runs)
            longer = replace(search, trials=ended + int(more))
        else:
            longer = replace(search, seconds=seconds_used(runs) + more)
    except ConfigError as error:
        raise RunError(str(error)) from error
    check_line(experiment.root, visitor)
    return change_search(experiment, longer)
