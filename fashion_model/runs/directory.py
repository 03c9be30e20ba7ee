"""One run directory, as it was when it was read: what was asked, what happened, what came of it.

Alive means: a process holds the run's lock. A pid proves nothing.
"""

import errno
import io
import os
import re
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from filelock import BaseFileLock, FileLock, Timeout

from fashion_model.arrays import FloatArray, IntArray
from fashion_model.config import TrainConfig
from fashion_model.environment import ASSETS
from fashion_model.files import is_regular_file, sha256
from fashion_model.labels import CLASSES, SIDE
from fashion_model.runs.curve import Curve, EventSummary, last_of
from fashion_model.runs.events import Ending, Event, Paused, Started, Starting, Suspended

if sys.platform != "win32":
    import fcntl

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BUNDLED = "bundled"
NAME_LENGTH = 80  # letters
BUNDLED_PATH = ASSETS / "bundled_run"
STEADY_EVENTS = 15  # of batches, three seconds: fewer say little about the speed
STEADY = 0.3  # half of these lie at most this share from their median
EXPERIMENTS = "experiments"  # the folder of experiments, beside the runs
ROOMS = "rooms"  # that of open rooms
NO_RUNS = (EXPERIMENTS, ROOMS)
CHECKPOINT = "checkpoint/state.npz"  # all that a resume needs, in the run directory


def is_id(text: str) -> bool:
    """Whether `text` is an id as this app gives them."""
    return _ID.fullmatch(text) is not None


def lock_run(path: Path, timeout: float = 5.0) -> BaseFileLock:
    """Take the lock of the run directory `path`; waiting bridges another's probe.

    Raises:
        Timeout: a living worker holds it.
        OSError: there is no such directory, or no file can be made in it.
    """
    (path / "lock").touch()  # where the directory is gone FileLock would make it anew
    lock = FileLock(path / "lock")
    lock.acquire(timeout=timeout)
    return lock


def is_held(path: Path) -> bool:
    """Whether a living worker holds the lock of the run directory `path`."""
    if not is_regular_file(path / "lock"):
        return False
    try:
        return _is_taken(path / "lock")
    except OSError:  # it may not be opened, or went a moment ago
        return False


if sys.platform == "win32":
    _probing = threading.Lock()  # two probes at once would see each other
    _LOOKS = 3

    def _is_taken(lock: Path) -> bool:
        """Look by taking it; another process may look at this very moment, so more than once."""
        with _probing:
            for _ in range(_LOOKS):
                try:
                    with FileLock(lock, timeout=0):
                        return False
                except Timeout:
                    time.sleep(0.001)
            return True

