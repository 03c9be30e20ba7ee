"""Real workers: pause, resume, stop, discard, and the line behind them."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from fashion_model.experiments.choosing import how_chosen
from fashion_model.experiments.design import Design
from fashion_model.runs import Command, Run, discard_run, list_runs, open_run, send_command
from fashion_model.runs.directory import BUNDLED_PATH, is_held
from fashion_model.runs.events import Suspended
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.launch import launch
from fashion_model.workers.scheduler import Scheduler
from tests.experiments.made import make, runs_in_order
from tests.tiny import IN_A_WORKER, queue_run, wait_for, wait_until

Looked = Callable[[Scheduler, int], None]
LONG = replace(IN_A_WORKER, epochs=100)


def losses(run: Run) -> list[tuple[int, float, float]]:
    return [(e.step, e.loss, e.validation_loss) for e in run.curve.epochs]


def test_a_run_finishes_and_leaves_what_it_should(runs: Path, scheduler: Scheduler) -> None:
    run = wait_for(queue_run(runs), lambda run: run.state == "finished" and not run.held)
    assert len(run.curve.epochs) == 4
    assert run.progress == 1.0
    assert run.test_accuracy is not None
    assert run.model_path is not None
    assert run.validation_predictions(4) is not None
    assert not (run.path / "checkpoint").exists()
    assert (run.path / "manifest.json").is_file()


@pytest.mark.slow
def test_pause_frees_the_slot_and_resume_waits_for_it(runs: Path, scheduler: Scheduler) -> None:
    first = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    second = queue_run(runs, LONG)
    send_command(first, Command.PAUSE)
    first = wait_for(first, lambda run: run.state == "paused", seconds=2)
    paused_at = first.curve.step
    second = wait_for(second, lambda run: len(run.curve.epochs) >= 1)
    first = open_run(first.id, runs)
    assert first.curve.step == paused_at
    assert not first.held  # its place and its memory went to the second
    send_command(first, Command.RESUME)
    wait_for(first, lambda run: run.state == "queued")
    send_command(second, Command.STOP)
    second = wait_for(second, lambda run: run.state == "stopped")
    first = wait_for(first, lambda run: run.state == "running" and run.curve.step > paused_at)
    assert second.model_path is not None
    discard_run(first)
    assert first.id not in [run.id for run in list_runs(runs)]


@pytest.mark.slow
def test_a_long_pause_gives_back_the_memory_and_resumes_exactly(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_PAUSE_SECONDS", "1")
    config = replace(IN_A_WORKER, epochs=30)
    run = wait_for(queue_run(runs, config), lambda run: run.curve.step >= 30)
    send_command(run, Command.PAUSE)
    run = wait_for(run, lambda run: run.state == "paused" and not run.held)
    send_command(run, Command.RESUME)
    run = wait_for(run, lambda run: run.state == "finished")
    whole = wait_for(queue_run(runs, config), lambda run: run.state == "finished")
    assert losses(run) == losses(whole)
    assert run.test_accuracy == whole.test_accuracy


def test_a_stopped_scheduler_sets_runs_aside_for_resuming(runs: Path, looked: Looked) -> None:
    scheduler = Scheduler(runs)
    scheduler.start()
    run = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    scheduler.stop()
    run = open_run(run.id, runs)
    assert run.state == "interrupted"
    assert not is_held(run.path)
    assert run.events[-1].kind == "suspended"
    again = Scheduler(runs)
    again.start()
    looked(again, 3)
    assert open_run(run.id, runs).state == "interrupted"  # offered, not forced
    send_command(run, Command.STOP)  # keep the best of what there is
    run = wait_for(run, lambda run: run.state == "stopped")
    assert run.model_path is not None
    again.stop()


def test_one_of_two_schedulers_holds_the_queue(
    runs: Path, looked: Looked, scheduler: Scheduler
) -> None:
    looked(scheduler, 1)
    second = Scheduler(runs)
    second.start()
    first_run = wait_for(queue_run(runs, LONG), lambda run: run.state == "running")
    waiting = queue_run(runs)
    looked(second, 3)
    second.stop()
    assert open_run(first_run.id, runs).state == "running"
    assert open_run(waiting.id, runs).state == "queued"


@pytest.mark.slow
def test_no_more_workers_live_than_may_train(runs: Path, scheduler: Scheduler) -> None:
    run = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    send_command(run, Command.PAUSE)
    paused = [wait_for(run, lambda run: run.state == "paused")]
    assert paused[0].held  # nobody else wants its place: it can go on at once
    living: set[int] = set()

    def begun(run: Run) -> bool:
        living.add(len([each for each in list_runs(runs) if is_held(each.path)]))
        return len(run.curve.epochs) >= 1

    for _ in range(3):
        run = wait_for(queue_run(runs, LONG), begun)
        assert max(living) <= 1
        send_command(run, Command.PAUSE)
        paused.append(wait_for(run, lambda run: run.state == "paused"))
    assert [open_run(each.id, runs).state for each in paused] == ["paused"] * 4
    send_command(paused[0], Command.RESUME)
    wait_for(paused[0], lambda run: run.curve.step > paused[0].curve.step)
    assert [open_run(each.id, runs).held for each in paused] == [True, False, False, False]


@pytest.mark.slow
def test_a_resume_asked_while_the_worker_saves_is_heard(runs: Path, scheduler: Scheduler) -> None:
    run = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    send_command(run, Command.PAUSE)
    run = wait_for(run, lambda run: run.state == "paused")
    asked = {"action": "resume", "time": time.time()}
    wait_for(queue_run(runs), lambda run: bool(run.curve.epochs))  # for which it was set aside
    (run.path / "request.json").write_text(json.dumps(asked))
    assert open_run(run.id, runs).summary.last is Suspended
    wait_for(run, lambda now: now.state == "running" and now.curve.step > run.curve.step)


def test_a_fault_does_not_end_the_queue_and_is_said(
    runs: Path,
    scheduler: Scheduler,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(root: Path) -> list[Run]:
        raise AttributeError("what nobody thought of")

    with monkeypatch.context() as patch:
        patch.setattr(scheduling, "unended_runs", broken)
        run = queue_run(runs)
        wait_until(lambda: scheduling.trouble(runs) is not None)
        assert scheduling.trouble(runs) == (
            "A fault of the app keeps trainings from starting; its log tells more."
        )
        assert scheduler._thread.is_alive()
    wait_for(run, lambda run: run.held)
    assert scheduling.trouble(runs) is None
    logged = [each for each in caplog.records if each.name == scheduling.__name__]
    assert len(logged) == 1  # not with every tick
    assert "what nobody thought of" in str(logged[0].exc_info)


def test_a_run_that_can_not_be_started_does_not_stop_the_next(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Path] = []

    def refuse_the_first(path: Path) -> subprocess.Popen[bytes]:
        if not refused or path in refused:
            refused.append(path)
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return launch(path)

    monkeypatch.setattr(scheduling, "launch", refuse_the_first)
    first, second = queue_run(runs), queue_run(runs)
    wait_for(second, lambda run: run.held)
    assert refused == [first.path]
    assert open_run(first.id, runs).state == "queued"  # tried again later
    wait_until(lambda: scheduling.trouble(runs) is not None)
    wait_for(second, lambda run: bool(run.curve.epochs))
    assert scheduling.trouble(runs) == (  # as long as it is not tried again
        "The computer refuses (Resource temporarily unavailable); it is tried again soon."
    )


def test_a_worker_that_dies_without_a_word_is_told_of(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")
    monkeypatch.setattr(scheduling, "launch", lambda path: subprocess.Popen(["false"]))
    run = queue_run(runs)
    wait_until(lambda: scheduling.trouble(runs) is not None)
    assert scheduling.trouble(runs) == scheduling.DIED
    monkeypatch.setattr(scheduling, "launch", launch)
    monkeypatch.setattr(scheduling, "RETRY_SECONDS", 0.0)
    scheduler._put_off.clear()
    wait_for(run, lambda run: run.held)
    wait_until(lambda: scheduling.trouble(runs) is None)


_WITHOUT_THE_LAST_STEP = """
import sys
from fashion_model.workers import turns, worker

