"""Recipes take turns, each training in a process of its own; and the machine they ran on.

`python -m benchmarks.time_to_accuracy.race TASK` is such a process: it prints one JSON line.
"""

import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.alone import measure_alone
from benchmarks.time_to_accuracy.task import Recipe, Stock, Task, Timed
from fashion_model.data import load, load_sample
from fashion_model.workers.threads import limit_threads

_CPUINFO = Path("/proc/cpuinfo")
_TENSORFLOWS = ("tensorflow-cpu", "tensorflow")  # either of which requirements.txt installs


def describe_machine() -> dict[str, Any]:
    """CPU, cores, memory, system, and the versions of what computes."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "keras": version("keras"),
        "tensorflow": _tensorflow(),
        "numpy": version("numpy"),
    }


def _cpu() -> str:
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> float | None:
    """Gigabytes; None on Windows, which does not tell without more packages."""
    if not hasattr(os, "sysconf"):
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)


def _tensorflow() -> str | None:
    for name in _TENSORFLOWS:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return None


def race(
    recipes: Mapping[str, Recipe], seeds: int, *, sample: bool, tell: Callable[[str], None]
) -> list[Timed]:
    """Time every recipe with the seeds 1 to `seeds`, telling how far it is.

    Raises:
        BrokeOff: a training broke off.
    """
    tasks = take_turns(recipes, seeds, sample=sample)
    done = []
    for place, task in enumerate(tasks, 1):
        tell(f"{place} of {len(tasks)}: {task.name}, seed {task.seed} …")
        timed = _time(task)
        last = timed["points"][-1]
        tell(f"   {100 * last['accuracy']:.2f} % of the test after {last['seconds']:.1f} s")
        done.append(timed)
    return done


def take_turns(recipes: Mapping[str, Recipe], seeds: int, *, sample: bool) -> list[Task]:
    """Every recipe with seed 1, then with seed 2: a machine that slows down slows all of them."""
    return [
        Task(name, recipe, seed, sample)
        for seed in range(1, seeds + 1)
        for name, recipe in recipes.items()
    ]


def _time(task: Task) -> Timed:
    timed: Timed = measure_alone(
        f"The training of “{task.name}” with seed {task.seed}", __name__, task.to_json()
    )
    return timed


def measure(task: Task) -> Timed:
    """Time the training that `task` asks for; Keras must not have been imported yet."""
    limit_threads(task.recipe.threads)
    data = load_sample() if task.sample else load()
    # Seconds of import, and threads must be set before.
    from benchmarks.time_to_accuracy import training

    recipe = task.recipe
    if isinstance(recipe, Stock):
        done = training.time_stock(data, task.seed, epochs=recipe.epochs, stop_at=recipe.stop_at)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            done = training.time_config(replace(recipe, seed=task.seed), data, Path(scratch))
    return Timed(recipe=task.name, seed=task.seed, **done, **training.conditions())


def main() -> None:
    """Measure the task named on the command line."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it without a traceback
    sys.stdout.write(json.dumps(measure(Task.from_json(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
