"""The five activation functions, drawn with their slopes."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from fashion_model.arithmetic import ACTIVATIONS, Activation
from ui.architecture.steps import short
from ui.elements.charts import Spec
from ui.elements.colours import TRAINING, VALIDATION
from ui.state import begin_with

_VALUE, _SLOPE = "function", "slope"
_REACH = 4.0
_SHOWN = 2.0
_POINTS = 161


def activation_table(activation: Activation) -> Any:
    """Return the Arrow table behind the chart: function and slope from -4 to 4."""
    x = np.linspace(-_REACH, _REACH, _POINTS)
    return pa.table(
        {
            "x": np.tile(x, 2),
            "y": np.concatenate([activation.value(x), activation.slope(x)]),
            "line": [_VALUE] * _POINTS + [_SLOPE] * _POINTS,
        }
    )


def activation_chart() -> Spec:
    """Return the chart for `activation_table`; its scales are the same for all five."""
    names = [_VALUE, _SLOPE]
    legend: Spec = {"title": None, "orient": "top", "symbolStrokeWidth": 3, "symbolSize": 400}
    return {
        "height": 280,
        "mark": {"type": "line", "strokeWidth": 3, "clip": True},
        "encoding": {
            "x": {
                "field": "x",
                "type": "quantitative",
                "axis": {"title": "number that comes in", "tickCount": 9},
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": {"domain": [-1.5, 4], "nice": False},
                "axis": {"title": "number that goes out", "tickCount": 6},
            },
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [VALIDATION, TRAINING]},
                "legend": legend,
            },
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [[1, 0], [7, 5]]},
                "legend": legend,
            },
            "tooltip": [
                {"field": "line", "title": "line"},
                {"field": "x", "title": "in", "format": ".2f"},
                {"field": "y", "title": "out", "format": ".2f"},
            ],
        },
    }


_WORDS = {
    "relu": "Lets positive numbers through and turns all others into 0. It is the simplest bend "
    "there is and still the most used. Its slope is 1 or 0: where it is 0, nothing is learned.",
    "elu": "Like relu, but negative numbers fade out softly towards −1. Its slope never quite "
    "reaches 0, so no part of the network falls asleep for good.",
    "gelu": "A relu with a rounded corner. The slope changes smoothly, which large language "
    "models like too.",
    "tanh": "Squeezes everything between −1 and 1. Far from the middle its slope is almost 0, and "
    "a network with many layers then learns slowly.",
    "sigmoid": "Squeezes everything between 0 and 1, like a probability. Its slope is at most "
    "0.25: layer after layer, corrections get smaller. Historic, and slow to learn.",
}


def sentence(name: str) -> str:
    """Say what the two lines of the function `name` do to one number above and one below zero."""
    activation = ACTIVATIONS[name]
    ends = np.array([-_SHOWN, _SHOWN])
    low, high = (short(value) for value in activation.value(ends))
    flat, steep = (short(value) for value in activation.slope(ends))
    return (
        f"Read it like this: {_SHOWN:g} becomes {high}, and the slope there is {steep}: a "
        f"correction is multiplied by {steep}. −{_SHOWN:g} becomes {low}, with the slope {flat}."
    )


@st.fragment
def draw() -> None:
    """Draw the chooser, the chosen function with its slope, and what it is good for."""
    begin_with("shown_activation", "relu")
    chosen = st.segmented_control(
        "Function",
        list(ACTIVATIONS),
        key="shown_activation",
        persist_state="session",
        required=True,
    )
    name = chosen or "relu"
    activation = ACTIVATIONS[name]
    chart, words = st.columns([3, 2], gap="large")
    chart.vega_lite_chart(
        activation_table(activation),
        activation_chart(),
        key="activation_chart",
        alt=f"The function {name} and its slope, for numbers from −4 to 4. {_WORDS[name]}",
    )
    with words:
        st.markdown(_WORDS[name])
        st.markdown(sentence(name))
        st.latex(activation.formula)
        st.caption(
            f"{activation.source}. The **slope** (derivative) says how much the output changes "
            "when the input changes a little: corrections are multiplied by it on their way back."
        )
