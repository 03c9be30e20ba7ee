"""Preprocessing: how pictures are prepared and varied before the network sees them."""

import streamlit as st

from ui import errors
from ui.layout import next_page
from ui.models import resources
from ui.preprocessing import loading, normalising, pixels, playground

st.title("How pictures are prepared")
st.markdown(
    "A network sees no shirts, only numbers. Before they reach it, the pictures are checked and "
    "split into three parts, their numbers are made small, and the training pictures are varied a "
    "little, so that it learns what a shirt is rather than these very shirts."
)

with errors.show_errors():
    dataset = resources.dataset()

    st.header("1. Loading: where the pictures come from")
    loading.draw(dataset)

    st.header(
        "2. Normalising: from 0–255 to 0–1",
        help="To **normalise** is to bring numbers to a common, small scale. A **pixel** is one "
        "dot of a picture; here it is one number, its brightness.",
    )
    st.markdown(
        "Each **pixel** is a number from 0 (black) to 255 (white). To **normalise** them, each is "
        "divided by 255: the picture stays the same, its numbers become small. Choose a picture, "
        "then move the frame over it."
    )
    picture, class_name = pixels.choose(dataset.train)
    pixels.magnify(picture, class_name, key="pre_magnifier")

    st.subheader("Does it matter? We tried it")
    st.markdown(
        "A network starts with small random weights and corrects them in small steps. Numbers 255 "
        "times as large make its first answers wild and its corrections far too big. So we trained "
        "the same tiny network both ways."
    )
    normalising.draw()

    st.header(
        "3. Augmentation: the same picture, never twice alike",
        help="**Augmentation** means making more out of the training pictures by varying them at "
        "random. Validation and test pictures are never varied.",
    )
    st.markdown(
        "Each time a training picture is shown, it is changed a little: that is **augmentation**. "
        "Move the sliders, or press **Try a mix** below them, and see what becomes of your "
        "picture. (Another one? Choose it in part 2.)"
    )
    with st.expander("When a variation does harm", icon=":material/warning:"):
        st.markdown(
            "Whatever is done to a picture, its name stays. A patch that hides the whole bag "
            "leaves the name “Bag” on a picture that shows none: a wrong lesson, called **label "
            "noise**. Look at the sheet below: where *you* can no longer tell what it is, the "
            "network learns nothing good from it either."
        )
    playground.draw(picture, class_name, dataset.train)

next_page("pages/architecture.py", "Next: build a network")
