"""Simulated experiments: fewer than the benchmark's, on a table of chance made up for it."""

import pytest

from benchmarks import winners
from benchmarks.winners import EQUAL, Setting, false_winners, real_winners, share_of_false

TABLE = {
    "sample": {
        "quick": (0.879, 0.878, 0.885, 0.881, 0.887, 0.889, 0.882, 0.886, 0.874, 0.880),
        "deep": (0.911, 0.908, 0.912, 0.909, 0.910, 0.913, 0.910, 0.909, 0.911, 0.912),
        "classic": (),
    },
    "full": {
        "quick": (0.9208, 0.9222, 0.9214, 0.9196, 0.9211),
        "broad": (0.9268,),
        "deep": (0.9402, 0.9410, 0.9405, 0.9411, 0.9398),
    },
}


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winners, "EXPERIMENTS", 2_000)
    monkeypatch.setattr(winners, "read_table", lambda: TABLE)


def test_false_winners_are_rare() -> None:
    told = false_winners()
    assert set(told["false_winners"]) == {"sample", "full"}
    shares = [
        share
        for kinds in told["false_winners"].values()
        for row in kinds.values()
        for share in row.values()
    ]
    assert len(shares) == 2 * (2 * 11 + 3 * 5)
    assert told["highest"] == max(shares) < 0.07  # of so few experiments chance makes more
    assert sum(shares) / len(shares) < told["goal"]


def test_a_spread_that_does_not_fit_would_be_found() -> None:
    erratic = [Setting("quick", EQUAL, 1, times=4)] * 2
    assert share_of_false("sample", erratic) > 0.3


def test_real_winners_are_found() -> None:
    told = real_winners()
    for measured in told["real_winners"].values():
        assert measured["deep against quick, 3 seeds"] >= 0.99
        assert set(measured["half a point, 5 seeds"]) == {"quick", "deep"}
    assert min(told["real_winners"]["full"]["half a point, 5 seeds"].values()) >= 0.95


def test_without_deep_there_is_less_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {data: {"quick": rows["quick"]} for data, rows in TABLE.items()}
    monkeypatch.setattr(winners, "read_table", lambda: without)
    assert set(real_winners()["real_winners"]["full"]) == {"half a point, 5 seeds"}
    assert false_winners()["highest"] < 0.07
