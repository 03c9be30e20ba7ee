"""Whose is what: everybody may look, but a training is its visitor's, or the operator's.

A browser gets a random secret as a cookie, which no script can read; a run keeps its fingerprint.
Who sits at the computer that serves the app is its operator, as at home; with a password set
(`FASHION_ADMIN_PASSWORD`) only who knows that is.
"""

import hmac
import re
import secrets
from http.cookies import CookieError, SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fashion_model import environment
from fashion_model.pace import A_MINUTE, Pace
from fashion_model.runs import DamagedRun, RunError, RunSummary, why_read_only
from fashion_model.runs.visitor import Visitor, fingerprint
from ui import embedding
from ui.first_html import asks_for_page
from ui.state import Slot

COOKIE = "fashion_visitor"
YEAR = 365 * 24 * 3600  # seconds
TRIES = 5  # passwords that all visitors together may try in a minute
OF_ANOTHER = "This training is another visitor’s: only they and the operator can change it."
WRONG = "That is not the operator’s password."
TOO_OFTEN = "Too many passwords were tried: please wait a minute."
_SECRET = re.compile(r"[0-9a-f]{64}")
_HERE = ("127.0.0.1", "::1")
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")

_SESSION: Slot[str] = Slot("visitor_secret", "")
_OPERATOR: Slot[bool] = Slot("operator", False)
_tried = Pace(TRIES, A_MINUTE)
_ANYBODY = ""


class CookieMiddleware:
    """ASGI middleware that gives a browser its secret with the first page it asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything pass; a page to a browser without a secret brings one."""
        if not asks_for_page(scope) or _stored(Headers(scope=scope).get("cookie", "")):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        safe = scope["scheme"] == "https" or headers.get("x-forwarded-proto") == "https"
        sent = "None; Secure" if embedding.wanted() else "Lax; Secure" if safe else "Lax"
        cookie = (
            f"{COOKIE}={secrets.token_hex(32)}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite={sent}"
        )

        async def send_with_secret(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_secret)


def _stored(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return found.value if found is not None and _SECRET.fullmatch(found.value) else None


def sender(scope: Scope) -> str | None:
    """Return who sends a request, for what one visitor may send in a minute; None at home."""
    headers = Headers(scope=scope)
    address = (scope.get("client") or ("",))[0]
    proxied = any(name.lower() in headers for name in _FORWARDED)
    if address in _HERE and not proxied and not environment.admin_password():
        return None
    return _stored(headers.get("cookie", "")) or address


def current() -> Visitor:
    """Return who looks at this page; where the browser takes no cookie, until it is closed."""
    secret = st.context.cookies.get(COOKIE, "")
    if not _SECRET.fullmatch(secret):
        if not _SESSION.get():
            _SESSION.set(secrets.token_hex(32))
        secret = _SESSION.get()
    return Visitor(fingerprint(secret), limited=not is_operator())


def asking() -> Visitor:
    """Return who asks for a training.

    Raises RunError where nobody may have one.
    """
    closed = why_read_only()
    if closed is not None:
        raise RunError(closed)
    return current()


def is_operator() -> bool:
    """Return whether this visitor may change what others made."""
    return _OPERATOR.get() if environment.admin_password() else _is_here()


def _is_here() -> bool:
    """Whether the browser runs on the computer of the server, and not behind a proxy there."""
    headers = st.context.headers
    return st.context.ip_address is None and not any(name in headers for name in _FORWARDED)


def may_change(*runs: RunSummary | DamagedRun) -> bool:
    """Return whether this visitor may stop, rename or delete all of `runs`."""
    if is_operator():
        return True
    own = current().owner
    return all(_is_of(own, run) for run in runs)


def _is_of(owner: str, run: RunSummary | DamagedRun) -> bool:
    if isinstance(run, DamagedRun) or run.owner is None:  # a terminal's, say
        return not environment.admin_password()
    return hmac.compare_digest(run.owner, owner)


def check_may_change(*runs: RunSummary | DamagedRun) -> None:
    """Raise RunError where nothing can be changed, or not by this visitor."""
    closed = why_read_only()
    if closed is not None:
        raise RunError(closed)
    if not may_change(*runs):
        raise RunError(OF_ANOTHER)


def become_operator(typed: str) -> None:
    """Take this visitor for the operator from now on; RunError unless it is the password."""
    if not _tried.take(_ANYBODY):
        raise RunError(TOO_OFTEN)
    password = environment.admin_password()
    if not password or not hmac.compare_digest(typed.encode(), password.encode()):
        raise RunError(WRONG)
    _OPERATOR.set(True)
