"""A training run is a directory; everything the browser shows is read from one."""

from fashion_model.runs.calibrating import calibration_of, never_saw_drawings, with_drawings
from fashion_model.runs.commands import send_command
from fashion_model.runs.curve import Curve
from fashion_model.runs.directory import (
    BUNDLED,
    NAME_LENGTH,
    Command,
    DamagedRun,
    Run,
    RunError,
    RunGone,
    RunSummary,
)
from fashion_model.runs.examples import MOST_OWN, Examples
from fashion_model.runs.finetuning import fine_tune_run, why_not_fine_tune
from fashion_model.runs.store import (
    create_run,
    discard_run,
    list_runs,
    open_run,
    queue_position,
    rename_run,
    restore_run,
    why_read_only,
)

__all__ = [
    "BUNDLED",
    "Command",
    "Curve",
    "calibration_of",
    "never_saw_drawings",
    "with_drawings",
    "MOST_OWN",
    "NAME_LENGTH",
    "DamagedRun",
    "Examples",
    "Run",
    "RunError",
    "RunGone",
    "RunSummary",
    "create_run",
    "discard_run",
    "list_runs",
    "open_run",
    "queue_position",
    "rename_run",
    "send_command",
    "restore_run",
    "why_read_only",
    "fine_tune_run",
    "why_not_fine_tune",
]
