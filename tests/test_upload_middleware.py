"""Files come in one by one for each visitor, few at a time, and nobody waits for a slow one."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.event_loop import run
from ui.classify import uploads
from ui.upload_middleware import UploadMiddleware

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
        scope: Scope = {"type": "http", "method": method, "path": path, "answer": answer}
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

    async def __call__(self, session_id: str, file_id: str) -> None:
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
