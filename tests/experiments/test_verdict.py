"""What people read of an experiment."""

import numpy as np
import pytest

from fashion_model.experiments.duel import duel
from fashion_model.experiments.line_up import line_up
from fashion_model.experiments.luck import luck
from fashion_model.experiments.significance import Group, compare
from fashion_model.experiments.verdict import (
    verdict,
    verdict_of_duel,
    verdict_of_line_up,
    verdict_of_luck,
)
from tests.experiments.groups import DEEP, group

HIGH = group("0.005", 0.889, 0.891, 0.893)
NEAR = group("0.002", 0.887, 0.890, 0.891)
MIDDLE = group("0.001", 0.879, 0.881, 0.880)
LOW = group("0.02", 0.861, 0.863, 0.859)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (HIGH, MIDDLE, "0.005 is better than 0.001: by 0.6 to 1.6 points, three seeds each."),
        (MIDDLE, HIGH, "0.005 is better than 0.001: by 0.6 to 1.6 points, three seeds each."),
        (
            group("Adam", *[0.9320] * 5, spread=DEEP),
            group("SGD", *[0.9309] * 5, spread=DEEP),
            "Adam is better than SGD: by up to 0.2 points, five seeds each.",
        ),
        (
            group("0.005", 0.884, 0.881, 0.888),
            group("0.001", 0.881, 0.879, 0.885),
            "Can't tell yet: 0.3 points between them after three seeds each, and two trainings of"
            " one and the same network differ by as much. In truth it may be anything from −0.2 to"
            " 0.8. About 5 more seeds each would tell.",
        ),
        (
            group("0.005", 0.89),
            group("0.001", 0.882),
            "Can't tell yet: 0.8 points between them after one seed each, and two trainings of one"
            " and the same network differ by as much. In truth it may be anything from −0.1 to 1.7."
            " About 2 more seeds each would tell.",
        ),
        (
            group("0.005", 0.88, 0.90, 0.86),
            group("0.001", 0.88),
            "Can't tell yet: no difference so far after three seeds and one, but the trainings of"
            " 0.005 alone are 4.0 points apart. In truth it may be anything from −9.9 to"
            " 9.9. Even 20 more seeds each would hardly tell.",
        ),
        (
            group("0.005", 0.886, 0.884),
            group("0.1", 0.10, 0.65),
            "Can't tell yet: 51.0 points between them after two seeds each, but the trainings of"
            " 0.1 alone are 55.0 points apart. In truth it may be anything from −100.0 to 100.0."
            " About 5 more seeds each would tell.",
        ),
        (
            group("on", 0.9301, 0.9300, spread=DEEP),
            group("off", 0.9302, 0.9299, spread=DEEP),
            "It makes no difference: they differ by less than half a point, two seeds each.",
        ),
    ],
)
def test_two_settings(a: Group, b: Group, said: str) -> None:
    assert verdict(compare(a, b)) == said
    assert verdict_of_line_up(line_up([a, b])) == said


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (
            [MIDDLE, HIGH, LOW],
            "0.005 is best: better than the next, 0.001, by 0.6 to 1.6 points, three seeds each.",
        ),
        (
            [LOW, NEAR, HIGH],
            "0.005 and 0.002 can't be told apart; both are better than 0.02, three seeds each."
            " 0.005 is 0.2 points above 0.002, and two trainings of one and the same network differ"
            " by as much. In truth it may be anything from −0.3 to 0.6. About 7 more seeds each"
            " would tell.",
        ),
        (
            [NEAR, HIGH, group("0.003", 0.888, 0.889, 0.886)],
            "0.005, 0.002 and 0.003 can't be told apart, three seeds each. 0.005 is 0.3 points"
            " above 0.003, and two trainings of one and the same network differ by as much. In"
            " truth it may be anything from −0.3 to 0.9. About 9 more seeds each would tell.",
        ),
    ],
)
def test_several_settings(groups: list[Group], said: str) -> None:
    assert verdict_of_line_up(line_up(groups)) == said


