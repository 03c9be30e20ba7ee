"""What the trainings of an experiment have learned so far: a line for each, read from its run."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fashion_model.experiments.trials import Trial
from fashion_model.runs import Run, RunError, RunSummary
from fashion_model.runs.estimate import work_a_picture
from fashion_model.runs.events import Ending, Paused, Resumed, Started, Starting, Suspended
from fashion_model.words import roughly, several
from ui.visible import open_run

BEFORE = 20
"""Points of a line before its first epoch is complete, each the mean of some batches."""


class Point(NamedTuple):
    """How much was right at a moment of a training."""

    epoch: float
    second: float  # of training, this one's own
    accuracy: float


@dataclass(frozen=True)
class Line:
    """One training.

    Attributes:
        variant: Which of those compared it is one of.
        seed: Its seed.
        batches: The training pictures, while the first epoch went.
        epochs: The validation pictures, after each epoch.
        active: When it was trained, from and to, in unix seconds.
    """

    variant: int
    seed: int
    batches: tuple[Point, ...]
    epochs: tuple[Point, ...]
    active: tuple[tuple[float, float], ...]

    @property
    def last(self) -> Point | None:
        """Where the line ends."""
        found = self.epochs or self.batches
        return found[-1] if found else None


def read(trials: Sequence[Trial]) -> list[Line]:
    """Return the lines of those trainings that have begun and can be read; of no search's trial."""
    found = []
    for trial in trials:
        if trial.variant is None or trial.run is None or trial.run.summary.last is None:
            continue
        try:
            found.append(line(trial.run, trial.variant, trial.seed))
        except RunError:  # deleted or damaged this moment
            continue
    return found


def line(run: RunSummary, variant: int, seed: int) -> Line:
    """Return the line of `run`; RunError where it can't be read any more."""
    if run.ending is None:
        return line_of(open_run(run.id, run.path.parent), variant, seed)
    return _ended(run.path, run.id, run.summary.heard, variant, seed)


@lru_cache(maxsize=512)
def _ended(path: Path, run_id: str, heard: float, variant: int, seed: int) -> Line:
    return line_of(open_run(run_id, path.parent), variant, seed)


def line_of(run: Run, variant: int, seed: int) -> Line:
    """Return the line of `run`."""
    seconds, epochs = 0.0, []
    for epoch in run.curve.epochs:
        seconds += epoch.seconds
        epochs.append(Point(float(epoch.epoch), seconds, epoch.validation_accuracy))
    return Line(variant, seed, _batches(run), tuple(epochs), _active(run))


def _batches(run: Run) -> tuple[Point, ...]:
    """Return the first epoch in at most `BEFORE` points."""
    if run.started is None:
        return ()
    per_epoch, size = run.started.batches_per_epoch, run.started.batch_size
    parts: dict[int, list[Point]] = {}
    for batch in run.curve.batches:
        if batch.step > per_epoch:
            break
        speed = batch.images_per_second
        second = batch.step * size / speed if speed > 0 else 0.0
        place = min(BEFORE - 1, BEFORE * batch.step // per_epoch)
        point = Point(batch.step / per_epoch, second, batch.accuracy)
        parts.setdefault(place, []).append(point)
    return tuple(
        Point(part[-1].epoch, part[-1].second, sum(each.accuracy for each in part) / len(part))
        for part in parts.values()
    )


def _active(run: Run) -> tuple[tuple[float, float], ...]:
    found, since = [], None
    for event in run.events:
        if isinstance(event, Starting | Started | Resumed):
            since = event.time if since is None else since
        elif isinstance(event, Paused | Suspended | Ending) and since is not None:
            found.append((since, event.time))
            since = None
    if since is not None:
        found.append((since, run.events[-1].time))
    return tuple(found)


def seconds_active(lines: Sequence[Line]) -> float:
    """Return for how long any of `lines` was trained: those in turns share their time."""
    total, until = 0.0, 0.0
    for begin, end in sorted(each for line in lines for each in line.active):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return total


def how_far(trials: Sequence[Trial], lines: Sequence[Line], state: str) -> str:
    """Return how many trainings are done, and how long the rest will take if that is known."""
    ended = sum(trial.run is None or trial.run.ending is not None for trial in trials)
    words = f"{ended} of {several(len(trials), 'training')} done"
    left = seconds_left(trials, lines) if state == "running" else None
    if left is not None:
        return f"{words} · about {roughly(left)} left"
    if state == "running":
        words += " · measuring …" if any(line.last for line in lines) else " · getting ready …"
    return words


def seconds_left(trials: Sequence[Trial], lines: Sequence[Line]) -> float | None:
    """Return how long the rest will take, judged by what is done; None while too little is."""
    runs = [trial.run for trial in trials if trial.run is not None]
    whole = sum(_work(run) for run in runs)
    done = sum(_work(run) * (1.0 if run.ending else run.progress) for run in runs)
    spent = seconds_active(lines)
    if not whole or done / whole < 0.04 or spent < 3:
        return None
    return spent * (whole - done) / done


def _work(run: RunSummary) -> float:
    return run.config.epochs * run.config.share * work_a_picture(run.config)
