"""`kill -9` at any moment loses nothing but the time since the last checkpoint."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from fashion_model.runs import Command, Run, open_run, send_command
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.scheduler import Scheduler
from tests.tiny import IN_A_WORKER, queue_run, wait_for, wait_until

CONFIG = replace(IN_A_WORKER, epochs=25)
LONG = replace(IN_A_WORKER, epochs=100)


def worker_of(run: Run) -> psutil.Process:
    return next(
        process
        for process in psutil.process_iter(["cmdline"])
        if str(run.path) in (process.info["cmdline"] or [])
        and process.status() != psutil.STATUS_ZOMBIE
    )


def mid_epoch(run: Run, epochs: int) -> bool:
    return len(run.curve.epochs) >= epochs


def losses(run: Run) -> list[tuple[int, float, float, float]]:
    return [(e.step, e.loss, e.accuracy, e.validation_loss) for e in run.curve.epochs]


def test_a_killed_worker_is_noticed_and_its_curve_goes_on_to_the_bit(
    runs: Path, scheduler: Scheduler
) -> None:
    run = wait_for(queue_run(runs, CONFIG), lambda run: mid_epoch(run, 5))
    following = queue_run(runs, CONFIG)
    os.kill(worker_of(run).pid, signal.SIGKILL)
    killed = time.monotonic()
    run = wait_for(run, lambda run: run.state == "interrupted", seconds=10)
    wait_for(
        following,
        lambda run: run.state == "running",
        seconds=max(0.0, killed + 5 - time.monotonic()),
    )
    send_command(run, Command.RESUME)
    whole = wait_for(following, lambda run: run.state == "finished")
    run = wait_for(run, lambda run: run.state == "finished")
    assert losses(run) == losses(whole)
    assert len(losses(run)) == 25
    assert run.test_accuracy == whole.test_accuracy
    assert any(event.kind == "resumed" for event in run.events)


def test_a_worker_killed_before_its_first_checkpoint_begins_again(
    runs: Path, scheduler: Scheduler
) -> None:
    run = wait_for(queue_run(runs), lambda run: bool(run.events))
    os.kill(worker_of(run).pid, signal.SIGKILL)
    run = wait_for(run, lambda run: run.state == "interrupted", seconds=10)
    send_command(run, Command.RESUME)
    assert len(wait_for(run, lambda run: run.state == "finished").curve.epochs) == 4


def test_resume_asked_after_a_kill_is_taken_at_once(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")  # one that dies says nothing about the run
    run = wait_for(queue_run(runs, LONG), lambda run: mid_epoch(run, 2))
    killed = worker_of(run)
    killed.kill()
    wait_until(lambda: run.id in scheduler._put_off, seconds=10)
    left = scheduler._put_off[run.id].until - time.monotonic()
    assert left > scheduling.RETRY_SECONDS - 5, "by itself it would wait for long"
    run = wait_for(run, lambda run: run.state == "interrupted", seconds=5)
    send_command(run, Command.RESUME)
    run = wait_for(run, lambda run: run.held, seconds=5)
    assert worker_of(run).pid != killed.pid


def test_stop_takes_effect_within_a_second(runs: Path, scheduler: Scheduler) -> None:
    run = wait_for(queue_run(runs, LONG), lambda run: mid_epoch(run, 2))
    send_command(run, Command.STOP)
    asked = time.time()
    run = wait_for(run, lambda run: run.state == "stopped")
    assert max(e.time for e in run.curve.batches + run.curve.epochs) < asked + 1


@pytest.mark.slow
def test_a_damaged_checkpoint_ends_in_words(runs: Path) -> None:
    scheduler = Scheduler(runs)
    scheduler.start()
    run = wait_for(queue_run(runs, LONG), lambda run: mid_epoch(run, 2))
    scheduler.stop()
    checkpoint = run.path / "checkpoint" / "state.npz"
    checkpoint.write_bytes(checkpoint.read_bytes()[:-500])
    again = Scheduler(runs)
    again.start()
    send_command(open_run(run.id, runs), Command.RESUME)
    run = wait_for(run, lambda run: run.state == "failed")
    again.stop()
    assert run.reason == "Its checkpoint is damaged and can't be resumed."