def deep(label: str, *accuracies: float) -> Group:
    return group(label, *accuracies, spread=DEEP)


def test_settings_that_are_alike() -> None:
    same = [deep(name, 0.9301 + n / 1e4, 0.93, 0.9299) for n, name in enumerate("abc")]
    assert verdict_of_line_up(line_up(same)) == (
        "It makes no difference: c, b and a differ by less than half a point, three seeds each."
    )
    assert verdict_of_line_up(line_up([*same[:2], deep("d", 0.91, 0.911, 0.912)])) == (
        "b and a differ by less than half a point; both are better than d, three seeds each."
    )


def test_one_is_alike_and_one_unclear() -> None:
    """The unclear one was trained once, and its trainings vary more."""
    groups = [
        deep("a", *[0.9310] * 5),
        deep("b", *[0.9309] * 5),
        group("c", 0.929),
        deep("d", *[0.9] * 5),
    ]
    said = verdict_of_line_up(line_up(groups))
    assert said.startswith(
        "a can't be told from c, and differs by less than half a point from b; all are better than"
        " d, one to five seeds each."
    )


def test_only_who_is_better_is_called_so() -> None:
    """The best is told from the last; the second, of one seed, is not."""
    groups = [HIGH, group("0.002", 0.883), group("0.001", 0.881, 0.880, 0.882)]
    told = line_up(groups)
    assert told.standings == ("best", "unclear", "worse")
    assert verdict_of_line_up(told).startswith(
        "0.005 and 0.002 can't be told apart; 0.005 is better than 0.001, one to three seeds each."
    )


def test_a_long_list_is_cut_short() -> None:
    crowd = [group(f"setting {n}", 0.886 + n / 1e4, 0.885) for n in range(1, 7)]
    assert verdict_of_line_up(line_up(crowd)).startswith(
        "setting 6, setting 5, setting 4 and 3 others can't be told apart, two seeds each."
    )
    assert verdict_of_line_up(line_up(crowd[:5])).startswith(
        "setting 5, setting 4, setting 3, setting 2 and setting 1 can't be told apart,"
    )


def test_luck() -> None:
    assert verdict_of_luck(luck(group("Quick", 0.886, 0.881, 0.885))) == (
        "Quick gets 88.4 % right on average over three seeds, from 88.1 % to 88.6 % (standard"
        " deviation 0.3 points). By chance alone two of its trainings may be 0.9 points apart."
    )
    assert verdict_of_luck(luck(group("Quick", 0.886))) == (
        "Quick gets 88.6 % right with one seed. By chance alone, as far as other trainings tell,"
        " two of its trainings may be 0.9 points apart."
    )
    assert "the same with each (standard deviation 0.0 points)" in verdict_of_luck(
        luck(group("Quick", 0.886, 0.886))
    )


def test_a_duel_speaks_of_networks_never_of_settings() -> None:
    first, second = np.zeros(1000, bool), np.zeros(1000, bool)
    first[:31] = second[31:43] = True
    won = (
        "Of the 1,000 pictures shown to both, only Deep gets 31 right, and only Quick 12. On"
        " pictures like these, this network, Deep, is the better one; trained from another seed, it"
        " would be another network."
    )
    assert verdict_of_duel(duel(first, second), "Deep", "Quick") == won
    assert verdict_of_duel(duel(second, first), "Quick", "Deep") == won
    second[43:55] = True
    assert verdict_of_duel(duel(first, second), "Deep", "Quick") == (
        "Of the 1,000 pictures shown to both, only Deep gets 31 right, and only Quick 24. Luck with"
        " the pictures can do that: neither network is better for all we know."
    )
    assert verdict_of_duel(duel(first, first), "Deep", "Quick") == (
        "Of the 1,000 pictures shown to both, both networks get the very same right."
    )


def test_a_label_stands_as_it_came() -> None:
    rude = group("<b>*x*</b>", 0.9, 0.901)
    assert verdict(compare(rude, LOW)).startswith("<b>*x*</b> is better than 0.02: by ")
