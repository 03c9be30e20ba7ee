"""One run directory, read: what was asked, what happened, what came of it."""

import hashlib
import io
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_model.config import ConfigError, TrainConfig
from fashion_model.events import ENDINGS, DamagedEvents, Event, read_events
from fashion_model.files import sha256
from fashion_model.runs.curve import Curve, active_seconds, learning_seconds, read_curve
from fashion_model.runs.lock import is_held
from fashion_model.settings import ASSETS

BUNDLED = "bundled"
BUNDLED_PATH = ASSETS / "bundled_run"
FORMAT = 1
FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]


class RunError(RuntimeError):
    """Something a run can't do; the message is a sentence for the visitor."""


@dataclass(frozen=True)
class DamagedRun:
    """A directory that can't be read, and why."""

    id: str
    path: Path
    reason: str


@dataclass(frozen=True)
class Run:
    """A run as it was when opened; open it again to see what is new."""

    id: str
    path: Path
    name: str
    config: TrainConfig
    created: float  # unix seconds
    sample: bool  # trained on the bundled sample
    fingerprint: str  # of the dataset
    parent: str | None  # the id of the run it went on from with a visitor's own pictures
    events: list[Event] = field(repr=False)
    held: bool
    wish: tuple[str, float] | None  # what was last asked of it, and when

    @property
    def bundled(self) -> bool:
        """Whether it came with the app: read-only."""
        return self.id == BUNDLED

    @cached_property
    def state(self) -> str:
        """Derived from events, lock and wish; stored nowhere."""
        turning = [each["event"] for each in self.events if each["event"] not in _PASSING]
        last = turning[-1] if turning else None
        if last in ENDINGS:
            return str(last)
        if self.waiting:
            return "queued"
        if self.held:
            return "paused" if last == "paused" else "running"
        paused = "paused" in turning[-2:] and last in ("paused", "suspended")
        return "paused" if paused else "interrupted"

    @property
    def waiting(self) -> bool:
        """Whether it wants a worker: new, or asked to go on since it last said something."""
        if not self.events:
            return not self.held
        if self.wish is None or self.events[-1]["event"] in ENDINGS:
            return False
        action, when = self.wish
        if self.held:
            return action == "resume" and self.events[-1]["event"] == "paused"
        return action in ("resume", "stop", "go") and when > self.events[-1]["time"]

    @property
    def waiting_since(self) -> float:
        """When it joined the line, in unix seconds."""
        return self.wish[1] if self.events and self.wish is not None else self.created

    @cached_property
    def curve(self) -> Curve:
        """Its batches and epochs, each step once."""
        return read_curve(self.events)

    @property
    def started(self) -> Event | None:
        """The `started` event: parameters, layers, batches per epoch."""
        return next((each for each in reversed(self.events) if each["event"] == "started"), None)

    @property
    def ending(self) -> Event | None:
        """The `finished`, `stopped` or `failed` event."""
        last = self.events[-1] if self.events else None
        return last if last is not None and last["event"] in ENDINGS else None

    @property
    def reason(self) -> str | None:
        """Why it ended, in words."""
        return None if self.ending is None else str(self.ending["reason"])

    @property
    def test_accuracy(self) -> float | None:
        """Share of test pictures its best epoch got right."""
        measured = None if self.ending is None else self.ending.get("test_accuracy")
        return None if measured is None else float(measured)

    @property
    def seconds(self) -> float:
        """Seconds it has trained."""
        return active_seconds(self.events)

    @property
    def progress(self) -> float:
        """How much of the asked epochs is done, 0 to 1."""
        if self.state == "finished":
            return 1.0
        if self.started is None:
            return 0.0
        steps = int(self.started["batches_per_epoch"]) * int(self.started["epochs"])
        return min(1.0, self.curve.step / steps)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until all epochs are done at the present speed."""
        if self.state != "running" or self.progress <= 0:
            return None
        return learning_seconds(self.events) * (1 - self.progress) / self.progress

    @property
    def getting_ready(self) -> bool:
        """Whether its worker is loading what it needs, before the first or the next batch."""
        return bool(self.events) and self.events[-1]["event"] == "starting"

    @property
    def model_path(self) -> Path | None:
        """The LiteRT model of the best epoch, if there is one and it is whole."""
        return self._artefact("model.tflite")

    @property
    def keras_path(self) -> Path | None:
        """The Keras model of the best epoch, if there is one and it is whole."""
        return self._artefact("model.keras")

    def test_predictions(self) -> tuple[FloatArray, IntArray] | None:
        """Probabilities `(n, 10)` of the test pictures and their official indices `(n,)`."""
        path = self._artefact("predictions/test.npz")
        if path is None:
            return None
        with np.load(path, allow_pickle=False) as stored:
            return stored["probabilities"].astype(np.float32), stored["indices"].astype(np.int32)

    def validation_predictions(self, epoch: int) -> FloatArray | None:
        """Probabilities `(n, 10)` of the validation pictures after `epoch` (from 1)."""
        path = self.path / "predictions" / f"validation-{int(epoch):04d}.npy"
        if not path.is_file() or path.is_symlink():
            return None
        try:
            stored = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
            return np.asarray(stored, dtype=np.float32)
        except (OSError, ValueError, EOFError) as error:
            raise RunError("The predictions of this epoch can't be read.") from error

    @property
    def watched(self) -> npt.NDArray[np.uint8] | None:
        """The visitor's pictures it is asked about after every epoch, uint8 `(k, 28, 28)`."""
        path = self.path / "watch.npy"
        if not path.is_file() or path.is_symlink():
            return None
        try:
            stored = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise RunError("The picture that is followed can't be read.") from error
        return stored if stored.dtype == np.uint8 and stored.shape[1:] == (28, 28) else None

    def _artefact(self, name: str) -> Path | None:
        """A file whose content is what its run announced last; a changed one counts as lost."""
        announced = [e for e in self.events if e["event"] == "artefact" and e["name"] == name]
        path = self.path / name
        if not announced or not path.is_file() or path.is_symlink():
            return None
        status = path.stat()
        key = (path, status.st_mtime_ns, status.st_size)
        if key not in _sums:
            _sums[key] = sha256(path)
        return path if _sums[key] == announced[-1]["sha256"] else None


