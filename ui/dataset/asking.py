"""Dataset, the large picture: what a trained network says of it, and why."""

import numpy as np
import streamlit as st

from fashion_model.words import plain
from ui import errors
from ui.dataset.catalogue import PARTS, Catalogue
from ui.models import chosen_run, prediction_view, resources
from ui.models.asked import Asked

_SHOWN = {
    "Training": "It was shown this very picture while it learned: no surprise if it is right.",
    "Validation": "It never learned from this picture; its progress was judged by it.",
    "Test": "It never saw this picture while it learned.",
}


def offer(everything: Catalogue, number: int) -> None:
    """Draw the button that opens the answer to picture `number` over the page."""
    if st.button("Ask a network", key="dataset_ask", icon=":material/network_node:"):
        _open(everything, number)


@st.dialog("What does a network say?", width="medium")
def _open(everything: Catalogue, number: int) -> None:
    with errors.show_errors():
        run = chosen_run.with_network()
        picture = everything.images(np.array([number]))[0]
        left, right = st.columns([1, 3], gap="medium")
        with left:
            prediction_view.network_view(picture, "28 × 28 pixels", scale=4)
        with right:
            st.markdown(
                f"**{plain(run.name)}** answers. {_SHOWN[PARTS[everything.where(number)[0]]]}"
            )
            asked = Asked(picture, run)
            prediction_view.tell(
                resources.predictor(run).probabilities(picture[np.newaxis])[0],
                key="dataset_asked",
                truth=int(everything.labels[number]),
                asked=asked,
            )
