"""The warm worker worker: it trains like any other, loses nothing and is left behind by nobody."""

import contextlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from fashion_model.environment import ROOT
from fashion_model.runs import Run, discard_run
from fashion_model.runs.events import to_dict
from fashion_model.workers import launch as launching
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.launch import WARM_THREADS, request_prewarm
from fashion_model.workers.scheduler import Scheduler
from tests.tiny import IN_A_WORKER, queue_run, wait_for, wait_until

CONFIG = replace(IN_A_WORKER, threads=WARM_THREADS)
Looked = Callable[[Scheduler, int], None]
WARM = "fashion_model.workers.warm"
NEVER = 1e6  # seconds
PASSING = ("time", "elapsed", "seconds")  # what of an event no two trainings share


def workers(kind: str) -> list[psutil.Process]:
    """The living children of this process with `kind` in their command line."""
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie, too
            found += [process] if kind in process.cmdline() else []
    return found


def warm_up(runs: Path) -> psutil.Process:
    """The warm worker that a visit of Training starts; it may still be loading."""
    request_prewarm(runs)
    wait_until(lambda: bool(workers(WARM)))
    (warm,) = workers(WARM)
    return warm


def written(run: Run) -> list[dict[str, object]]:
    """What a training says that is not the time: its epochs, its ending, the sums of its files."""
    return [
        {key: value for key, value in to_dict(event).items() if key not in PASSING}
        for event in run.events
        # How many batches are told depends on the speed, and a .keras file holds the time of day.
        if event.kind != "batch" and getattr(event, "name", "") != "model.keras"
    ]


@pytest.mark.slow
def test_a_spare_trains_like_any_other_worker(runs: Path, scheduler: Scheduler) -> None:
    cold = wait_for(queue_run(runs, CONFIG), lambda run: run.state == "finished" and not run.held)
    warm = warm_up(runs)
    run = wait_for(queue_run(runs, CONFIG), lambda run: run.held)
    assert not workers(str(run.path))
    assert warm.is_running()
    run = wait_for(run, lambda run: run.state == "finished" and not run.held)
    assert written(run) == written(cold)
    wait_until(lambda: not workers(WARM))


def test_a_run_of_other_threads_gets_a_worker_of_its_own(runs: Path, scheduler: Scheduler) -> None:
    warm_up(runs)
    run = wait_for(queue_run(runs, replace(CONFIG, threads=1)), lambda run: run.held)
    assert workers(str(run.path))
    assert not workers(WARM)  # where one training runs at a time, it would wait for nothing
    wait_for(run, lambda run: run.state == "finished")


def test_a_spare_that_dies_loses_no_run(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "RETRY_SECONDS", NEVER)  # it is trained at once
    warm = warm_up(runs)
    warm.suspend()
    run = queue_run(runs, replace(CONFIG, epochs=1))
    wait_until(lambda: run.id in scheduler._given_to_warm)
    assert not workers(str(run.path))
    warm.kill()
    run = wait_for(run, lambda run: run.held)
    assert workers(str(run.path))
    wait_for(run, lambda run: run.state == "finished")


def test_a_spare_found_dead_loses_no_run(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "RETRY_SECONDS", NEVER)
    warm_up(runs).kill()
    run = wait_for(queue_run(runs, replace(CONFIG, epochs=1)), lambda run: run.held)
    wait_for(run, lambda run: run.state == "finished")


def test_a_run_discarded_before_the_spare_is_ready_leaves_nothing(
    runs: Path, scheduler: Scheduler
) -> None:
    warm = warm_up(runs)
    warm.suspend()
    run = queue_run(runs, CONFIG)
    wait_until(lambda: run.id in scheduler._given_to_warm)
    discard_run(run)
    warm.resume()
    wait_until(lambda: not workers(WARM))
    assert not run.path.exists()


def test_an_unused_spare_is_ended(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm_up(runs)
    monkeypatch.setattr(launching, "UNUSED_SECONDS", 1.0)
    wait_until(lambda: not workers(WARM))


def test_no_spare_outlives_its_scheduler(runs: Path) -> None:
    scheduler = Scheduler(runs)
    scheduler.start()
    warm_up(runs)
    scheduler.stop()
    assert not workers(WARM)


def test_a_spare_without_a_server_ends_by_itself() -> None:
    command = [sys.executable, "-m", WARM, str(WARM_THREADS)]
    done = subprocess.run(
        command, input=b"", cwd=ROOT, timeout=300, check=True, capture_output=True
    )
    assert done.returncode == 0


def test_only_the_scheduler_that_holds_the_queue_warms_a_worker(
    runs: Path, looked: Looked, scheduler: Scheduler
) -> None:
    looked(scheduler, 1)
    second = Scheduler(runs)
    second.start()
    warm_up(runs)
    looked(second, 3)
    second.stop()
    assert len(workers(WARM)) == 1


def test_no_spare_where_the_operator_wants_none(
    runs: Path, looked: Looked, monkeypatch: pytest.MonkeyPatch, scheduler: Scheduler
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")
    request_prewarm(runs)
    looked(scheduler, 3)
    assert not workers(WARM)
