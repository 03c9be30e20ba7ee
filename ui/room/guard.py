"""What a request must be before anybody looks at what it says: from our own page, small, JSON.

A route of Streamlit's server takes what comes, from any page of the web, and of any size.
"""

import asyncio
import json
from typing import Any, NoReturn
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 64_000
_PATIENCE = 15.0  # seconds for a body to come in

FOREIGN = "This came from a page of somebody else’s, and is not taken."
LARGE = "This is too much at once: clear the board and draw with fewer lines."
SLOW = "The connection is too slow: it is tried again."
NOT_FROM_A_PHONE = "This is nothing that a phone of this room sends: please load the page again."


class Turned(Exception):
    """A request that is not taken: its HTTP status, and one sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def check_origin(request: Request) -> None:
    """Raise `Turned` where a browser says that another site's page is asking.

    Browsers say it with every POST; what is no browser can't be made to ask by a page.
    """
    origin = request.headers.get("origin")
    if origin is not None and _place(origin) != request.headers.get("host", "").lower():
        raise Turned(403, FOREIGN)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Turned(403, FOREIGN)


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


async def read(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body, counted while it comes in.

    Raises:
        Turned: It is too large, too slow, or anything else.
    """
    content = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise Turned(413, LARGE)
    except TimeoutError:
        raise Turned(408, SLOW) from None
    except ClientDisconnect:
        raise Turned(400, NOT_FROM_A_PHONE) from None
    try:
        sent = json.loads(content, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Turned(400, NOT_FROM_A_PHONE) from None
    if not isinstance(sent, dict):
        raise Turned(400, NOT_FROM_A_PHONE)
    return sent


def _no_number(text: str) -> NoReturn:
    raise ValueError("a phone sends whole numbers only")
