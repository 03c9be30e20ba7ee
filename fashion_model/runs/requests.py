"""What a visitor wishes of a run, left in its directory for whoever can do it."""

import json
import time
from pathlib import Path
from typing import Literal

from filelock import Timeout

from fashion_model.events import append_event, make_event
from fashion_model.files import write_atomically
from fashion_model.runs.directory import Run, RunError
from fashion_model.runs.lesson import drop_lesson
from fashion_model.runs.lock import lock_run

Action = Literal["pause", "resume", "stop", "go", "suspend", "discard"]

ALLOWED: dict[str, tuple[str, ...]] = {
    "pause": ("running",),
    "resume": ("paused", "interrupted"),
    "stop": ("queued", "running", "paused", "interrupted"),
}


def request(run: Run, action: Literal["pause", "resume", "stop"]) -> None:
    """Ask for a pause, a resume, or to stop and keep the best.

    Raises:
        RunError: the run can't do that now, in words.
    """
    if run.bundled:
        raise RunError("The bundled run comes with the app and can't be changed.")
    if run.state not in ALLOWED[action]:
        raise RunError(f"This run is {run.state}; it can't {action} now.")
    if action == "stop" and not run.events:
        _stop_unstarted(run)
    else:
        leave_wish(run.path, action)


def leave_wish(path: Path, action: Action) -> None:
    """Write the wish down, replacing an earlier one."""
    wish = json.dumps({"action": action, "time": time.time()})
    try:
        write_atomically(path / "request.json", wish.encode())
    except OSError as error:
        raise RunError("The disk is full: free some space, then try again.") from error


def _stop_unstarted(run: Run) -> None:
    """Nobody works on it, so nobody else can write its ending."""
    try:
        lock = lock_run(run.path, timeout=1)
    except Timeout:
        leave_wish(run.path, "stop")  # it has just begun
        return
    with lock:
        drop_lesson(run.path)
        reason = "Stopped before it began."
        ending = {"reason": reason, "test_accuracy": None, "best_epoch": None, "seconds": 0.0}
        append_event(run.path / "events.jsonl", make_event("stopped", ending))
