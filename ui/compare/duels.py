"""Two networks of a race, picture by picture: this one against that one, not their settings."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from fashion_model.experiments.duel import duel
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import Trial, best_run
from fashion_model.experiments.verdict import verdict_of_duel
from fashion_model.learning_curve.diagnosis import best_epoch
from fashion_model.runs import RunError
from fashion_model.words import plain
from ui.models import resources
from ui.models.resources import Predictions
from ui.visible import open_run


def draw(experiment: Experiment, trials: Sequence[Trial]) -> None:
    """Draw the verdict on the best training of each, where their answers are there."""
    found = [_answers(trials, variant) for variant in (0, 1)]
    first, second = found
    if first is None or second is None or not np.array_equal(first.indices, second.indices):
        return
    names = [variant.label for variant in experiment.design.variants]
    said = verdict_of_duel(duel(first.right, second.right), names[0], names[1])
    st.markdown(f"- {plain(said)}")


def _answers(trials: Sequence[Trial], variant: int) -> Predictions | None:
    summary = best_run(trials, variant)
    if summary is None:
        return None
    try:
        run = open_run(summary.id, summary.path.parent)
        return resources.validated(run, best_epoch(run.curve.epochs).epoch)
    except RunError:  # deleted or damaged meanwhile
        return None
