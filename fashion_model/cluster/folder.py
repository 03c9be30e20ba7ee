"""A folder for one training on a machine of the cluster.

Its process may be killed at any moment, and nobody else tidies there: so the folder's name tells
the process, and whoever makes the next one removes those whose process is gone.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fashion_model.runs.directory import is_held, lock_run

_NAME = re.compile(r"fashion-([1-9][0-9]{0,9})-[a-z0-9_]{8}")  # as tempfile ends it


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make an empty folder of this process's, and remove it in the end.

    Raises:
        OSError: The computer refuses.
    """
    if os.name == "posix":
        _remove_left()
    with tempfile.TemporaryDirectory(prefix=f"fashion-{os.getpid()}-") as name:
        folder = Path(name)
        with lock_run(folder):  # a container that shares the disk counts other processes
            yield folder


def _remove_left() -> None:
    """Remove this user's folders whose process is gone; what refuses stays."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).iterdir():
            named = _NAME.fullmatch(folder.name)
            if named and not _lives(int(named[1])) and _is_own(folder) and not is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # which only asks
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is another user's
        return True
    return True


def _is_own(folder: Path) -> bool:
    try:
        status = folder.lstat()
    except OSError:  # another training was quicker
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
