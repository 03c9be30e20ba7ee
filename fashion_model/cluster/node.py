"""On a machine of the cluster: the same training as everywhere, in a folder of its own for a while.

The source comes with the task, so all machines train with the app's own version.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import ray

from fashion_model.cluster.folder import own_folder
from fashion_model.cluster.messages import Begun, File, Message, Refusal, pack
from fashion_model.config import ConfigError, TrainConfig
from fashion_model.data import Dataset, Split
from fashion_model.runs.directory import CHECKPOINT, Command
from fashion_model.runs.events import Artefact

if TYPE_CHECKING:
    from fashion_model.network import Compiled

LOOK_SECONDS = 0.2  # between two looks for commands
PARTS = ("train", "validation", "test")

Pictures = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Asked:
    """One run, as it is sent out."""

    run_id: str
    config: str  # as JSON
    versions: Mapping[str, str]  # of the packages it was asked with
    watch: npt.NDArray[np.uint8] | None
    checkpoint: bytes | None


class Commands:
    """What is asked of the runs under way; an actor beside the worker that sent them out."""

    def __init__(self) -> None:
        self._asked: dict[str, str] = {}

    def tell(self, run_id: str, command: str | None) -> None:
        """Ask something of a run; None takes it back, before it is tried again."""
        if command is None:
            self._asked.pop(run_id, None)
        else:
            self._asked[run_id] = command

    def asked(self, run_id: str) -> str | None:
        """What is asked of a run."""
        return self._asked.get(run_id)


class Listening:
    """Asked between two batches; looks for a command without waiting for it."""

    def __init__(self, look: Callable[[], Any]) -> None:
        self._look = look  # gives a promise of the command
        self._promise: Any = None
        self._looked = 0.0
        self._command: Command | None = None

    def __call__(self, step: int) -> Command | None:
        """What to do now."""
        if self._command is None:
            self._hear()
        return self._command

    def _hear(self) -> None:
        now = time.monotonic()
        if self._promise is None:
            if now - self._looked < LOOK_SECONDS:
                return
            self._promise, self._looked = self._look(), now
        ready, _ = ray.wait([self._promise], timeout=0)
        if ready:
            command = ray.get(self._promise)
            self._promise = None
            self._command = None if command is None else Command(command)


def pictures_of(data: Dataset) -> dict[str, npt.NDArray[Any]]:
    """The arrays that are sent to each machine once."""
    parts = {part: getattr(data, part) for part in PARTS}
    return {
        f"{part}/{name}": getattr(split, name)
        for part, split in parts.items()
        for name in ("images", "labels", "indices")
    }


def train(asked: Asked, pictures: Pictures, commands: Any) -> Iterator[bytes]:
    """Train one run to whatever ends it; what happens, and what is written, as messages."""
    yield pack(Begun(ray.get_runtime_context().get_node_id()))
    refusal = _other_versions(asked)
    if refusal is not None:
        yield pack(refusal)
        return
    try:
        with own_folder() as folder:
            for said in _training(asked, pictures, commands, folder):
                yield pack(said)
    except (ConfigError, MemoryError) as error:
        words = "There was not enough memory there. Try smaller batches or fewer filters."
        yield pack(Refusal(str(error) if isinstance(error, ConfigError) else words, False))
    except OSError as error:
        words = f"The computer {socket.gethostname()} refuses: {error.strerror}."
        yield pack(Refusal(words, False))


def _other_versions(asked: Asked) -> Refusal | None:
    """With others the numbers would be others, too."""
    for package, wanted in asked.versions.items():
        there = version(package)
        if there != wanted:
            return Refusal(
                f"The computer {socket.gethostname()} has {package} {there}, and this training was"
                f" asked with {wanted}: install the same requirements.txt on all machines.",
                False,
            )
    return None


def _training(asked: Asked, pictures: Pictures, commands: Any, into: Path) -> Iterator[Message]:
    from fashion_model.network import train_in_turns
    from fashion_model.network.checkpoint import CheckpointError

    checkpoint = into / CHECKPOINT
    if asked.checkpoint is not None:
        checkpoint.parent.mkdir()
        checkpoint.write_bytes(asked.checkpoint)
    events = train_in_turns(
        TrainConfig.from_json(asked.config),
        _dataset(pictures),
        into,
        watch=asked.watch,
        resume_from=None if asked.checkpoint is None else checkpoint,
        control=Listening(lambda: commands.asked.remote(asked.run_id)),
        ask_test=False,
        compiled=_compiled(),
    )
    saved = _changed(checkpoint)
    try:
        for event in events:
            if (now := _changed(checkpoint)) != saved:
                saved = now
                yield File(CHECKPOINT, checkpoint.read_bytes())
            if isinstance(event, Artefact):
                yield File(event.name, (into / event.name).read_bytes())
            if event is not None:
                yield event
    except CheckpointError as error:
        yield Refusal(str(error), True)


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@cache
def _compiled() -> Compiled:
    """Trials after each other on the same machine share what they compile."""
    from fashion_model.network import Compiled

    return Compiled()


def _dataset(pictures: Pictures) -> Dataset:
    """The pictures as they came: this process shares them with all others of its machine."""
    train_, validation, test = (
        Split(pictures[f"{part}/images"], pictures[f"{part}/labels"], pictures[f"{part}/indices"])
        for part in PARTS
    )
    return Dataset(train_, validation, test, source="the cluster", is_sample=False)
