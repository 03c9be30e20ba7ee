"""What a training that was killed left on a machine of the cluster is removed by the next one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_model.cluster.folder import own_folder
from fashion_model.environment import ROOT
from fashion_model.runs import Command, discard_run, send_command
from fashion_model.workers.scheduler import Scheduler
from tests.cluster.made import LONG, PATIENCE, head_alone, line_up, runs_in, wait_learning
from tests.tiny import wait_for, wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are told apart as on POSIX")

_HOLDING = """
import sys, time
from fashion_model.cluster.folder import own_folder

with own_folder() as folder:
    (folder / "checkpoint.keras").write_bytes(b"large")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's folder for what is temporary."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def _holding() -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDING], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_training_left_is_removed(temporary: Path) -> None:
    (killed, left), (living, held) = _holding(), _holding()
    try:
        killed.kill()
        killed.communicate()
        assert (left / "checkpoint.keras").is_file()
        with own_folder() as folder:
            assert folder.parent == temporary
            assert not left.exists()
            assert (held / "checkpoint.keras").is_file()
        assert not folder.exists()
    finally:
        living.kill()
        living.communicate()


def test_nothing_else_is_touched(temporary: Path) -> None:
    """Whatever merely looks like one: of nobody's making, or a way to another's folder."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").touch()
    names = ("fashion-abcd1234", f"fashion-{gone.pid}", f"fashion-{gone.pid}-ab", "other")
    for name in (*names, f"fashion-{gone.pid}-abcd1234-more", f"fashion-{os.getpid()}-abcd1234"):
        (temporary / name).mkdir()
    (temporary / f"fashion-{gone.pid}-filefile").touch()
    (temporary / f"fashion-{gone.pid}-linklink").symlink_to(elsewhere)
    before = sorted(temporary.iterdir())
    with own_folder():
        pass
    assert sorted(temporary.iterdir()) == before
    assert (elsewhere / "file").is_file()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can")
def test_another_user_s_stays(temporary: Path) -> None:
    killed, left = _holding()
    killed.kill()
    killed.communicate()
    os.chown(left, 65534, 65534)
    with own_folder():
        assert left.exists()
    os.chown(left, 0, 0)
    with own_folder():
        assert not left.exists()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_on_a_machine_of_a_cluster(
    needs_ray: None, temporary: Path, runs: Path, scheduler: Scheduler
) -> None:
    settings = {"TMPDIR": str(temporary), "RAY_TMPDIR": "/tmp"}  # its sockets need short names
    with head_alone(settings=settings) as address:
        experiment = line_up(runs, address, LONG, (1,))
        wait_until(lambda: any(run.curve.epochs for run in runs_in(experiment)), seconds=PATIENCE)
        (first,) = (run for run in runs_in(experiment) if run.curve.epochs)
        (left,) = temporary.glob("fashion-*")
        discard_run(first)  # ended there by force
        (second,) = wait_learning(experiment)
        (own,) = temporary.glob("fashion-*")
        assert own != left
        send_command(second, Command.STOP)
        wait_for(second, lambda run: run.state == "stopped")
        wait_until(lambda: not list(temporary.glob("fashion-*")))
