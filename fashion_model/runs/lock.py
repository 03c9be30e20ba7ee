"""Alive means: a process holds the run's lock. A pid proves nothing."""

import threading
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

_probing = threading.Lock()  # two probes at once would see each other


def lock_run(path: Path, timeout: float = 5.0) -> BaseFileLock:
    """Take the lock of the run directory `path`; waiting bridges another's probe.

    Raises:
        Timeout: a living worker holds it.
    """
    lock = FileLock(path / "lock")
    lock.acquire(timeout=timeout)
    return lock


def is_held(path: Path) -> bool:
    """Whether a living worker holds the lock of the run directory `path`."""
    if not (path / "lock").exists():
        return False
    with _probing:
        try:
            with FileLock(path / "lock", timeout=0):
                return False
        except Timeout:
            return True
