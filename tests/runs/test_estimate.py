"""The time a training will take, by arithmetic."""

from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import PRESETS, TrainConfig
from fashion_model.config.layers import count_multiply_adds
from fashion_model.runs import BUNDLED, Run, open_run
from fashion_model.runs.estimate import (
    EACH_PICTURE,
    GETTING_READY,
    TWO_CORES,
    estimate,
    speed_of,
    work_a_picture,
)
from fashion_model.runs.event_log import append_event
from tests.tiny import epoch, queue_run, started

CLASSIC = PRESETS["classic"]


def trained(root: Path, config: TrainConfig, seconds: list[float]) -> Run:
    """A run whose epochs of 10 batches took so long."""
    run = queue_run(root, config)
    events = run.path / "events.jsonl"
    append_event(events, started(config))
    for number, each in enumerate(seconds, 1):
        append_event(events, epoch(number, seconds=each))
    return open_run(run.id, root)


def test_the_speed_of_a_training_is_its_work_in_a_second(runs: Path) -> None:
    run = trained(runs, CLASSIC, [5.0, 2.0, 4.0])
    assert work_a_picture(CLASSIC) == count_multiply_adds(CLASSIC) + EACH_PICTURE
    assert speed_of(run) == 10 * 128 * work_a_picture(CLASSIC) / 4.0


def test_the_same_training_again_takes_as_long_again(runs: Path) -> None:
    run = trained(runs, CLASSIC, [4.0] * 3)
    again = estimate(replace(CLASSIC, epochs=7), 10 * 128, [run])
    assert again.measured
    assert again.low == again.high == pytest.approx(GETTING_READY + 7 * 4.0)
    half = estimate(replace(CLASSIC, epochs=7, share=0.5), 10 * 128, [run])
    assert half.low == pytest.approx(GETTING_READY + 7 * 2.0)


def test_the_nearest_network_counts(runs: Path) -> None:
    slow = trained(runs, PRESETS["deep"], [100.0])
    fast = trained(runs, CLASSIC, [1.0])
    config = replace(CLASSIC, dense=(100,), epochs=1)
    expected = GETTING_READY + 1280 * work_a_picture(config) / (1280 * work_a_picture(CLASSIC))
    assert estimate(config, 1280, [slow, fast]).low == pytest.approx(expected)


def test_without_any_training_it_is_a_range(runs: Path) -> None:
    guess = estimate(CLASSIC, 10_000, [queue_run(runs), open_run(BUNDLED)])
    work = 10 * 10_000 * work_a_picture(CLASSIC)
    assert not guess.measured
    assert guess.low == pytest.approx(GETTING_READY + work / max(TWO_CORES))
    assert guess.high == pytest.approx(GETTING_READY + work / min(TWO_CORES))
