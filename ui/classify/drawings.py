"""What a run is told to say of a picture unlike any it learned from, and the remedy."""

import streamlit as st

from fashion_model.runs import RunSummary, never_saw_drawings
from ui.classify.items import Item
from ui.models import teaching


def explain(run: RunSummary, item: Item, *, key: str) -> None:
    """Say why the answer of `run` about `item` is a guess; offer to teach it drawings."""
    drawing = item.drawn or item.kind == "drawing"
    st.markdown(f":material/help: {why(run, drawing=drawing)}")
    if drawing and never_saw_drawings(run):
        teaching.offer(run, key=key)


def why(run: RunSummary, *, drawing: bool) -> str:
    """Return in words why `run` can only guess what a visitor's picture shows."""
    if run.parent is not None:
        return (
            "Apart from the few pictures of yours it was taught, this network was never shown "
            f"{'drawings' if drawing else 'anything but shop pictures'}: take its answer for a "
            "guess, however high the number."
        )
    if not never_saw_drawings(run):
        return (
            "This network was taught with drawings made by a program. How far to believe it about "
            "people’s own was never measured: take its answer for a guess."
        )
    if drawing:
        return (
            "This network was never shown drawings, so its answer is a guess, however high the "
            "number."
        )
    return (
        "This network was only shown neat shop pictures, never one like yours, so its answer is a "
        "guess, however high the number."
    )
