"""Whether settings differ in validation accuracy, or only their seeds.

The rules, all in one place:

1. **The test** is Student's t-test of two means of independent trainings. How far trainings differ
   by chance is not told from a group's few seeds alone: their variance is pooled with that of a
   table of many seeds (`fashion_model/experiments/spread.py`), the degrees of freedom added up,
   which is what an analysis of variance does with one more group. Thus even one seed each has an
   interval, an honestly wide one. Where both groups borrow the same table it counts once. Where
   they borrow from two, each is pooled with its own, and the variances of both means are added up:
   one variance for both finds false winners in 9 % where one has five seeds and the other one.
   Degrees of freedom by Satterthwaite (1946) promise too much where the wider spread rests on few
   trainings (6 % false winners); the smaller of both, which never does (Hsu, 1938), is harsh (1 %).
   Half way between, their harmonic mean stays below 5 %.
2. **A table that doesn't fit** is left out: a group whose own standard deviation exceeds twice the
   table's is judged by its own spread, with Welch's test. Whoever borrows the same table can't
   trust it either: it is judged by its own spread, too, or, with a single seed, given the spread
   that the other has shown, as in the t-test of old. Another table is none the worse for it: given
   a narrow stranger's spread, a single seed found false winners in 25 %.
3. **Verdicts**, at 5 %: *better* (the means differ); else *equivalent* (two one-sided tests find
   that they differ by less than half a point: Schuirmann, 1987); else *unclear*.
4. **All pairs of a line-up** are tested, and corrected for their number by Holm (1979): all that is
   found in a line-up has, together, the certainty of one test. An interval is that of the level at
   which Holm's procedure asked its pair: 95 % for two groups, wider for more. It leaves out zero
   just where a difference is found. A winner must be better than every other.
5. **How many more seeds would tell** is the least number in each group with which the difference
   would be told with a chance of 80 %, if it is the true one; at most 20.
6. **Two single networks** on the same pictures: `fashion_model/experiments/duel.py`.

All this is about chance in training. The validation pictures are the same for all and are taken as
they are. `python -m benchmarks measure false-winners` and `real-winners` hold the rules to account.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Literal

import numpy as np

from fashion_model.experiments.more_seeds import more_seeds
from fashion_model.experiments.pairs import Estimate, Moments, estimate, holm, levels
from fashion_model.experiments.spread import Spread
from fashion_model.experiments.student import quantile

LEVEL = 0.05

Kind = Literal["better", "equivalent", "unclear"]


@dataclass(frozen=True)
class Group:
    """Trainings of one setting that differ in their seeds.

    Attributes:
        label: What varies ("0.005"); may be a visitor's words.
        accuracies: Validation accuracy of each, a share of 0 to 1.
        spread: What is known of chance beforehand.

    Raises:
        ValueError: no training, or an accuracy that is none.
    """

    label: str
    accuracies: tuple[float, ...]
    spread: Spread

    def __post_init__(self) -> None:
        if not self.accuracies:
            raise ValueError(f"There is no training of {self.label} to compare.")
        if not all(0 <= accuracy <= 1 for accuracy in self.accuracies):  # nor nan
            raise ValueError("An accuracy is a share between 0 and 1.")

    @property
    def seeds(self) -> int:
        """How many trainings."""
        return len(self.accuracies)

    @property
    def mean(self) -> float:
        """Of the accuracies."""
        return math.fsum(self.accuracies) / self.seeds

    @property
    def squares(self) -> float:
        """The sum of squared deviations from the mean."""
        return math.fsum((accuracy - self.mean) ** 2 for accuracy in self.accuracies)

    @property
    def sd(self) -> float | None:
        """The standard deviation of one training, from these alone; None with one seed."""
        return math.sqrt(self.squares / (self.seeds - 1)) if self.seeds > 1 else None

    @property
    def reach(self) -> float:
        """From its lowest accuracy to its highest."""
        return max(self.accuracies) - min(self.accuracies)

    @property
    def moments(self) -> Moments:
        """What the arithmetic needs."""
        return Moments(self.mean, self.squares, self.seeds, self.spread.variance, self.spread.df)

    @property
    def doubts(self) -> bool:
        """Whether its trainings differ so much that the table can't be theirs."""
        return bool(self.moments.doubts())


