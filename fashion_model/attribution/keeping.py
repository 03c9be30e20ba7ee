"""Keep on disk what takes seconds to make of a network, and of nothing that a visitor gave.

Under the run directory, in `attribution/`; of the bundled run, which is read-only, in the app's
cache. A file that is missing, torn, or of another network or other pictures counts as none.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from fashion_model import environment
from fashion_model.attribution.fitted import Arrays
from fashion_model.data import Split
from fashion_model.files import is_regular_file, produce_atomically
from fashion_model.runs import RunSummary
from fashion_model.runs.disk import TIGHT, bytes_used, free_bytes

METHOD = 1  # counted up when the same network and pictures would give other numbers
LARGEST = 200_000_000  # bytes; what this app keeps of 9,000 pictures are 54 million
_KEY = "key"


def key_of(model_sha256: str, *parts: Split) -> str:
    """What the numbers depend on, as a SHA-256: the model file and the pictures it was shown."""
    digest = hashlib.sha256(f"{METHOD} {model_sha256}".encode())
    for part in parts:
        for array in (part.images, part.labels, part.indices):
            digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def read_kept(run: RunSummary, name: str, key: str) -> Arrays | None:
    """The arrays in the file `name` of `run`, unless there are none for this `key`."""
    path = _folder(run) / name
    try:
        if not is_regular_file(path) or path.stat().st_size > LARGEST:
            return None
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored[_KEY]) != key:
                return None
            return {each: stored[each] for each in stored.files if each != _KEY}
    except Exception:  # noqa: BLE001 - a flipped bit makes zipfile and NumPy raise anything
        return None


def keep(run: RunSummary, name: str, key: str, arrays: Arrays) -> None:
    """Write `arrays` as the file `name` of `run`, where there is room and the run still exists."""
    path = _folder(run) / name
    size = sum(array.nbytes for array in arrays.values())
    with suppress(OSError):  # then it is made again for the next who asks
        if run.bundled:
            path.parent.parent.mkdir(parents=True, exist_ok=True)
        if _has_room(run, path.parent.parent, size):
            produce_atomically(
                path,
                lambda temporary: np.savez(
                    temporary, allow_pickle=False, **{**arrays, _KEY: np.array(key)}
                ),
            )


def _folder(run: RunSummary) -> Path:
    return (environment.cache_dir() if run.bundled else run.path) / "attribution"


def _has_room(run: RunSummary, folder: Path, size: int) -> bool:
    """Whether trainings lack nothing if so many bytes are written below `folder`."""
    if free_bytes(folder) - size < TIGHT:
        return False
    root = run.path.parent
    return run.bundled or bytes_used(root) + size <= environment.runs_bytes_limit()
