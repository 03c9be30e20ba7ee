"""The states of a training as people read them: a word, an icon, a colour."""

import streamlit as st

STATES: dict[str, tuple[str, str, str]] = {
    "queued": ("waiting", ":material/schedule:", "gray"),
    "running": ("training", ":material/play_circle:", "blue"),
    "paused": ("paused", ":material/pause_circle:", "orange"),
    "finished": ("finished", ":material/check_circle:", "green"),
    "stopped": ("stopped, best kept", ":material/stop_circle:", "green"),
    "failed": ("failed", ":material/error:", "red"),
    "interrupted": ("interrupted", ":material/power_off:", "orange"),
}


def badge(state: str) -> None:
    """Draw a run's state as a word, an icon and a colour."""
    words, icon, colour = STATES.get(state, (state, ":material/help:", "gray"))
    st.badge(words, icon=icon, color=colour)  # type: ignore[arg-type]


def word(state: str) -> str:
    """Return a run's state as a word."""
    return STATES[state][0] if state in STATES else state
