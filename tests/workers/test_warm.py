"""The spare worker: it trains like any other, loses nothing and is left behind by nobody."""

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from fashion_model.runs import Run, discard_run
from fashion_model.settings import ROOT
from fashion_model.workers.launch import SPARE_THREADS, UNUSED_SECONDS, expect_training
from fashion_model.workers.scheduler import Keeper
from tests.tiny import IN_A_WORKER, queue_run, wait_for, wait_until

CONFIG = replace(IN_A_WORKER, threads=SPARE_THREADS)
SPARE = "fashion_model.workers.warm"


def workers(kind: str) -> list[psutil.Process]:
    """The living children of this process with `kind` in their command line."""
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie, too
            found += [process] if kind in process.cmdline() else []
    return found


def warm_up(runs: Path) -> psutil.Process:
    """The spare that a visit of Training starts; it may still be loading."""
    expect_training(runs)
    wait_until(lambda: bool(workers(SPARE)))
    (spare,) = workers(SPARE)
    return spare


def written(run: Run) -> list[dict[str, object]]:
    """What a training says that is not the time: its epochs, its ending, the sums of its files."""
    return [
        {key: value for key, value in event.items() if key not in ("time", "seconds")}
        for event in run.events
        # How many batches are told depends on the speed, and a .keras file holds the time of day.
        if event["event"] != "batch" and event.get("name") != "model.keras"
    ]


def test_a_spare_trains_like_any_other_worker(runs: Path, keeper: Keeper) -> None:
    cold = wait_for(queue_run(runs, CONFIG), lambda run: run.state == "finished" and not run.held)
    spare = warm_up(runs)
    run = wait_for(queue_run(runs, CONFIG), lambda run: run.held)
    assert not workers(str(run.path))
    assert spare.is_running()
    run = wait_for(run, lambda run: run.state == "finished" and not run.held)
    assert written(run) == written(cold)
    wait_until(lambda: not workers(SPARE))


def test_a_run_of_other_threads_gets_a_worker_of_its_own(runs: Path, keeper: Keeper) -> None:
    warm_up(runs)
    run = wait_for(queue_run(runs, replace(CONFIG, threads=1)), lambda run: run.held)
    assert workers(str(run.path))
    assert not workers(SPARE)  # where one training runs at a time, it would wait for nothing
    wait_for(run, lambda run: run.state == "finished")


def test_a_spare_that_dies_loses_no_run(runs: Path, keeper: Keeper) -> None:
    spare = warm_up(runs)
    spare.suspend()
    run = queue_run(runs, replace(CONFIG, epochs=1))
    time.sleep(1)  # the keeper hands it over
    assert not workers(str(run.path))
    spare.kill()
    run = wait_for(run, lambda run: run.held, seconds=20)  # at once, not after RETRY_SECONDS
    assert workers(str(run.path))
    wait_for(run, lambda run: run.state == "finished")


def test_a_spare_found_dead_loses_no_run(runs: Path, keeper: Keeper) -> None:
    warm_up(runs).kill()
    run = wait_for(queue_run(runs, replace(CONFIG, epochs=1)), lambda run: run.held, seconds=20)
    wait_for(run, lambda run: run.state == "finished")


def test_a_run_discarded_before_the_spare_is_ready_leaves_nothing(
    runs: Path, keeper: Keeper
) -> None:
    spare = warm_up(runs)
    spare.suspend()
    run = queue_run(runs, CONFIG)
    time.sleep(1)  # the keeper hands it over
    discard_run(run)
    spare.resume()
    wait_until(lambda: not workers(SPARE))
    assert not run.path.exists()


def test_an_unused_spare_is_ended(runs: Path, keeper: Keeper) -> None:
    warm_up(runs)
    long_ago = time.time() - UNUSED_SECONDS - 1
    os.utime(runs / ".expected", (long_ago, long_ago))
    wait_until(lambda: not workers(SPARE))


def test_no_spare_outlives_its_keeper(runs: Path) -> None:
    keeper = Keeper(runs)
    keeper.start()
    warm_up(runs)
    keeper.stop()
    assert not workers(SPARE)


def test_a_spare_without_a_server_ends_by_itself() -> None:
    command = [sys.executable, "-m", SPARE, str(SPARE_THREADS)]
    done = subprocess.run(command, input=b"", cwd=ROOT, timeout=60, check=True, capture_output=True)
    assert done.returncode == 0


def test_only_the_keeper_of_the_queue_has_a_spare(runs: Path, keeper: Keeper) -> None:
    time.sleep(0.6)
    second = Keeper(runs)
    second.start()
    warm_up(runs)
    time.sleep(1)
    second.stop()
    assert len(workers(SPARE)) == 1


def test_no_spare_where_the_operator_wants_none(
    runs: Path, monkeypatch: pytest.MonkeyPatch, keeper: Keeper
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")
    expect_training(runs)
    time.sleep(1)
    assert not workers(SPARE)
