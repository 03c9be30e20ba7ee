"""Architecture: build a network from blocks, and see what each one does."""

import streamlit as st

from ui import errors, kept
from ui.architecture import activations, convolution, form, layer_list, maps, steps
from ui.layout import next_page

st.title("Build a network")
steps.style()
st.markdown(
    "A network is a row of simple steps. **Blocks** look for patterns in the picture and make it "
    "smaller, **dense layers** decide from what was found. Put yours together here, then train it."
)


@st.fragment
def build() -> None:
    """Draw the form and the layers it makes; a change in it leaves the rest of the page alone."""
    form.presets()
    settings, layers = st.columns([5, 4], gap="medium")
    with settings:
        form.blocks()
        form.dense()
        form.common()
    with layers:
        layer_list.draw()
    kept.keep("architecture")


with errors.show_errors():
    build()

st.header("What the steps do")
steps.draw()

st.header("Activation functions")
st.markdown("After each layer every number passes a bend. Choose one to see it.")
activations.draw()

with errors.show_errors():
    st.header("A convolution, worked out")
    st.markdown("Choose a picture and a kernel, then step from pixel to pixel.")
    chosen, name = maps.choose_picture()
    convolution.draw(chosen, name)
    st.header("What the layers see")
    st.markdown(
        "The same picture on its way through the network that comes with this app. Choose a layer."
    )
    maps.draw(chosen, name)

next_page("pages/training.py", "Next: train it")
