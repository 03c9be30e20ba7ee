"""The phones' part of the server: one page, and five questions it may ask.

No session of Streamlit's and no second port. Whatever is sent, the answer is a sentence.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakValueDictionary

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from fashion_model.rooms import Closed, NotNow, RoomError, Unwritten
from ui.room import guard, phone

BUSY = "Very many are drawing just now: your drawing is sent again by itself."
UNWRITTEN = "The computer at the wall can’t keep anything just now: please tell who runs this."
FAULT = "Something went wrong on the server: it is tried again."
_MOST_WAITING = 60  # drawings: more than are prepared in some seconds
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}

log = logging.getLogger(__name__)

# Apart, so that those who only ask what to do never wait for drawings that are prepared.
_questions = ThreadPoolExecutor(2, thread_name_prefix="room")
_drawings = ThreadPoolExecutor(2, thread_name_prefix="room-drawings")
_waiting: set[str] = set()
_in_hand: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


def is_phone(scope: Scope) -> bool:
    """Return whether the page for phones is asked for, which is to stay as it is, and small."""
    return bool(scope["path"].rstrip("/") == path())


def path() -> str:
    """Return the path of that page, below the one that the operator gives the app."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}/room" if base else "/room"


def routes() -> list[BaseRoute]:
    """Return the routes of that page and of what it asks."""
    where = path()
    return [
        Route(where, show, methods=["GET"]),
        Route(f"{where}/", show, methods=["GET"]),
        Route(f"{where}/{{what}}", hear, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """The page of a phone, the same for every room: which one is in its address, after the #."""
    page = phone.page()
    packed = "gzip" in request.headers.get("accept-encoding", "")
    encoding = {"Content-Encoding": "gzip"} if packed else {}
    headers = {**_HEADERS, "Content-Security-Policy": page.policy}
    content = page.packed if packed else page.html
    return Response(content, media_type="text/html", headers=headers | encoding)


async def hear(request: Request) -> Response:
    """Answer one question of a phone's; never with an error that is no sentence."""
    try:
        guard.check_origin(request)
        return JSONResponse(await _answer(request), headers=_HEADERS)
    except guard.Turned as turned:
        return _say(turned.status, str(turned), again=turned.status == 408)
    except Closed as closed:
        return _say(404, str(closed), closed=True)
    except Unwritten as unwritten:  # why is nothing for strangers
        log.warning("What a phone sent could not be kept: %s", unwritten)
        return _say(429, UNWRITTEN, again=True)
    except NotNow as not_now:
        return _say(429, str(not_now), again=True)
    except RoomError as refused:
        return _say(400, str(refused))
    except Exception:  # whatever a stranger found: a phone goes on asking, and needs a sentence
        log.exception("A question of a phone's could not be answered")
        return _say(503, FAULT, again=True)


async def _answer(request: Request) -> dict[str, Any]:
    from ui.room import asked  # networks and charts: the server's start need not wait for them

    questions = {
        "letters": asked.letters,
        "join": asked.join,
        "look": asked.look,
        "vote": asked.vote,
        "bet": asked.bet,
    }
    what = request.path_params["what"]
    if what != "draw" and what not in questions:
        raise guard.Turned(404, guard.NOT_FROM_A_PHONE)
    sent = await guard.read(request)
    sender = request.client.host if request.client else ""
    if what == "draw":
        return await _one_at_a_time(asked.draw, sent, sender)
    return await _run(_questions, questions[what], sent, sender)


async def _one_at_a_time(
    draw: Callable[[dict[str, Any], str], dict[str, Any]], sent: dict[str, Any], sender: str
) -> dict[str, Any]:
    """Prepare a drawing; one that is sent again meanwhile waits for the answer of the first."""
    name = str(sent.get("drawing"))
    lock = _in_hand.setdefault(name, asyncio.Lock())
    async with lock:
        if len(_waiting) >= _MOST_WAITING:
            raise NotNow(BUSY)
        _waiting.add(name)
        try:
            return await _run(_drawings, draw, sent, sender)
        finally:
            _waiting.discard(name)


async def _run(
    pool: ThreadPoolExecutor,
    question: Callable[[dict[str, Any], str], dict[str, Any]],
    sent: dict[str, Any],
    sender: str,
) -> dict[str, Any]:
    return await asyncio.get_running_loop().run_in_executor(pool, question, sent, sender)


def _say(status: int, words: str, *, again: bool = False, closed: bool = False) -> Response:
    content = {"say": words, "again": again, "closed": closed}
    # What is left of a body that was refused is not waited for.
    headers = _HEADERS | ({"Connection": "close"} if status == 413 else {})
    return JSONResponse(content, status, headers=headers)
