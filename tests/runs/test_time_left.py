"""How long a training will still take is said once its speed is known to about a third."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.runs import Run, open_run
from fashion_model.runs.directory import STEADY_EVENTS, lock_run
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Event
from tests.tiny import TINY, batch, epoch, queue_run, started

CONFIG = replace(TINY, epochs=3, batch_size=32)
PER_EPOCH = 100


@pytest.fixture
def held(runs: Path) -> Iterator[Run]:
    """A run that a worker holds."""
    run = queue_run(runs, CONFIG)
    lock = lock_run(run.path)
    append_event(run.path / "events.jsonl", started(CONFIG, PER_EPOCH))
    yield run
    lock.release()


def left(run: Run, *events: Event) -> float | None:
    for event in events:
        append_event(run.path / "events.jsonl", event)
    return open_run(run.id, run.path.parent).seconds_left


def batches(*speeds: float) -> list[Event]:
    return [batch(n, images_per_second=speed) for n, speed in enumerate(speeds, 1)]


def test_a_few_batches_say_little(held: Run) -> None:
    assert left(held) is None
    assert left(held, *batches(*[320.0] * (STEADY_EVENTS - 1))) is None


def test_steady_batches_give_the_time(held: Run) -> None:
    seconds = left(held, *batches(*[320.0] * 20))
    assert seconds == pytest.approx((3 * PER_EPOCH - 20) * 32 / 320)


def test_the_slow_first_batches_do_not_count(held: Run) -> None:
    seconds = left(held, *batches(*[3.0] * 5, *[320.0] * 15))
    assert seconds == pytest.approx((3 * PER_EPOCH - 20) * 32 / 320)


def test_a_speed_that_swings_is_no_speed(held: Run) -> None:
    assert left(held, *batches(*[100.0, 320.0] * 10)) is None


def test_after_an_epoch_its_own_time_counts_with_the_judging(held: Run) -> None:
    done = epoch(1, step=PER_EPOCH, seconds=12.0)
    seconds = left(held, *batches(*[100.0, 320.0] * 10), done)
    assert seconds == pytest.approx(2 * 12.0)


def test_a_training_that_waits_has_no_time_left(runs: Path) -> None:
    assert queue_run(runs, CONFIG).seconds_left is None
