"""Conclusion, take it home: the notebook, the network, the settings."""

import json
from pathlib import Path

import streamlit as st

from fashion_model import take_home
from fashion_model.environment import ASSETS
from fashion_model.notebook import file_name, make_notebook, why_not
from fashion_model.runs import Run
from fashion_model.words import plain

EXECUTED = ASSETS / "fashion_mnist_cnn.ipynb"
_HOW = """
A **Jupyter notebook** is a text with code in it that you can read, run and change, cell by cell.
This one needs nothing of this app. On your own computer, with Python 3.11 to 3.13:
"""
_COMMANDS = """pip install tensorflow numpy matplotlib scikit-learn notebook
jupyter notebook"""
_THEN = """
Then open the file and choose *Run all cells*. It gets the pictures by itself, or takes them from a
folder you name in its first cell. On the same machine it finds the same losses again, to the fourth
decimal; on another one an accuracy that differs a little.
"""


def draw(run: Run) -> None:
    """Draw the other downloads, and what the notebook is."""
    st.markdown(
        "The **notebook** above holds the whole training in seven chapters, from the pictures to "
        "the conclusion: it trains this very network again, step by step, and you can change "
        "everything in it."
        if (reason := why_not(run)) is None
        else plain(reason)
    )
    with st.container(horizontal=True):
        _file(run, "Keras model", run.keras_path, "For Python with Keras.")
        _file(run, "LiteRT model", run.model_path, "Small and quick, for phones too.")
        _settings(run)
        _page(run)
    _how_to_run()


def draw_notebook(run: Run) -> None:
    """Draw its download, made when somebody asks for it; nothing where there can't be one."""
    if why_not(run) is not None:
        return
    st.download_button(
        "Notebook",
        lambda: make_notebook(run),
        file_name(run),
        "application/x-ipynb+json",
        key="download_notebook",
        on_click="ignore",
        type="primary",
        icon=":material/menu_book:",
    )


def _page(run: Run) -> None:
    reason = take_home.why_not(run)
    st.download_button(
        "One page",
        lambda: take_home.make_page(run),
        take_home.file_name(run),
        "text/html",
        key="download_page",
        on_click="ignore",
        icon=":material/html:",
        disabled=reason is not None,
        help=reason
        or "This network in one file for any browser: draw, and it answers, without a server or a "
        "network.",
    )


def _settings(run: Run) -> None:
    st.download_button(
        "Settings",
        lambda: json.dumps(run.config.to_dict(), indent=1),
        f"settings_{run.id[:8]}.json",
        "application/json",
        key="download_settings",
        on_click="ignore",
        icon=":material/data_object:",
        help="What was asked of this training, as JSON.",
    )


def _how_to_run() -> None:
    with st.expander("What is a notebook, and how do I run it?", icon=":material/help:"):
        st.markdown(_HOW)
        st.code(_COMMANDS, language=None, wrap_lines=True)
        st.markdown(_THEN)
        st.download_button(
            "One that has been run already",
            EXECUTED.read_bytes,
            EXECUTED.name,
            "application/x-ipynb+json",
            key="download_executed",
            on_click="ignore",
            type="tertiary",
            icon=":material/menu_book:",
            help="Of another training, with all its pictures and numbers: to read only.",
        )


def _file(run: Run, label: str, path: Path | None, words: str) -> None:
    if path is not None:
        st.download_button(
            label,
            path.read_bytes,
            f"fashion_{run.id[:8]}{path.suffix}",
            "application/octet-stream",
            key=f"download_{path.name}",
            on_click="ignore",
            icon=":material/deployed_code:",
            help=words,
        )
