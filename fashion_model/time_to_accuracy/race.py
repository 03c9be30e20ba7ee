"""All trainings of the benchmark, one after another: each recipe once, then with the next seed."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping

from fashion_model import settings
from fashion_model.time_to_accuracy.task import Recipe, Task, Timed


class RaceError(RuntimeError):
    """A training broke off; the message is a sentence."""


def race(
    recipes: Mapping[str, Recipe], seeds: int, *, sample: bool, tell: Callable[[str], None]
) -> list[Timed]:
    """Time every recipe with the seeds 1 to `seeds`, telling how far it is.

    Raises:
        RaceError: a training broke off.
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
    """Run a child process; it ends with this one, whatever ends this one."""
    done = subprocess.run(
        [sys.executable, "-m", "fashion_model.time_to_accuracy.child", task.to_json()],
        cwd=settings.ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = (done.stderr.splitlines() or [f"exit code {done.returncode}"])[-1]
        raise RaceError(f"The training of “{task.name}” with seed {task.seed} broke off: {reason}")
    timed: Timed = json.loads(done.stdout.splitlines()[-1])
    return timed
