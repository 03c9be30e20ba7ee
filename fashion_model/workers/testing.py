"""Ask the test pictures about a network that was chosen among several, after its training."""

from __future__ import annotations

import os

from filelock import Timeout

from fashion_model.data import DataError
from fashion_model.os_errors import in_words
from fashion_model.runs import RunError, RunSummary
from fashion_model.runs.directory import lock_run
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Tested
from fashion_model.runs.store import open_run
from fashion_model.workers.threads import limit_threads
from fashion_model.workers.training import Process


def ask_test_pictures(run: RunSummary, process: Process) -> None:
    """Measure the network that `run` kept on the test pictures, once.

    Raises:
        RunError: its network is gone or damaged, another process has it, or the disk is full.
    """
    limit_threads(run.config.threads)
    try:
        with lock_run(run.path):
            now = open_run(run.id, run.path.parent)
            if now.test_accuracy is None:
                _test(now, process)
    except Timeout:
        raise RunError("This run is being tested already.") from None
    except DataError as error:
        raise RunError(str(error)) from error
    except OSError as error:
        raise RunError(in_words(error)) from error


def _test(run: RunSummary, process: Process) -> None:
    path = run.keras_path
    if path is None:
        raise RunError("The network of this run is gone or damaged, so it can't be tested.")
    test = process.dataset(run).test
    from fashion_model.network import keras
    from fashion_model.network.testing import TEST_FILE, measure_on_test
    from fashion_model.network.train import announce

    measured = measure_on_test(keras.models.load_model(path, compile=False), test, run.path)
    events = run.path / "events.jsonl"
    append_event(events, announce(run.path, TEST_FILE))
    append_event(events, Tested(**measured))
    os.utime(run.path.parent)  # so that every process looks again at a run that had ended
