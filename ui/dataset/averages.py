"""Dataset, second part: the average picture of each kind, and how bright its pixels are."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data.statistics import mean_pictures, pixel_frequencies
from fashion_model.labels import CLASS_NAMES
from ui import gallery, resources
from ui.charts.brightness import brightness
from ui.state import Slot
from ui.style import ink
from ui.words import percent

KIND: Slot[int] = Slot("dataset_average", 0)
"""The kind whose brightness is shown."""


@st.cache_data(show_spinner="Averaging the pictures …", max_entries=2)
def _statistics(fingerprint: str) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    train = resources.dataset().train
    return mean_pictures(train), pixel_frequencies(train)


@st.fragment
def draw() -> None:
    """Draw the ten averages as buttons and the chart of the one clicked; redrawn on its own."""
    means, frequencies = _statistics(resources.dataset().fingerprint)
    gallery.draw(
        means,
        [f"Average {name}" for name in CLASS_NAMES],
        label="Average picture of each kind",
        captions=CLASS_NAMES,
        chosen=KIND.get(),
        tile=84,
        on_click=KIND.set,
        key="dataset_averages",
    )
    st.caption(
        "Each average is all training pictures of a kind laid on top of each other. Sharp: they "
        "resemble each other. Blurred: they differ. Click one to see how bright its pixels are."
    )
    kind = KIND.get()
    name = CLASS_NAMES[kind]
    table, spec = brightness(frequencies, kind, ink())
    black = percent(float(frequencies[kind, 0]), 0)
    st.vega_lite_chart(
        table,
        spec,
        key="dataset_brightness",
        alt=f"Histogram: how often each brightness occurs among the pixels of {name} pictures",
    )
    st.caption(
        f"A histogram: the taller a bar, the more pixels have that brightness. {black} of a "
        f"{name} picture is pure black background (0), on average; that is left out here."
    )
