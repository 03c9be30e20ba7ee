"""How long a training will take: its multiply-adds, and how fast this machine did earlier ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fashion_model.config import TrainConfig
from fashion_model.config.layers import count_multiply_adds
from fashion_model.runs import RunSummary

EARLIER = 20  # trainings looked at to judge the speed of this machine, newest first
GETTING_READY = 5.0  # seconds in which a worker loads TensorFlow
EACH_PICTURE = 1_000_000  # multiply-adds that would take as long as what every picture costs anyway
TWO_CORES = (8e9, 60e9)  # multiply-adds a second, busy and idle, seen on processors with two cores


@dataclass(frozen=True)
class Estimate:
    """Seconds a training will take, between `low` and `high`.

    `measured`: judged by an earlier training on this machine; else by two-core machines at large.
    """

    low: float
    high: float
    measured: bool


def estimate(config: TrainConfig, train_pictures: int, earlier: Sequence[RunSummary]) -> Estimate:
    """Say how long `config` takes with `train_pictures` at hand, of which it uses its share.

    Among `earlier` the training with the network nearest in size counts, and of equals the first.
    """
    used = max(1, round(train_pictures * config.share))
    work = config.epochs * used * work_a_picture(config)
    speeds = [(run, speed) for run in earlier if (speed := speed_of(run)) is not None]
    if not speeds:
        slow, fast = TWO_CORES
        return Estimate(GETTING_READY + work / fast, GETTING_READY + work / slow, measured=False)
    _, speed = min(speeds, key=lambda each: _distance(each[0].config, config))
    return Estimate(GETTING_READY + work / speed, GETTING_READY + work / speed, measured=True)


def work_a_picture(config: TrainConfig) -> int:
    """Return the work of one training picture, in multiply-adds of its way forwards.

    The way back takes about twice as long, in all networks alike, so it is left out.
    """
    return count_multiply_adds(config) + EACH_PICTURE


def speed_of(run: RunSummary) -> float | None:
    """Return the work `run` did in a second, validation included; None before its first epoch."""
    seconds = run.summary.epoch_seconds
    if seconds is None or run.bundled:
        return None
    if run.parent is not None:  # most of its time goes into being asked, not into learning
        return None
    return run.summary.epoch_pictures * work_a_picture(run.config) / seconds


def _distance(one: TrainConfig, other: TrainConfig) -> float:
    """Return how unlike two trainings are in what makes a picture fast or slow."""
    size = abs(math.log(work_a_picture(one) / work_a_picture(other)))
    batch = abs(math.log(one.batch_size / other.batch_size))
    varied = one.augmentation.active != other.augmentation.active
    return size + 0.3 * batch + 0.3 * varied + (one.threads != other.threads)
