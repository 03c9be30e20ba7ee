"""Under which names the app may be reached, and what a visitor reads under any other.

A page of somebody else's may have its own name point here (DNS rebinding); Streamlit takes any name
unless it is told. A page under a name that it does not take would try to connect for ever.
"""

from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.config import set_option
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from fashion_model import environment
from ui.first_html import asks_for_page

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def allow_hosts() -> None:
    """Take connections under names the operator expects only, or of this computer alone."""
    names = environment.hosts()
    alone = st.get_option("server.address") in LOOPBACK
    if names or alone:
        set_option("server.allowedHosts", [*names, *LOOPBACK])


def named() -> list[str]:
    """Return the names that the operator gives the app, as they stand in an address."""
    exact = [name for name in environment.hosts() if "*" not in name and name not in LOOPBACK]
    return [f"[{name}]" if ":" in name else name for name in exact]


class HostMiddleware:
    """ASGI middleware that says why there is no page under a name that is not taken."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything pass but a browser that asks for a page.

        A hosting service asks by the server's number whether it is well; phones need no connection.
        """
        name = Headers(scope=scope).get("host") if asks_for_page(scope) else None
        if name is None or is_host_allowed(name):
            await self._app(scope, receive, send)
            return
        words = (
            f"This app is not served under the name {_shown(name)}: whoever runs it can add it to "
            "FASHION_HOSTS."
        )
        await PlainTextResponse(words, 403, headers=_HEADERS)(scope, receive, send)


def _shown(name: str) -> str:
    """Return the name of a computer without its port; nothing else that a stranger may send."""
    try:
        return environment.host(urlsplit(f"//{name}").hostname or "")
    except ValueError:
        return "that your browser asks for"
