"""How far a run's answers are to be believed: what it measured itself, or measured now."""

import numpy as np

from fashion_model.calibration import UNCALIBRATED, Calibration, fit
from fashion_model.data import validation_labels
from fashion_model.metrics import Probabilities
from fashion_model.runs.directory import RunError, RunSummary


def calibration_of(run: RunSummary) -> Calibration:
    """What the last event of `run` says of that.

    A run that ended before this was measured has its validation predictions still: then it is
    measured here, as its worker would have. Of one without them nothing is known.
    """
    ending = run.ending
    if ending is None:
        return UNCALIBRATED
    if ending.temperature is not None and ending.sure is not None:
        return Calibration(ending.temperature, ending.sure)
    epoch = ending.best_epoch
    if type(epoch) is not int or epoch < 1:  # nobody checks it as the event is read
        return UNCALIBRATED
    try:
        stored = run.validation_predictions(epoch)
    except RunError:
        return UNCALIBRATED
    labels = validation_labels(sample=run.sample)
    if stored is None or len(stored) != len(labels) or not _are_probabilities(stored):
        return UNCALIBRATED
    return fit(stored, labels)


def _are_probabilities(stored: Probabilities) -> bool:
    """Whether damage has left any sense in `stored`, (n, 10)."""
    return bool(np.all(stored >= 0) and np.all(np.abs(stored.sum(axis=1) - 1) < 0.1))
