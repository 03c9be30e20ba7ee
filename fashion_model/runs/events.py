"""What can happen to a run: a type for each event, and what each must say.

An event that lacks something, or says something else there, is damage, not news: no page meets a
number that is none. The keys in `events.jsonl` are the fields' names and stay as they are.
"""

import time
from collections.abc import Callable
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, ClassVar

from fashion_model.calibration import COLDEST, HOTTEST
from fashion_model.labels import CLASSES

Check = Callable[[object], bool]

LATEST = 2.5e11  # unix seconds; later years can't be shown as a date
MOST_STEPS = 10**9
MOST_TEXT = 10_000  # letters
MOST_PICTURES = 1_000  # on the wall, or followed


class DamagedEvents(ValueError):
    """A line that can't be an event; the message says which."""


def _number(low: float, high: float) -> Check:
    def check(value: object) -> bool:
        return type(value) in (int, float) and low <= value <= high  # type: ignore[operator]

    return check


def _whole(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def _list_of(check: Check, shortest: int, longest: int) -> Check:
    def check_all(value: object) -> bool:
        return (
            isinstance(value, list)
            and shortest <= len(value) <= longest
            and all(check(each) for each in value)
        )

    return check_all


def _text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)  # no page could show it


def _wall(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    indices, labels, rows = (value.get(key) for key in ("indices", "labels", "probabilities"))
    n = len(indices) if isinstance(indices, list) else 0
    return (
        n % CLASSES == 0
        and _list_of(_whole(0, 10**6), n, min(n, MOST_PICTURES))(indices)
        and _list_of(_whole(0, CLASSES - 1), n, n)(labels)
        and _list_of(_probabilities, n, n)(rows)
    )


def _anything(_: object) -> bool:
    return True


_share, _any_number = _number(0, 1), _number(-3e38, 3e38)  # as large as float32 gets
_seconds, _steps = _number(0, 1e10), _whole(0, MOST_STEPS)
_at_least_one = _whole(1, MOST_STEPS)
_probabilities = _list_of(_share, CLASSES, CLASSES)
_followed = _list_of(_probabilities, 0, MOST_PICTURES)
_counts = _list_of(_list_of(_steps, CLASSES, CLASSES), CLASSES, CLASSES)
is_time = _number(0, LATEST)
"""Whether a value is a moment in unix seconds that can be shown as a date."""


def _required(check: Check) -> Any:
    return field(metadata={"check": check})


def _optional(check: Check) -> Any:
    return field(default=None, metadata={"check": check})


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened, and when: `time` by the computer's clock, which may be set anew.

    `elapsed` are the seconds that its worker has worked since it began, and tell how long it took.
    """

    kind: ClassVar[str]
    time: float = field(default_factory=time.time, metadata={"check": is_time})
    elapsed: float | None = _optional(_seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Starting(Event):
    """A worker begins: the server's or a terminal's; `again`: why the one before could not go on.

    That one was a machine of a cluster, which was lost.
    """

    kind = "starting"
    by: str | None = _optional(_text)
    again: str | None = _optional(_text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Started(Event):
    """TensorFlow and the pictures are there."""

    kind = "started"
    parameters: int = _required(_steps)
    batches_per_epoch: int = _required(_at_least_one)
    epochs: int = _required(_at_least_one)
    batch_size: int = _required(_at_least_one)
    train_pictures: int = _required(_at_least_one)
    validation_pictures: int | None = _optional(_anything)
    layers: list[dict[str, Any]] | None = field(default=None, metadata={"check": _anything})
    parent: str | None = _optional(_anything)  # of fine-tuning, as the next
    own_pictures: int | None = _optional(_anything)


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch(Event):
    """Some batches are done; the numbers are the latest one's."""

    kind = "batch"
    step: int = _required(_steps)  # batches since the start
    epoch: int = _required(_at_least_one)
    batch: int = _required(_steps)  # within the epoch
    loss: float = _required(_any_number)
    accuracy: float = _required(_share)
    learning_rate: float = _required(_any_number)
    images_per_second: float = _required(_any_number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """Some validation pictures, equally many of each class, and what they were taken for."""

    indices: list[int]  # in the official data set
    labels: list[int]
    probabilities: list[list[float]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Epoch(Event):
    """An epoch is done and judged on the validation pictures."""

    kind = "epoch"
    step: int = _required(_steps)
    epoch: int = _required(_at_least_one)
    loss: float = _required(_any_number)
    accuracy: float = _required(_share)
    validation_loss: float = _required(_any_number)
    validation_accuracy: float = _required(_share)
    seconds: float = _required(_seconds)
    confusion_matrix: list[list[int]] = field(metadata={"check": _counts})
    wall: Wall = field(metadata={"check": _wall})
    watch: list[list[float]] = field(metadata={"check": _followed})
    best: bool | None = _optional(_anything)


@dataclass(frozen=True, kw_only=True, slots=True)
class Paused(Event):
    """Its worker waits."""

    kind = "paused"
    step: int = _required(_steps)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed(Event):
    """It goes on from `step`; what was told of later ones is void."""

    kind = "resumed"
    step: int = _required(_steps)


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspended(Event):
    """It was saved and set aside; `reason` says in words why it could not go on, if so."""

    kind = "suspended"
    step: int = _required(_steps)
    reason: str | None = _optional(_text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Artefact(Event):
    """A file was written into the run directory."""

    kind = "artefact"
    name: str = _required(_text)
    sha256: str = _required(_text)
    size: int = _required(_whole(0, 10**15))


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending(Event):
    """The last event of a training, and why in words; the numbers are the kept network's."""

    reason: str = _required(_text)
    test_accuracy: float | None = _optional(_share)
    test_loss: float | None = _optional(_any_number)
    best_epoch: int | None = _optional(_anything)
    validation_accuracy: float | None = _optional(_anything)
    seconds: float | None = _optional(_anything)
    temperature: float | None = _optional(_number(COLDEST, HOTTEST))  # by validation, as the next
    sure: float | None = _optional(_share)  # the confidence from which it is; 1: never
    own_pictures: int | None = _optional(_at_least_one)  # of fine-tuning, as all below
    own_right: int | None = _optional(_steps)
    own_right_before: int | None = _optional(_steps)
    test_accuracy_before: float | None = _optional(_share)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished(Ending):
    """All epochs are done, or it stopped early by itself."""

    kind = "finished"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped(Ending):
    """Somebody stopped it, or its time was over."""

    kind = "stopped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed(Ending):
    """It can't go on, and nothing is left of it."""

    kind = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested(Event):
    """The test pictures were asked after the ending: it was one of several, and was chosen."""

    kind = "tested"
    test_accuracy: float = _required(_share)
    test_loss: float = _required(_any_number)


ENDINGS = (Finished.kind, Stopped.kind, Failed.kind)
_KINDS: dict[str, type[Event]] = {
    each.kind: each
    for each in (
        *(Starting, Started, Batch, Epoch, Paused, Resumed, Suspended, Artefact),
        *(Finished, Stopped, Failed, Tested),
    )
}
_CHECKS: dict[str, list[tuple[str, Check, bool]]] = {
    kind: [(each.name, each.metadata["check"], each.default is MISSING) for each in fields(event)]
    for kind, event in _KINDS.items()
}


def parse_event(value: object) -> Event | None:
    """The event that JSON says; None where it is none this app writes.

    Keys that are not known are left out.
    """
    if not isinstance(value, dict) or not isinstance(kind := value.get("event"), str):
        return None
    if kind not in _KINDS:
        return None
    known: dict[str, Any] = {}
    for name, check, required in _CHECKS[kind]:
        said = value.get(name)
        if not (check(said) if required or said is not None else True):
            return None
        known[name] = said
    if kind == Epoch.kind:
        known["wall"] = Wall(**{each.name: known["wall"][each.name] for each in fields(Wall)})
    return _KINDS[kind](**known)


def to_dict(event: Event) -> dict[str, Any]:
    """The event as it is stored; what it does not say is left out."""
    said = asdict(event)
    moment = said.pop("time")
    measured = {"test_accuracy": None} if isinstance(event, Ending) else {}
    said = {name: value for name, value in said.items() if value is not None}
    return {"event": event.kind, "time": moment, **measured, **said}
