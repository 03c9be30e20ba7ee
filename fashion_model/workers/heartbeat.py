"""A sign of life beside the lock: a worker that hangs holds its lock for ever.

The worker gives it between any two batches. Whoever looks counts how long it has been the same, in
seconds of its own, so neither the computer's clock nor its sleep matters.
"""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from fashion_model.os_errors import in_words
from fashion_model.runs import Run, RunError, RunSummary, open_run
from fashion_model.runs.directory import is_held, lock_run
from fashion_model.runs.disk import append_event_for_sure
from fashion_model.runs.event_log import load_object
from fashion_model.runs.events import Suspended
from fashion_model.working_time import WorkingTime

NAME = "heartbeat"
EVERY_SECONDS = 1.0
LONGEST_LOOK = 5.0  # seconds between two looks that count at most: after a sleep nobody hangs
LETTING_GO_SECONDS = 5.0  # until the lock of a killed process is free
ELSEWHERE = "Its process is not one of this computer: end it where it runs."
_LARGEST = 1000  # bytes


class Heartbeat:
    """Of a worker, for the run in `path` whose lock it holds."""

    def __init__(self, path: Path) -> None:
        self._file = path / NAME
        self._whole = False
        self._beat()

    def __call__(self) -> None:
        """Give a sign of life, now and then."""
        if time.monotonic() - self._beaten >= EVERY_SECONDS:
            self._beat()

    def _beat(self) -> None:
        """On a full disk it works without, and says who it is as soon as there is room."""
        self._beaten = time.monotonic()
        try:
            if not self._whole:
                told = {"pid": os.getpid(), "host": socket.gethostname()}
                self._file.write_text(json.dumps(told))
            os.utime(self._file)
            self._whole = True
        except OSError:
            self._whole = False

    def end(self) -> None:
        """Take it away, before the lock is let go."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


class Watch:
    """Of a server: how long each has given no sign of life."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._worked = WorkingTime(clock, LONGEST_LOOK)
        self._now = 0.0
        self._seen: dict[str, tuple[int, float]] = {}

    def look(self, beats: dict[str, int]) -> dict[str, float]:
        """Return the seconds for which each of `beats` has been what it is now."""
        self._now = self._worked()
        self._seen = {
            each: self._seen[each]
            if each in self._seen and self._seen[each][0] == beat
            else (beat, self._now)
            for each, beat in beats.items()
        }
        return {each: self._now - since for each, (_, since) in self._seen.items()}


def last_beat(path: Path) -> int:
    """What changes with each sign of life of the run in `path`.

    Its worker may be of a version without heartbeats, or the disk full: then what it tells counts.
    """
    for name in (NAME, "events.jsonl"):
        with suppress(OSError):
            return (path / name).stat().st_mtime_ns
    return 0


def end_worker(
    runs: Sequence[RunSummary], why: str, own: subprocess.Popen[bytes] | None = None
) -> None:
    """End the process that holds `runs`, whatever it does; they say `why`, and can be resumed.

    `own`: the worker that this server has started for them, if it has.

    Raises:
        RunError: it can't be ended from here, or doesn't let go.
    """
    held = [run for run in runs if is_held(run.path)]
    for run in held:
        if is_held(run.path):  # else it was the process of one before
            _kill(run.path, own)
    for run in held:
        say_why(run, why)


def _kill(path: Path, own: subprocess.Popen[bytes] | None) -> None:
    told = load_object(path / NAME, _LARGEST)  # who it says it is
    pid = told.get("pid")
    if not told and own is not None:
        pid = own.pid
    elif told.get("host") != socket.gethostname() or type(pid) is not int or pid <= 1:
        raise RunError(ELSEWHERE)
    try:
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has one way only
    except ProcessLookupError:  # in another container, say
        raise RunError(ELSEWHERE) from None
    except OSError as error:
        raise RunError(f"Its process can't be ended: {error.strerror}.") from error
    deadline = time.monotonic() + LETTING_GO_SECONDS
    while is_held(path):
        if time.monotonic() > deadline:
            raise RunError("Its process does not end yet: try again in a moment.")
        time.sleep(0.05)


def say_why(run: RunSummary, why: str) -> None:
    """Say why `run` stands still, for a process that could not; RunError if it goes on already."""
    try:
        with lock_run(run.path):
            now: Run = open_run(run.id, run.path.parent)
            if now.ending is None:
                # At the time of its own last word: for how long it hung is no time of training.
                worked = now.events[-1].elapsed if now.events else None
                event = Suspended(step=now.summary.step, reason=why, elapsed=worked)
                append_event_for_sure(run.path, event)
    except OSError as error:  # of which Timeout is one: it goes on already
        raise RunError(in_words(error)) from error
