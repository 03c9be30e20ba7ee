"""Between any two batches: does the visitor, or the system, want something else?"""

import time
from pathlib import Path

from fashion_model import settings
from fashion_model.commands import Command
from fashion_model.events import make_event
from fashion_model.runs.requests import read_wish
from fashion_model.workers.recorder import Recorder

LOOK_SECONDS = 0.05  # between two looks while paused
SETTLED_NANOSECONDS = 10**8  # clocks of file systems tick more slowly than that


class Discarded(Exception):
    """The visitor wants nothing of this run kept."""


class Control:
    """Reads the wishes left in the run directory; call it with the step."""

    def __init__(self, path: Path, recorder: Recorder, seconds_left: float) -> None:
        self._path, self._recorder = path, recorder
        self._seconds_left = seconds_left
        self._since = time.monotonic()
        self._file_seen: tuple[int, int] | None = None
        self._asked_before = read_wish(path)
        self._ending_wish = self._asked_before is not None and self._asked_before[0] == "stop"
        self.suspended = False  # set by a signal

    def __call__(self, step: int) -> Command | None:
        """What to do now; waits out a pause.

        Raises:
            Discarded: end without keeping anything.
        """
        if self.suspended:
            return "suspend"
        if self._ending_wish:
            return "stop"
        if time.monotonic() - self._since > self._seconds_left:
            return "overtime"
        wish = self._new_wish()
        return self._pause(step) if wish == "pause" else _command(wish)

    def _pause(self, step: int) -> Command | None:
        began = time.monotonic()
        self._recorder.record(make_event("paused", {"step": step}))
        while True:
            wish = self._new_wish()
            if wish == "go":
                self._since += time.monotonic() - began
                self._recorder.record(make_event("resumed", {"step": step}))
                return None
            if _command(wish) is not None:
                return _command(wish)
            waited = time.monotonic() - began
            if self.suspended or waited > settings.pause_seconds_limit():
                return "suspend"
            time.sleep(LOOK_SECONDS)

    def _new_wish(self) -> str | None:
        """The wish, once; one `stat` where nothing is new."""
        try:
            status = (self._path / "request.json").stat()
        except OSError:
            return None
        seen = (status.st_ino, status.st_mtime_ns)
        if seen == self._file_seen:
            return None
        if time.time_ns() - status.st_mtime_ns > SETTLED_NANOSECONDS:
            self._file_seen = seen  # else another one may follow with the same time
        wish = read_wish(self._path)
        if wish is None or wish == self._asked_before:
            return None
        self._asked_before = wish
        return wish[0]


def _command(wish: str | None) -> Command | None:
    if wish == "discard":
        raise Discarded
    if wish == "stop":
        return "stop"
    return "suspend" if wish == "suspend" else None
