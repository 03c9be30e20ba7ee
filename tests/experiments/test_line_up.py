"""Several settings: who has won, who can't be told from the best, who is worse."""

import json

import pytest

from fashion_model.experiments.line_up import line_up
from fashion_model.experiments.significance import compare
from tests.experiments.groups import DEEP, group

HIGH = group("0.005", 0.889, 0.891, 0.893)
NEAR = group("0.002", 0.887, 0.890, 0.891)
MIDDLE = group("0.001", 0.879, 0.881, 0.880)
LOW = group("0.02", 0.861, 0.863, 0.859)


def test_two_are_a_comparison() -> None:
    two = line_up([HIGH, LOW])
    assert two.pair(0, 1) == compare(HIGH, LOW)
    assert two.pair(1, 0) == compare(LOW, HIGH)


def test_a_winner_is_better_than_every_other() -> None:
    told = line_up([LOW, HIGH, MIDDLE])
    assert (told.winner, told.kind) == (1, "better")
    assert told.order == (1, 2, 0)
    assert told.standings == ("worse", "best", "worse")
    assert told.more_seeds is None


def test_without_a_winner_it_says_who_is_left() -> None:
    told = line_up([NEAR, LOW, HIGH])
    assert (told.winner, told.best, told.kind) == (None, 2, "unclear")
    assert told.standings == ("unclear", "worse", "best")
    assert told.having("unclear") == (0,)
    assert told.more_seeds == told.pair(2, 0).more_seeds


def test_as_good_as_the_best() -> None:
    accuracies = [(0.9301, 0.9300, 0.9299), (0.9302, 0.9300, 0.9299), (0.92, 0.921, 0.9205)]
    told = line_up([group(str(n), *each, spread=DEEP) for n, each in enumerate(accuracies)])
    assert told.kind == "equivalent"
    assert told.standings == ("equivalent", "best", "worse")
    assert told.winner is None


def test_many_pairs_ask_for_more_than_one() -> None:
    """What two settings alone would tell apart may be luck among five."""
    ahead = group("0", 0.8900, 0.8905, 0.8895)
    others = [group(str(n), 0.8847, 0.8851, 0.8849) for n in range(1, 5)]
    alone, among_five = compare(ahead, others[0]), line_up([ahead, *others])
    assert alone.kind == "better"
    assert among_five.winner is None
    low, high = among_five.pair(0, 1).interval
    assert low < 0 < alone.interval[0] < alone.interval[1] < high


def test_a_settings_neighbours_do_not_change_the_order() -> None:
    told = line_up([MIDDLE, MIDDLE, MIDDLE])
    assert told.order == (0, 1, 2)
    assert told.pair(0, 1).p == 1


def test_it_fits_into_json() -> None:
    told = json.loads(json.dumps(line_up([NEAR, LOW, HIGH]).to_dict()))
    assert (told["kind"], told["winner"], told["best"], told["runner_up"]) == (
        "unclear",
        None,
        2,
        0,
    )
    assert told["interval"][0] < told["difference"] < told["interval"][1]
    assert 0.05 < told["p"] <= 1
    assert told["standings"] == ["unclear", "worse", "best"]


@pytest.mark.parametrize("count", [0, 1])
def test_it_takes_two(count: int) -> None:
    with pytest.raises(ValueError, match="two groups"):
        line_up([HIGH][:count])
