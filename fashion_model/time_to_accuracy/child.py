"""One training by the clock, in a process of its own: prints what was measured as one JSON line.

`python -m fashion_model.time_to_accuracy.child TASK`
"""

import json
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from fashion_model.data import load, load_sample
from fashion_model.time_to_accuracy.task import Stock, Task, Timed
from fashion_model.workers.local import limit_threads


def measure(task: Task) -> Timed:
    """Time the training that `task` asks for; Keras must not have been imported yet."""
    limit_threads(task.recipe.threads)
    data = load_sample() if task.sample else load()
    from fashion_model.network import timing  # seconds of import, and threads must be set before

    recipe = task.recipe
    if isinstance(recipe, Stock):
        done = timing.time_stock(data, task.seed, epochs=recipe.epochs, stop_at=recipe.stop_at)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            done = timing.time_config(replace(recipe, seed=task.seed), data, Path(scratch))
    return Timed(recipe=task.name, seed=task.seed, **done, **timing.conditions())


def main() -> None:
    """Measure the task named on the command line."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it without a traceback
    sys.stdout.write(json.dumps(measure(Task.from_json(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
