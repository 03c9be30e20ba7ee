"""Alive means: a process holds the run's lock. A pid proves nothing."""

import threading
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from fashion_model.files import is_regular_file

_probing = threading.Lock()  # two probes at once would see each other


def lock_run(path: Path, timeout: float = 5.0) -> BaseFileLock:
    """Take the lock of the run directory `path`; waiting bridges another's probe.

    Raises:
        Timeout: a living worker holds it.
        OSError: there is no such directory, or no file can be made in it.
    """
    (path / "lock").touch()  # where the directory is gone FileLock would make it anew
    lock = FileLock(path / "lock")
    lock.acquire(timeout=timeout)
    return lock


def is_held(path: Path) -> bool:
    """Whether a living worker holds the lock of the run directory `path`."""
    if not is_regular_file(path / "lock"):
        return False
    with _probing:
        try:
            with FileLock(path / "lock", timeout=0):
                return False
        except Timeout:
            return True
        except OSError:  # it may not be opened, or went a moment ago
            return False
