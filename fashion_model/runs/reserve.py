"""Bytes kept free in a run directory, so that a full disk still leaves room to end well.

A file of zeros. What must be said gnaws at it where nothing else is free; what a run keeps at
its end gets all of it.
"""

import os
from pathlib import Path

from fashion_model.config import TrainConfig
from fashion_model.events import Event, append_event
from fashion_model.files import is_disk_full
from fashion_model.layers import count_parameters

_NAME = "reserve"
_WORDS = 256 * 1024  # bytes for what is said on a full disk, an event at a time
_BITE = 16 * 1024
_PREDICTIONS = 500_000  # bytes of the answers on 10,000 test pictures, packed
_MODEL_FILES = 100_000  # bytes of the two model files beside their weights


def reserve_bytes(config: TrainConfig) -> int:
    """What a run with that config keeps free: two files of weights, its answers, its words."""
    return 2 * 4 * count_parameters(config) + _MODEL_FILES + _PREDICTIONS + _WORDS


def keep_reserve(path: Path, config: TrainConfig) -> None:
    """Make the reserve of the run directory `path` as large as it should be.

    Raises:
        OSError: the disk has no such room.
    """
    with (path / _NAME).open("ab", buffering=0) as file:
        before = file.seek(0, os.SEEK_END)
        missing = reserve_bytes(config) - before
        try:
            while missing > 0:
                missing -= file.write(bytes(missing))
        except OSError:
            file.truncate(before)  # it shall not be what fills the disk
            raise


def release_reserve(path: Path) -> None:
    """Give all of it back."""
    (path / _NAME).unlink(missing_ok=True)


def append_event_for_sure(path: Path, event: Event) -> None:
    """Append an event to the run in `path`, on a full disk with the room that was kept.

    Raises:
        OSError: nothing is left of it, or something else is wrong.
    """
    try:
        append_event(path / "events.jsonl", event)
    except OSError as error:
        if not is_disk_full(error) or not _bite(path):
            raise
        append_event(path / "events.jsonl", event)


def _bite(path: Path) -> bool:
    """Free some of the reserve; whether there was any."""
    reserve = path / _NAME
    if not reserve.is_file():
        return False
    with reserve.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.truncate(max(0, size - _BITE))
    return size > 0
