"""Read and write `events.jsonl`: append-only, one JSON object a line."""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from fashion_model.files import append_line
from fashion_model.labels import CLASSES

Event = dict[str, Any]
Check = Callable[[object], bool]

ENDINGS = ("finished", "stopped", "failed")

LATEST = 2.5e11  # unix seconds; later years can't be shown as a date
MOST_STEPS = 10**9
MOST_TEXT = 10_000  # letters
MOST_PICTURES = 1_000  # on the wall, or followed
LARGEST = 64_000_000  # bytes of events; a training of two hours writes eight million
REMEMBERED = 16_000_000  # bytes of events kept parsed, which takes three times as much memory


class DamagedEvents(ValueError):
    """A line that can't be an event; the message says which."""


def _number(low: float, high: float) -> Check:
    def check(value: object) -> bool:
        return type(value) in (int, float) and low <= value <= high  # type: ignore[operator]

    return check


def _whole(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _list_of(check: Check, shortest: int, longest: int) -> Check:
    def check_all(value: object) -> bool:
        return (
            isinstance(value, list)
            and shortest <= len(value) <= longest
            and all(check(each) for each in value)
        )

    return check_all


def _text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)  # no page could show it


def _wall(value: object) -> bool:
    """Some validation pictures, equally many of each class, and what they were taken for."""
    if not isinstance(value, dict):
        return False
    indices, labels, rows = (value.get(key) for key in ("indices", "labels", "probabilities"))
    n = len(indices) if isinstance(indices, list) else 0
    return (
        n % CLASSES == 0
        and _list_of(_whole(0, 10**6), n, min(n, MOST_PICTURES))(indices)
        and _list_of(_whole(0, CLASSES - 1), n, n)(labels)
        and _list_of(_probabilities, n, n)(rows)
    )


_share, _any_number = _number(0, 1), _number(-3e38, 3e38)  # as large as float32 gets
_seconds, _steps = _number(0, 1e10), _whole(0, MOST_STEPS)
_at_least_one = _whole(1, MOST_STEPS)
_probabilities = _list_of(_share, CLASSES, CLASSES)
_counts = _list_of(_list_of(_steps, CLASSES, CLASSES), CLASSES, CLASSES)

# What a reader may rely on: an event that lacks one of these, or says something else there, is
# damage, not news.
REQUIRED: dict[str, dict[str, Check]] = {
    "starting": {},
    "started": {
        "parameters": _steps,
        "batches_per_epoch": _at_least_one,
        "epochs": _at_least_one,
        "batch_size": _at_least_one,
        "train_pictures": _at_least_one,
    },
    "batch": {
        "step": _steps,
        "epoch": _at_least_one,
        "batch": _steps,
        "loss": _any_number,
        "accuracy": _share,
        "learning_rate": _any_number,
        "images_per_second": _any_number,
    },
    "epoch": {
        "step": _steps,
        "epoch": _at_least_one,
        "loss": _any_number,
        "accuracy": _share,
        "validation_loss": _any_number,
        "validation_accuracy": _share,
        "seconds": _seconds,
        "confusion_matrix": _counts,
        "wall": _wall,
        "watch": _list_of(_probabilities, 0, MOST_PICTURES),
    },
    "paused": {"step": _steps},
    "resumed": {"step": _steps},
    "suspended": {"step": _steps},
    "artefact": {"name": _text, "sha256": _text, "size": _whole(0, 10**15)},
    "finished": {"reason": _text, "test_accuracy": _share},
    "stopped": {"reason": _text},
    "failed": {"reason": _text},
}
_ENDING: dict[str, Check] = {
    "test_accuracy": _or_none(_share),
    "test_loss": _or_none(_any_number),
    "own_pictures": _at_least_one,
    "own_right": _steps,
    "own_right_before": _steps,
    "test_accuracy_before": _share,
}
# What some events of a kind say and others need not.
OPTIONAL: dict[str, dict[str, Check]] = {
    "starting": {"by": _text},
    "suspended": {"reason": _text},
    **dict.fromkeys(ENDINGS, _ENDING),
}


_BATCH = b'{"event": "batch",'  # how a line begins that `append_event` writes


@dataclass
class _Read:
    """How far a file has been read, so that a live view parses only what is new."""

    inode: int
    offset: int = 0
    events: list[Event] = field(default_factory=list)


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


def _checked(event: object, number: int) -> Event:
    if not isinstance(event, dict) or not is_time(event.get("time")):
        raise DamagedEvents(f"Line {number} of its events is not an event.")
    if not _is_ours(event):
        raise DamagedEvents(f"Line {number} of its events is not an event this app writes.")
    return event


def _is_ours(event: Event) -> bool:
    kind = str(event.get("event"))
    if kind not in REQUIRED:
        return False
    for name, check in REQUIRED[kind].items():
        if name not in event or not check(event[name]):
            return False
    optional = OPTIONAL.get(kind, {})
    return all(check(event[name]) for name, check in optional.items() if name in event)


is_time = _number(0, LATEST)
"""Whether a value is a moment in unix seconds that can be shown as a date."""
