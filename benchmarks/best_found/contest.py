"""Contestants take turns, each search in a process of its own; what is done is not done again.

`python -m benchmarks.best_found.contest TASK` is such a process: it prints one JSON line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from benchmarks.alone import measure_alone
from benchmarks.best_found.task import PRODUCT, Clock, Outcome, Task, best_of
from fashion_model.data import load, load_sample
from fashion_model.workers.threads import limit_threads
from fashion_model.workers.worker import leave


def take_turns(
    contestants: Sequence[str], rounds: int, *, seconds: float, preset: str, sample: bool
) -> list[Task]:
    """Everybody's first search, then everybody's second: a machine that slows down slows all."""
    return [
        Task(contestant, number, seconds, preset, sample)
        for number in range(1, rounds + 1)
        for contestant in contestants
    ]


def contest(tasks: Sequence[Task], kept: Path | None, tell: Callable[[str], None]) -> list[Outcome]:
    """What came of `tasks`; in the file `kept` those that are done are found, and the others put.

    Raises:
        BrokeOff: a search broke off.
        OSError: `kept` can't be written.
    """
    done = _read(kept)
    found = []
    for place, task in enumerate(tasks, 1):
        key = task.to_json()
        tell(f"{place} of {len(tasks)}: {task.contestant}, round {task.round} …")
        if key not in done:
            done[key] = _search(task)
            if kept is not None:
                line = json.dumps({"task": key, "outcome": done[key]})
                with kept.open("a") as file:
                    file.write(f"{line}\n")
        outcome = done[key]
        reached = f"{100 * best_of(outcome):.2f} % of the validation pictures"
        tell(f"   {reached}, {outcome['ended']} trials done")
        found.append(outcome)
    return found


def _read(kept: Path | None) -> dict[str, Outcome]:
    """What was done before; a line that a kill left half written is left out."""
    if kept is None or not kept.is_file():
        return {}
    found: dict[str, Outcome] = {}
    whole = [line for line in kept.read_text().splitlines(keepends=True) if line.endswith("\n")]
    for line in whole:
        stored = json.loads(line)
        found[stored["task"]] = stored["outcome"]
    kept.write_text("".join(whole))
    return found


def _search(task: Task) -> Outcome:
    with tempfile.TemporaryDirectory() as scratch:  # the child ends in the middle of its work
        found: Outcome = measure_alone(
            f"The search of “{task.contestant}”", __name__, task.to_json(), scratch
        )
    return found


def search(task: Task, into: Path) -> NoReturn:
    """Search as `task` asks for, print what was found, and end this process when time is over.

    Keras must not have been imported yet. Nothing on the way can take the end for a failed trial.
    """
    limit_threads(task.base.threads)
    load_before = os.getloadavg()[0]
    data = load_sample() if task.sample else load()
    # Seconds of import, which are nobody's, and threads must be set before.
    from benchmarks.best_found import peers, product

    clock = Clock(task.seconds)

    def end() -> NoReturn:
        found = Outcome(
            contestant=task.contestant,
            round=task.round,
            points=list(clock.points),
            begun=clock.begun,
            ended=clock.ended,
            load=round(load_before, 2),
        )
        sys.stdout.write(f"\n{json.dumps(found)}\n")
        leave(0)

    bell = threading.Timer(task.seconds, end)
    bell.daemon = True  # what goes wrong before ends the process at once
    bell.start()
    one = product if task.contestant == PRODUCT else peers
    one.search(task, data, clock, into)
    bell.cancel()
    end()


if __name__ == "__main__":
    search(Task.from_json(sys.argv[1]), Path(sys.argv[2]))
