"""What happened in a room, a JSON object a line, in a file that only the app's user can read.

A line is on the disk before whoever caused it is told that it has arrived. It says when it was
written, in seconds since the computer was started (`up`).
"""

import errno
import json
import os
import time
from pathlib import Path
from typing import Any

from fashion_model.rooms.error import NotNow
from fashion_model.runs.event_log import load_json

NAME = "events.jsonl"
MOST_BYTES = 60_000_000
"""Of one room; thirty people draw some three megabytes in an hour."""
_FULL = "This room is full: close it and open another one."
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700

Event = dict[str, Any]


def begin(folder: Path) -> None:
    """Make the folder, below one that is there, and the empty journal in it, both for nobody else.

    Raises:
        OSError: The folder can't be made.
    """
    folder.mkdir(mode=_PRIVATE_FOLDER)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    os.close(os.open(folder / NAME, flags, _PRIVATE_FILE))


def append(folder: Path, event: Event) -> None:
    """Write one event through to the disk; one thread at a time.

    Raises:
        OSError: It could not be written; the journal is as it was.
        NotNow: There is too much in it already.
    """
    event = {**event, "up": round(time.monotonic(), 3)}
    line = json.dumps(event, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    descriptor = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND)
    try:
        before = os.fstat(descriptor).st_size
        if before + len(line) > MOST_BYTES:
            raise NotNow(_FULL)
        try:
            if os.write(descriptor, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / NAME))
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)


def read(folder: Path) -> list[Event]:
    """Return all events; a last line that a crash has torn was never answered, and is cut off.

    Raises:
        OSError: The journal is not there or can't be read.
        ValueError, RecursionError: It is damaged.
    """
    content = (folder / NAME).read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(folder / NAME, len(whole))
    events = [load_json(line) for line in whole.splitlines()]
    if not all(isinstance(event, dict) for event in events):
        raise ValueError("an event is an object")
    return events


def silent_seconds(folder: Path, last: Event) -> float:
    """For how long nothing has happened since the `last` event, as a later process can tell.

    The shorter of two: by the computer's own clock, and by the one that nobody sets, which counts
    from the computer's start. Since another start the first alone can tell. If it was set forward
    with that (a computer without a battery for its clock), the room seems older than it is.

    Raises:
        OSError: The journal is not there or can't be looked at.
    """
    by_clock = max(0.0, time.time() - (folder / NAME).stat().st_mtime)
    up = last.get("up")
    since = time.monotonic() - up if isinstance(up, int | float) else -1.0
    return min(by_clock, since) if since >= 0 else by_clock


def is_gone(folder: Path) -> bool:
    """Whether somebody has taken the journal away."""
    try:
        (folder / NAME).stat()
    except FileNotFoundError:
        return True
    except OSError:  # it can't be looked at, which says nothing
        return False
    return False
