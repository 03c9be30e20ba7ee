"""Which network of an experiment is the one to go on with: chosen on validation alone."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from fashion_model.experiments import result
from fashion_model.experiments.spread import SpreadError
from fashion_model.experiments.store import Experiment, open_experiment
from fashion_model.experiments.trials import (
    UNDER_WAY,
    Trial,
    accuracies,
    best_run,
    goes_on_searching,
    read,
)
from fashion_model.runs import RunError, RunSummary
from fashion_model.words import several

LEFT_UNTESTED = (
    "This training is one of several to choose from. The test pictures are asked once, about the"
    " one that is chosen."
)


def is_over(experiment: Experiment, trials: Sequence[Trial]) -> bool:
    """Whether no training is under way, waits, will come, or can be gone on with."""
    return not goes_on_searching(experiment) and not any(
        trial.state in (*UNDER_WAY, "interrupted") for trial in trials
    )


def chosen_variant(experiment: Experiment, trials: Sequence[Trial]) -> int | None:
    """The variant with the highest mean validation accuracy, of equals the first.

    None before any training has ended, and where there was nothing to choose.
    """
    means = [statistics.fmean(each) if each else -1.0 for each in accuracies(experiment, trials)]
    if experiment.design.kind == "luck" or max(means, default=-1.0) < 0:
        return None
    return means.index(max(means))


def chosen_run(experiment: Experiment, trials: Sequence[Trial]) -> RunSummary | None:
    """The best run of the chosen variant, as validation has it; None where none is chosen.

    Of a search that found nothing better than its base, the base's.
    """
    if experiment.design.search is not None and experiment.design.rival is None:
        return base_of_search(experiment, trials)
    variant = chosen_variant(experiment, trials)
    return None if variant is None else best_run(trials, variant)


def base_of_search(experiment: Experiment, trials: Sequence[Trial]) -> RunSummary | None:
    """The trial of what the visitor had; None before it ended with a result."""
    for trial in trials:
        if trial.run is not None and trial.run.config == experiment.design.base:
            return trial.run if trial.validation_accuracy is not None else None
    return None


def how_chosen(run: RunSummary) -> str | None:
    """How `run` was chosen, in sentences of plain text; None for one that was not.

    The question in it is a visitor's text.
    """
    if run.experiment is None:
        return None
    try:
        experiment = open_experiment(run.experiment, run.path.parent)
    except RunError:  # deleted since
        return None
    trials = read(experiment)
    chosen = chosen_run(experiment, trials)
    if chosen is None or chosen.id != run.id:
        return None
    try:
        verdict = result.of(experiment, trials).words
    except SpreadError:
        verdict = ""
    return (
        f"It was chosen among {several(len(trials), 'training')} that asked"
        f" “{experiment.question}”, by validation pictures alone. {verdict} The best of several"
        " looks better than it is: part of its lead is luck. The test pictures were asked"
        " afterwards, once."
    )
