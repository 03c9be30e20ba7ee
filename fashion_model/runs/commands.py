"""What is asked of a training: by a visitor through a file, by its worker between two batches."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from filelock import Timeout

from fashion_model.files import is_regular_file, write_atomically
from fashion_model.os_errors import in_words
from fashion_model.runs.directory import Command, Place, RunError, RunGone, RunSummary, lock_run
from fashion_model.runs.disk import append_event_for_sure
from fashion_model.runs.event_log import load_object
from fashion_model.runs.events import Stopped, is_time
from fashion_model.runs.examples import drop_examples

NextCommand = Callable[[int], Command | None]  # given the step; may wait, which is a pause

ALLOWED: dict[Command, tuple[str, ...]] = {
    Command.PAUSE: ("running",),
    Command.RESUME: ("paused", "interrupted"),
    Command.STOP: ("queued", "running", "paused", "interrupted"),
}
"""What a visitor may tell a run, and in which states."""

_NAME = "request.json"
_UNWRITTEN = (Command.OVERTIME, Command.PRUNE, Command.BUDGET)  # what the worker says to itself
_WRITTEN = tuple(command.value for command in Command if command not in _UNWRITTEN)
_BYTES = 256  # always as many: written over the last one, it needs no room on a full disk


def send_command(run: RunSummary, command: Command) -> None:
    """Have it pause, resume, or stop and keep the best.

    Raises:
        RunError: the run can't do that now, in words.
    """
    if run.bundled:
        raise RunError("The bundled run comes with the app and can't be changed.")
    if run.state not in ALLOWED[command]:
        raise RunError(f"This run is {run.state}; it can't {command} now.")
    if command is Command.STOP and run.summary.last is None:
        _stop_unstarted(run.path)
    else:
        write_command(run.path, command)


def write_command(path: Path, command: Command | None) -> None:
    """Write the command down, over an earlier one; None, when the run is made, is none yet.

    Raises:
        RunError: it can't be written, in words.
    """
    try:
        asked = {
            "action": command,
            "time": time.time(),
            "number": _next_number(path.parent),
            "after": _count_events(path),
        }
        content = json.dumps(asked).ljust(_BYTES).encode()
        if is_regular_file(path / _NAME):
            with (path / _NAME).open("r+b", buffering=0) as file:
                file.write(content)
                file.truncate(len(content))
        elif path.is_dir():
            write_atomically(path / _NAME, content)
        else:
            raise RunGone("This training was deleted.")
    except OSError as error:
        raise RunError(in_words(error)) from error


def read_command(path: Path) -> tuple[Command, float] | None:
    """What was last asked of the run in `path`, and when; what can't be read is nothing."""
    return read_request(path)[0]


def read_request(path: Path) -> tuple[tuple[Command, float] | None, Place]:
    """That, and which place in line it has."""
    stored = load_object(path / _NAME, 10 * _BYTES)
    number, after = stored.get("number"), stored.get("after")
    place = Place(
        number if type(number) is int and number >= 0 else 0,
        after if type(after) is int and after >= 0 else None,
    )
    action, when = stored.get("action"), stored.get("time")
    if action not in _WRITTEN or not is_time(when) or when is None:
        return None, place
    return (Command(action), float(when)), place


def _next_number(root: Path) -> int:
    """One more than any request has; a run that has ended has none."""
    names = os.listdir(root)  # noqa: PTH208 - hundreds are looked at
    return 1 + max((read_request(root / name)[1].number for name in names), default=0)


def _count_events(path: Path) -> int:
    """How many events the run in `path` has, whole ones; none while it is made."""
    if not is_regular_file(path / "events.jsonl"):
        return 0
    with (path / "events.jsonl").open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


def _stop_unstarted(path: Path) -> None:
    """Nobody works on it, so nobody else can write its ending."""
    try:
        with lock_run(path, timeout=1):
            drop_examples(path)
            append_event_for_sure(path, Stopped(reason="Stopped before it began.", seconds=0.0))
    except Timeout:
        write_command(path, Command.STOP)  # it has just begun
    except OSError as error:
        raise RunError(in_words(error)) from error
