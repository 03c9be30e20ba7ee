"""The one HTML file every page begins with: Streamlit's, with scripts of ours in its head.

A component's script comes too late for what must be there before anything is drawn.
"""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.room.routes import is_phone

_SCRIPTS = "".join(
    f"<script>{Path(__file__).with_name(name).read_text('utf-8')}</script>"
    for name in ("translation.js", "announcements.js")
).encode()
_HEAD = b"</head>"
_WHOLE_AND_PLAIN = {b"accept-encoding", b"range", b"if-none-match", b"if-modified-since"}
"""What a browser's request must not ask for where the answer is to be written into."""


def asks_for_page(scope: Scope) -> bool:
    """Return whether a browser asks for a page's HTML; the phones' page is none of Streamlit's."""
    if scope["type"] != "http" or scope["method"] != "GET" or is_phone(scope):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


class FirstHtmlMiddleware:
    """ASGI middleware that writes the scripts into a page's HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything pass but the HTML that a browser asks a page's address for."""
        if not asks_for_page(scope):
            await self._app(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name not in _WHOLE_AND_PLAIN]
        start: Message = {}
        body = b""

        async def send_with_scripts(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await _send_html(start, body, send)

        await self._app({**scope, "headers": kept}, receive, send_with_scripts)


async def _send_html(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if headers.get("content-type", "").startswith("text/html"):
        body = body.replace(_HEAD, _SCRIPTS + _HEAD, 1)
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # of Streamlit's file, which outlives our scripts
            if name in headers:
                del headers[name]
    await send(start)
    await send({"type": "http.response.body", "body": body})
