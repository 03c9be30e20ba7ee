"""Expected errors, said in one sentence: no visitor ever meets a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from fashion_model.config import ConfigError
from fashion_model.data import DataError
from fashion_model.images import ImageError
from fashion_model.predict import ModelError
from fashion_model.results import ScoresError
from fashion_model.runs import RunError
from ui.words import plain

EXPECTED = (DataError, RunError, ImageError, ModelError, ConfigError, ScoresError)


@contextmanager
def told() -> Iterator[None]:
    """Show an expected error raised inside as a sentence, and go on after the block."""
    try:
        yield
    except EXPECTED as error:
        st.error(plain(str(error)), icon=":material/error:")