def fill_the_disk(experiment, process):
    raise SystemExit(1)

turns.ask_about_chosen = fill_the_disk
worker.leave(worker.work(worker.Path(sys.argv[1])))
"""


@pytest.mark.slow
def test_a_last_step_that_failed_is_tried_again(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")
    monkeypatch.setattr(scheduling, "RETRY_SECONDS", 0.0)
    failing = [[sys.executable, "-c", _WITHOUT_THE_LAST_STEP], ["false"], ["false"]]

    def fail_at_first(path: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*failing.pop(0), str(path)]) if failing else launch(path)

    monkeypatch.setattr(scheduling, "launch", fail_at_first)
    design = Design("line-up", "Which?", replace(IN_A_WORKER, epochs=1), {"dropout": (0.1, 0.4)})
    experiment = make(runs, design)

    def tested() -> bool:
        return any(run.test_accuracy is not None for run in runs_in_order(experiment))

    wait_until(tested, seconds=150)
    assert not failing
    (said,) = filter(None, map(how_chosen, runs_in_order(experiment)))
    assert said.endswith("The test pictures were asked afterwards, once.")


def test_a_last_step_that_fails_for_ever_is_tried_ever_more_rarely(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make(runs)
    monkeypatch.setattr(scheduling, "unended_runs", lambda root: [])
    monkeypatch.setattr(scheduling, "unfinished_experiments", lambda root: [experiment])
    clock = SimpleNamespace(now=1000.0, tried=list[float]())
    monkeypatch.setattr(scheduling, "time", SimpleNamespace(monotonic=lambda: clock.now))

    def fail(path: Path) -> subprocess.Popen[bytes]:
        clock.tried.append(clock.now)
        worker = subprocess.Popen(["false"])
        worker.wait()
        if len(clock.tried) == 2:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return worker

    monkeypatch.setattr(scheduling, "launch", fail)
    scheduler = Scheduler(runs)
    while clock.now < 30_000:
        scheduler._survive(scheduler._tick)
        clock.now += 1
    pauses = np.diff(clock.tried).tolist()
    assert pauses[:4] == pytest.approx([30, 60, 120, 240], abs=1)  # a death is seen a tick later
    assert pauses[-2:] == [3600, 3600]
    scheduler._lock.release()


@pytest.mark.parametrize("content", ["null", "42", "true", "[]", '{"action": "go", "time": 1e999}'])
@pytest.mark.parametrize("name", ["config.json", "request.json"])
def test_a_strange_file_does_not_end_the_queue(
    runs: Path, scheduler: Scheduler, name: str, content: str
) -> None:
    strange = runs / "00000000-0000-4000-8000-000000000000"
    shutil.copytree(BUNDLED_PATH, strange)
    (strange / "manifest.json").unlink()
    (strange / name).write_text(content)
    wait_for(queue_run(runs), lambda run: run.held)
    assert scheduling.trouble(runs) is None


@pytest.mark.slow
def test_time_for_a_run_ends(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_RUN_SECONDS", "1")
    run = wait_for(queue_run(runs, LONG), lambda run: run.state == "stopped")
    assert run.reason is not None
    assert "time" in run.reason
