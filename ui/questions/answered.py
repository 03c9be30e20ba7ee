"""What the bundled network answered to the sample's test pictures when it was trained."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.runs import BUNDLED, RunError, open_run
from ui.models import resources


@st.cache_data(show_spinner=False)
def bundled_answers() -> NDArray[np.float32]:
    """Return its probabilities, (n, 10), in the order of `resources.examples()`.

    Raises RunError where they are missing.
    """
    split = resources.examples()
    predictions = open_run(BUNDLED).test_predictions()
    if predictions is None:
        raise RunError("The bundled network’s answers are missing; please install the app again.")
    probabilities, indices = predictions
    here, there = metrics.common_positions(split.indices, indices)
    answers = np.zeros((len(split), probabilities.shape[1]), np.float32)
    answers[here] = probabilities[there]
    return answers
