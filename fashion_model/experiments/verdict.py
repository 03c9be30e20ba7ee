"""What an experiment has shown, in sentences for people who don't program.

Plain text: labels may be a visitor's words, so whoever shows a sentence as Markdown or HTML must
escape it. How it was found out stands in `fashion_model/experiments/method.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from fashion_model.experiments.duel import Duel
from fashion_model.experiments.line_up import LineUp
from fashion_model.experiments.luck import Luck
from fashion_model.experiments.significance import Comparison, Group, Kind
from fashion_model.words import count, percent

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOST_NAMED = 5  # labels in one breath
_NOTHING = 0.0005  # a share that would be shown as 0.0 points


def verdict(comparison: Comparison) -> str:
    """Which of two groups is better, and by how much; or that it can't be told yet."""
    if comparison.difference < 0:
        comparison = comparison.turned()
    first, second = comparison.first, comparison.second
    seeds = seeds_of((first, second))
    if comparison.kind == "better":
        return f"{first.label} is better than {second.label}: {_by(comparison)}, {seeds}."
    if comparison.kind == "equivalent":
        return f"It makes no difference: they differ by less than half a point, {seeds}."
    apart = f"{_points(comparison.difference)} between them"
    if comparison.difference < _NOTHING:
        apart = "no difference so far"
    return (
        f"Can't tell yet: {apart} after {seeds}{_as_much(comparison)}."
        f" {_truth(comparison)} {_more(comparison.more_seeds)}"
    )


def verdict_of_line_up(line_up: LineUp) -> str:
    """Which of several groups is best, or which can't be told from it, and which are worse."""
    if len(line_up.groups) == 2:
        return verdict(line_up.pair(0, 1))
    seeds = seeds_of(line_up.groups)
    next_best = line_up.pair(*line_up.order[:2])
    if line_up.winner is not None:
        return (
            f"{next_best.first.label} is best: better than the next, {next_best.second.label},"
            f" {_by(next_best)}, {seeds}."
        )
    if line_up.kind == "equivalent":
        return f"{_close(line_up)}, {seeds}."
    furthest = line_up.pair(line_up.best, line_up.having("unclear")[-1])
    apart = (
        f"{furthest.first.label} is {_points(furthest.difference)} above {furthest.second.label}"
    )
    if furthest.difference < _NOTHING:
        apart = "They are level"
    return (
        f"{_close(line_up)}, {seeds}. {apart}{_as_much(furthest)}."
        f" {_truth(furthest)} {_more_for_all(line_up)}"
    )


def _close(line_up: LineUp) -> str:
    """Who is as good as the best, as far as can be told; and whom they are better than."""
    best, worse = line_up.best, line_up.having("worse")
    unclear, equivalent = line_up.having("unclear"), line_up.having("equivalent")
    top = [number for number in line_up.order if number not in worse]
    names = _labels(line_up, top)
    if unclear and equivalent:
        parts = (
            f"{_labels(line_up, [best])} can't be told from {_labels(line_up, unclear)}, and"
            f" differs by less than half a point from {_labels(line_up, equivalent)}"
        )
    elif unclear and _all(line_up, top, "unclear"):
        parts = f"{names} can't be told apart"
    elif unclear:
        parts = f"{_labels(line_up, [best])} can't be told from {_labels(line_up, unclear)}"
    elif _all(line_up, top, "equivalent"):
        parts = f"{names} differ by less than half a point"
    else:
        parts = (
            f"{_labels(line_up, [best])} differs by less than half a point"
            f" from {_labels(line_up, equivalent)}"
        )
    if not worse:
        return f"It makes no difference: {parts}" if line_up.kind == "equivalent" else parts
    who = {1: "it is", 2: "both are"}.get(len(top), "all are")
    if not all(line_up.pair(a, b).kind == "better" for a, b in product(top, worse)):
        who = f"{_labels(line_up, [best])} is"
    return f"{parts}; {who} better than {_labels(line_up, worse)}"


def _all(line_up: LineUp, numbers: Sequence[int], kind: Kind) -> bool:
    return all(line_up.pair(a, b).kind == kind for a, b in combinations(numbers, 2))


