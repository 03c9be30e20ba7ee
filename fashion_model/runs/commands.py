"""What is asked of a training: by a visitor through a file, by its worker between two batches."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from filelock import Timeout

from fashion_model.files import is_regular_file, write_atomically
from fashion_model.runs.directory import RunError, RunGone, RunSummary, lock_run
from fashion_model.runs.disk import append_event_for_sure, not_written
from fashion_model.runs.events import is_time, load_json, make_event
from fashion_model.runs.examples import drop_examples

Command = Literal["stop", "suspend", "overtime"]
Control = Callable[[int], Command | None]  # given the step; may wait, which is a pause


Action = Literal["pause", "resume", "stop", "go", "suspend", "discard"]

ALLOWED: dict[str, tuple[str, ...]] = {
    "pause": ("running",),
    "resume": ("paused", "interrupted"),
    "stop": ("queued", "running", "paused", "interrupted"),
}
_NAME = "request.json"
_BYTES = 256  # always as many: written over the last one, it needs no room on a full disk


def request(run: RunSummary, action: Literal["pause", "resume", "stop"]) -> None:
    """Ask for a pause, a resume, or to stop and keep the best.

    Raises:
        RunError: the run can't do that now, in words.
    """
    if run.bundled:
        raise RunError("The bundled run comes with the app and can't be changed.")
    if run.state not in ALLOWED[action]:
        raise RunError(f"This run is {run.state}; it can't {action} now.")
    if action == "stop" and not run.told.last:
        _stop_unstarted(run.path)
    else:
        leave_wish(run.path, action)


def leave_wish(path: Path, action: Action | None) -> None:
    """Write the wish down, over an earlier one; None, when the run is made, is no wish yet.

    Raises:
        RunError: it can't be written, in words.
    """
    wish = json.dumps({"action": action, "time": time.time()}).ljust(_BYTES).encode()
    try:
        if is_regular_file(path / _NAME):
            with (path / _NAME).open("r+b", buffering=0) as file:
                file.write(wish)
                file.truncate(len(wish))
        elif path.is_dir():
            write_atomically(path / _NAME, wish)
        else:
            raise RunGone("This training was deleted.")
    except OSError as error:
        raise RunError(not_written(error)) from error


def read_wish(path: Path) -> tuple[str, float] | None:
    """What was last asked of the run in `path`, and when; an unreadable wish is none."""
    if not is_regular_file(path / _NAME):
        return None
    try:
        with (path / _NAME).open("rb") as file:
            wish = load_json(file.read(10 * _BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(wish, dict) or wish.get("action") not in get_args(Action):
        return None
    when = wish.get("time")
    return (str(wish["action"]), float(when)) if is_time(when) and when is not None else None


def _stop_unstarted(path: Path) -> None:
    """Nobody works on it, so nobody else can write its ending."""
    try:
        with lock_run(path, timeout=1):
            drop_examples(path)
            reason = "Stopped before it began."
            ending = {"reason": reason, "test_accuracy": None, "best_epoch": None, "seconds": 0.0}
            append_event_for_sure(path, make_event("stopped", ending))
    except Timeout:
        leave_wish(path, "stop")  # it has just begun
    except OSError as error:
        raise RunError(not_written(error)) from error
