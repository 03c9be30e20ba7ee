"""Read and write `events.jsonl`: append-only, one JSON object a line."""

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from fashion_model.files import append_line, is_regular_file
from fashion_model.runs.events import DamagedEvents, Event, parse_event, to_dict

LARGEST = 64_000_000  # bytes of events; a training of two hours writes eight million
REMEMBERED = 16_000_000  # bytes of events kept parsed, which takes three times as much memory


_BATCH = b'{"event": "batch",'  # how a line begins that `append_event` writes


@dataclass
class _Read:
    """How far a file has been read, so that a live view parses only what is new."""

    inode: int
    offset: int = 0
    events: list[Event] = field(default_factory=list)


_seen: OrderedDict[Path, _Read] = OrderedDict()
_lock = threading.Lock()


def append_event(path: Path, event: Event) -> None:
    """Append one event.

    Raises:
        OSError: the disk is full.
    """
    append_line(path, json.dumps(to_dict(event), allow_nan=False))


def read_events(path: Path) -> list[Event]:
    """All whole events in order; a torn last line is ignored.

    They stay in memory, parsed once for all who look at the same run; those not looked at for
    longest give way.

    Raises:
        OSError: the file can't be read.
        DamagedEvents: a line is no event, or there is more than this app can show.
    """
    with _lock:
        status = path.stat()
        _check_size(status.st_size)
        read = _seen.get(path)
        if read is None or read.inode != status.st_ino or status.st_size < read.offset:
            read = _Read(status.st_ino)
        if status.st_size > read.offset:
            with path.open("rb") as file:
                file.seek(read.offset)
                content = file.read(status.st_size - read.offset)
            whole = content[: content.rfind(b"\n") + 1]
            read.events.extend(_parse(whole, first=len(read.events) + 1))
            read.offset += len(whole)
        _remember(path, read)
        return list(read.events)


def read_milestones(path: Path) -> list[Event]:
    """The events of a run that has ended without most batches: the last before each other event.

    In a tenth of the time. What the batches left out say is not checked.

    Raises:
        OSError, DamagedEvents: as `read_events`.
    """
    _check_size(path.stat().st_size)
    lines = path.read_bytes().splitlines()
    following = [*lines[1:], b""]
    kept = [
        line
        for line, after in zip(lines, following, strict=True)
        if not (line.startswith(_BATCH) and after.startswith(_BATCH))
    ]
    try:
        return _parse(b"\n".join(kept), first=1)
    except DamagedEvents:
        return _parse(b"\n".join(lines), first=1)  # which says the number of the line


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise DamagedEvents(
            f"Its events fill {size // 10**6} MB; at most {LARGEST // 10**6} MB can be shown."
        )


def _remember(path: Path, read: _Read) -> None:
    """Keep `read` as the newest, and of the others what there is room for."""
    _seen[path] = read
    _seen.move_to_end(path)
    while len(_seen) > 1 and sum(each.offset for each in _seen.values()) > REMEMBERED:
        _seen.popitem(last=False)


def forget(path: Path) -> None:
    """Drop what was remembered of a file that was moved or removed."""
    with _lock:
        _seen.pop(path, None)


def _parse(content: bytes, first: int) -> list[Event]:
    """The events of whole lines; `first` is the number of the first line."""
    lines = content.splitlines()
    try:  # in one go: quicker, and the events share the texts of their keys
        events = load_json(b"[" + b",".join(lines) + b"]")
    except (ValueError, RecursionError):
        events = []
    if len(events) != len(lines):  # one by one, to say which line it is
        events = [_loaded(line, number) for number, line in enumerate(lines, first)]
    return [_checked(event, number) for number, event in enumerate(events, first)]


def load_object(path: Path, largest: int) -> dict[str, Any]:
    """The JSON object in a small file, of `largest` bytes; empty where there is none to be read."""
    if not is_regular_file(path):
        return {}
    try:
        with path.open("rb") as file:
            stored = load_json(file.read(largest))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


def load_json(content: bytes) -> Any:
    """What JSON says, which knows no NaN and no Infinity, though Python's reader takes them.

    Raises:
        ValueError, RecursionError: it is not JSON.
    """
    return json.loads(content, parse_constant=_no_number)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _loaded(line: bytes, number: int) -> object:
    try:
        return load_json(line)
    except (ValueError, RecursionError):
        raise DamagedEvents(f"Line {number} of its events can't be read.") from None


def _checked(value: object, number: int) -> Event:
    event = parse_event(value)
    if event is None:
        raise DamagedEvents(f"Line {number} of its events is not an event this app writes.")
    return event
