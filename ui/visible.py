"""What this visitor may look at: everything, or with `FASHION_PRIVATE` their own trainings alone.

Pages open and list trainings and experiments through here; ruff refuses other ways.
"""

import hmac
from collections.abc import Iterator
from pathlib import Path

from fashion_model import environment, runs
from fashion_model.experiments import store
from fashion_model.experiments.store import DamagedExperiment, Experiment
from fashion_model.runs import DamagedRun, Run, RunError, RunSummary
from ui import visitor

PRIVATE = "This training is another visitor’s, and here all see their own alone."
PRIVATE_EXPERIMENT = "This experiment is another visitor’s, and here all see their own alone."


def list_runs() -> list[RunSummary | DamagedRun]:
    """Return all runs this visitor may look at, as the library lists them."""
    return [run for run in runs.list_runs() if may_look(run)]  # noqa: TID251


def open_run(run_id: str, root: Path | None = None) -> Run:
    """Return the run of that id; RunError where it can't be opened, or is not to be seen."""
    run = runs.open_run(run_id, root)  # noqa: TID251
    if not may_look(run):
        raise RunError(PRIVATE)
    return run


def unended_runs(root: Path) -> Iterator[RunSummary]:
    """Return the runs that have not ended and that this visitor may look at."""
    return (run for run in runs.store.unended_runs(root) if may_look(run))  # noqa: TID251


def list_experiments() -> list[Experiment | DamagedExperiment]:
    """Return all experiments this visitor may look at, newest first."""
    return [each for each in store.list_experiments() if _may_look_at(each)]  # noqa: TID251


def open_experiment(experiment_id: str) -> Experiment:
    """Return the experiment of that id; RunError as in `open_run`."""
    experiment = store.open_experiment(experiment_id)  # noqa: TID251
    if not _may_look_at(experiment):
        raise RunError(PRIVATE_EXPERIMENT)
    return experiment


def may_look(run: RunSummary | DamagedRun) -> bool:
    """Return whether this visitor may see `run`."""
    if not environment.private() or visitor.is_operator():
        return True
    if isinstance(run, DamagedRun) or run.bundled:
        return isinstance(run, RunSummary)
    return run.owner is not None and hmac.compare_digest(run.owner, visitor.current().owner)


def _may_look_at(experiment: Experiment | DamagedExperiment) -> bool:
    if not environment.private() or visitor.is_operator():
        return True
    if isinstance(experiment, Experiment) and experiment.visitor is not None:
        return hmac.compare_digest(experiment.visitor.owner, visitor.current().owner)
    made = store.runs_of(experiment)
    return bool(made) and all(may_look(run) for run in made)
