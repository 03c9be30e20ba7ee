"""How far a run's answers are to be believed: what it measured itself, or measured now.

And what it can't know: that validation held nothing like the drawing it is asked about.
"""

from dataclasses import replace

import numpy as np

from fashion_model.calibration import UNCALIBRATED, Calibration, fit
from fashion_model.config import USUAL_SKETCHES, TrainConfig
from fashion_model.data import validation_labels
from fashion_model.metrics import Probabilities
from fashion_model.runs.directory import RunError, RunSummary
from fashion_model.runs.store import open_run


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
    epoch = run.best_epoch
    if epoch is None:
        return UNCALIBRATED
    try:
        stored = run.validation_predictions(epoch)
    except RunError:
        return UNCALIBRATED
    labels = validation_labels(sample=run.sample)
    if stored is None or len(stored) != len(labels) or not _are_probabilities(stored):
        return UNCALIBRATED
    return fit(stored, labels)


def never_saw_drawings(run: RunSummary) -> bool:
    """Whether `run` learned from pictures of the data set alone, as they are."""
    return not run.config.augmentation.sketches


def with_drawings(run: RunSummary) -> TrainConfig:
    """The settings of `run`, and drawings; of a child run, those of the run it came from."""
    origin: RunSummary = run
    passed = {run.id}
    while origin.parent is not None and origin.parent not in passed:
        passed.add(origin.parent)
        try:
            origin = open_run(origin.parent, run.path.parent)
        except RunError:  # deleted since
            break
    sketches = max(USUAL_SKETCHES, origin.config.augmentation.sketches)
    varied = replace(origin.config.augmentation, sketches=sketches)
    return replace(origin.config, augmentation=varied)


def _are_probabilities(stored: Probabilities) -> bool:
    """Whether damage has left any sense in `stored`, (n, 10)."""
    return bool(np.all(stored >= 0) and np.all(np.abs(stored.sum(axis=1) - 1) < 0.1))
