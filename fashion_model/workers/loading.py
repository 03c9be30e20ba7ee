"""While a worker loads TensorFlow it hears nobody; nothing is lost if it ends there."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fashion_model.runs.commands import read_command
from fashion_model.runs.directory import Command

LOOK_SECONDS = 0.1


@contextmanager
def ends_when_discarded(path: Path) -> Iterator[None]:
    """End this process as soon as the run in `path` is to be discarded; for its first run only."""
    loaded = threading.Event()

    def look() -> None:
        while not loaded.wait(LOOK_SECONDS):
            asked = read_command(path)
            if asked is not None and asked[0] is Command.DISCARD:
                os._exit(0)

    watcher = threading.Thread(target=look, name="discard", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        loaded.set()
        watcher.join()
