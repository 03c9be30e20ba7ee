"""A visitor without a browser: a websocket session, and files put straight to its address.

Streamlit's own page asks the server for the address of each file it sends; whoever speaks the
protocol need not.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

_HELD = re.compile(r'^cache_memory_bytes\{.*cache_type="(\w+)".*\} (\d+)', re.MULTILINE)


@dataclass(frozen=True)
class RawVisitor:
    """A session on the server at `url`, and what sends its files."""

    url: str
    session_id: str
    http: requests.Session

    def put(self, file_id: str, content: bytes) -> int:
        """Put a file to an address of the session; return the status."""
        files = {"file": ("a.png", content)}
        return self.http.put(self._address(file_id), files=files, timeout=60).status_code

    def delete(self, file_id: str) -> int:
        """Take a file back; return the status."""
        return self.http.delete(self._address(file_id), timeout=60).status_code

    def _address(self, file_id: str) -> str:
        return f"{self.url}/_stcore/upload_file/{self.session_id}/{file_id}"


@contextmanager
def visiting(url: str, came_before_as: str | None = None) -> Iterator[RawVisitor]:
    """Hold a session, as an open page does, until the block ends.

    `came_before_as` is the session of a page whose connection broke off, and which comes back.
    """
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    # The second entry is for a token that guards who is logged in: nobody is.
    entries = ["streamlit"] if came_before_as is None else ["streamlit", "none", came_before_as]
    protocols = [Subprotocol(entry) for entry in entries]
    with (
        requests.Session() as http,
        connect(address, subprotocols=protocols, max_size=None) as connection,
    ):
        http.get(f"{url}/_stcore/health", timeout=10)  # brings the cookie that a PUT must repeat
        http.headers["X-Xsrftoken"] = str(http.cookies["_streamlit_xsrf"])
        yield RawVisitor(url, _session_id(connection), http)


def _session_id(connection: ClientConnection) -> str:
    wish = BackMsg()
    wish.rerun_script.query_string = ""
    connection.send(wish.SerializeToString())
    while True:
        content = connection.recv(timeout=60)
        message = ForwardMsg.FromString(content if isinstance(content, bytes) else b"")
        if message.WhichOneof("type") == "new_session":
            return str(message.new_session.initialize.session_id)


def held(url: str) -> dict[str, int]:
    """Return the bytes the server says it holds, by kind; five seconds old at most."""
    answer = requests.get(f"{url}/_stcore/metrics?families=cache_memory_bytes", timeout=60)
    totals: dict[str, int] = {}
    for kind, size in _HELD.findall(answer.text):
        totals[kind] = totals.get(kind, 0) + int(size)
    return totals


def tell(url: str) -> dict[str, int]:
    """Return what the server of `tests/faults/holding.py` holds now."""
    counts: dict[str, int] = requests.get(f"{url}/held", timeout=60).json()
    return counts


def until(url: str, true: Callable[[dict[str, int]], bool], seconds: float = 30) -> None:
    """Wait until what the server holds is as it should be; AssertionError if it never is."""
    deadline = time.monotonic() + seconds
    while not true(told := tell(url)):
        assert time.monotonic() < deadline, f"The server still holds {told}."
        time.sleep(0.1)