_PASSING = ("batch", "epoch", "artefact")
_sums: dict[tuple[Path, int, int], str] = {}


def read_run(path: Path, run_id: str) -> Run | DamagedRun:
    """Read a run directory; one that can't be read says why."""
    if path.is_symlink() or not path.is_dir():
        return DamagedRun(run_id, path, "It is not a folder.")
    try:
        asked = read_config(path)
        events = read_events(_plain(path / "events.jsonl"))
        _check_manifest(path)
        return Run(
            id=run_id,
            path=path,
            name=str(asked["name"]),
            config=TrainConfig.from_dict(asked["config"]),
            created=float(asked["created"]),
            sample=bool(asked["dataset"]["sample"]),
            fingerprint=str(asked["dataset"]["fingerprint"]),
            parent=None if asked.get("parent") is None else str(asked["parent"]),
            events=events,
            held=run_id != BUNDLED and is_held(path),
            wish=read_wish(path),
        )
    except FileNotFoundError as error:
        return DamagedRun(run_id, path, f"Its {Path(error.filename).name} is missing.")
    except OSError as error:
        return DamagedRun(run_id, path, f"It can't be read: {error.strerror}.")
    except (DamagedEvents, ConfigError) as error:
        return DamagedRun(run_id, path, str(error))
    except (ValueError, KeyError, TypeError, RecursionError):
        return DamagedRun(run_id, path, "Its description is not one this app wrote.")


def read_config(path: Path) -> dict[str, Any]:
    """What `config.json` says, after its own checksum was found right.

    Raises:
        OSError, ValueError, KeyError, TypeError: it can't be read.
    """
    stored = json.loads(_plain(path / "config.json").read_text(encoding="utf-8"))
    checksum = stored.pop("sha256")
    if stored["format"] != FORMAT or config_checksum(stored) != checksum:
        raise ValueError("config.json was changed by something else")
    return dict(stored)


def config_checksum(asked: dict[str, Any]) -> str:
    """The SHA-256 of a run's description, however it is laid out."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def read_wish(path: Path) -> tuple[str, float] | None:
    """What was last asked of the run in `path`, and when; an unreadable wish is none."""
    try:
        wish = json.loads((path / "request.json").read_text(encoding="utf-8"))
        return str(wish["action"]), float(wish["time"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _check_manifest(path: Path) -> None:
    """A run that ended lists its events' checksum: one flipped bit is found."""
    manifest = path / "manifest.json"
    if not manifest.exists():
        return
    listed = json.loads(_plain(manifest).read_text(encoding="utf-8"))["events.jsonl"]
    events = path / "events.jsonl"
    status = events.stat()
    key = (events, status.st_mtime_ns, status.st_size)
    if key not in _sums:
        _sums[key] = sha256(events)
    if _sums[key] != listed["sha256"]:
        raise DamagedEvents("Its events were changed after it ended.")


def _plain(path: Path) -> Path:
    """`path`, unless it is a link: a run directory holds its own files.

    Raises:
        DamagedEvents: it is a link or no file.
        FileNotFoundError: it is not there.
    """
    if path.is_symlink():
        raise DamagedEvents(f"Its {path.name} is a link.")
    if not path.exists():
        raise FileNotFoundError(2, "missing", str(path))
    if not path.is_file():
        raise DamagedEvents(f"Its {path.name} is not a file.")
    return path
