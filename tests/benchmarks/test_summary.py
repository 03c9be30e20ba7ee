"""Medians, spreads and ratios of given trainings."""

import pytest

from benchmarks.time_to_accuracy.report import gflops, seconds_to, spread, summarise
from benchmarks.time_to_accuracy.task import STOCK, Point, Timed


def timed(recipe: str, *curve: tuple[float, float], seed: int = 1) -> Timed:
    """A training judged after some seconds, each with its accuracy."""
    return Timed(
        recipe=recipe,
        seed=seed,
        points=[Point(epoch=n, seconds=s, accuracy=a) for n, (s, a) in enumerate(curve, 1)],
        pictures=1_000,
        parameters=100,
        multiply_adds=2_000_000,
        matmul_gflops=4.0,
        precision="float32",
        backend="tensorflow",
    )


QUICK = [
    timed("quick", (5, 0.88), (10, 0.91), (15, 0.90), seed=1),
    timed("quick", (6, 0.90), (12, 0.93), seed=2),
    timed("quick", (5, 0.89), (8, 0.90), seed=3),
]
SLOW = [
    timed(STOCK, (50, 0.89), (80, 0.90), seed=1),
    timed(STOCK, (50, 0.90), (60, 0.89), seed=2),
    timed(STOCK, (50, 0.88), (100, 0.905), seed=3),
]


def test_a_target_is_reached_at_the_first_evaluation_at_least_as_good() -> None:
    points = QUICK[0]["points"]
    assert seconds_to(points, 0.88) == 5
    assert seconds_to(points, 0.90) == 10
    assert seconds_to(points, 0.92) == float("inf")


def test_what_is_infinite_is_null() -> None:
    infinite = float("inf")
    assert spread([3, 1, 2]) == {"median": 2, "lowest": 1, "highest": 3}
    assert spread([3, 1, infinite]) == {"median": 3, "lowest": 1, "highest": None}
    assert spread([3, infinite, infinite]) == {"median": None, "lowest": 3, "highest": None}
    assert spread([infinite] * 2) == {"median": None, "lowest": None, "highest": None}


def test_ratios_are_of_medians_to_the_stock_recipe() -> None:
    told = summarise([*SLOW, *QUICK], [0.90, 0.93])
    ninety, more = told["quick"]["targets"]
    assert ninety == {
        "target": 0.90,
        "reached": 3,
        "of": 3,
        "seconds": {"median": 8, "lowest": 6, "highest": 10},
        "ratio_to_stock": 0.1,
        "ratio_to_stock_90": 0.1,
    }
    assert (more["reached"], more["seconds"]["lowest"], more["seconds"]["median"]) == (1, 12, None)
    assert more["ratio_to_stock"] is more["ratio_to_stock_90"] is None
    assert told[STOCK]["targets"][0]["ratio_to_stock"] == 1
    assert told[STOCK]["targets"][0]["seconds"]["median"] == 80


def test_what_the_stock_recipe_never_reaches_is_compared_with_its_time_to_90() -> None:
    target = summarise([*SLOW, QUICK[1]], [0.93])["quick"]["targets"][0]
    assert target["ratio_to_stock"] is None
    assert target["ratio_to_stock_90"] == 12 / 80


def test_work_is_six_operations_for_each_multiply_add() -> None:
    assert gflops(QUICK[1]) == pytest.approx(6 * 2_000_000 * 1_000 / 12 / 1e9)
    told = summarise([*SLOW, QUICK[1]], [0.90])["quick"]
    assert told["gflops"]["median"] == 1
    assert told["share_of_matmul"]["median"] == 0.25
    assert told["test_accuracy"]["median"] == 0.93
    assert (told["parameters"], told["multiply_adds"]) == (100, 2_000_000)
