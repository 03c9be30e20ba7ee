"""The worker: one process that trains one run, or all runs of an experiment in turns.

`python -m fashion_model.workers.worker DIRECTORY`
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from fashion_model.data import Dataset
from fashion_model.runs import RunError
from fashion_model.runs.directory import EXPERIMENTS
from fashion_model.workers.training import Process
from fashion_model.workers.turns import train_experiment, train_run

NICENESS = 10  # pages stay quick while a training uses every core


def lower_priority() -> None:
    """Let the pages go first."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def work(path: Path, loaded: Dataset | None = None) -> int:
    """Train for the server; 0 when all has ended or was set aside properly."""
    process = Process(by="server", loaded=loaded)
    train = train_experiment if path.parent.name == EXPERIMENTS else train_run
    try:
        train(path, process)
    except RunError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def main() -> int:
    """Train what the command line names."""
    lower_priority()
    return work(Path(sys.argv[1]))


def leave(code: int) -> NoReturn:
    """End at once: Python needs seconds to clear TensorFlow away, and the next run its place."""
    with suppress(OSError):  # on a full disk
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
