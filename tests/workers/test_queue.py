"""Real workers: pause, resume, stop, discard, and the line behind them."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.runs import Run, discard_run, list_runs, open_run, request
from fashion_model.runs.lock import is_held
from fashion_model.workers.queue import Keeper
from tests.tiny import IN_A_WORKER, queue_run, wait_for

LONG = replace(IN_A_WORKER, epochs=100)


def losses(run: Run) -> list[tuple[int, float, float]]:
    return [(e["step"], e["loss"], e["validation_loss"]) for e in run.curve.epochs]


def test_a_run_finishes_and_leaves_what_it_should(runs: Path, keeper: Keeper) -> None:
    run = wait_for(queue_run(runs), lambda run: run.state == "finished" and not run.held)
    assert len(run.curve.epochs) == 4
    assert run.progress == 1.0
    assert run.test_accuracy is not None
    assert run.model_path is not None
    assert run.validation_predictions(4) is not None
    assert not (run.path / "checkpoint").exists()
    assert (run.path / "manifest.json").is_file()


def test_pause_frees_the_slot_and_resume_waits_for_it(runs: Path, keeper: Keeper) -> None:
    first = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    second = queue_run(runs, LONG)
    request(first, "pause")
    first = wait_for(first, lambda run: run.state == "paused", seconds=2)
    paused_at = first.curve.step
    second = wait_for(second, lambda run: len(run.curve.epochs) >= 1)
    first = open_run(first.id, runs)
    assert first.curve.step == paused_at
    request(first, "resume")
    assert wait_for(first, lambda run: run.state == "queued").held
    asked = time.monotonic()
    request(second, "stop")
    second = wait_for(second, lambda run: run.state == "stopped")
    first = wait_for(first, lambda run: run.state == "running" and run.curve.step > paused_at)
    assert time.monotonic() - asked < 20
    assert second.model_path is not None
    discard_run(first)
    assert first.id not in [run.id for run in list_runs(runs)]


def test_a_long_pause_gives_back_the_memory_and_resumes_exactly(
    runs: Path, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_PAUSE_SECONDS", "1")
    config = replace(IN_A_WORKER, epochs=30)
    run = wait_for(queue_run(runs, config), lambda run: run.curve.step >= 30)
    request(run, "pause")
    run = wait_for(run, lambda run: run.state == "paused" and not run.held)
    request(run, "resume")
    run = wait_for(run, lambda run: run.state == "finished")
    whole = wait_for(queue_run(runs, config), lambda run: run.state == "finished")
    assert losses(run) == losses(whole)
    assert run.test_accuracy == whole.test_accuracy


def test_a_stopped_keeper_sets_runs_aside_for_resuming(runs: Path) -> None:
    keeper = Keeper(runs)
    keeper.start()
    run = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    keeper.stop()
    run = open_run(run.id, runs)
    assert run.state == "interrupted"
    assert not is_held(run.path)
    assert run.events[-1]["event"] == "suspended"
    again = Keeper(runs)
    again.start()
    time.sleep(1)
    assert open_run(run.id, runs).state == "interrupted"  # offered, not forced
    request(run, "stop")  # keep the best of what there is
    run = wait_for(run, lambda run: run.state == "stopped")
    assert run.model_path is not None
    again.stop()


def test_one_of_two_keepers_keeps_the_queue(runs: Path, keeper: Keeper) -> None:
    time.sleep(0.6)
    second = Keeper(runs)
    second.start()
    first_run = wait_for(queue_run(runs, LONG), lambda run: run.state == "running")
    waiting = queue_run(runs)
    time.sleep(1)
    second.stop()
    assert open_run(first_run.id, runs).state == "running"
    assert open_run(waiting.id, runs).state == "queued"


def test_time_for_a_run_ends(runs: Path, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_RUN_SECONDS", "1")
    run = wait_for(queue_run(runs, LONG), lambda run: run.state == "stopped")
    assert run.reason is not None
    assert "time" in run.reason
