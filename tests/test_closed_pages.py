"""Sessions of closed pages wait for a while, not for ever, and not too many of them."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionInfo

from tests.event_loop import run
from ui import closed_pages
from ui.closed_pages import ClosedPages

LONG, AT_ONCE = 3600.0, 0.0


class Server:
    """Stands in for Streamlit's runtime: notes what is closed, and lets it go."""

    def __init__(self) -> None:
        self.closed: list[str] = []
        self.media_file_mgr = SimpleNamespace(remove_orphaned_files=lambda: None)
        self.pages: ClosedPages

    def waiting(self, seconds: float) -> ClosedPages:
        self.pages = ClosedPages(cast(Runtime, self), seconds)
        return self.pages

    def close_session(self, session_id: str) -> None:
        self.closed.append(session_id)
        self.pages.delete(session_id)


def info(session_id: str) -> SessionInfo:
    """A session with something in each place that may hold a picture."""
    session: Any = SimpleNamespace(id=session_id, session_state={"drawing": 1}, queue=["picture"])
    session.flush_browser_queue = session.queue.clear
    session._client_state = SimpleNamespace(sent=["stroke"])
    session._client_state.Clear = session._client_state.sent.clear
    return SessionInfo(client=None, session=session)


def test_what_a_forgotten_session_held_is_emptied() -> None:
    async def close() -> None:
        server, gone = Server(), info("a")
        server.waiting(AT_ONCE).save(gone)
        assert server.pages.get("a") is gone
        await asyncio.sleep(0.01)
        assert server.closed == ["a"]
        assert server.pages.get("a") is None
        session: Any = gone.session
        assert not session.session_state
        assert not session.queue
        assert not session._client_state.sent

    run(close())


def test_one_that_came_back_is_left_alone() -> None:
    async def close() -> None:
        server, first, again = Server(), info("a"), info("a")
        pages = server.waiting(AT_ONCE)
        pages.save(first)
        pages.delete("a")  # the page is back
        pages._seconds = LONG
        pages.save(again)
        await asyncio.sleep(0.01)
        assert not server.closed
        assert pages.list() == [again]

    run(close())


def test_the_oldest_goes_when_too_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_pages, "MOST", 3)

    async def close() -> None:
        server = Server()
        pages = server.waiting(LONG)
        for session_id in "abcde":
            pages.save(info(session_id))
        await asyncio.sleep(0)
        assert server.closed == ["a", "b"]
        assert [each.session.id for each in pages.list()] == ["c", "d", "e"]

    run(close())
