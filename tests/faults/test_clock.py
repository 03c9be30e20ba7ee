"""The computer's clock is set back or forward, or the computer sleeps: nobody notices."""

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from fashion_model.runs import Command, Run, discard_run, open_run, send_command
from fashion_model.runs import commands as asking
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Paused, Starting
from fashion_model.runs.store import waiting_runs
from fashion_model.words import duration
from fashion_model.workers import launch as launching
from fashion_model.workers.control import Control, Recorder
from fashion_model.workers.launch import WarmWorker, request_prewarm
from fashion_model.workers.scheduler import HUNG, Scheduler
from fashion_model.working_time import LONGEST_STEP, WorkingTime
from tests.browser.server import Server, serving
from tests.faults.test_killed_workers import worker_of
from tests.tiny import IN_A_WORKER, batch, begin_run, epoch, queue_run, started, wait_for

HOUR = 3600.0
LONG = replace(IN_A_WORKER, epochs=100)
IMPATIENT = Path(__file__).with_name("impatient.py")


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """For what is asked of trainings from now on."""
    clock = SimpleNamespace(time=lambda: time.time() + seconds)
    monkeypatch.setattr(asking, "time", clock)


@pytest.mark.slow
def test_resume_and_stop_count_though_the_clock_was_set_back(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 2)
    os.kill(worker_of(run).pid, signal.SIGKILL)
    run = wait_for(run, lambda run: run.state == "interrupted", seconds=10)
    set_clock(monkeypatch, -HOUR)
    send_command(run, Command.RESUME)
    assert open_run(run.id).state == "queued"
    run = wait_for(run, lambda run: run.state == "running" and len(run.curve.epochs) >= 3)
    os.kill(worker_of(run).pid, signal.SIGKILL)
    run = wait_for(run, lambda run: run.state == "interrupted", seconds=10)
    send_command(run, Command.STOP)
    assert wait_for(run, lambda run: run.state == "stopped").model_path is not None


def test_the_line_keeps_its_order(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = queue_run(runs)
    set_clock(monkeypatch, -HOUR)
    second = begin_run(runs)
    send_command(second, Command.RESUME)
    set_clock(monkeypatch, 5 * HOUR)
    third = queue_run(runs)
    assert [run.id for run in waiting_runs(runs)] == [first.id, second.id, third.id]
    discard_run(first)
    assert [run.id for run in waiting_runs(runs)] == [second.id, third.id]


def record(run: Run, worked: list[float], clocks: list[float]) -> Run:
    """What a worker says that has worked for so long, by a clock that somebody plays with."""
    moments = iter(worked)
    recorder = Recorder(run.path, worked=lambda: next(moments))
    said = [Starting(by="server"), started(LONG), batch(1), epoch(1), Paused(step=10)]
    for event, clock in zip(said, clocks, strict=True):
        recorder.record(replace(event, time=clock))
    return open_run(run.id, run.path.parent)


@pytest.mark.parametrize("jump", [-HOUR, 70 * HOUR])
def test_the_time_taken_is_the_worker_s(runs: Path, jump: float) -> None:
    now = time.time()
    clocks = [now, now + 2, now + 3 + jump, now + 8 + jump, now + 9 + jump]
    run = record(begin_run(runs), [0, 2, 3, 8, 9], clocks)
    assert run.seconds == 9
    assert duration(run.seconds) == "9 s"
    control = Control(run.path, Recorder(run.path), 100 - run.seconds)
    assert control.seconds_left == 91


def test_what_earlier_versions_wrote_is_timed_by_their_clock(runs: Path) -> None:
    run = queue_run(runs)
    now = time.time()
    for event, later in ((Starting(by="server"), 0), (started(LONG), 2), (epoch(1), 7)):
        append_event(run.path / "events.jsonl", replace(event, time=now + later))
    assert open_run(run.id).seconds == pytest.approx(7)


@pytest.mark.parametrize(("asked", "state"), [(5.0, "queued"), (-5.0, "interrupted")])
def test_what_earlier_versions_asked_counts_by_their_clock(
    runs: Path, asked: float, state: str
) -> None:
    run = begin_run(runs)
    now = run.events[-1].time
    (run.path / "request.json").write_text(json.dumps({"action": "resume", "time": now + asked}))
    assert open_run(run.id).state == state


def test_sleep_is_no_work() -> None:
    moments = iter([0.0, 1.0, 2.0, 2.0 + 9 * HOUR, 3.0 + 9 * HOUR])
    worked = WorkingTime(lambda: next(moments))
    assert [worked() for _ in range(4)] == [1, 2, 2 + LONGEST_STEP, 3 + LONGEST_STEP]


@pytest.mark.slow
def test_a_training_goes_on_after_a_sleep_of_all_processes(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = wait_for(queue_run(runs, LONG), lambda run: len(run.curve.epochs) >= 2)
    worker = worker_of(run)
    worker.suspend()
    time.sleep(3)
    slept_at = open_run(run.id).curve.step
    worker.resume()
    run = wait_for(run, lambda run: run.curve.step > slept_at + 20)
    assert run.state == "running"
    send_command(run, Command.STOP)
    wait_for(run, lambda run: run.state == "stopped")


@pytest.mark.slow
def test_server_and_worker_that_slept_go_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    """Though they sleep for longer than it takes until a worker counts as hanging."""
    with serving(tmp_path, {"FASHION_WARM_WORKER": "0"}, script=IMPATIENT) as server:
        run = queue_run(server.runs, LONG)
        run = wait_for(run, lambda run: len(run.curve.epochs) >= 2)
        worker = worker_of(run)
        (server.runs / ".impatient").touch()
        time.sleep(1)
        slept_at = open_run(run.id, server.runs).curve.step
        _sleep(server, worker, 5)
        run = wait_for(run, lambda run: run.curve.step > slept_at + 20)
        assert run.state == "running"
        assert worker_of(run).pid == worker.pid
        assert "did not answer" not in server.log.read_text()
        worker.suspend()  # which is another thing
        wait_for(run, lambda run: run.obstacle == HUNG, seconds=20)


def _sleep(server: Server, worker: psutil.Process, seconds: float) -> None:
    """Have both sleep. The server is first to wake, and looks for the other."""
    server.process.send_signal(signal.SIGSTOP)
    worker.suspend()
    time.sleep(seconds)
    server.process.send_signal(signal.SIGCONT)
    time.sleep(0.6)
    worker.resume()


def test_a_spare_worker_is_had_though_the_clock_was_set_back(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def begin(module: str, *_: str, **__: object) -> None:
        begun.append(module)

    monkeypatch.setattr(launching, "_start", begin)
    warm = WarmWorker(runs)
    request_prewarm(runs)
    warm.keep(allowed=True)
    assert begun == ["warm"]
    os.utime(runs / ".expected", (time.time() - HOUR, time.time() - HOUR))  # asked again
    warm.keep(allowed=True)
    assert begun == ["warm", "warm"]
