"""Start the processes that train: a worker for a run, and the warm one that awaits its run."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

from fashion_model import environment
from fashion_model.config import TrainConfig

_NAME = ".expected"
WARM_THREADS = TrainConfig().threads  # set before TensorFlow is loaded, so before a run is known
PREWARM_SECONDS = 60.0  # for so long somebody who used Training may be about to start one
UNUSED_SECONDS = 600.0  # since Training was last used; then a warm worker's memory is given back


def request_prewarm(root: Path | None = None) -> None:
    """Say that a training may be started soon."""
    with contextlib.suppress(OSError):  # on a full disk a training only begins more slowly
        ((root or environment.runs_dir()) / _NAME).touch()


def last_prewarm_request(root: Path) -> float:
    """When that was said last, in unix seconds; 0 for never."""
    try:
        return (root / _NAME).stat().st_mtime
    except OSError:
        return 0.0


def launch(path: Path) -> subprocess.Popen[bytes]:
    """Start a worker for the run, or the experiment, in `path`."""
    return _start("worker", str(path), log=path / "worker.log", stdin=subprocess.DEVNULL)


class WarmWorker:
    """At most one worker with TensorFlow and the pictures loaded, for the next run of `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._expected = last_prewarm_request(root)  # the last one seen, of before this server
        self._seen = -UNUSED_SECONDS  # when, on the monotonic clock: the computer's may be set
        self._answered = True  # each expectation starts one worker at most

    def keep(self, *, allowed: bool) -> None:
        """Start it when a training is expected; end it when none is `allowed` or it is unused."""
        expected = last_prewarm_request(self._root)
        if expected != self._expected:
            self._expected, self._seen, self._answered = expected, time.monotonic(), False
        age = time.monotonic() - self._seen
        if not allowed or age > UNUSED_SECONDS or not self._alive():
            self.end()
        new = not self._answered and age < PREWARM_SECONDS
        if allowed and new and self._process is None:
            self._answered = True
            log = self._root / ".spare.log"
            log.unlink(missing_ok=True)
            self._process = _start("warm", str(WARM_THREADS), log=log, stdin=subprocess.PIPE)

    def train(self, path: Path, config: TrainConfig) -> subprocess.Popen[bytes] | None:
        """Hand over what lies in `path`, though it may still be loading; None where it can't.

        `config`: that of the run, or of one of an experiment.
        """
        process = self._process
        if process is None or process.stdin is None or config.threads != WARM_THREADS:
            return None
        try:
            with process.stdin as line:
                line.write(os.fsencode(path) + b"\n")
        except OSError:  # it has died
            self.end()
            return None
        self._process = None
        return process

    def end(self) -> None:
        """End it, if there is one."""
        if self._process is not None:
            with self._process as process:  # closes its stdin and waits
                process.kill()  # it has nothing to save
            self._process = None

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None


def _start(module: str, argument: str, *, log: Path, stdin: int) -> subprocess.Popen[bytes]:
    """Start a process of its own session: it survives the server's death."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", f"fashion_model.workers.{module}", argument],
            cwd=environment.ROOT,
            bufsize=0,
            stdin=stdin,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
