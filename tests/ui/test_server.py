"""What passes through the server: uploads one after the other, and closed pages forgotten."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionInfo

from tests.event_loop import run
from ui import server
from ui.classify import uploads
from ui.server import ClosedPages, UploadMiddleware

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
    monkeypatch.setattr(server, "MOST_WAITING", 3)

    async def close() -> None:
        server = Server()
        pages = server.waiting(LONG)
        for session_id in "abcde":
            pages.save(info(session_id))
        await asyncio.sleep(0)
        assert server.closed == ["a", "b"]
        assert [each.session.id for each in pages.list()] == ["c", "d", "e"]

    run(close())


SENT = {"type": "http.request", "body": b"", "more_body": False}


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Take in a file as Streamlit does: read all of it, then answer."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": scope["answer"]})


class Sender:
    """Sends one file, slowly."""

    def __init__(
        self, middleware: UploadMiddleware, session: str, *, method: str = "PUT", answer: int = 204
    ) -> None:
        self._rest = asyncio.Event()
        self.answer: int | None = None
        path = f"/base/_stcore/upload_file/{session}/file"
        scope: Scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [],
            "answer": answer,
        }
        self.task = asyncio.ensure_future(middleware(scope, self._receive, self._send))

    def finish(self) -> None:
        """Send the rest."""
        self._rest.set()

    async def _receive(self) -> Message:
        await self._rest.wait()
        return dict(SENT)

    async def _send(self, message: Message) -> None:
        self.answer = message["status"]


class Looking:
    """Stands in for looking at a file; waits to be told to end."""

    def __init__(self) -> None:
        self.now: list[str] = []
        self.seen: list[str] = []
        self._end = asyncio.Semaphore(0)

    async def __call__(self, session_id: str, file_id: str, sender: str | None) -> None:
        self.now.append(session_id)
        self.seen.append(session_id)
        await self._end.acquire()
        self.now.remove(session_id)

    def end(self) -> None:
        """Be done with one file."""
        self._end.release()


async def moment() -> None:
    """Let everything go on that can."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_few_at_a_time_one_of_each_session(monkeypatch: pytest.MonkeyPatch) -> None:
    async def visit() -> None:
        looking = Looking()
        monkeypatch.setattr(uploads, "look_at", looking)
        middleware = UploadMiddleware(streamlit)
        senders = [Sender(middleware, session) for session in ("slow", "a", "a", "b", "c")]
        for sender in senders[1:]:
            sender.finish()
        await moment()
        assert looking.now == ["a", "b"], "the slow one holds no place, a's second waits for a"
        assert [sender.answer for sender in senders] == [None] * 5
        looking.end()
        await moment()
        assert looking.now == ["b", "c"]
        assert [sender.answer for sender in senders] == [None, 204, None, None, None]
        for _ in range(4):
            looking.end()
        senders[0].finish()
        await asyncio.gather(*(sender.task for sender in senders))
        assert sorted(looking.seen) == ["a", "a", "b", "c", "slow"]

    run(visit())


def test_what_is_refused_or_no_file_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    async def visit() -> None:
        looking = Looking()
        monkeypatch.setattr(uploads, "look_at", looking)
        middleware = UploadMiddleware(streamlit)
        senders = [Sender(middleware, "a", answer=413), Sender(middleware, "a", method="DELETE")]
        for sender in senders:
            sender.finish()
        await asyncio.gather(*(sender.task for sender in senders))
        assert [sender.answer for sender in senders] == [413, 204]
        assert not looking.seen

    run(visit())
