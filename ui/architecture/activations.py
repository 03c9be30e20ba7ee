"""The five activation functions, drawn with their slopes."""

import streamlit as st

from fashion_model.explain import ACTIVATIONS
from ui.charts.activation import activation_chart, activation_table
from ui.state import begin_with

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
        st.latex(activation.formula)
        st.caption(
            f"{activation.source}. The **slope** (derivative) says how much the output changes "
            "when the input changes a little: corrections are multiplied by it on their way back."
        )
