"""Which network of an experiment is the one to go on with: chosen on validation alone."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import UNDER_WAY, Trial, accuracies, best_run
from fashion_model.runs import RunSummary


def is_over(trials: Sequence[Trial]) -> bool:
    """Whether no training is under way, waits, or can be gone on with."""
    return not any(trial.state in (*UNDER_WAY, "interrupted") for trial in trials)


def chosen_variant(experiment: Experiment, trials: Sequence[Trial]) -> int | None:
    """The variant with the highest mean validation accuracy, of equals the first.

    None before any training has ended, and where there was nothing to choose.
    """
    means = [statistics.fmean(each) if each else -1.0 for each in accuracies(experiment, trials)]
    if experiment.design.kind == "luck" or max(means) < 0:
        return None
    return means.index(max(means))


def chosen_run(experiment: Experiment, trials: Sequence[Trial]) -> RunSummary | None:
    """The best run of the chosen variant, as validation has it; None where none is chosen."""
    variant = chosen_variant(experiment, trials)
    return None if variant is None else best_run(trials, variant)
