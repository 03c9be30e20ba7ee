"""Read and write `events.jsonl`: append-only, one JSON object a line."""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fashion_model.files import append_line

Event = dict[str, Any]

# What a reader may rely on: an event that lacks one of these is damage, not news.
REQUIRED: dict[str, tuple[str, ...]] = {
    "starting": (),
    "started": ("parameters", "layers", "batches_per_epoch", "epochs"),
    "batch": ("step", "epoch", "batch", "loss", "accuracy", "learning_rate", "images_per_second"),
    "epoch": ("step", "epoch", "loss", "accuracy", "validation_loss", "validation_accuracy"),
    "paused": ("step",),
    "resumed": ("step",),
    "suspended": ("step",),
    "artefact": ("name", "sha256", "size"),
    "finished": ("reason", "test_accuracy"),
    "stopped": ("reason", "test_accuracy"),
    "failed": ("reason",),
}
ENDINGS = ("finished", "stopped", "failed")


class DamagedEvents(ValueError):
    """A line that can't be an event; the message says which."""


@dataclass
class _Read:
    """How far a file has been read, so that a live view parses only what is new."""

    inode: int
    offset: int = 0
    events: list[Event] = field(default_factory=list)


REMEMBERED = 32  # files; a run of hours takes a few megabytes
_seen: OrderedDict[Path, _Read] = OrderedDict()
_lock = threading.Lock()


def make_event(kind: str, values: Mapping[str, Any]) -> Event:
    """An event as it is stored, stamped with the time in unix seconds."""
    return {"event": kind, "time": time.time(), **values}


def append_event(path: Path, event: Event) -> None:
    """Append one event.

    Raises:
        OSError: the disk is full.
    """
    append_line(path, json.dumps(event, allow_nan=False))


def read_events(path: Path) -> list[Event]:
    """All whole events in order; a torn last line is ignored.

    Raises:
        OSError: the file can't be read.
        DamagedEvents: a line is no event.
    """
    with _lock:
        status = path.stat()
        read = _seen.get(path)
        if read is None or read.inode != status.st_ino or status.st_size < read.offset:
            read = _Read(status.st_ino)
        if status.st_size > read.offset:
            with path.open("rb") as file:
                file.seek(read.offset)
                content = file.read()
            whole = content[: content.rfind(b"\n") + 1]
            read.events.extend(_parse(whole, first=len(read.events) + 1))
            read.offset += len(whole)
        _seen[path] = read
        _seen.move_to_end(path)
        if len(_seen) > REMEMBERED:
            _seen.popitem(last=False)
        return list(read.events)


def forget(path: Path) -> None:
    """Drop what was remembered of a file that was moved or removed."""
    with _lock:
        _seen.pop(path, None)


def _parse(content: bytes, first: int) -> list[Event]:
    """The events of whole lines; `first` is the number of the first line."""
    lines = content.splitlines()
    try:  # in one go: quicker, and the events share the texts of their keys
        events = json.loads(b"[" + b",".join(lines) + b"]")
    except (ValueError, RecursionError):
        events = []
    if len(events) != len(lines):  # one by one, to say which line it is
        events = [_loaded(line, number) for number, line in enumerate(lines, first)]
    return [_checked(event, number) for number, event in enumerate(events, first)]


def _loaded(line: bytes, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise DamagedEvents(f"Line {number} of its events can't be read.") from None


def _checked(event: object, number: int) -> Event:
    if not isinstance(event, dict) or not isinstance(event.get("time"), int | float):
        raise DamagedEvents(f"Line {number} of its events is not an event.")
    needed = REQUIRED.get(str(event.get("event")))
    if needed is None or any(name not in event for name in needed):
        raise DamagedEvents(f"Line {number} of its events is not an event this app writes.")
    return event
