"""What a visitor leaves behind by closing the page, and for how long.

A page whose connection breaks off finds its session again for a while: a phone falls asleep, a
train goes through a tunnel. Streamlit, too, lets go of such a session after that while, but only
when the next page is closed, however long that takes, and of its files only when Python finds the
rest of it. The app promises that pictures are forgotten, so this happens on time here.
"""

import asyncio
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionInfo, SessionStorage
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from ui.words import several

MOST = 128
"""Sessions that wait for their page; one more, and the oldest is forgotten early."""


class ClosedPages(SessionStorage):
    """The sessions that have no page at the moment; used on the server's event loop only."""

    def __init__(self, runtime: Runtime, seconds: float) -> None:
        self._runtime = runtime
        self._seconds = seconds
        self._waiting: dict[str, SessionInfo] = {}

    def get(self, session_id: str) -> SessionInfo | None:
        """Return the session that waits under this id, if one does."""
        return self._waiting.get(session_id)

    def save(self, session_info: SessionInfo) -> None:
        """Let a session wait until its time is up."""
        session_id = session_info.session.id
        self._waiting[session_id] = session_info
        loop = asyncio.get_running_loop()
        loop.call_later(self._seconds, self._forget, session_id, session_info)
        # A download goes when it is not asked for twice: now, and once the session is over.
        self._runtime.media_file_mgr.remove_orphaned_files()
        loop.call_soon(self._make_room)  # not here: Streamlit holds a lock that closing needs

    def delete(self, session_id: str) -> None:
        """Let go of a session: its page is back, or it is over."""
        del self._waiting[session_id]

    def list(self) -> Sequence[SessionInfo]:  # type: ignore[override]
        """Return all that wait."""
        return list(self._waiting.values())

    def _make_room(self) -> None:
        while len(self._waiting) > MOST:
            self._forget(*next(iter(self._waiting.items())))

    def _forget(self, session_id: str, session_info: SessionInfo) -> None:
        if self._waiting.get(session_id) is not session_info:
            return  # its page came back, and may have gone again since
        self._runtime.close_session(session_id)
        # Streamlit's loop holds on to the session it served last until there is another one.
        session = session_info.session
        session.session_state.clear()
        session.flush_browser_queue()
        session._client_state.Clear()  # what its widgets sent, the strokes of a drawing among it


def forget_in_time(runtime: Runtime) -> None:
    """Have the sessions of closed pages forgotten on time from now on; before the first visitor."""
    manager = runtime._session_mgr
    assert isinstance(manager, WebsocketSessionManager)  # what st.App makes
    manager._session_storage = ClosedPages(runtime, _seconds())


def how_long() -> str:
    """Return how long a session waits, as visitors read it: `2 minutes`."""
    return several(max(1, -(-_seconds() // 60)), "minute")


def _seconds() -> int:
    return int(st.get_option("server.disconnectedSessionTTL"))
