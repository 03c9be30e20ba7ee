"""All runs as one table: what each was, how far it came, and what it cost; also as CSV."""

from __future__ import annotations

import csv
import io
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from fashion_model.config import TrainConfig
from fashion_model.config.layers import count_multiply_adds, count_parameters
from fashion_model.runs.directory import DamagedRun, RunSummary
from fashion_model.runs.naming import specialities

DAMAGED = "damaged"
_FORMULAS = ("=", "+", "-", "@")  # how a text begins that a spreadsheet would run


class Group(NamedTuple):
    """Runs that differ in their seed only: how many have ended, mean and standard deviation."""

    n: int
    mean: float
    sd: float


@dataclass(frozen=True)
class Row:
    """One run, or in a table by settings all runs that differ in their seed only.

    Attributes:
        runs: It, or all of them, best first.
        name: Its name; of several the settings.
        preset: The nearest one.
        special: How it differs from that, in words.
        accuracy: Of the kept network on validation, or the mean; None before the end.
        group: What runs with these settings reached; None of less than two.
        parameters: Of the network.
        multiply_adds: Of a picture's way through it.
        seconds: Of its epochs, or the mean.
        speed: Pictures learned from in a second, or the mean.
        state: Its state; of several the liveliest one.
        created: In unix seconds, of several the last one.
    """

    runs: tuple[RunSummary | DamagedRun, ...]
    name: str
    state: str
    special: str = ""
    preset: str | None = None
    accuracy: float | None = None
    group: Group | None = None
    parameters: int | None = None
    multiply_adds: int | None = None
    seconds: float | None = None
    speed: float | None = None
    created: float | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its runs."""
        return tuple(run.id for run in self.runs)

    @property
    def healthy(self) -> tuple[RunSummary, ...]:
        """Those of its runs that can be read."""
        return tuple(run for run in self.runs if isinstance(run, RunSummary))

    @property
    def sample(self) -> bool | None:
        """Whether it was trained on the bundled sample."""
        return self.healthy[0].sample if self.healthy else None

    @property
    def told(self) -> str:
        """Its settings in words: `Quick: rate 0.02`."""
        if self.preset is None:
            return self.special
        return (
            f"{self.preset.capitalize()}: {self.special}"
            if self.special
            else self.preset.capitalize()
        )


def rows(runs: Iterable[RunSummary | DamagedRun]) -> list[Row]:
    """A row for each of `runs`, by validation accuracy; what is damaged comes last."""
    listed = list(runs)
    groups = _groups(run for run in listed if isinstance(run, RunSummary))
    found = []
    for run in listed:
        if isinstance(run, DamagedRun):
            found.append(Row((run,), f"Damaged training {run.name}", DAMAGED, run.reason))
        else:
            found.append(_row(run, groups.get(settings_key(run))))
    return sort(found)


def by_settings(found: Sequence[Row]) -> list[Row]:
    """A row for all runs of `found` with the same settings but the seed, by their mean."""
    together: dict[object, list[Row]] = defaultdict(list)
    for row in found:
        together[settings_key(row.healthy[0]) if row.healthy else row.ids].append(row)
    return sort([_merged(members) for members in together.values()])


def settings_key(run: RunSummary) -> object:
    """What runs share that differ in their seed only; a child run shares it with no other."""
    own = run.id if run.parent is not None else None
    return _seedless(run.config), run.sample, run.fingerprint, own


@lru_cache(maxsize=4096)
def _seedless(config: TrainConfig) -> TrainConfig:
    """The same with the presets' seed; kept, because making a configuration checks all of it."""
    return replace(config, seed=TrainConfig().seed)


SORTS: dict[str, Callable[[Row], Any]] = {
    "validation_accuracy": lambda row: -1.0 if row.accuracy is None else row.accuracy,
    "created": lambda row: row.created or 0.0,
    "pictures_a_second": lambda row: row.speed or 0.0,
    "name": lambda row: row.name.casefold(),
    "seconds": lambda row: _or_last(row.seconds),
    "parameters": lambda row: _or_last(row.parameters),
    "multiply_adds": lambda row: _or_last(row.multiply_adds),
}
"""What the table can be sorted by; the first three begin with the highest."""
_HIGHEST_FIRST = ("validation_accuracy", "created", "pictures_a_second")


