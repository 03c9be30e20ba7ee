"""What the live view of a training costs the line: bytes for each time it renews itself."""

import time
from dataclasses import replace
from pathlib import Path

from benchmarks.visitor import watching
from fashion_model.data import load_sample
from fashion_model.runs import Command, create_run, open_run, send_command
from fashion_model.runs.store import MAX_WATCHED
from tests.browser.server import serving
from tests.tiny import IN_A_WORKER, wait_for

KILOBYTES = 60
EPOCHS_BEHIND = 10  # when the looking begins, so that there are curves to send
LOOKING_SECONDS = 8


def test_a_live_update_sends_at_most_60_kilobytes(tmp_path: Path) -> None:
    # Epochs shorter than a renewal: whatever may be new is new each time.
    config = replace(IN_A_WORKER, epochs=100, patience=None)
    sample = load_sample()
    sizes: list[float] = []
    with serving(tmp_path) as server:
        run = create_run(
            config,
            "Watched",
            dataset_fingerprint=sample.fingerprint,
            sample=True,
            watch=sample.test.images[:MAX_WATCHED],
            root=server.runs,
        )
        wait_for(run, lambda run: len(run.curve.epochs) >= EPOCHS_BEHIND)
        with watching(server.url, "training", run.id, sizes):
            before = len(open_run(run.id, server.runs).curve.epochs)
            time.sleep(LOOKING_SECONDS)
            assert len(open_run(run.id, server.runs).curve.epochs) > before
        send_command(run, Command.STOP)
    assert 0 < sizes[0] <= KILOBYTES * 1000
