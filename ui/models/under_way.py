"""What is under way: how often a view of it renews itself, and what keeps it from beginning."""

import time

import streamlit as st

from fashion_model.runs import Command, why_read_only
from fashion_model.words import plain
from fashion_model.workers import scheduler

LIVE = ("queued", "running", "paused")
FIRST_SECONDS, FAST_SECONDS, SLOW_SECONDS = 0.5, 1.0, 2.5
"""Between two updates: until the first point is there, in the first moments, and afterwards, for
looking on costs the training some of its speed where both share the same cores."""
FIRST_WAIT = 15.0  # seconds since Start; a training without a point by then stands in line
FIRST_MOMENTS = 30.0  # seconds of training

ICONS = {
    Command.PAUSE: ":material/pause:",
    Command.RESUME: ":material/play_arrow:",
    Command.STOP: ":material/stop:",
}


def pace(state: str, *, learned: bool, seconds: float, waiting_since: float) -> float | None:
    """Return the seconds between two updates; None for what stands still.

    `learned`: whether there is a point to show; `seconds` of training are those of whole epochs;
    `waiting_since` is in unix seconds.
    """
    if state not in LIVE:
        return None
    if state == "paused" or seconds > FIRST_MOMENTS:
        return SLOW_SECONDS
    if not learned and 0 <= time.time() - waiting_since < FIRST_WAIT:
        return FIRST_SECONDS
    return FAST_SECONDS


def trouble() -> None:
    """Say why nothing can be trained here, or not every training in line can begin now, if so."""
    closed = why_read_only()
    if closed is not None:
        st.warning(plain(closed), icon=":material/lock:")
        return
    words = scheduler.trouble()
    if words is not None:
        st.warning(
            f"Not every training can start just now. {plain(words)} Those in line start by "
            "themselves as soon as they can.",
            icon=":material/warning:",
        )