@dataclass(frozen=True)
class Comparison:
    """Two groups, `first` less `second`; accuracies are shares, 0.01 is one point.

    Attributes:
        first: One group.
        second: The other.
        kind: The verdict; `better` says that the one with the higher mean is.
        difference: Of the means.
        interval: In which the true difference lies, at `level`.
        level: Of this pair's tests: 0.05, or less in a line-up.
        p: Of the t-test, corrected for the number of pairs.
        p_equivalent: Of the test that they differ by less than half a point, corrected likewise.
        level_equivalent: At which that test was asked.
        error: The standard error of the difference.
        df: Degrees of freedom.
    """

    first: Group
    second: Group
    kind: Kind
    difference: float
    interval: tuple[float, float]
    level: float
    p: float
    p_equivalent: float
    level_equivalent: float
    error: float
    df: float

    @property
    def by_chance(self) -> float:
        """How far two single trainings of one setting may differ: 19 of 20 pairs stay within."""
        one = self.error / math.sqrt(1 / self.first.seeds + 1 / self.second.seeds)
        return float(quantile(1 - LEVEL / 2, self.df)) * one * math.sqrt(2)

    @property
    def doubts(self) -> bool:
        """Whether the table was left out."""
        return self.first.doubts or self.second.doubts

    @cached_property
    def more_seeds(self) -> int | None:
        """How many more in each group would tell, where it is unclear; None where it is told.

        Also None where not even 20 would.
        """
        if self.kind != "unclear":
            return None
        return more_seeds(
            self.first.moments,
            self.second.moments,
            same_table=self.first.spread.of_same_table(self.second.spread),
            beyond=self.level,
            within=self.level_equivalent,
        )

    def turned(self) -> Comparison:
        """The same with the groups in the other order."""
        low, high = self.interval
        return replace(
            self,
            first=self.second,
            second=self.first,
            difference=-self.difference,
            interval=(-high, -low),
        )


def compare(a: Group, b: Group) -> Comparison:
    """Compare two groups by the rules above."""
    return compare_all([a, b])[0, 1]


def compare_all(groups: Sequence[Group]) -> dict[tuple[int, int], Comparison]:
    """Compare every two of some groups, named by their numbers, the lower first."""
    pairs = list(combinations(range(len(groups)), 2))
    found = [_estimate(groups[first], groups[second]) for first, second in pairs]
    # At once, because a line-up may have a hundred pairs, and the distributions take their time.
    all_found = Estimate(*(np.array(column, np.float64) for column in zip(*found, strict=True)))
    asked, asked_equivalent = (levels(p, LEVEL) for p in (all_found.p, all_found.p_equivalent))
    columns = {
        "difference": all_found.difference,
        "reach": all_found.error * quantile(1 - asked / 2, all_found.df),
        "level": asked,
        "p": holm(all_found.p),
        "p_equivalent": holm(all_found.p_equivalent),
        "level_equivalent": asked_equivalent,
        "error": all_found.error,
        "df": all_found.df,
    }
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return {
        (first, second): _judge(
            groups[first], groups[second], **dict(zip(columns, row, strict=True))
        )
        for (first, second), row in zip(pairs, rows, strict=True)
    }


def _estimate(a: Group, b: Group) -> Estimate:
    return estimate(a.moments, b.moments, same_table=a.spread.of_same_table(b.spread))


def _judge(a: Group, b: Group, *, difference: float, reach: float, **figures: float) -> Comparison:
    """Decide; `figures` are those of the comparison."""
    kind: Kind = "unclear"
    if figures["p"] < LEVEL:
        kind = "better"
    elif figures["p_equivalent"] < LEVEL:
        kind = "equivalent"
    interval = (max(difference - reach, -1.0), min(difference + reach, 1.0))  # of two shares
    return Comparison(a, b, kind, difference, interval, **figures)
