"""What a visitor does to an experiment with a click: to each of its trainings that can."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fashion_model.experiments.searched import extend_search
from fashion_model.experiments.store import (
    DamagedExperiment,
    Experiment,
    add_seeds,
    change_search,
    remove_experiment,
    restore_experiment,
    runs_of,
)
from fashion_model.runs import (
    Command,
    RunError,
    RunGone,
    RunSummary,
    discard_run,
    restore_run,
    send_command,
)
from fashion_model.runs.commands import ALLOWED
from ui import visitor
from ui.experiments import chosen
from ui.state import Slot
from ui.visible import open_experiment


@dataclass(frozen=True)
class Discarded:
    """The experiment just deleted, and what brings its trainings back."""

    experiment: Experiment
    run_ids: tuple[str, ...]


ERROR: Slot[str | None] = Slot("experiment_error", None)
JUST_DISCARDED: Slot[Discarded | None] = Slot("just_discarded_experiment", None)


def ask(experiment_id: str, command: Command) -> None:
    """Ask every training that can for a pause, a resume, or to stop and keep the best.

    Stopped, a search has no further trial, but what it found is trained from fresh seeds.

    Raises RunError where one of them can't be asked; the others are.
    """
    experiment = open_experiment(experiment_id)
    visitor.check_may_change(*runs_of(experiment))
    search = experiment.design.search
    if command is Command.STOP and search is not None and not search.over:
        change_search(experiment, replace(search, stopped=True))
    _each(_waiting_first(open_experiment(experiment_id)), lambda run: _send(run, command))


def _send(run: RunSummary, command: Command) -> None:
    if run.state in ALLOWED[command]:
        send_command(run, command)


def _waiting_first(experiment: Experiment) -> list[RunSummary]:
    """Return its runs; first those in line, lest one begins when the one before it ends."""
    runs = [run for run in runs_of(experiment) if isinstance(run, RunSummary)]
    return sorted(runs, key=lambda run: run.state != "queued")


def _each(runs: Sequence[RunSummary], act: Callable[[RunSummary], None]) -> None:
    """Do it to all of `runs`; what went wrong with the first one comes at the end."""
    trouble: RunError | None = None
    for run in runs:
        try:
            act(run)
        except RunGone:  # somebody else deleted it
            continue
        except RunError as error:
            trouble = trouble or error
    if trouble is not None:
        raise trouble


def discard(experiment: Experiment) -> None:
    """End it and move it away with all its trainings, from where the page offers it back."""
    visitor.check_may_change(*runs_of(experiment))
    kept: list[str] = []

    def away(run: RunSummary) -> None:
        name = discard_run(run)
        if name is not None:
            kept.append(name)

    runs = _waiting_first(experiment)
    try:
        _each(runs, away)
        remove_experiment(experiment)
    finally:
        JUST_DISCARDED.set(Discarded(experiment, tuple(kept)))
    if chosen.current_id() == experiment.id:
        chosen.leave()


def remove_damaged(experiment: DamagedExperiment) -> None:
    """Forget a question that can't be read."""
    visitor.check_may_change(*runs_of(experiment))
    remove_experiment(experiment)


def undo() -> None:
    """Bring back what was deleted last."""
    discarded = JUST_DISCARDED.get()
    JUST_DISCARDED.clear()
    if discarded is None:
        return
    restore_experiment(discarded.experiment)
    for run_id in discarded.run_ids:
        restore_run(run_id, discarded.experiment.root)
    chosen.choose(discarded.experiment.id)


def search_more(experiment_id: str, more: float) -> None:
    """Let a search go on for so many trials, or seconds; RunError where there is no room."""
    experiment = open_experiment(experiment_id)
    visitor.check_may_change(*runs_of(experiment))
    extend_search(experiment, more, visitor.asking())


def more_seeds(experiment_id: str, more: int) -> None:
    """Train every variant from so many further seeds; RunError where there is no room."""
    experiment = open_experiment(experiment_id)
    visitor.check_may_change(*runs_of(experiment))
    add_seeds(experiment, more, visitor.asking())
