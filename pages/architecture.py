"""Architecture: watch a kernel at work, build a network from such steps, look closer."""

import streamlit as st

from ui import errors, persistence
from ui.architecture import activations, convolution, form, layer_list, maps, steps
from ui.elements import looks
from ui.elements.looks import Look
from ui.layout import heading
from ui.questions import foot

heading(
    "Build a network",
    "Its eye is a small grid of numbers that slides over the picture. Watch one, then build.",
)
steps.style()


@st.fragment
def build() -> None:
    """Draw the form and the layers it makes; a change in it leaves the rest of the page alone."""
    st.header("Your network", anchor=False)
    settings, layers = st.columns([3, 2], gap="medium")
    with settings:
        form.presets()
        form.blocks()
        form.dense()
        form.add()
        form.common()
    with layers, st.container(gap="xsmall"):
        layer_list.draw()
    persistence.keep("architecture")


with errors.show_errors():
    convolution.draw()

with errors.show_errors():
    build()

looks.choose(
    "More about it",
    {
        "The steps": Look("What the steps do", steps.draw),
        "Activation functions": Look("The bend after each layer", activations.draw),
        "What the layers see": Look(
            "The same picture on its way through a trained network", maps.draw
        ),
    },
    key="architecture_look",
)

foot.draw("architecture", "pages/training.py", "Next: train it")
