"""What every file passes that a visitor sends, whether a page asked for it or not.

Streamlit would take in as many as are sent, all at once. Here those of one session come in one
after the other, few of all sessions are in memory at a time, and each is made small before its
sender is told that it has arrived. A browser waits for that, so it never gets ahead.
"""

import asyncio
import re
from contextlib import AsyncExitStack
from weakref import WeakValueDictionary

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_AT_ONCE = 2  # files in memory as they came: 15 MB each, and up to 71 MB more to decode one
_ADDRESS = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)\Z")


class UploadMiddleware:
    """ASGI middleware around Streamlit's own routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a file in, one of a session at a time; everything else passes."""
        sent = scope["type"] == "http" and scope["method"] == "PUT"
        found = _ADDRESS.search(scope["path"]) if sent else None
        if found is None:
            await self._app(scope, receive, send)
            return
        from ui.classify import uploads  # SciPy, which it needs, would delay the server's start

        session_id, file_id = found.groups()
        async with self._line(session_id), AsyncExitStack() as place:

            async def receive_in_turn() -> Message:
                # Until here Streamlit keeps it on disk: a slow visitor holds no place.
                message = await receive()
                if message["type"] == "http.request" and not message.get("more_body"):
                    await place.enter_async_context(self._places)
                return message

            async def send_once_kept(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] < 300:
                    await uploads.look_at(session_id, file_id)
                await send(message)

            await self._app(scope, receive_in_turn, send_once_kept)

    def _line(self, session_id: str) -> asyncio.Lock:
        return self._lines.setdefault(session_id, asyncio.Lock())
