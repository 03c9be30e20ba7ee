"""A worker that hangs holds its lock for ever: it is ended in time, or by whoever looks on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.environment import ROOT
from fashion_model.runs import Command, Run, RunError, discard_run, open_run, send_command
from fashion_model.runs.directory import is_held, lock_run
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.heartbeat import ELSEWHERE, NAME, Heartbeat, Watch, end_worker
from fashion_model.workers.scheduler import HUNG, Scheduler
from tests.app.conftest import words
from tests.faults.test_killed_workers import worker_of
from tests.tiny import IN_A_WORKER, begin_run, queue_run, wait_for, wait_until
from ui.training import live

LONG = replace(IN_A_WORKER, epochs=100)


@pytest.fixture
def hanging(runs: Path, scheduler: Scheduler) -> Iterator[Run]:
    """A run whose worker stands still."""
    run = wait_for(queue_run(runs, LONG), lambda run: run.curve.step > 20 and run.saved)
    worker = worker_of(run)
    worker.suspend()
    yield open_run(run.id)
    if worker.is_running():
        worker.kill()


def _ended(run: Run) -> bool:
    """Whether it was ended, and whoever ended it has written so and let go of it."""
    return run.obstacle == HUNG and not run.held


def test_it_is_ended_and_the_next_begins(
    hanging: Run, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = queue_run(runs)
    with monkeypatch.context() as impatient:
        impatient.setattr(scheduling, "HANGS_SECONDS", 2.0)
        run = wait_for(hanging, _ended, seconds=20)
    assert run.state == "interrupted"
    assert run.saved
    wait_for(waiting, lambda run: run.held, seconds=20)
    before = run.curve.step
    send_command(run, Command.RESUME)
    discard_run(wait_for(waiting, lambda run: bool(run.curve.batches)))
    wait_for(run, lambda run: run.curve.step > before)


def _by_an_older_version(run: Run) -> None:
    (run.path / NAME).unlink()


def _on_a_full_disk(run: Run) -> None:
    (run.path / NAME).write_bytes(b"")


def _as_it_should(run: Run) -> None:
    assert (run.path / NAME).stat().st_size


@pytest.mark.parametrize("begun", [_by_an_older_version, _on_a_full_disk])
def test_without_a_heartbeat_it_is_ended_too(
    hanging: Run, begun: Callable[[Run], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(hanging)
    monkeypatch.setattr(scheduling, "HANGS_SECONDS", 2.0)
    assert wait_for(hanging, _ended, seconds=20).saved


def test_one_that_is_not_this_server_s_is_told_once(
    hanging: Run,
    scheduler: Scheduler,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _by_an_older_version(hanging)
    worker = scheduler._workers.pop(hanging.id)  # that of a server before
    monkeypatch.setattr(scheduling, "HANGS_SECONDS", 1.0)
    wait_until(lambda: bool(caplog.records), seconds=20)
    time.sleep(1)  # some more looks
    (record,) = caplog.records
    assert record.getMessage() == f"A worker does not answer. {ELSEWHERE}"
    app = _shown(hanging, monkeypatch)
    app.button(key="end_process").click().run()
    assert ELSEWHERE in words(app).replace("\\", "")
    assert open_run(hanging.id).held
    worker.kill()
    worker.wait()


def test_a_heartbeat_that_could_not_be_written_is_written_later(tmp_path: Path) -> None:
    beat = Heartbeat(tmp_path / "run")  # there is no such folder
    (tmp_path / "run").mkdir()
    beat._beaten -= 2
    beat()
    assert json.loads((tmp_path / "run" / NAME).read_text())["pid"] == os.getpid()
    (tmp_path / "run" / NAME).unlink()
    for _ in range(2):
        beat._beaten -= 2
        beat()
    assert (tmp_path / "run" / NAME).stat().st_size


@pytest.mark.parametrize("begun", [_as_it_should, _by_an_older_version, _on_a_full_disk])
def test_whoever_looks_on_can_end_it(
    hanging: Run, begun: Callable[[Run], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(hanging)
    app = _shown(hanging, monkeypatch)
    app.button(key="end_process").click().run()
    assert not app.exception
    run = open_run(hanging.id)
    assert run.state == "interrupted"
    said = words(app).replace("\\", "")
    assert "Its process did not answer and was ended. What it has learned is saved" in said


def _shown(hanging: Run, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page Training, as soon as it says that the process does not answer."""
    monkeypatch.setattr(live, "SILENT_SECONDS", 1.0)
    wait_until(lambda: scheduling.silent_seconds(hanging) > 2)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["run"] = hanging.id
    app.run()
    app.switch_page("pages/training.py").run()
    assert "Its process has not answered for " in words(app)
    return app


