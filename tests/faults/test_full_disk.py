"""A full disk ends a training with a clear sentence and harms nothing written before."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import ConvBlock
from fashion_model.files import sha256
from fashion_model.workers.queue import Keeper
from tests.tiny import IN_A_WORKER, queue_run, wait_for

SMALL = 12_000_000  # bytes of disk
LARGE = replace(IN_A_WORKER, blocks=(ConvBlock(8),), dense=(256,), epochs=100)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Only root may mount a small disk (tmpfs) to fill.")
    where = tmp_path / "disk"
    where.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(where)], check=True)
    yield where
    subprocess.run(["umount", "-l", str(where)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(bytes(4096)) == 4096:
            continue


def test_a_full_disk_is_said_and_spares_what_was_there(small_disk: Path) -> None:
    keeper = Keeper(small_disk)
    keeper.start()
    done = wait_for(queue_run(small_disk), lambda run: run.state == "finished" and not run.held)
    before = {path: sha256(path) for path in done.path.rglob("*") if path.is_file()}
    run = wait_for(queue_run(small_disk, LARGE), lambda run: len(run.curve.epochs) >= 1)
    fill(small_disk / ".filler")
    run = wait_for(run, lambda run: run.state == "failed")
    keeper.stop()
    assert run.reason is not None
    assert run.reason.startswith("The disk is full.")
    assert {path: sha256(path) for path in before} == before
