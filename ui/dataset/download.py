"""What is wrong with the pictures, the line about the sample, the download of the full data."""

import threading
from dataclasses import dataclass, field

import streamlit as st

from fashion_model import data
from fashion_model.data import DataError
from fashion_model.words import plain
from ui.models import resources
from ui.state import ASKED_TO_DOWNLOAD

PATIENCE_SECONDS = 0.2
"""The sample is read in half of that: the line about it then is there from the beginning, instead
of being added a moment later."""


@dataclass
class Download:
    """One download for the whole server; every visitor sees the same bar.

    `done` and `total` count bytes. Only the download's own thread writes them, pages read.
    """

    done: int = 0
    total: int = 0
    failure: str | None = None
    finished: bool = False
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def running(self) -> bool:
        """Whether bytes are on their way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin, unless it is already under way."""
        with self._lock:
            if self.running:
                return
            self.done, self.total, self.failure, self.finished = 0, 0, None, False
            self._thread = threading.Thread(target=self._work, name="download", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        try:
            data.download(self._count)
        except DataError as error:
            self.failure = str(error)
        else:
            self.finished = True

    def _count(self, done: int, total: int) -> None:
        self.done, self.total = done, total


@st.cache_resource(show_spinner=False)
def _shared() -> Download:
    return Download()


def notice() -> None:
    """Say above a page what is wrong with the pictures, if anything is."""
    download = _shared()
    if download.finished and not download.running:
        resources.read_data_again()
        _shared.clear()
    try:
        dataset = resources.dataset_if_ready(PATIENCE_SECONDS)
    except DataError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if dataset is None:
        st.fragment(_wait_for_data, run_every=0.5)()
        return
    for sentence in dataset.notices:
        st.warning(plain(sentence), icon=":material/info:")


def offer() -> None:
    """On the bundled sample: one line below a page saying so, and the way to the full data."""
    try:
        dataset = resources.dataset_if_ready()
    except DataError:  # said above the page
        return
    if dataset is not None and dataset.is_sample:
        running = _shared().running
        st.fragment(_offer, run_every=0.5 if running else None)(running)


def _wait_for_data() -> None:
    try:
        ready = resources.dataset_if_ready() is not None
    except DataError:
        ready = True
    if ready:
        st.rerun()


def _offer(was_running: bool) -> None:
    download = _shared()
    if download.running:
        share = download.done / download.total if download.total else 0.0
        st.progress(
            min(share, 1.0),
            f"Getting all 70,000 pictures: {download.done / 1e6:.1f} MB"
            + (f" of {download.total / 1e6:.1f} MB" if download.total else "")
            + ". You can go on meanwhile.",
        )
        if not was_running:
            st.rerun()
        return
    if was_running:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="sample_notice"):
        st.caption(
            ":material/inventory_2: You are working with the bundled sample of 12,000 pictures, "
            "not all 70,000.",
            width="content",
        )
        st.button(
            "Download the full data (31 MB)",
            key="download_data",
            icon=":material/download:",
            on_click=_start,
            type="tertiary",
        )
    if download.failure and ASKED_TO_DOWNLOAD.get():
        st.error(plain(download.failure), icon=":material/cloud_off:")


def _start() -> None:
    ASKED_TO_DOWNLOAD.set(True)  # only who asked is told of a failure
    _shared().start()
