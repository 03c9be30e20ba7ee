"""The curve of a run: its batches and epochs, without what a resume made void."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fashion_model.runs.events import (
    Batch,
    Ending,
    Epoch,
    Event,
    Paused,
    Resumed,
    Started,
    Starting,
    Suspended,
)


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


def active_seconds(events: Iterable[Event]) -> float:
    """Seconds spent training: from each start or resume to the next pause, end or last word."""
    total = 0.0
    since: float | None = None
    last = 0.0
    for event in events:
        last_before, last = last, event.time
        if isinstance(event, Starting | Started | Resumed):
            again = isinstance(event, Starting)
            if since is not None and again:  # the one before died unheard
                total += last_before - since
            since = last if since is None or again else since
        elif isinstance(event, Paused | Suspended | Ending) and since is not None:
            total += last - since
            since = None
    return total if since is None else total + last - since


def learning_seconds(events: Iterable[Event]) -> float:
    """Seconds spent on pictures: as `active_seconds`, without the time a worker takes to begin."""
    total = 0.0
    since: float | None = None
    last = 0.0
    for event in events:
        last_before, last = last, event.time
        if isinstance(event, Starting) and since is not None:  # the one before died unheard
            total += last_before - since
            since = None
        elif isinstance(event, Started | Resumed):
            since = last if since is None else since
        elif isinstance(event, Paused | Suspended | Ending) and since is not None:
            total += last - since
            since = None
    return total if since is None else total + last - since
