"""The curve of a run: its batches and epochs, without what a resume made void."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fashion_model.runs.events import ENDINGS, Event


@dataclass(frozen=True)
class Curve:
    """`batch` and `epoch` events in order, each step once."""

    batches: list[Event] = field(default_factory=list)
    epochs: list[Event] = field(default_factory=list)

    @property
    def step(self) -> int:
        """Batches trained so far."""
        return int(
            max((part[-1]["step"] for part in (self.batches, self.epochs) if part), default=0)
        )


def read_curve(events: Iterable[Event]) -> Curve:
    """Follow the events; a resume from step `s` takes back all that came after `s`."""
    batches: list[Event] = []
    epochs: list[Event] = []
    for event in events:
        kind = event["event"]
        if kind == "batch":
            batches.append(event)
        elif kind == "epoch":
            epochs.append(event)
        elif kind in ("started", "resumed"):
            step = event.get("step", 0)
            batches = [each for each in batches if each["step"] <= step]
            epochs = [each for each in epochs if each["step"] <= step]
    return Curve(batches, epochs)


def active_seconds(events: Iterable[Event]) -> float:
    """Seconds spent training: from each start or resume to the next pause, end or last word."""
    total = 0.0
    since: float | None = None
    last = 0.0
    for event in events:
        kind, last_before, last = event["event"], last, event["time"]
        if kind in ("starting", "started", "resumed"):
            if since is not None and kind == "starting":  # the one before died unheard
                total += last_before - since
            since = last if since is None or kind == "starting" else since
        elif kind in ("paused", "suspended", *ENDINGS) and since is not None:
            total += last - since
            since = None
    return total if since is None else total + last - since


def learning_seconds(events: Iterable[Event]) -> float:
    """Seconds spent on pictures: as `active_seconds`, without the time a worker takes to begin."""
    total = 0.0
    since: float | None = None
    last = 0.0
    for event in events:
        kind, last_before, last = event["event"], last, event["time"]
        if kind == "starting" and since is not None:  # the one before died unheard
            total += last_before - since
            since = None
        elif kind in ("started", "resumed"):
            since = last if since is None else since
        elif kind in ("paused", "suspended", *ENDINGS) and since is not None:
            total += last - since
            since = None
    return total if since is None else total + last - since
