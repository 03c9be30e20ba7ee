"""Errors in one sentence, expected or not: no visitor ever meets a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from fashion_model.attribution.error import AttributionError
from fashion_model.config import ConfigError
from fashion_model.data import DataError
from fashion_model.experiments.spread import SpreadError
from fashion_model.images import ImageError
from fashion_model.litert import ModelError
from fashion_model.results import ScoresError
from fashion_model.rooms import RoomError
from fashion_model.runs import RunError
from fashion_model.words import plain

log = logging.getLogger(__name__)
EXPECTED = (
    AttributionError,
    DataError,
    RunError,
    RoomError,
    ImageError,
    ModelError,
    ConfigError,
    ScoresError,
    SpreadError,
)


def report_unexpected(error: Exception) -> bool:
    """Log `error` and show a sentence in its place; True: Streamlit need not show it again."""
    log.error("A page failed", exc_info=error)
    st.error(
        "Something went wrong on this page. Reload it; trainings go on meanwhile.",
        icon=":material/error:",
    )
    return True


@contextmanager
def show_errors() -> Iterator[None]:
    """Show an expected error raised inside as a sentence, and go on after the block."""
    try:
        yield
    except EXPECTED as error:
        st.error(plain(str(error)), icon=":material/error:")