else:

    def _is_taken(lock: Path) -> bool:
        """Whether somebody has it alone; those who only look don't get in each other's way."""
        descriptor = os.open(lock, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in (errno.EACCES, errno.EAGAIN)
        finally:
            os.close(descriptor)
        return False


class Command(StrEnum):
    """What a training is told; those a visitor gives as words in `request.json`."""

    PAUSE = "pause"
    RESUME = "resume"  # from where it stands, when its turn comes
    GO = "go"  # on, to a paused worker that still lives
    STOP = "stop"  # keep the best and end
    SUSPEND = "suspend"  # save and end
    DISCARD = "discard"  # end and keep nothing
    OVERTIME = "overtime"  # as stop: its time is over
    PRUNE = "prune"  # as stop: other trials of its search were better
    BUDGET = "budget"  # as stop: the time of its search is over


class RunError(RuntimeError):
    """Something a run can't do; the message is a sentence for the visitor."""


class RunGone(RunError):
    """There is no such run, or no more."""


def one_line(text: str) -> str:
    """`text` as one short line that any page can show; empty if nothing is left of it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:NAME_LENGTH]


def folder_id(path: Path) -> str:
    """The name of a folder as text, also where its bytes are none."""
    return path.name.encode(errors="backslashreplace").decode()


@dataclass(frozen=True)
class DamagedRun:
    """A directory that can't be read, and why; its `id` is the folder's name, whatever that is."""

    id: str
    path: Path
    reason: str

    @property
    def name(self) -> str:
        """What of the folder's name can be shown; those of two may be the same."""
        return one_line(self.id)


class Place(NamedTuple):
    """Where in the order of all that was asked, whatever the computer's clock said then.

    `number`: of the request among those of all runs. `after`: how many events the run had by then;
    None where an earlier version asked, which wrote neither down.
    """

    number: int = 0
    after: int | None = None


@dataclass(frozen=True)
class RunSummary:
    """A run without its events: what a list shows of it."""

    id: str
    path: Path
    name: str
    config: TrainConfig
    created: float  # unix seconds
    sample: bool  # trained on the bundled sample
    fingerprint: str  # of the dataset
    versions: dict[str, str]  # of the packages it was asked with
    parent: str | None  # the id of the run it went on from with a visitor's own pictures
    experiment: str | None  # the id of the experiment it belongs to
    owner: str | None  # the fingerprint of the visitor whose it is; None: a terminal's, or old
    summary: EventSummary = field(repr=False)
    held: bool  # whether a worker lives
    command: tuple[Command, float] | None  # what was last asked of it, and when
    place: Place  # in line

    @property
    def bundled(self) -> bool:
        """Whether it came with the app: read-only."""
        return self.id == BUNDLED

    @cached_property
    def state(self) -> str:
        """Derived from events, lock and command; stored nowhere."""
        turns = self.summary.turns
        last = turns[-1] if turns else None
        if last is not None and issubclass(last, Ending):
            return last.kind
        if self.waiting:
            return "queued"
        if self.held:
            return "paused" if last is Paused else "running"
        paused = Paused in turns and last in (Paused, Suspended)
        return "paused" if paused and self.obstacle is None else "interrupted"

    @property
    def waiting(self) -> bool:
        """Whether it wants a worker: new, or asked to go on since it last said something."""
        if self.summary.last is None:
            return not self.held
        if self.command is None or self.ending is not None:
            return False
        command, when = self.command
        after = self.place.after
        if self.held:
            return command is Command.RESUME and self.summary.last is Paused
        going_on = (Command.RESUME, Command.STOP, Command.GO)
        if after is None:  # an earlier version asked
            return command in going_on and when > self.summary.heard
        return command in going_on and after >= self.summary.heard_events

    @property
    def waiting_since(self) -> float:
        """When it joined the line, in unix seconds."""
        return (
            self.created if self.summary.last is None or self.command is None else self.command[1]
        )

    @property
    def turn(self) -> tuple[int, float]:
        """What the line is sorted by."""
        return self.place.number, self.waiting_since

    @property
    def ending(self) -> Ending | None:
        """How it ended, if it has."""
        return self.summary.ending

    @property
    def reason(self) -> str | None:
        """Why it ended, in words."""
        return None if self.ending is None else self.ending.reason

    @property
    def obstacle(self) -> str | None:
        """Why its worker could not go on, in words, where it was set aside for that."""
        return self.summary.obstacle

    @property
    def test_accuracy(self) -> float | None:
        """Share of test pictures its best epoch got right."""
        return None if self.ending is None else self.ending.test_accuracy

    @property
    def left_untested(self) -> bool:
        """Whether it ended without being asked about test pictures, as one of several."""
        return self.experiment is not None and self.ending is not None and not self.test_accuracy

    @property
    def test_loss(self) -> float | None:
        """Mean negative log-likelihood of the test pictures."""
        return None if self.ending is None else self.ending.test_loss

    @property
    def validation_accuracy(self) -> float | None:
        """Share of validation pictures its kept network got right; None before it ended."""
        said: object = None if self.ending is None else self.ending.validation_accuracy
        # Nobody checks it, or the next, as the event is read.
        if isinstance(said, bool) or not isinstance(said, int | float):
            return None
        return float(said) if 0 <= said <= 1 else None

    @property
    def best_epoch(self) -> int | None:
        """The epoch, from 1, whose network was kept; None before it ended."""
        epoch = None if self.ending is None else self.ending.best_epoch
        return epoch if type(epoch) is int and epoch >= 1 else None

    @property
    def seconds(self) -> float:
        """Seconds it has trained; of one that took turns with others, its own."""
        return self.summary.seconds if self.experiment is None else self.summary.own_seconds

    @property
    def progress(self) -> float:
        """How much of the asked epochs is done, 0 to 1."""
        if self.state == "finished":
            return 1.0
        return min(1.0, self.summary.step / self.summary.steps) if self.summary.steps else 0.0

    @property
    def saved(self) -> bool:
        """Whether what it learned so far is kept: it can be gone on from."""
        return (self.path / CHECKPOINT).is_file()

    @property
    def getting_ready(self) -> bool:
        """Whether its worker is loading what it needs, before the first or the next batch."""
        return self.summary.last is Starting

    @property
    def has_model(self) -> bool:
        """Whether it wrote a LiteRT model; `model_path` tells whether that is still whole."""
        return "model.tflite" in self.summary.artefacts

    @property
    def model_path(self) -> Path | None:
        """The LiteRT model of the best epoch, if there is one and it is whole."""
        return self._artefact("model.tflite")

    @property
    def keras_path(self) -> Path | None:
        """The Keras model of the best epoch, if there is one and it is whole."""
        return self._artefact("model.keras")

    def test_predictions(self) -> tuple[FloatArray, IntArray] | None:
        """Probabilities `(n, 10)` of the test pictures and their official indices `(n,)`.

        Raises:
            RunError: they are there and can't be read.
        """
        path = self._artefact("predictions/test.npz")
        if path is None:
            return None
        try:
            with np.load(path, allow_pickle=False) as stored:
                probabilities = stored["probabilities"].astype(np.float32)
                indices = stored["indices"].astype(np.int32)
        except FileNotFoundError:  # deleted a moment ago
            return None
        except Exception as error:  # a flipped bit makes zipfile, zlib and NumPy raise anything
            raise RunError("The answers on the test pictures can't be read.") from error
        return probabilities, indices

    def validation_predictions(self, epoch: int) -> FloatArray | None:
        """Probabilities `(n, 10)` of the validation pictures after `epoch` (from 1).

        Raises:
            RunError: they are there and can't be read.
        """
        path = self.path / "predictions" / f"validation-{int(epoch):04d}.npy"
        stored = _array(path, "The predictions of this epoch can't be read.")
        if stored is None or (stored.dtype.kind == "f" and stored.shape[1:] == (CLASSES,)):
            return None if stored is None else stored.astype(np.float32)
        raise RunError("The predictions of this epoch can't be read.")

    @property
    def watched(self) -> npt.NDArray[np.uint8] | None:
        """The visitor's pictures it is asked about after every epoch, uint8 `(k, 28, 28)`.

        Raises:
            RunError: they are there and can't be read.
        """
        stored = _array(self.path / "watch.npy", "The picture that is followed can't be read.")
        if stored is None or stored.dtype != np.uint8 or stored.shape[1:] != (SIDE, SIDE):
            return None
        return stored.astype(np.uint8)

    def _artefact(self, name: str) -> Path | None:
        """A file whose content is what its run announced last; a changed one counts as lost."""
        announced = self.summary.artefacts.get(name)
        path = self.path / name
        try:
            whole = announced is not None and checksum(path) == announced
        except OSError:
            return None
        return path if whole else None


@dataclass(frozen=True)
class Run(RunSummary):
    """A run with all that happened in it; open it again to see what is new."""

    events: list[Event] = field(repr=False)
    curve: Curve = field(repr=False)  # its batches and epochs, each step once

    @property
    def seconds_left(self) -> float | None:
        """Seconds until all epochs are done; None until its speed is known to about a third."""
        speed = self._pictures_per_second()
        if self.state != "running" or speed is None or self.started is None:
            return None
        steps = self.summary.steps - self.summary.step
        return max(0, steps) * self.started.batch_size / speed

    def _pictures_per_second(self) -> float | None:
        """Of whole epochs, their judging included; before that, of batches when they are steady."""
        seconds = [epoch.seconds for epoch in self.curve.epochs[-3:] if epoch.seconds]
        if seconds:
            return self.summary.epoch_pictures / statistics.median(seconds)
        speeds = [batch.images_per_second for batch in self.curve.batches[-STEADY_EVENTS:]]
        if len(speeds) < STEADY_EVENTS:
            return None
        middle = statistics.median(speeds)
        quarter, _, three_quarters = statistics.quantiles(speeds, n=4)
        apart = max(middle - quarter, three_quarters - middle)
        return middle if middle > 0 and apart <= STEADY * middle else None

    @property
    def started(self) -> Started | None:
        """What it began with: parameters, batches per epoch, pictures learned from."""
        return last_of(self.events, Started)


def checksum(path: Path) -> str | None:
    """The SHA-256 of a file, computed again only when it has changed; None of anything else.

    Raises:
        OSError: it is not there or can't be read.
    """
    status = path.lstat()
    if not is_regular_file(path):
        return None
    return _checksum(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4096)
def _checksum(path: Path, modified: int, size: int) -> str:
    return sha256(path)


def _array(path: Path, words: str) -> npt.NDArray[np.generic] | None:
    """A stored array; None where there is none."""
    if not is_regular_file(path):
        return None
    try:
        array = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
    except FileNotFoundError:  # deleted a moment ago
        return None
    except Exception as error:  # NumPy reads the head of a file as Python, which raises anything
        raise RunError(words) from error
    if not isinstance(array, np.ndarray):  # an archive of several
        raise RunError(words)
    return array
