"""The real server, as a visitor's terminal starts it: used by browser tests and benchmarks."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_TRUSTING = ssl._create_unverified_context()  # a test's certificate is nobody's
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, where it keeps runs, and its process."""

    url: str
    runs: Path
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=30)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(
    scratch: Path,
    *,
    script: Path = ROOT / "app.py",
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
    certificate: tuple[Path, Path] | None = None,
    folder: Path = ROOT,
    below: str = "",
) -> Server:
    """Start a server on the bundled sample; it may not answer yet.

    `scratch` gets its runs, cache and log; `environment` adds to or replaces the variables.
    `folder` is where it is started, and where Streamlit looks for settings.
    With a `certificate`, its file and its key's, it serves HTTPS. `below`: the path that all its
    addresses begin with, `/fashion` say.
    """
    runs = scratch / "runs"
    scratch.mkdir(parents=True, exist_ok=True)
    variables = {name: value for name, value in os.environ.items() if name != "FASHION_MNIST_DIR"}
    variables |= {"FASHION_RUNS_DIR": str(runs), "FASHION_CACHE_DIR": str(scratch / "cache")}
    port = port or free_port()
    log = scratch / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    command += _options(certificate, below)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    scheme = "http" if certificate is None else "https"
    return Server(f"{scheme}://127.0.0.1:{port}{below}", runs, process, log)


def _options(certificate: tuple[Path, Path] | None, below: str) -> list[str]:
    options = [f"--server.baseUrlPath={below.strip('/')}"] if below else []
    if certificate is not None:
        options += [
            f"--server.sslCertFile={certificate[0]}",
            f"--server.sslKeyFile={certificate[1]}",
        ]
    return options


def wait_until_healthy(server: Server, seconds: float = 60) -> None:
    """Wait for the health check; raises RuntimeError with the log if the server ends before."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=2, context=_TRUSTING) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"The server does not answer:\n{server.log.read_text()}")


@contextmanager
def serving(
    scratch: Path,
    environment: Mapping[str, str] | None = None,
    *,
    script: Path = ROOT / "app.py",
    certificate: tuple[Path, Path] | None = None,
    folder: Path = ROOT,
    below: str = "",
) -> Iterator[Server]:
    """A server that answers, stopped properly at the end."""
    server = start(
        scratch,
        script=script,
        environment=environment,
        certificate=certificate,
        folder=folder,
        below=below,
    )
    try:
        wait_until_healthy(server)
        yield server
    finally:
        # With TLS of its own it would wait half a minute for a browser's goodbye.
        server.stop(signal.SIGTERM if certificate is None else signal.SIGKILL)
