"""What starts and ends with the server, and what passes through it whatever a page asks for.

The scheduler of trainings; rooms; uploads, made small as they come; and forgetting closed pages.

Streamlit would take in as many uploads as are sent, all at once. Here those of one session come in
one after the other, few of all sessions are in memory at a time, and each is made small before its
sender is told that it has arrived. A browser waits for that, so it never gets ahead.

A page whose connection breaks off finds its session again for a while: a phone falls asleep, a
train goes through a tunnel. Streamlit, too, lets go of such a session after that while, but only
when the next page is closed, however long that takes, and of its files only when Python finds the
rest of it. The app promises that pictures are forgotten, so this happens on time here.
"""

import asyncio
import gc
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.session_manager import SessionInfo, SessionStorage
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from fashion_model import environment
from fashion_model.words import several
from fashion_model.workers.scheduler import Scheduler
from ui import callbacks
from ui.hosts import allow_hosts
from ui.memory import return_what_is_freed
from ui.room import registry

MOST_WAITING = 128
"""Sessions that wait for their page; one more, and the oldest is forgotten early."""
_AT_ONCE = 2  # files in memory as they came, and up to 71 MB more to decode each
_ADDRESS = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)\Z")


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
        while len(self._waiting) > MOST_WAITING:
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
        gc.collect()  # a script that was broken off may hold on to what it had in hand


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
        from ui import visitor
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
                    await uploads.look_at(session_id, file_id, visitor.sender(scope))
                await send(message)

            await self._app(scope, receive_in_turn, send_once_kept)

    def _line(self, session_id: str) -> asyncio.Lock:
        return self._lines.setdefault(session_id, asyncio.Lock())


def check_settings() -> None:
    """End the server with one sentence where a setting of the operator makes no sense."""
    try:
        _take_secrets()
        environment.check()
    except ValueError as error:
        raise SystemExit(f"Fashion CNN can't start: {error}") from None


def _take_secrets() -> None:
    """Have the settings in Streamlit's Secrets in the environment, before anything reads them.

    Raises:
        ValueError: One is `true` or `false`, which Streamlit would leave out without a word.
    """
    if not st.secrets.load_if_toml_exists():
        return
    for name, value in st.secrets.items():
        if name.startswith("FASHION_") and isinstance(value, bool):
            raise ValueError(f'In the Secrets write {name} = "{int(value)}".')


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Keep the training queue while the server runs; on a proper stop suspend its workers.

    Starting and stopping touch the disk and wait for workers, so both happen off the event loop.
    """
    # Until some session has run st.navigation, Streamlit serves pages/ by itself: the first visitor
    # of /training would get that file alone, without app.py around it.
    PagesManager.uses_pages_directory = False
    callbacks.do_whole()
    return_what_is_freed()
    forget_in_time(get_instance())
    allow_hosts()
    scheduler = Scheduler()
    await asyncio.to_thread(scheduler.start)
    await asyncio.to_thread(registry.rooms().sweep)  # before the first phone asks for its room
    keeping = asyncio.create_task(registry.keep())
    try:
        yield {"scheduler": scheduler}
    finally:
        keeping.cancel()
        await asyncio.to_thread(registry.rooms().stop)
        await asyncio.to_thread(scheduler.stop)
