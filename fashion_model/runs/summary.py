"""What the events of a run come to, in some hundred bytes: all that a list of hundreds needs."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from fashion_model.runs.curve import Curve, active_seconds, learning_seconds
from fashion_model.runs.events import ENDINGS, Event

_PASSING = ("batch", "epoch", "artefact")


@dataclass(frozen=True)
class EventSummary:
    """All zero, empty or None before the first event."""

    last: str = ""  # the kind of the last event
    turns: tuple[str, ...] = ()  # the kinds of the last two that turn a run's state
    heard: float = 0.0  # unix seconds; a request counts if it came later
    ending: Event | None = None  # `finished`, `stopped` or `failed`
    obstacle: str | None = None  # why its worker set it aside, in words
    by_server: bool = False  # whether the server's worker began it last
    artefacts: dict[str, str] = field(default_factory=dict)  # SHA-256 by name
    step: int = 0  # batches trained
    steps: int = 0  # batches asked for
    seconds: float = 0.0  # of training, pauses left out
    learning_seconds: float = 0.0  # the same without the time to get ready
    epoch_seconds: float | None = None  # of the median epoch
    epoch_pictures: int = 0  # learned from in an epoch


def summarize(events: Sequence[Event], curve: Curve) -> EventSummary:
    """Summarize the events of a run and its `curve`, read from them."""
    if not events:
        return EventSummary()
    last = events[-1]
    kind = str(last["event"])
    started = last_of(events, "started")
    starting = last_of(events, "starting")
    obstacle = str(last["reason"]) if kind == "suspended" and "reason" in last else None
    # Who asks while a worker is being set aside has not been heard by it.
    unheard = kind == "suspended" and obstacle is None and len(events) > 1
    seconds = [each["seconds"] for each in curve.epochs if each["seconds"]]
    return EventSummary(
        last=kind,
        turns=tuple(each["event"] for each in events if each["event"] not in _PASSING)[-2:],
        heard=float(events[-2]["time"] if unheard else last["time"]),
        ending=last if kind in ENDINGS else None,
        obstacle=obstacle,
        by_server=starting is not None and starting.get("by") == "server",
        artefacts={each["name"]: each["sha256"] for each in events if each["event"] == "artefact"},
        step=curve.step,
        steps=started["batches_per_epoch"] * started["epochs"] if started else 0,
        seconds=active_seconds(events),
        learning_seconds=learning_seconds(events),
        epoch_seconds=float(statistics.median(seconds)) if seconds else None,
        epoch_pictures=started["batches_per_epoch"] * started["batch_size"] if started else 0,
    )


def last_of(events: Sequence[Event], kind: str) -> Event | None:
    """The last event of that kind, if there is any."""
    return next((each for each in reversed(events) if each["event"] == kind), None)