def _labels(line_up: LineUp, numbers: Sequence[int]) -> str:
    """`a, b and c`, or `a, b, c and 4 others`."""
    *some, last = [line_up.groups[number].label for number in numbers]
    if len(numbers) > _MOST_NAMED:
        some, last = some[: _MOST_NAMED - 2], f"{len(numbers) - _MOST_NAMED + 2} others"
    return f"{', '.join(some)} and {last}" if some else last


def verdict_of_luck(luck: Luck) -> str:
    """What one setting reaches, and how far two of its trainings may differ by chance alone."""
    group = luck.group
    apart = f"two of its trainings may be {_points(luck.apart)} apart"
    if luck.sd is None:
        return (
            f"{group.label} gets {percent(luck.mean)} right with one seed. By chance alone, as far"
            f" as other trainings tell, {apart}."
        )
    reaches = f"from {percent(luck.lowest)} to {percent(luck.highest)}"
    if luck.lowest == luck.highest:
        reaches = "the same with each"
    return (
        f"{group.label} gets {percent(luck.mean)} right on average over"
        f" {_number(group.seeds)} seeds, {reaches} (standard deviation"
        f" {_points(luck.sd)}). By chance alone {apart}."
    )


def verdict_of_duel(duel: Duel, name: str, other: str) -> str:
    """What the same pictures say of two networks; never of their settings."""
    if duel.only_first < duel.only_second:
        turned = Duel(duel.pictures, duel.only_second, duel.only_first, duel.p)
        return verdict_of_duel(turned, other, name)
    shown = f"Of the {count(duel.pictures)} pictures shown to both"
    if not duel.only_first:
        return f"{shown}, both networks get the very same right."
    counts = (
        f"{shown}, only {name} gets {count(duel.only_first)} right,"
        f" and only {other} {count(duel.only_second)}"
    )
    if duel.told:
        return (
            f"{counts}. On pictures like these, this network, {name}, is the better one; trained"
            " from another seed, it would be another network."
        )
    return (
        f"{counts}. Luck with the pictures can do that: neither network is better for all we know."
    )


def seeds_of(groups: Sequence[Group]) -> str:
    """`three seeds each`, or `three seeds and one`, or `one to three seeds each`."""
    numbers = sorted({group.seeds for group in groups}, reverse=True)
    most = f"{_number(numbers[0])} {'seed' if numbers[0] == 1 else 'seeds'}"
    if len(numbers) == 1:
        return f"{most} each"
    if len(groups) == 2:
        return f"{most} and {_number(numbers[1])}"
    return f"{_number(numbers[-1])} to {most} each"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else count(number)


def _points(share: float) -> str:
    return f"{_figure(share)} points"


def _figure(share: float) -> str:
    """Points with one digit and the sign that is printed, not the hyphen."""
    return f"{100 * share:.1f}".replace("-0.0", "0.0").replace("-", "−")


def _by(comparison: Comparison) -> str:
    """`by 0.6 to 1.2 points`; a difference that was found, the higher mean first."""
    low, high = (_figure(end) for end in comparison.interval)
    if comparison.interval[0] < _NOTHING:
        return f"by up to {high} points"
    return f"by {high} points" if low == high else f"by {low} to {high} points"


def _truth(comparison: Comparison) -> str:
    low, high = (_figure(end) for end in comparison.interval)
    return f"In truth it may be anything from {low} to {high}."


def _as_much(comparison: Comparison) -> str:
    doubted = [group for group in (comparison.first, comparison.second) if group.doubts]
    if doubted:
        widest = max(doubted, key=lambda group: group.reach)
        return f", but the trainings of {widest.label} alone are {_points(widest.reach)} apart"
    if abs(comparison.difference) > comparison.by_chance:
        return ""
    return ", and two trainings of one and the same network differ by as much"


def _more_for_all(line_up: LineUp) -> str:
    """How many more seeds would tell the best from all others; the nearest asks for most."""
    if line_up.more_seeds is None:
        nearest = _labels(line_up, line_up.having("unclear")[:1])
        best = _labels(line_up, [line_up.best])
        return f"Even 20 more seeds each would hardly tell {best} from {nearest}."
    return _more(line_up.more_seeds)


def _more(seeds: int | None) -> str:
    if seeds is None:
        return "Even 20 more seeds each would hardly tell."
    return f"About {'one more seed' if seeds == 1 else f'{seeds} more seeds'} each would tell."
