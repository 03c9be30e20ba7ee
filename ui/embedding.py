"""Within a page of another site, a learning platform's say: cookies that count there alone.

Browsers keep back what cookies a page has within another one, unless they are partitioned: of that
one site (https://developer.mozilla.org/en-US/docs/Web/Privacy/Guides/Privacy_sandbox/Partitioned_cookies).
"""

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def wanted() -> bool:
    """Return whether the operator lets other sites embed the app."""
    return bool(st.get_option("server.xsrfCookieSameSite").lower() == "none")


class PartitionMiddleware:
    """ASGI middleware around all that set cookies; those for other sites become partitioned."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything pass; of an answer, cookies with `SameSite=None` change."""

        async def send_partitioned(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                cookies = headers.getlist("set-cookie")
                if cookies:
                    del headers["set-cookie"]
                for cookie in cookies:
                    headers.append("set-cookie", _partitioned(cookie))
            await send(message)

        await self._app(scope, receive, send_partitioned)


def _partitioned(cookie: str) -> str:
    return f"{cookie}; Partitioned" if "SameSite=None" in cookie else cookie
