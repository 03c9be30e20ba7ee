"""So many events in a while, of each of many, whoever counts them."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from fashion_model import pace
from fashion_model.pace import A_MINUTE, Pace


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the clock says, to be set."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def test_the_oldest_of_so_many_says_when_there_may_be_another(clock: SimpleNamespace) -> None:
    counted = Pace(2, A_MINUTE)
    taken = []
    for clock.now in (0, 10, 20, 59, 60, 61, 70):
        taken.append(counted.take("one"))
    assert taken == [True, True, False, False, True, False, True]


def test_what_was_refused_counts_as_nothing(clock: SimpleNamespace) -> None:
    counted = Pace(1, A_MINUTE)
    assert counted.take("one")
    for clock.now in range(1, 60):
        assert not counted.take("one")
    clock.now = A_MINUTE
    assert counted.take("one")


def test_each_has_a_pace_of_their_own_and_is_forgotten_when_quiet(clock: SimpleNamespace) -> None:
    counted = Pace(1, A_MINUTE)
    assert counted.take("one")
    assert counted.take("other")
    assert counted.full("one")
    clock.now = 2 * A_MINUTE
    counted.count("third")
    assert list(counted._moments) == ["third"]


def test_many_at_once_get_no_more_than_there_is() -> None:
    counted = Pace(5, A_MINUTE)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(counted.take, ["one"] * 400))
    assert sum(taken) == 5
