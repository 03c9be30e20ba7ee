"""Room on the disk: how much a training needs, what to say without it, what is kept in reserve.

The reserve is a file of zeros in a run's directory, so that a full disk still leaves room to end
well. What must be said gnaws at it where nothing else is free; what a run keeps at its end gets
all of it.
"""

import math
import os
import shutil
from pathlib import Path

from fashion_model import environment
from fashion_model.config import TrainConfig
from fashion_model.config.layers import count_parameters
from fashion_model.files import is_disk_full
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Event

LEAST = 20_000_000  # bytes; events and what else is written may take some
TIGHT = 5 * LEAST  # bytes left; then what lies in the trash goes for good
EPOCH = 100_128  # bytes of an epoch's answers on 5,000 validation pictures
_RESERVE = "reserve"
_WORDS = 256 * 1024  # bytes for what is said on a full disk, an event at a time
_BITE = 16 * 1024
_PREDICTIONS = 500_000  # bytes of the answers on 10,000 test pictures, packed
_MODEL_FILES = 100_000  # bytes of the two model files beside their weights


def room_needed(config: TrainConfig) -> int:
    """Bytes of disk that a training may need at most while it runs.

    A checkpoint holds weights, the optimizer's two numbers for each, the best weights and their
    average; while a new one is written the last one is still there.
    """
    checkpoint = 5 * 4 * count_parameters(config)
    return max(LEAST, 2 * checkpoint + config.epochs * EPOCH + reserve_bytes(config) + LEAST // 4)


def free_bytes(root: Path) -> int:
    """Bytes left on the disk that holds the folder `root`."""
    return shutil.disk_usage(root).free


def shortage(root: Path, config: TrainConfig) -> str | None:
    """Why no training may be added to `root`, in words; None if there is room."""
    needed = room_needed(config)
    used, allowed = bytes_used(root), environment.runs_bytes_limit()
    if used + needed > allowed:
        return (
            f"The runs already use {math.ceil(used / 1e6)} of {allowed // 10**6} MB:"
            " delete some, then try again."
        )
    return disk_shortage(root, config)


def disk_shortage(root: Path, config: TrainConfig) -> str | None:
    """Why the disk that holds `root` has no room for a training, in words; None if it has."""
    needed, free = room_needed(config), free_bytes(root)
    if free >= needed:
        return None
    return (
        f"The disk is nearly full: {free // 10**6} MB are free, and a training with these settings"
        f" needs {math.ceil(needed / 1e6)}. Delete some trainings or free some space."
    )


def bytes_used(root: Path) -> int:
    """Bytes of all files below `root`; those that go meanwhile don't count."""
    total = 0
    for folder, _, files in os.walk(root):
        for name in files:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 - a third the time
            except OSError:
                continue
    return total


def reserve_bytes(config: TrainConfig) -> int:
    """What a run with that config keeps free: two files of weights, its answers, its words."""
    return 2 * 4 * count_parameters(config) + _MODEL_FILES + _PREDICTIONS + _WORDS


def keep_reserve(path: Path, config: TrainConfig) -> None:
    """Make the reserve of the run directory `path` as large as it should be.

    Raises:
        OSError: the disk has no such room.
    """
    with (path / _RESERVE).open("ab", buffering=0) as file:
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
    (path / _RESERVE).unlink(missing_ok=True)


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
    reserve = path / _RESERVE
    if not reserve.is_file():
        return False
    with reserve.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.truncate(max(0, size - _BITE))
    return size > 0
