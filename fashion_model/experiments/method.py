"""How an experiment's verdict was found, in plain sentences: what is one click away from it."""

from __future__ import annotations

from itertools import combinations

from fashion_model.experiments.line_up import LineUp
from fashion_model.experiments.luck import Luck
from fashion_model.experiments.significance import Comparison, Group
from fashion_model.words import several

_BLIND = (
    "Compared are accuracies on the validation pictures, each training's best epoch; the test"
    " pictures are not asked. Other validation pictures might give other differences."
)


def method(comparison: Comparison) -> list[str]:
    """How two groups were compared."""
    return [_BLIND, *_of_chance(comparison), _test(comparison), _verdict(comparison)]


def method_of_line_up(line_up: LineUp) -> list[str]:
    """How several groups were compared; the figures are those of the best and the next."""
    if len(line_up.groups) == 2:
        return method(line_up.pair(0, 1))
    comparison = line_up.pair(*line_up.order[:2])
    pairs = len(list(combinations(line_up.groups, 2)))
    return [
        _BLIND,
        *_of_chance(comparison),
        f"All {several(pairs, 'pair')} were tested; p and interval allow for that (Holm, 1979)."
        f" Of the first two, {comparison.first.label} and {comparison.second.label}:"
        f" {_test(comparison)}",
        _verdict(comparison),
        "The best of many looks better than it is: some of its lead is luck, and trained again from"
        " other seeds it will probably be nearer to the others.",
    ]


def method_of_luck(luck: Luck) -> list[str]:
    """How the luck of one setting was measured."""
    group = luck.group
    sources = [] if group.doubts else [_source(group)]
    own = [f"these {several(group.seeds, 'training')}"] if group.seeds > 1 else []
    return [
        _BLIND,
        f"How far two trainings may be apart is told from {' and '.join(own + sources)}"
        f" (Student's t with {several(luck.df, 'degree')} of freedom): of twenty pairs, nineteen"
        " are nearer to each other.",
        *_stand_ins((group,)),
    ]


def _of_chance(comparison: Comparison) -> list[str]:
    """What the chance in training was told from."""
    first, second = comparison.first, comparison.second
    if comparison.doubts:
        who = " and ".join(group.label for group in (first, second) if group.doubts)
        told = (
            f"The trainings of {who} differ among each other more than twice as much as was"
            " measured beforehand, so chance is judged by these trainings alone"
        )
        others = (
            []
            if _share_a_table(comparison)
            else [group for group in (first, second) if not group.doubts]
        )
        apart = "".join(f"; for {group.label} also by {_source(group)}" for group in others)
        return [f"{told}{apart}.", *_stand_ins(tuple(others))]
    sources = dict.fromkeys(_source(group) for group in (first, second))
    own = "" if first.seeds == second.seeds == 1 else "these trainings and from "
    return [
        "How much trainings differ by chance, their spread, was told from"
        f" {own}{' and '.join(sources)}.",
        *_stand_ins((first, second)),
    ]


def _share_a_table(comparison: Comparison) -> bool:
    return comparison.first.spread.of_same_table(comparison.second.spread)


def _source(group: Group) -> str:
    return f"{several(group.spread.df + 1, 'training')} of {group.spread.preset.capitalize()}"


def _stand_ins(groups: tuple[Group, ...]) -> list[str]:
    """A warning where a spread was measured on another setting."""
    trusting = [group for group in groups if group.spread.borrowed and not group.doubts]
    if not trusting:
        return []
    who = " and ".join(dict.fromkeys(group.label for group in trusting))
    whose = " and ".join(dict.fromkeys(group.spread.preset.capitalize() for group in trusting))
    return [
        f"The spread of {who} was never measured, so that of {whose} stands in: if it is wider in"
        " truth, all is less certain than it says here."
    ]


def _test(comparison: Comparison) -> str:
    one_variance = _share_a_table(comparison)
    welch = "Student's t-test"
    if comparison.doubts and one_variance:
        one_variance = min(comparison.first.seeds, comparison.second.seeds) == 1
    if not one_variance:
        welch = "Welch's t-test"
    df = f"{comparison.df:.1f}".removesuffix(".0")
    low, high = (_signed(end) for end in comparison.interval)
    certainty = f"{100 * (1 - comparison.level):.1f}".removesuffix(".0")
    return (
        f"{welch}, two-sided, {df} degrees of freedom: {_p(comparison.p)}; the {certainty} %"
        f" interval is {low} to {high} points."
    )


def _verdict(comparison: Comparison) -> str:
    return (
        "Better is what has p below 0.05. It makes no difference where two one-sided tests find"
        f" less than half a point (here {_p(comparison.p_equivalent)})."
    )


def _p(p: float) -> str:
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def _signed(share: float) -> str:
    return f"{100 * share:.2f}".replace("-", "−")
