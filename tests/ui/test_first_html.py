"""The HTML a page begins with: whole and with our scripts, whatever the browser's cache holds."""

from typing import Any

from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit import config

from tests import event_loop
from ui.first_html import FirstHtmlMiddleware


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    cached = any(name == b"if-none-match" for name, _ in scope["headers"])
    if scope["path"] != "/other":
        page = "<head></head><p>Grüße</p>"
        answer: Any = HTMLResponse(page, 304 if cached else 200, {"etag": "old"})
    else:
        answer = JSONResponse({"head": "</head>"})
    await answer(scope, receive, send)


def _ask(path: str, **headers: str) -> tuple[int, dict[bytes, bytes], str]:
    """Status, headers and text of the answer to a browser."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": asked}
    event_loop.run(FirstHtmlMiddleware(_app)(scope, receive, send))
    text = b"".join(message.get("body", b"") for message in sent)
    head = dict(sent[0]["headers"])
    assert int(head[b"content-length"]) == len(text)
    return sent[0]["status"], head, text.decode()


def test_a_page_begins_with_our_scripts_whatever_a_browser_kept() -> None:
    status, headers, text = _ask("/", accept="text/html,*/*", if_none_match="old")
    assert status == 200
    assert text.startswith("<head><script>//")
    assert text.endswith("})();\n</script></head><p>Grüße</p>")
    assert b"etag" not in headers


def test_a_phone_s_page_stays_small_and_no_other_is_taken_for_it() -> None:
    page = "<head></head><p>Grüße</p>"
    assert _ask("/room", accept="text/html")[2] == page
    assert _ask("/room/", accept="text/html")[2] == page
    config.set_option("server.baseUrlPath", "room")
    try:
        assert _ask("/room/room", accept="text/html")[2] == page
        assert _ask("/room/", accept="text/html")[2].startswith("<head><script>//")
    finally:
        config.set_option("server.baseUrlPath", "")


def test_all_else_passes_as_it_is() -> None:
    assert _ask("/", accept="*/*")[2] == "<head></head><p>Grüße</p>"
    assert _ask("/other", accept="text/html")[2] == '{"head":"</head>"}'
