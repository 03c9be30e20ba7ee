"""The stock recipe and the clock of the benchmark, in this process."""

import time
from dataclasses import replace
from pathlib import Path

from benchmarks.time_to_accuracy import training
from benchmarks.time_to_accuracy.task import Stopwatch
from benchmarks.time_to_accuracy.training import time_config, time_stock
from fashion_model.config import PRESETS
from fashion_model.config.layers import count_multiply_adds
from fashion_model.network import build
from tests.tiny import TINY, tiny_dataset

DATA = tiny_dataset()


def test_the_stock_network_is_the_tutorial_s() -> None:
    network = training.build_stock(1)
    assert network.count_params() == 34_826
    assert training.count_stock_multiply_adds(network) == 2_440_960


def test_work_is_counted_alike_for_presets() -> None:
    for config in PRESETS.values():
        assert training.count_stock_multiply_adds(build(config)) == count_multiply_adds(config)


def test_the_stock_recipe_ends_once_it_is_good_enough() -> None:
    assert len(time_stock(DATA, 1, epochs=3, stop_at=0.05)["points"]) == 1


def test_another_seed_trains_another_network(tmp_path: Path) -> None:
    config = replace(TINY, epochs=3)
    first, second = (
        [point["accuracy"] for point in time_config(each, DATA, tmp_path)["points"]]
        for each in (config, replace(config, seed=2))
    )
    assert len(first) == 6
    assert first != second


def test_a_held_stopwatch_counts_nothing() -> None:
    stopwatch = Stopwatch()
    began = time.perf_counter()
    with stopwatch.held():
        before = stopwatch.seconds
        time.sleep(0.05)
    with stopwatch.held():
        whole = time.perf_counter() - began
    assert 0 < before < stopwatch.seconds
    assert stopwatch.seconds <= whole - 0.05 + before
