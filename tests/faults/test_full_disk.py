"""A full disk ends no training: what was learned is kept, and every button still works."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import ConvBlock
from fashion_model.files import sha256
from fashion_model.runs import (
    Command,
    Run,
    RunError,
    discard_run,
    list_runs,
    open_run,
    restore_run,
    send_command,
)
from fashion_model.runs.directory import CHECKPOINT
from fashion_model.runs.disk import FULL, LEAST, free_bytes
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.scheduler import Scheduler
from tests.tiny import IN_A_WORKER, queue_run, wait_for, wait_until

SMALL = 64_000_000  # bytes of disk
CONFIG = replace(IN_A_WORKER, blocks=(ConvBlock(8),), dense=(64,), epochs=25)
LONG = replace(CONFIG, epochs=100)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk for runs alone."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Only root may mount a small disk (tmpfs) to fill.")
    where = tmp_path / "disk"
    where.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(where)], check=True)
    yield where
    subprocess.run(["umount", "-l", str(where)], check=True)


@pytest.fixture
def scheduler(disk: Path) -> Iterator[Scheduler]:
    """A scheduler of the queue on the small disk; its workers are real."""
    scheduler = Scheduler(disk)
    scheduler.start()
    yield scheduler
    scheduler.stop()


def fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / ".filler").open("ab", buffering=0) as filler:
        for size in (1_000_000, 4096, 1):
            with contextlib.suppress(OSError):
                while filler.write(bytes(size)) == size:
                    continue


def empty(disk: Path) -> None:
    """Take back what `fill` took."""
    (disk / ".filler").unlink()


def losses(run: Run) -> list[tuple[int, float, float]]:
    return [(e.step, e.loss, e.validation_loss) for e in run.curve.epochs]


def paused(run: Run) -> Run:
    """`run` after some epochs, in a pause that its worker waits out."""
    run = wait_for(run, lambda run: len(run.curve.epochs) >= 2)
    send_command(run, Command.PAUSE)
    return wait_for(run, lambda run: run.state == "paused")


def test_a_full_disk_is_said_and_nothing_learned_is_lost(disk: Path, scheduler: Scheduler) -> None:
    whole = wait_for(queue_run(disk, CONFIG), lambda run: run.state == "finished" and not run.held)
    before = {path: sha256(path) for path in whole.path.rglob("*") if path.is_file()}
    run = wait_for(queue_run(disk, CONFIG), lambda run: len(run.curve.epochs) >= 3)
    fill(disk)
    run = wait_for(run, lambda run: run.state == "interrupted" and not run.held)
    assert run.obstacle == FULL
    assert (run.path / CHECKPOINT).is_file()
    assert {path: sha256(path) for path in before} == before
    empty(disk)
    send_command(run, Command.RESUME)
    run = wait_for(run, lambda run: run.state == "finished")
    assert losses(run) == losses(whole)
    assert run.test_accuracy == whole.test_accuracy


def test_stop_keeps_the_best_on_a_full_disk(disk: Path, scheduler: Scheduler) -> None:
    run = paused(queue_run(disk, LONG))
    fill(disk)
    send_command(run, Command.STOP)
    run = wait_for(run, lambda run: run.state == "stopped" and not run.held)
    assert run.model_path is not None
    assert run.keras_path is not None
    assert run.test_predictions() is not None


def test_a_training_in_line_can_be_stopped_on_a_full_disk(disk: Path) -> None:
    run = queue_run(disk)
    fill(disk)
    send_command(run, Command.STOP)
    assert open_run(run.id, disk).state == "stopped"


def test_requests_are_taken_in_on_a_full_disk(disk: Path, scheduler: Scheduler) -> None:
    run = wait_for(queue_run(disk, LONG), lambda run: len(run.curve.epochs) >= 2)
    scheduler.stop()  # the worker saves and ends
    run = open_run(run.id, disk)
    assert run.state == "interrupted"
    for _ in range(3):  # one request after the other, with not a byte to be had
        fill(disk)
        send_command(run, Command.STOP)
        assert open_run(run.id, disk).state == "queued"
        fill(disk)
        send_command(run, Command.RESUME)
        asked = open_run(run.id, disk).command
        assert asked is not None
        assert asked[0] == "resume"


def test_a_resumed_training_waits_for_room_and_the_page_says_so(
    disk: Path, scheduler: Scheduler
) -> None:
    run = paused(queue_run(disk, LONG))
    fill(disk)
    send_command(run, Command.RESUME)
    wait_until(lambda: scheduling.trouble(disk) is not None)
    words = scheduling.trouble(disk)
    assert words is not None
    assert words.startswith("The disk is nearly full: 0 MB are free, and a training with these")
    assert open_run(run.id, disk).state == "queued"
    empty(disk)
    wait_for(run, lambda now: now.curve.step > run.curve.step)
    assert scheduling.trouble(disk) is None


def test_to_discard_frees_room_for_the_next(disk: Path, scheduler: Scheduler) -> None:
    done = wait_for(queue_run(disk), lambda run: run.state == "finished" and not run.held)
    (done.path / "large").write_bytes(bytes(LEAST))
    under_way = paused(queue_run(disk, LONG))
    fill(disk)
    with pytest.raises(RunError, match="The disk is nearly full: 0 MB are free"):
        queue_run(disk)
    free = free_bytes(disk)
    assert discard_run(open_run(under_way.id, disk)) is None  # for good
    assert discard_run(done) is None
    assert free_bytes(disk) >= free + LEAST
    assert not [each for each in list_runs(disk) if each.id in (done.id, under_way.id)]
    with pytest.raises(RunError, match="gone for good"):
        restore_run(done.id, disk)


def test_the_trash_gives_way_when_the_disk_gets_full(
    disk: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fashion_model.runs.store.TIGHT", LEAST)
    run = queue_run(disk)
    send_command(run, Command.STOP)
    (run.path / "large").write_bytes(bytes(LEAST))
    assert discard_run(open_run(run.id, disk)) == run.id
    fill(disk)
    wait_until(lambda: not (disk / ".trash").exists())
