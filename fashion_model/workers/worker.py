"""The worker: one process, one training, one run directory.

`python -m fashion_model.workers.worker RUN_DIR`
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from filelock import Timeout

from fashion_model import environment
from fashion_model.data import DataError, Dataset, load, load_sample
from fashion_model.runs.directory import CHECKPOINT, DamagedRun, Run, RunError, RunGone, lock_run
from fashion_model.runs.disk import not_written
from fashion_model.runs.events import Event
from fashion_model.runs.examples import Examples, take_examples
from fashion_model.runs.reading import read_run
from fashion_model.runs.store import open_run
from fashion_model.workers.control import Control, Discarded, Recorder

NICENESS = 10  # pages stay quick while a training uses every core


class UnusableCheckpoint(RunError):
    """What was saved can't be gone on from."""


def train_run(
    path: Path,
    emit: Callable[[Event], None] | None = None,
    *,
    by: str = "terminal",
    loaded: Dataset | None = None,
) -> None:
    """Train the run in `path` in this process, from its checkpoint where it has one.

    Keras must not have been imported yet, but for the same number of threads: they are set first.
    `loaded`: a dataset at hand, used if it is the run's.

    Raises:
        RunError: the run is damaged, or a living worker has it.
        OSError: the disk is so full that not even the failure can be written.
    """
    try:
        lock = lock_run(path)
    except Timeout:
        raise RunError("This run is being trained already.") from None
    except FileNotFoundError:
        raise RunGone("This training was deleted.") from None
    with lock:
        run = read_run(path, path.name)
        if isinstance(run, DamagedRun):
            raise RunError(f"This run is damaged and can't be trained. {run.reason}")
        if run.ending is not None:
            raise RunError("This run has ended; start a new one.")
        # Before anything is said: whatever happens from here on, no own pictures stay behind.
        examples = None if run.parent is None else take_examples(path, run.parent)
        recorder = Recorder(path, emit)
        control = Control(path, recorder, environment.run_seconds_limit() - run.seconds)
        recorder.open(by, run.config)
        _train_and_record(run, recorder, control, examples, loaded)


def _train_and_record(
    run: Run,
    recorder: Recorder,
    control: Control,
    examples: Examples | None,
    loaded: Dataset | None,
) -> None:
    """Whatever goes wrong is told as an event with a sentence, and details in the log."""
    try:
        _train(run, recorder, control, examples, loaded)
    except Discarded:
        return
    except UnusableCheckpoint as error:
        recorder.fail(str(error))
    except (DataError, RunError) as error:
        recorder.give_up(str(error))
    except MemoryError:
        recorder.give_up("There was not enough memory. Try smaller batches or fewer filters.")
    except Exception as error:  # noqa: BLE001 - nobody else could tell the visitor
        recorder.give_up(_words(error))
        with suppress(OSError):  # the log lies on the same disk
            traceback.print_exc()


def _train(
    run: Run,
    recorder: Recorder,
    control: Control,
    examples: Examples | None,
    loaded: Dataset | None,
) -> None:
    limit_threads(run.config.threads)
    if run.parent is None:
        events = _new_network(run, control, loaded)
    else:
        events = _fine_tuned_network(run, control, examples, _parent_model(run), loaded)
    from fashion_model.network.checkpoint import CheckpointError

    # Until here a signal ends the process at once, and nothing is lost by that.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(control, "suspended", True))
    try:
        for event in events:
            recorder.record(event)
    except CheckpointError as error:
        raise UnusableCheckpoint(str(error)) from error


def _new_network(run: Run, control: Control, loaded: Dataset | None) -> Iterator[Event]:
    dataset = _dataset(run, loaded)
    from fashion_model.network import train  # seconds of import, and threads must be set before

    checkpoint = run.path / CHECKPOINT
    return train(
        run.config,
        dataset,
        run.path,
        watch=run.watched,
        resume_from=checkpoint if checkpoint.is_file() else None,
        control=control,
    )


def _fine_tuned_network(
    run: Run,
    control: Control,
    examples: Examples | None,
    parent: Path,
    loaded: Dataset | None,
) -> Iterator[Event]:
    if examples is None:
        raise RunError(
            "The pictures it was to learn from are gone, because they are never kept:"
            " please teach the network again."
        )
    dataset = _dataset(run, loaded)
    from fashion_model.network import fine_tune

    return fine_tune(
        run.config, dataset, run.path, examples=examples, parent=parent, control=control
    )


def _parent_model(run: Run) -> Path:
    """The Keras model a child run goes on from."""
    try:
        path = open_run(str(run.parent), run.path.parent).keras_path
    except RunError:
        path = None
    if path is None:
        raise RunError("The training it was to go on from was deleted or damaged meanwhile.")
    return path


def limit_threads(threads: int) -> None:
    """One number for every backend's thread pool; the same number, the same curve."""
    for variable in ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def _dataset(run: Run, loaded: Dataset | None) -> Dataset:
    if loaded is not None and loaded.fingerprint == run.fingerprint:
        return loaded
    dataset = load_sample() if run.sample else load()
    if dataset.fingerprint != run.fingerprint:
        raise RunError(
            "The pictures this run was made for are not here any more."
            " Get the full dataset again, or start a new training."
        )
    return dataset


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return not_written(error)
    return "The training broke off by a fault of the app; worker.log in its folder tells more."


def lower_priority() -> None:
    """Let the pages go first."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def work(path: Path, loaded: Dataset | None = None) -> int:
    """Train for the server; 0 when the run ended or was set aside properly."""
    try:
        train_run(path, by="server", loaded=loaded)
    except RunError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def main() -> int:
    """Train the run named on the command line."""
    lower_priority()
    return work(Path(sys.argv[1]))


def leave(code: int) -> NoReturn:
    """End at once: Python needs seconds to clear TensorFlow away, and the next run its place."""
    with suppress(OSError):  # on a full disk
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
