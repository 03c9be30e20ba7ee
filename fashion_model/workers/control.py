"""Between any two batches a worker looks for commands; what happens goes into the run directory."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fashion_model import environment
from fashion_model.config import TrainConfig
from fashion_model.files import is_disk_full, sha256, write_atomically
from fashion_model.runs.commands import read_command
from fashion_model.runs.directory import CHECKPOINT, Command
from fashion_model.runs.disk import append_event_for_sure, keep_reserve, release_reserve
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import (
    Artefact,
    Batch,
    Ending,
    Epoch,
    Event,
    Failed,
    Paused,
    Resumed,
    Starting,
    Suspended,
)
from fashion_model.working_time import WorkingTime

_MANY = (Batch, Epoch)  # on a full disk the training is set aside instead of writing these
SETTLED_NANOSECONDS = 10**8  # clocks of file systems tick more slowly than that


class Recorder:
    """The one writer of `events.jsonl`; `emit` sees each event too."""

    def __init__(
        self,
        path: Path,
        emit: Callable[[Event], None] | None = None,
        worked: Callable[[], float] | None = None,
    ) -> None:
        self.path = path
        self.worked = worked or WorkingTime()  # seconds since it was made
        self._emit = emit
        self._artefacts: dict[str, dict[str, object]] = {}
        self._step = 0

    def open(self, by: str, config: TrainConfig) -> None:
        """Say that work begins, by the server or from a terminal; `OSError` on a full disk."""
        self.record(Starting(by=by))
        try:
            keep_reserve(self.path, config)
        except OSError as error:
            if not is_disk_full(error):  # what is left of the reserve may do
                raise

    def record(self, event: Event) -> None:
        """Append an event; after the last one, list all files with their checksums."""
        event = replace(event, elapsed=round(self.worked(), 3))
        if isinstance(event, _MANY):
            append_event(self.path / "events.jsonl", event)
        else:
            append_event_for_sure(self.path, event)
        if self._emit is not None:
            self._emit(event)
        if isinstance(event, Artefact):
            self._artefacts[event.name] = {"sha256": event.sha256, "size": event.size}
        if isinstance(event, Batch | Epoch | Paused | Resumed | Suspended):
            self._step = event.step
        if isinstance(event, Ending):
            self._close()

    def give_up(self, reason: str) -> None:
        """Say in words why it can't go on: set aside if there is a checkpoint, else failed.

        A checkpoint holds the best network so far: what can't go on now may go on later.
        """
        if (self.path / CHECKPOINT).is_file():
            self.record(Suspended(step=self._step, reason=reason))
        else:
            self.fail(reason)

    def fail(self, reason: str) -> None:
        """End the run with a reason in words, even on a full disk."""
        self.record(Failed(reason=reason))

    def _close(self) -> None:
        """A run that has ended needs no checkpoint."""
        shutil.rmtree((self.path / CHECKPOINT).parent, ignore_errors=True)
        release_reserve(self.path)
        (self.path / "request.json").unlink(missing_ok=True)
        events = self.path / "events.jsonl"
        listed = {"sha256": sha256(events), "size": events.stat().st_size}
        manifest = {**self._artefacts, events.name: listed}
        write_atomically(self.path / "manifest.json", json.dumps(manifest, indent=1).encode())


class Discarded(Exception):
    """The visitor wants nothing of this run kept."""


class Control:
    """Reads the commands left in the run directory; asked with the step between two batches."""

    def __init__(
        self,
        path: Path,
        recorder: Recorder,
        seconds_left: float,
        beat: Callable[[], None] | None = None,
        *,
        saves_to_pause: bool = False,
    ) -> None:
        """`saves_to_pause`: a pause sets it aside at once, which gives a cluster's machine back."""
        self._path, self._recorder = path, recorder
        self._beat = beat  # gives a sign of life
        self.seconds_left = seconds_left  # whoever trains counts them down
        self._file_seen: tuple[int, int] | None = None
        self._asked_before = read_command(path)
        self._stopped = self._asked_before is not None and self._asked_before[0] is Command.STOP
        self.pause_asked = False
        self._saves_to_pause = saves_to_pause
        self._paused_since: float | None = None  # on the monotonic clock
        self._step = 0
        self.suspended = False  # set by a signal, too
        self.given_up: Command | None = None  # why its search ends it, if it does

    def __call__(self, step: int) -> Command | None:
        """What to do now.

        Raises:
            Discarded: end without keeping anything.
        """
        self._step = step
        self._recorder.worked()  # often, because it takes a long silence for sleep
        self._listen()
        if self.suspended:
            return Command.SUSPEND
        if self._stopped:
            return Command.STOP
        if self.given_up is not None:
            return self.given_up
        return Command.OVERTIME if self.seconds_left <= 0 else None

    def waits(self) -> bool:
        """Whether it is paused just now, and should have no turn; says so when that begins or ends.

        Raises:
            Discarded: end without keeping anything.
        """
        self._listen()
        if self._paused_since is None:
            if not self.pause_asked or self.suspended or self._stopped:
                return False
            if self._saves_to_pause:
                self.suspended = True
                return False
            self._recorder.record(Paused(step=self._step))
            self._paused_since = time.monotonic()
            return True
        if time.monotonic() - self._paused_since > environment.pause_seconds_limit():
            self.suspended = True  # and gives its memory back
        if self.pause_asked and not (self.suspended or self._stopped):
            return True
        self._paused_since = None
        if not self.pause_asked:
            self._recorder.record(Resumed(step=self._step))
        return False

    def _listen(self) -> None:
        if self._beat is not None:
            self._beat()
        command = self._new_command()
        if command is Command.DISCARD:
            raise Discarded
        if command in (Command.PAUSE, Command.GO):
            self.pause_asked = command is Command.PAUSE
        self._stopped |= command is Command.STOP
        self.suspended |= command is Command.SUSPEND

    def _new_command(self) -> Command | None:
        """The command, once; one `stat` where nothing is new."""
        try:
            status = (self._path / "request.json").stat()
        except OSError:
            return None
        seen = (status.st_ino, status.st_mtime_ns)
        if seen == self._file_seen:
            return None
        if abs(time.time_ns() - status.st_mtime_ns) > SETTLED_NANOSECONDS:
            self._file_seen = seen  # else another one may follow with the same time
        asked = read_command(self._path)
        if asked is None or asked == self._asked_before:
            return None
        self._asked_before = asked
        return asked[0]
