"""Visitors without a browser, and one with: whoever a benchmark has look at the app."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.browser.chromium import launched
from tests.browser.server import Server, serving

SETTLE_SECONDS = 3  # until the page is drawn, and all that comes is renewed
PATIENCE_SECONDS = 120.0  # for one page


@contextmanager
def visiting() -> Iterator[tuple[Server, Browser]]:
    """Start both; FASHION_MNIST_DIR decides whether the server has all pictures."""
    environment = {"FASHION_MNIST_DIR": os.environ.get("FASHION_MNIST_DIR", "")}
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch), environment) as server,
        launched() as browser,
    ):
        yield server, browser


class Visitor:
    """One connection, and the fragments it has to renew."""

    def __init__(self, connection: ClientConnection, run_id: str) -> None:
        """Look at the run `run_id` on every page."""
        self.connection = connection
        self.page = ""
        self.page_hash = ""  # by which the server knows the page, once it has told
        self.query = f"run={run_id}"
        self.due: dict[str, tuple[float, float]] = {}
        self.received = 0  # bytes
        self.asked = 0  # for a fragment to be renewed
        self.drawn = 0  # pages, whole

    def ask(self, fragment: str = "") -> None:
        """Ask the server to run the page, or one fragment of it."""
        wish = BackMsg()
        wish.rerun_script.query_string = self.query
        wish.rerun_script.page_name = self.page
        wish.rerun_script.page_script_hash = self.page_hash
        wish.rerun_script.fragment_id = fragment
        wish.rerun_script.is_auto_rerun = bool(fragment)
        self.connection.send(wish.SerializeToString())

    def open(self, page: str) -> float:
        """Go to `page`; return the seconds until all of it had come.

        Raises TimeoutError if it never came.
        """
        self.page, self.page_hash, drawn = page, "", self.drawn
        self.due.clear()
        began = time.monotonic()
        self.ask()
        while self.drawn == drawn:
            self._read()
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise TimeoutError(f"{page} did not come.")
        return time.monotonic() - began

    def look(self, seconds: float) -> None:
        """Read what the server sends, and renew what is due, for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._renew()
            self._read()

    def listen(self) -> None:
        """The same until the connection is closed."""
        with suppress(ConnectionClosed):
            while True:
                self._renew()
                self._read()

    def _renew(self) -> None:
        now = time.monotonic()
        for fragment, (interval, at) in self.due.items():
            if at <= now:
                self.ask(fragment)
                self.asked += 1
                self.due[fragment] = (interval, now + interval)

    def _read(self) -> None:
        try:
            content = self.connection.recv(timeout=0.05)
        except TimeoutError:
            return
        self.received += len(content)
        message = ForwardMsg.FromString(content if isinstance(content, bytes) else b"")
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            rerun = message.auto_rerun
            if self.due.get(rerun.fragment_id, (0.0,))[0] != rerun.interval:
                at = time.monotonic() + rerun.interval
                self.due[rerun.fragment_id] = (rerun.interval, at)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self.due.pop(fragment, None)
        elif kind == "script_finished":
            self.drawn += message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


@contextmanager
def connected(url: str, run_id: str) -> Iterator[Visitor]:
    """A visitor who has come, and is on no page yet."""
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as connection:
        yield Visitor(connection, run_id)


@contextmanager
def watching(url: str, page: str, run_id: str, sizes: list[float]) -> Iterator[None]:
    """Have `page` open on a run, without a browser; `sizes` gets the bytes of a renewal.

    Raises RuntimeError if the page was not renewed.
    """
    with connected(url, run_id) as visitor:
        visitor.open(page)
        thread = threading.Thread(target=visitor.listen)
        thread.start()
        time.sleep(SETTLE_SECONDS)
        received, asked = visitor.received, visitor.asked
        try:
            yield
        finally:
            received, asked = visitor.received - received, visitor.asked - asked
            visitor.connection.close()
            thread.join()
    if not (received and asked):
        raise RuntimeError("The page never asked to be renewed: was the training over?")
    sizes.append(received / asked)
