"""One picture handed in: what came in, what the network sees of it, and its answer."""

import streamlit as st

from fashion_model.runs import Run
from ui import answer, pictures
from ui.classify.inputs import Item


def card(run: Run, item: Item, *, key: str) -> None:
    """Draw what came in, what the network sees of it, and its answer."""
    with st.container(border=True):
        st.text(item.title)
        with st.container(horizontal=True):
            _original(item)
            answer.network_view(item.picture)
        answer.show(run, item.picture, key=key, truth=item.truth)


def _original(item: Item) -> None:
    if item.original is item.picture:
        return
    st.image(
        pictures.png(item.original), caption="What came in", width=140, alt="The picture handed in"
    )
