"""What the events of a run come to, in some hundred bytes: all that a list of hundreds needs."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from fashion_model.runs.curve import Curve, active_seconds, learning_seconds
from fashion_model.runs.events import (
    Artefact,
    Batch,
    Ending,
    Epoch,
    Event,
    Started,
    Starting,
    Suspended,
)

_PASSING = (Batch, Epoch, Artefact)


@dataclass(frozen=True)
class EventSummary:
    """All zero, empty or None before the first event."""

    last: type[Event] | None = None  # the type of the last event
    turns: tuple[type[Event], ...] = ()  # the types of the last two that turn a run's state
    heard: float = 0.0  # unix seconds; a request counts if it came later
    ending: Ending | None = None
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
    started = last_of(events, Started)
    starting = last_of(events, Starting)
    obstacle = last.reason if isinstance(last, Suspended) else None
    # Who asks while a worker is being set aside has not been heard by it.
    unheard = isinstance(last, Suspended) and obstacle is None and len(events) > 1
    seconds = [each.seconds for each in curve.epochs if each.seconds]
    return EventSummary(
        last=type(last),
        turns=tuple(type(each) for each in events if not isinstance(each, _PASSING))[-2:],
        heard=events[-2].time if unheard else last.time,
        ending=last if isinstance(last, Ending) else None,
        obstacle=obstacle,
        by_server=starting is not None and starting.by == "server",
        artefacts={each.name: each.sha256 for each in events if isinstance(each, Artefact)},
        step=curve.step,
        steps=started.batches_per_epoch * started.epochs if started else 0,
        seconds=active_seconds(events),
        learning_seconds=learning_seconds(events),
        epoch_seconds=float(statistics.median(seconds)) if seconds else None,
        epoch_pictures=started.batches_per_epoch * started.batch_size if started else 0,
    )


E = TypeVar("E", bound=Event)


def last_of(events: Sequence[Event], kind: type[E]) -> E | None:
    """The last event of that type, if there is any."""
    return next((each for each in reversed(events) if isinstance(each, kind)), None)
