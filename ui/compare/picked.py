"""What is ticked in the table of all trainings, kept by the runs' ids.

The first ticked comes first, so that A stays A; what the filter hides stays ticked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fashion_model.experiments.comparing_runs import LETTERS
from fashion_model.runs import RunSummary
from fashion_model.runs.table import Row
from ui.state import PICKED_RUNS

FEWEST, MOST = 2, len(LETTERS)
"""As many can be compared: more lines nobody tells apart."""


@dataclass(frozen=True)
class Series:
    """One thing compared: a training, or all with the same settings; its letter is its name."""

    number: int
    row: Row

    @property
    def letter(self) -> str:
        """`A` for the first."""
        return LETTERS[self.number]

    @property
    def runs(self) -> tuple[RunSummary, ...]:
        """Its trainings."""
        return self.row.healthy

    @property
    def best(self) -> RunSummary:
        """The one that did best on validation."""
        return self.row.healthy[0]


def rows(found: Sequence[Row]) -> list[Row]:
    """Return those of `found` that are ticked, the first ticked first."""
    ticked = PICKED_RUNS.get()
    places = {run_id: place for place, run_id in enumerate(ticked)}
    chosen = [row for row in found if set(row.ids) <= places.keys()]
    return sorted(chosen, key=lambda row: min(places[run_id] for run_id in row.ids))


def series(chosen: Sequence[Row]) -> list[Series]:
    """Return what can be compared of `chosen`: nothing damaged, at most `MOST`."""
    healthy = [row for row in chosen if row.healthy][:MOST]
    return [Series(number, row) for number, row in enumerate(healthy)]


def pick(ids: Sequence[str], visible: Sequence[str]) -> None:
    """Tick `ids` of those that are `visible`; what is hidden stays as it was."""
    hidden_or_kept = [each for each in PICKED_RUNS.get() if each in ids or each not in visible]
    new = [each for each in ids if each not in hidden_or_kept]
    PICKED_RUNS.set((*hidden_or_kept, *new))


def forget(gone: Sequence[str]) -> None:
    """Untick those ids."""
    PICKED_RUNS.set(tuple(each for each in PICKED_RUNS.get() if each not in gone))
