"""The unexpected: logged for whoever runs the server, one sentence for the visitor."""

import logging

import streamlit as st

log = logging.getLogger(__name__)


def report(error: Exception) -> bool:
    """Log `error` and show a sentence in its place; True: Streamlit need not show it again."""
    log.error("A page failed", exc_info=error)
    st.error(
        "Something went wrong on this page. Reload it; trainings go on meanwhile.",
        icon=":material/error:",
    )
    return True