def sort(found: Iterable[Row], by: str = "validation_accuracy") -> list[Row]:
    """Rows by one of `SORTS`, of equals the newest first; what is damaged comes last."""
    newest = sorted(found, key=SORTS["created"], reverse=True)
    ordered = sorted(newest, key=SORTS[by], reverse=by in _HIGHEST_FIRST)
    return sorted(ordered, key=lambda row: row.state == DAMAGED)


def _or_last(number: float | None) -> float:
    return float("inf") if number is None else number


def _groups(runs: Iterable[RunSummary]) -> dict[object, Group]:
    reached: dict[object, list[float]] = defaultdict(list)
    for run in runs:
        if run.validation_accuracy is not None:
            reached[settings_key(run)].append(run.validation_accuracy)
    return {key: _group(each) for key, each in reached.items() if len(each) > 1}


def _group(reached: Sequence[float]) -> Group:
    return Group(len(reached), statistics.fmean(reached), statistics.stdev(reached))


def _row(run: RunSummary, group: Group | None) -> Row:
    facts = _facts(run.config)
    child = ["own pictures"] if run.parent is not None else []
    summary = run.summary
    return Row(
        runs=(run,),
        name=run.name,
        state=run.state,
        special=", ".join([*facts.special, *child]),
        preset=facts.preset,
        accuracy=run.validation_accuracy,
        group=group,
        parameters=facts.parameters,
        multiply_adds=facts.multiply_adds,
        seconds=summary.own_seconds or None,
        speed=summary.epoch_pictures / summary.epoch_seconds if summary.epoch_seconds else None,
        created=run.created,
    )


def _merged(members: Sequence[Row]) -> Row:
    first, *others = sort(members)
    if not first.healthy or first.healthy[0].parent is not None:
        return first
    reached = [row.accuracy for row in members if row.accuracy is not None]
    states = [row.state for row in members]
    merged = replace(
        first,
        runs=tuple(each for row in (first, *others) for each in row.runs),
        special=", ".join(_facts(_seedless(first.healthy[0].config)).special),
        accuracy=statistics.fmean(reached) if reached else None,
        group=_group(reached) if len(reached) > 1 else None,
        state=next((state for state in _LIVELIEST if state in states), states[0]),
        seconds=_mean(row.seconds for row in members),
        speed=_mean(row.speed for row in members),
        created=max(row.created or 0.0 for row in members),
    )
    return replace(merged, name=merged.told)


_LIVELIEST = ("running", "queued", "paused", "interrupted", "finished", "stopped", "failed")


def _mean(numbers: Iterable[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return statistics.fmean(known) if known else None


class _Facts(NamedTuple):
    """What follows from a configuration alone."""

    preset: str
    special: tuple[str, ...]
    parameters: int
    multiply_adds: int


@lru_cache(maxsize=4096)
def _facts(config: TrainConfig) -> _Facts:
    preset, special = specialities(config)
    return _Facts(preset, tuple(special), count_parameters(config), count_multiply_adds(config))


COLUMNS = (
    *("run", "name", "state", "preset", "special", "validation_accuracy"),
    *("group_runs", "group_mean", "group_sd", "parameters", "multiply_adds"),
    *("seconds", "pictures_a_second", "sample", "created"),
)
"""Of the CSV, as `to_dict` calls them."""


def to_dict(row: Row) -> dict[str, Any]:
    """The row of one run, ready for JSON or CSV; None where there is nothing to tell."""
    group = row.group
    return {
        "run": row.ids[0],
        "name": row.name,
        "state": row.state,
        "preset": row.preset,
        "special": row.special,
        "validation_accuracy": row.accuracy,
        "group_runs": None if group is None else group.n,
        "group_mean": None if group is None else round(group.mean, 6),
        "group_sd": None if group is None else round(group.sd, 6),
        "parameters": row.parameters,
        "multiply_adds": row.multiply_adds,
        "seconds": None if row.seconds is None else round(row.seconds, 2),
        "pictures_a_second": None if row.speed is None else round(row.speed, 1),
        "sample": row.sample,
        "created": row.created,
    }


def to_csv(found: Iterable[Row]) -> str:
    """All rows with a head, dates as ISO 8601; a name never becomes a spreadsheet's formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_written(row) for row in found)
    return text.getvalue()


def _written(row: Row) -> dict[str, Any]:
    said = to_dict(row)
    if row.created is not None:
        said["created"] = datetime.fromtimestamp(row.created).astimezone().isoformat("T", "seconds")
    return {name: _harmless(value) for name, value in said.items()}


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip().startswith(_FORMULAS):
        return f"'{value}"
    return value
