"""What the events of a run come to: its curve, and a summary in some hundred bytes."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from fashion_model.runs.events import (
    Artefact,
    Batch,
    Ending,
    Epoch,
    Event,
    Paused,
    Resumed,
    Started,
    Starting,
    Suspended,
    Tested,
)

_PASSING = (Batch, Epoch, Artefact, Tested)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Curve:
    """Batches and epochs in order, each step once."""

    batches: list[Batch] = field(default_factory=list)
    epochs: list[Epoch] = field(default_factory=list)

    @property
    def step(self) -> int:
        """Batches trained so far."""
        return max((part[-1].step for part in (self.batches, self.epochs) if part), default=0)


def read_curve(events: Iterable[Event]) -> Curve:
    """Follow the events; a resume from step `s` takes back all that came after `s`."""
    batches: list[Batch] = []
    epochs: list[Epoch] = []
    for event in events:
        if isinstance(event, Batch):
            batches.append(event)
        elif isinstance(event, Epoch):
            epochs.append(event)
        elif isinstance(event, Started | Resumed):
            step = event.step if isinstance(event, Resumed) else 0
            batches = [each for each in batches if each.step <= step]
            epochs = [each for each in epochs if each.step <= step]
    return Curve(batches, epochs)


def elapsed(events: Sequence[Event]) -> list[float]:
    """Seconds of training until each event, pauses left out: from each start or resume on."""
    found: list[float] = []
    total = 0.0
    since: float | None = None
    last = 0.0
    for event, moment in zip(events, _moments(events), strict=True):
        last_before, last = last, moment
        if isinstance(event, Starting | Started | Resumed):
            again = isinstance(event, Starting)
            if since is not None and again:  # the one before died unheard
                total += max(0.0, last_before - since)
            since = last if since is None or again else since
        elif isinstance(event, Paused | Suspended | Ending) and since is not None:
            total += max(0.0, last - since)
            since = None
        found.append(total if since is None else total + max(0.0, last - since))
    return found


def _moments(events: Iterable[Event]) -> Iterator[float]:
    """When each event was, on one clock for all that the same worker said.

    That is the worker's own, or where it wrote none down, as earlier versions did, the computer's.
    """
    own = False
    last = 0.0
    for event in events:
        if isinstance(event, Starting):
            own = event.elapsed is not None
        if not own:
            last = event.time
        elif event.elapsed is not None:  # else others said it of a worker that had died
            last = event.elapsed
        yield last


def active_seconds(events: Sequence[Event]) -> float:
    """Seconds spent training: from each start or resume to the next pause, end or last word."""
    return elapsed(events)[-1] if events else 0.0


@dataclass(frozen=True)
class EventSummary:
    """All zero, empty or None before the first event."""

    last: type[Event] | None = None  # the type of the last event
    turns: tuple[type[Event], ...] = ()  # the types of the last two that turn a run's state
    heard: float = 0.0  # unix seconds; a request without a number counts if it came later
    heard_events: int = 0  # a request counts if it came after so many
    ending: Ending | None = None
    obstacle: str | None = None  # why its worker set it aside, in words
    by_server: bool = False  # whether the server's worker began it last
    again: str | None = None  # why it was tried once more, in words, where it was
    artefacts: dict[str, str] = field(default_factory=dict)  # SHA-256 by name
    step: int = 0  # batches trained
    steps: int = 0  # batches asked for
    seconds: float = 0.0  # of training, pauses left out
    own_seconds: float = 0.0  # of its epochs: without the turns of others
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
        heard_events=len(events) - unheard,
        ending=_ending(events),
        obstacle=obstacle,
        by_server=starting is not None and starting.by == "server",
        again=next(
            (e.again for e in reversed(events) if isinstance(e, Starting) and e.again), None
        ),
        artefacts={each.name: each.sha256 for each in events if isinstance(each, Artefact)},
        step=curve.step,
        steps=started.batches_per_epoch * started.epochs if started else 0,
        seconds=active_seconds(events),
        own_seconds=sum(each.seconds for each in curve.epochs),
        epoch_seconds=float(statistics.median(seconds)) if seconds else None,
        epoch_pictures=started.batches_per_epoch * started.batch_size if started else 0,
    )


def _ending(events: Sequence[Event]) -> Ending | None:
    """How it ended, and what the test pictures said, then or later."""
    ended, tested = last_of(events, Ending), last_of(events, Tested)
    if ended is None or tested is None:
        return ended
    return replace(ended, test_accuracy=tested.test_accuracy, test_loss=tested.test_loss)


def last_of(events: Sequence[Event], kind: type[E]) -> E | None:
    """The last event of that type, if there is any."""
    return next((each for each in reversed(events) if isinstance(each, kind)), None)
