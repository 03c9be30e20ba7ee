"""Dataset, a look: the average picture of each kind, and how bright its pixels are."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data.dataset import mean_pictures, pixel_frequencies
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import percent
from ui.elements import gallery
from ui.elements.charts import Spec
from ui.elements.colours import CLASS_COLOURS
from ui.layout import INK
from ui.models import resources
from ui.state import Slot

BIN = 16
"""Neighbouring values counted together: 256 bars would show nothing but noise."""


def brightness(frequencies: NDArray[np.float64], label: int, ink: str) -> tuple[Any, Spec]:
    """Return table and chart for kind `label` of `frequencies`, (10, 256), rows summing to 1.

    The value 0 is left out: it is the background, and would dwarf everything else. The scale is
    the same for all ten kinds, so that they can be compared.
    """
    shown = frequencies.copy()
    shown[:, 0] = 0
    shares = shown.reshape(len(shown), -1, BIN).sum(axis=2)
    starts = np.arange(0, frequencies.shape[1], BIN)
    table = pa.table(
        {
            "from": np.maximum(starts, 1).astype(np.int16),
            "to": (starts + BIN).astype(np.int16),
            "range": [f"{max(start, 1)} to {start + BIN - 1}" for start in starts],
            "share": shares[label].astype(np.float32),
            "all": shares.mean(axis=0).astype(np.float32),
        }
    )
    return table, _spec(CLASS_NAMES[label], float(shares.max()), ink)


def _spec(name: str, most: float, ink: str) -> Spec:
    inked = {"labelColor": ink, "titleColor": ink}
    x: Spec = {"field": "from", "type": "quantitative", "scale": {"domain": [0, 256]}}
    x["axis"] = {
        "title": "brightness (1 almost black, 255 white)",
        "values": [0, 64, 128, 192, 255],
        **inked,
    }
    y: Spec = {"type": "quantitative", "scale": {"domain": [0, most]}}
    axis = {"title": "share of all pixels", "format": ".0%", "tickCount": 5, **inked}
    tooltip = [
        {"field": "range", "title": "brightness"},
        {"field": "share", "title": name, "format": ".1%"},
        {"field": "all", "title": "all kinds", "format": ".1%"},
    ]
    bars: Spec = {
        "mark": {"type": "rect", "color": CLASS_COLOURS[name], "stroke": ink, "strokeWidth": 0.6},
        "encoding": {"y": {**y, "field": "share", "axis": axis}, "y2": {"datum": 0}},
    }
    ticks: Spec = {
        "mark": {"type": "rule", "color": ink, "strokeWidth": 3},
        "encoding": {"y": {**y, "field": "all", "axis": axis}},
    }
    return {
        "height": 240,
        "title": f"{name}: bars; all kinds together: lines",
        "encoding": {"x": x, "x2": {"field": "to"}, "tooltip": tooltip},
        "layer": [bars, ticks],
    }


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
        tile=70,
        on_click=KIND.set,
        key="dataset_averages",
    )
    st.caption(
        "Each average is all training pictures of a kind laid on top of each other. Sharp: they "
        "resemble each other. Blurred: they differ. Click one to see how bright its pixels are."
    )
    label = KIND.get()
    name = CLASS_NAMES[label]
    table, spec = brightness(frequencies, label, INK)
    st.vega_lite_chart(
        table,
        spec,
        key="dataset_brightness",
        alt=f"Histogram: how often each brightness occurs among the pixels of {name} pictures. "
        f"{sentence(frequencies, label)}",
    )
    st.markdown(sentence(frequencies, label))
    st.caption("A histogram: the taller a bar, the more pixels have that brightness.")


def sentence(frequencies: NDArray[np.float64], label: int) -> str:
    """Say what the chart of kind `label` shows; `frequencies` as in `brightness`."""
    name = CLASS_NAMES[label]
    middle, usual = _middle(frequencies[label]), _middle(frequencies.mean(axis=0))
    than = (
        "darker than" if middle < usual else "brighter than" if middle > usual else "as bright as"
    )
    return (
        f"On average {percent(float(frequencies[label, 0]), 0)} of a {name} picture is black "
        f"background, left out here. Half of its other pixels are brighter than {middle}; over all "
        f"kinds it is {usual}, so this kind is {than} usual."
    )


def _middle(frequencies: NDArray[np.float64]) -> int:
    """Return the median brightness of what is not background, by `frequencies`, (256,)."""
    below = np.cumsum(frequencies[1:])
    return 1 + int(np.searchsorted(below, below[-1] / 2))
