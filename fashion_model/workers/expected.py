"""Whether somebody may start a training soon: the Training page says so, the queue's keeper hears.

A file, like all that passes between them: another server may keep the queue.
"""

import contextlib
from pathlib import Path

from fashion_model import settings

_NAME = ".expected"


def expect_training(root: Path | None = None) -> None:
    """Say that a training may be started soon."""
    with contextlib.suppress(OSError):  # on a full disk a training only begins more slowly
        ((root or settings.runs_dir()) / _NAME).touch()


def last_expected(root: Path) -> float:
    """When that was said last, in unix seconds; 0 for never."""
    try:
        return (root / _NAME).stat().st_mtime
    except OSError:
        return 0.0
