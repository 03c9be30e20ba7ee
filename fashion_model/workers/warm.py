"""The warm worker: loads TensorFlow and the pictures before there is a run to train.

`python -m fashion_model.workers.warm THREADS` reads the directory of its one run from stdin, as a
line. It trains as `worker.py` does. Where stdin ends without one, the server has ended.
"""

import importlib
import os
import sys
from pathlib import Path

from fashion_model.data import DataError, Dataset, load
from fashion_model.workers.threads import limit_threads
from fashion_model.workers.worker import leave, lower_priority, work


def main() -> int:
    """Load, wait for a run and train it; 0 when it ended properly or there was none to train."""
    lower_priority()
    limit_threads(int(sys.argv[1]))
    importlib.import_module("fashion_model.network")
    loaded = _load()
    line = sys.stdin.buffer.readline()
    path = Path(os.fsdecode(line.removesuffix(b"\n")))
    if not line or not path.is_dir():  # the server has ended, or the run was discarded meanwhile
        return 0
    with (path / "worker.log").open("ab") as log:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(log.fileno(), stream.fileno())
    return work(path, loaded)


def _load() -> Dataset | None:
    """The best data there is, and its fingerprint; without any, the run will say so."""
    try:
        dataset = load()
    except DataError:
        return None
    _ = dataset.fingerprint  # kept by the dataset
    return dataset


if __name__ == "__main__":
    leave(main())
