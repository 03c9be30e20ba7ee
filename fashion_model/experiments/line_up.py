"""Which of several settings is best, and which can't be told from it.

The rules stand in `fashion_model/experiments/significance.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from fashion_model.experiments.significance import Comparison, Group, Kind, compare_all

Standing = Literal["best", "worse", "equivalent", "unclear"]

_STANDINGS: dict[Kind, Standing] = {
    "better": "worse",
    "equivalent": "equivalent",
    "unclear": "unclear",
}  # of the lower one of a pair


@dataclass(frozen=True)
class LineUp:
    """Several groups, and all their pairs.

    Attributes:
        groups: In the order in which they were given, which all numbers here refer to.
        comparisons: Of each pair, the lower number first.
    """

    groups: tuple[Group, ...]
    comparisons: Mapping[tuple[int, int], Comparison]

    def pair(self, first: int, second: int) -> Comparison:
        """`first` compared with `second`."""
        if first < second:
            return self.comparisons[first, second]
        return self.comparisons[second, first].turned()

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The numbers of the groups, the highest mean first."""
        return tuple(sorted(range(len(self.groups)), key=lambda number: -self.groups[number].mean))

    @property
    def best(self) -> int:
        """The group with the highest mean, which need not be a winner."""
        return self.order[0]

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How each group compares with the best."""
        return tuple(
            "best" if number == self.best else _STANDINGS[self.pair(self.best, number).kind]
            for number in range(len(self.groups))
        )

    def having(self, standing: Standing) -> tuple[int, ...]:
        """The groups that compare so with the best, the highest mean first."""
        return tuple(number for number in self.order if self.standings[number] == standing)

    @property
    def kind(self) -> Kind:
        """`better`: there is a winner; `equivalent`: whatever is not worse is as good."""
        if self.having("unclear"):
            return "unclear"
        return "equivalent" if self.having("equivalent") else "better"

    @property
    def winner(self) -> int | None:
        """The group that is better than every other, if one is."""
        return self.best if self.kind == "better" else None

    @cached_property
    def more_seeds(self) -> int | None:
        """How many more in each group would tell all from the best; None as in a comparison."""
        most = None
        for number in self.having("unclear"):  # the nearest one first, which mostly asks for most
            needed = self.pair(self.best, number).more_seeds
            if needed is None:
                return None
            most = max(most or 0, needed)
        return most

    def to_dict(self) -> dict[str, Any]:
        """The verdict, ready for JSON; the figures are those of the best and the runner-up."""
        pair = self.pair(*self.order[:2])
        return {
            "kind": self.kind,
            "winner": self.winner,
            "best": self.best,
            "runner_up": self.order[1],
            "difference": pair.difference,
            "interval": list(pair.interval),
            "level": pair.level,
            "p": pair.p,
            "standings": list(self.standings),
            "more_seeds": self.more_seeds,
        }


def line_up(groups: Sequence[Group]) -> LineUp:
    """Compare every two of at least two groups.

    Raises:
        ValueError: there is only one, or none.
    """
    if len(groups) < 2:
        raise ValueError("It takes two groups to compare.")
    return LineUp(tuple(groups), compare_all(groups))
