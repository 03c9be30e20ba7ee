"""A tiny data set in Fashion-MNIST's form, and a server on this machine that publishes it."""

import gzip
import hashlib
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from fashion_model.data.idx import IdxFile
from fashion_model.data.official import Publication

PAGE = b"\n<!DOCTYPE html><html><body>Please log in to the airport's network</body></html>"


def _idx(name: str, shape: tuple[int, ...]) -> tuple[IdxFile, bytes]:
    count = int(np.prod(shape))
    # Noise, so that the packed file is long enough to be cut in its middle.
    values = np.random.RandomState(len(name)).randint(0, 256, count).astype(np.uint8).tobytes()
    file = IdxFile(name, shape, hashlib.sha256(values).hexdigest(), download_bytes=count)
    return file, file.header + values


_PARTS = {
    "train_images": _idx("train-images-idx3-ubyte", (300, 28, 28)),
    "train_labels": _idx("train-labels-idx1-ubyte", (300,)),
    "test_images": _idx("t10k-images-idx3-ubyte", (50, 28, 28)),
    "test_labels": _idx("t10k-labels-idx1-ubyte", (50,)),
}
TINY = Publication(**{part: file for part, (file, _) in _PARTS.items()})
PLAIN: dict[str, bytes] = {file.name: content for file, content in _PARTS.values()}
# Without the time: the names of tests show bytes, and two processes must name them alike.
PACKED: dict[str, bytes] = {
    name: gzip.compress(content, mtime=0) for name, content in PLAIN.items()
}
IMAGES = TINY.train_images


def publish(folder: Path, *, packed: bool = True) -> None:
    """Write the tiny set's four files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PLAIN:
        content = PACKED[name] if packed else PLAIN[name]
        (folder / (f"{name}.gz" if packed else name)).write_bytes(content)


@dataclass
class Answer:
    """What the server says: `content` after `delay` seconds, announcing `length` bytes.

    With `stall` it sends half of the content and then nothing, until the server closes.
    """

    content: bytes
    status: int = 200
    length: int | None = None
    delay: float = 0.0
    stall: bool = False


@dataclass
class Server:
    """A running server: its address, what it answers by path, how often it was asked."""

    url: str
    answers: dict[str, Answer]
    asked: Counter[str] = field(default_factory=Counter)
    closing: threading.Event = field(default_factory=threading.Event)
    refusal: int | None = None  # as a proxy, whatever is asked for
    leads_to: str | None = None  # as a network where one has to log in, whatever is asked for


@contextmanager
def serve(
    files: dict[str, bytes],
    delay: float = 0.0,
    *,
    certificate: tuple[Path, Path] | None = None,
) -> Iterator[Server]:
    """Serve `files` (name → packed content) on a free port of this machine.

    With a `certificate`, its file and its key's, by HTTPS.
    """
    answers = {f"/{name}.gz": Answer(content, delay=delay) for name, content in files.items()}
    server = Server("", answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked[self.path] += 1
            _respond(self, server)

        def do_CONNECT(self) -> None:
            self.send_error(server.refusal or 502)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        scheme = "https"
        _secure(listener, certificate)
    server.url = f"{scheme}://127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        listener.shutdown()
        thread.join()
        listener.server_close()


def _secure(listener: ThreadingHTTPServer, certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    listener.socket = context.wrap_socket(listener.socket, server_side=True)


def _respond(handler: BaseHTTPRequestHandler, server: Server) -> None:
    if server.refusal is not None:
        handler.send_error(server.refusal)
        return
    if server.leads_to is not None:
        handler.send_response(302)
        handler.send_header("Location", server.leads_to)
        handler.end_headers()
        return
    answer = server.answers.get(handler.path, Answer(PAGE, status=404))
    server.closing.wait(answer.delay)
    handler.send_response(answer.status)
    length = len(answer.content) if answer.length is None else answer.length
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    try:
        if answer.stall:
            handler.wfile.write(answer.content[: len(answer.content) // 2])
            server.closing.wait()
        else:
            handler.wfile.write(answer.content)
    except (BrokenPipeError, ConnectionResetError):
        pass  # the test's client hung up on purpose
