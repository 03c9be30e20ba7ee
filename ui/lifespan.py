"""What starts and ends with the server: the keeper of the training queue, and forgetting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.pages_manager import PagesManager

from fashion_model.settings import runs_dir
from fashion_model.workers.scheduler import Keeper
from ui.closed_pages import forget_in_time


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Keep the training queue while the server runs; on a proper stop suspend its workers.

    Starting and stopping touch the disk and wait for workers, so both happen off the event loop.
    """
    # Until some session has run st.navigation, Streamlit serves pages/ by itself: the first visitor
    # of /training would get that file alone, without app.py around it.
    PagesManager.uses_pages_directory = False
    forget_in_time(get_instance())
    keeper = Keeper(runs_dir())
    await asyncio.to_thread(keeper.start)
    try:
        yield {"keeper": keeper}
    finally:
        await asyncio.to_thread(keeper.stop)