def test_a_worker_that_hangs_before_its_run_blocks_nobody(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")
    monkeypatch.setattr(scheduling, "HANGS_SECONDS", 1.0)
    asleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    started: list[subprocess.Popen[bytes]] = []

    def launch(path: Path) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(asleep))
        return started[-1]

    monkeypatch.setattr(scheduling, "launch", launch)
    queue_run(runs)
    wait_until(lambda: scheduling.trouble(runs) == scheduling.DIED, seconds=20)
    assert started[0].returncode == -signal.SIGKILL


def test_one_that_works_is_left_alone(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = wait_for(queue_run(runs, LONG), lambda run: bool(run.curve.batches))
    monkeypatch.setattr(scheduling, "HANGS_SECONDS", 4.0)
    send_command(run, Command.PAUSE)
    wait_for(run, lambda run: run.state == "paused")
    time.sleep(6)
    assert scheduling.silent_seconds(run) < 3
    assert open_run(run.id).held


def test_the_process_of_another_computer_is_not_ended(runs: Path) -> None:
    run = begin_run(runs)
    with lock_run(run.path):
        (run.path / NAME).write_text(f'{{"pid": {os.getpid()}, "host": "another"}}')
        with pytest.raises(RunError) as refused:
            end_worker([run], "No.")
        (run.path / NAME).write_text('{"pid": true}')
        with pytest.raises(RunError, match="not one of this computer"):
            end_worker([run], "No.")
    assert str(refused.value) == ELSEWHERE


def test_sleep_of_the_server_is_nobody_s_silence() -> None:
    clock = SimpleNamespace(now=0.0)
    watch = Watch(lambda: clock.now)
    watch.look({"a": 1})
    for second in range(1, 21):
        clock.now = float(second)
        assert watch.look({"a": 1}) == {"a": second}
    clock.now += 8 * 3600  # the laptop slept
    assert watch.look({"a": 1})["a"] < live.SILENT_SECONDS, "no page may say that it hangs"
    assert watch.look({"a": 2}) == {"a": 0}
    assert watch.look({}) == {}


def test_a_cold_start_is_discarded_at_once(
    runs: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "0")
    run = wait_for(queue_run(runs), lambda run: run.held)
    began = time.monotonic()
    discard_run(run)
    assert time.monotonic() - began < 1.5
    wait_until(lambda: not scheduler._workers, seconds=5)


_LOOK = """
import sys
from pathlib import Path
from fashion_model.runs.directory import is_held

print(sum(is_held(Path(sys.argv[1])) for _ in range(5000)))
"""


def test_looking_never_finds_an_idle_run_at_work(runs: Path) -> None:
    run = begin_run(runs)
    (run.path / "lock").touch()
    lookers = [
        subprocess.Popen([sys.executable, "-c", _LOOK, str(run.path)], cwd=ROOT, stdout=-1)
        for _ in range(2)
    ]
    assert [looker.communicate(timeout=60)[0].strip() for looker in lookers] == [b"0", b"0"]
    with lock_run(run.path):
        assert is_held(run.path)


def test_nothing_saved_is_not_called_saved(runs: Path) -> None:
    run = begin_run(runs)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["run"] = run.id
    app.run()
    app.switch_page("pages/training.py").run()
    assert "Nothing was saved yet: resume it, and it begins anew." in words(app)
    assert "learned is saved" not in words(app)
