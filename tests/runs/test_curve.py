"""A curve shows each step once, however often a training was resumed."""

from dataclasses import replace
from typing import Any

from fashion_model.runs.curve import active_seconds, read_curve
from fashion_model.runs.events import Event
from tests.tiny import TINY, batch, epoch, make_event, started


def event(kind: str, time: float = 0.0, **values: Any) -> Event:
    given = {"time": time, **values}
    match kind:
        case "started":
            return replace(started(TINY), **given)
        case "batch":
            return batch(values.pop("step"), **{**given, **values})
        case "epoch":
            return epoch(1, **given)
    return make_event(kind, {"reason": "Done.", "test_accuracy": 0.5, **given})


def test_a_resume_takes_back_what_its_checkpoint_did_not_know() -> None:
    events = [
        event("started"),
        *(event("batch", step=step, loss=1.0) for step in range(1, 16)),
        event("epoch", step=10),
        event("starting"),
        event("resumed", step=10),
        event("batch", step=11, loss=2.0),
    ]
    curve = read_curve(events)
    assert [each.step for each in curve.batches] == list(range(1, 12))
    assert curve.batches[-1].loss == 2.0
    assert len(curve.epochs) == 1
    assert curve.step == 11


def test_a_start_from_scratch_takes_back_everything() -> None:
    events = [event("started"), event("batch", step=3), event("starting"), event("started")]
    assert read_curve(events).batches == []


def test_pauses_and_deaths_are_not_training_time() -> None:
    events = [
        event("starting", 0),
        event("started", 2),
        event("batch", 10, step=1),
        event("paused", 12, step=1),
        event("resumed", 100, step=1),
        event("batch", 105, step=2),  # killed here
        event("starting", 1000),
        event("resumed", 1001, step=1),
        event("finished", 1010),
    ]
    assert active_seconds(events) == 12 + 5 + 10
