"""A guard against slow growth: it counts the work of a training, never its seconds.

Where a preset is meant to do more, run this and put the new numbers into `AT_MOST`; a preset that
came to do less should get smaller ones.
"""

import math
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import keras
import pytest

from fashion_model.config import PRESETS
from fashion_model.config.layers import count_multiply_adds, count_parameters
from fashion_model.network import train
from fashion_model.network.testing import CHUNK
from fashion_model.network.train import EVENTS_PER_SECOND
from fashion_model.workers.scheduler import Scheduler
from tests.tiny import IN_A_WORKER, TINY, queue_run, tiny_dataset, wait_for

PICTURES = 55_000  # to train on, of the full data


class Work(NamedTuple):
    """What one preset costs."""

    parameters: int
    multiply_adds: int  # of one picture's way forwards
    batches: int  # an epoch, which is how often Python is called
    epochs: int


AT_MOST = {
    "quick": Work(parameters=224_714, multiply_adds=2_035_904, batches=429, epochs=6),
    "classic": Work(parameters=421_642, multiply_adds=4_241_152, batches=429, epochs=10),
    "broad": Work(parameters=156_074, multiply_adds=7_513_856, batches=429, epochs=3),
    "deep": Work(parameters=193_194, multiply_adds=14_739_200, batches=429, epochs=12),
}


def test_presets_do_no_more_work_than_recorded() -> None:
    assert AT_MOST.keys() == PRESETS.keys()
    for name, config in PRESETS.items():
        work = Work(
            count_parameters(config),
            count_multiply_adds(config),
            PICTURES // config.batch_size,
            config.epochs,
        )
        for what, count, most in zip(Work._fields, work, AT_MOST[name], strict=True):
            assert count <= most, f"{name}: {count:,} {what}, recorded were {most:,}"


@pytest.mark.slow
def test_python_is_called_once_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tiny_dataset()
    calls: Counter[str] = Counter()
    steps: list[int] = []

    def counted(name: str) -> Any:
        original = getattr(keras.Model, name)

        def call(*arguments: Any, **named: Any) -> Any:
            calls[name] += 1
            return original(*arguments, **named)

        return call

    for name in ("train_on_batch", "predict_on_batch"):
        monkeypatch.setattr(keras.Model, name, counted(name))
    events = list(train(TINY, data, tmp_path, watch=data.test.images[:3], control=steps.append))

    batches = len(data.train) // TINY.batch_size
    chunks = math.ceil(len(data.validation) / CHUNK)
    assert calls["train_on_batch"] == TINY.epochs * batches
    watched, tested = 1, math.ceil(len(data.test) / CHUNK)
    assert calls["predict_on_batch"] == TINY.epochs * (chunks + watched) + tested
    assert len(steps) == TINY.epochs * (batches + chunks)

    kinds = Counter(event.kind for event in events)
    seconds = events[-1].time - events[0].time
    assert kinds["batch"] <= TINY.epochs + EVENTS_PER_SECOND * seconds
    assert kinds["epoch"] == TINY.epochs
    assert kinds["artefact"] == TINY.epochs + 3  # the answers of each epoch; test, two models


def test_a_run_leaves_one_file_an_epoch_and_eight_more(runs: Path, scheduler: Scheduler) -> None:
    run = wait_for(queue_run(runs), lambda run: run.state == "finished" and not run.held)
    files = {str(path.relative_to(run.path)) for path in run.path.rglob("*") if path.is_file()}
    assert files == {
        "config.json",
        "events.jsonl",
        "lock",
        "manifest.json",
        "model.keras",
        "model.tflite",
        "predictions/test.npz",
        "worker.log",
    } | {f"predictions/validation-{epoch:04d}.npy" for epoch in range(1, IN_A_WORKER.epochs + 1)}
