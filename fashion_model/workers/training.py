"""One run in a worker: it holds the run's lock and trains for a moment whenever it is its turn."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import Timeout

from fashion_model import environment
from fashion_model.config import ConfigError
from fashion_model.data import DataError, Dataset, load, load_sample
from fashion_model.os_errors import in_words
from fashion_model.runs.directory import (
    CHECKPOINT,
    DamagedRun,
    Run,
    RunError,
    RunGone,
    RunSummary,
    lock_run,
)
from fashion_model.runs.disk import append_event_for_sure
from fashion_model.runs.events import Event, Paused, Starting, Suspended
from fashion_model.runs.examples import Examples, take_examples
from fashion_model.runs.reading import read_run
from fashion_model.runs.store import open_run
from fashion_model.workers.control import Control, Discarded, Recorder
from fashion_model.workers.heartbeat import Heartbeat
from fashion_model.workers.jobs import startable
from fashion_model.workers.loading import ends_when_discarded
from fashion_model.workers.threads import limit_threads

if TYPE_CHECKING:
    from fashion_model.cluster.driver import Cluster
    from fashion_model.network import Compiled

TURN_SECONDS = 0.1


class UnusableCheckpoint(RunError):
    """What was saved can't be gone on from."""


@dataclass
class Process:
    """What the trainings of one process share."""

    by: str = "terminal"  # who began them: "terminal" or "server"
    emit: Callable[[str, Event], None] | None = None  # sees each event, and the id of its run
    loaded: Dataset | None = None  # the pictures, as soon as they are loaded
    compiled: Compiled | None = None  # the networks, as soon as TensorFlow is
    cluster: Cluster | None = None  # where they are trained, if not here
    begun: set[Path] = field(default_factory=set)  # the folders of all that were

    def ready(self, runs: list[RunSummary]) -> list[RunSummary]:
        """Those of `runs` that it may train now.

        At a terminal nobody pauses one or lets it go on, and none stands in line: each is tried
        once.
        """
        if self.by != "terminal":
            return startable(runs)
        return [run for run in runs if run.ending is None and run.path not in self.begun]

    def dataset(self, run: RunSummary) -> Dataset:
        """The pictures `run` was made for; raises RunError or DataError where they are gone."""
        if self.loaded is None or self.loaded.fingerprint != run.fingerprint:
            self.loaded = load_sample() if run.sample else load()
        if self.loaded.fingerprint != run.fingerprint:
            raise RunError(
                "The pictures this run was made for are not here any more."
                " Get the full dataset again, or start a new training."
            )
        return self.loaded


class Training:
    """The training of the run in `path`, from its checkpoint where it has one.

    Raises:
        RunError: the run is damaged, has ended, or a living worker has it.
        OSError: the disk is so full that not even the beginning can be written.
    """

    def __init__(self, path: Path, process: Process) -> None:
        self.path, self._process = path, process
        try:
            self._lock = lock_run(path)
        except Timeout:
            raise RunError("This run is being trained already.") from None
        except FileNotFoundError:
            raise RunGone("This training was deleted.") from None
        self._heartbeat = Heartbeat(path)
        with ExitStack() as unless_open:
            unless_open.callback(self._let_go)
            self._open()
            unless_open.pop_all()

    def _open(self) -> None:
        run = read_run(self.path, self.path.name)
        if isinstance(run, DamagedRun):
            raise RunError(f"This run is damaged and can't be trained. {run.reason}")
        if run.ending is not None:
            raise RunError("This run has ended; start a new one.")
        # Before anything is said: whatever happens from here on, no own pictures stay behind.
        examples = None if run.parent is None else take_examples(self.path, run.parent)
        self.config = run.config
        emit = self._process.emit
        self._recorder = Recorder(self.path, None if emit is None else partial(emit, run.id))
        self.control = Control(
            self.path,
            self._recorder,
            environment.run_seconds_limit() - run.seconds,
            self._heartbeat,
            saves_to_pause=self._process.cluster is not None,
        )
        self._recorder.open(self._process.by, run.config)
        self._process.begun.add(self.path)
        self._events = self._begin(run, examples)
        self.ready = False  # whether it saves where it is when a signal ends the process
        self._begun = False  # whether it has said that it goes on: from then on it may be paused
        self.moved = True  # whether it did anything in its last turn; not while it is paused

    def turn(self) -> bool:
        """Get ready, or train for at least a batch; False once it has ended or was set aside.

        Whatever goes wrong is told as an event with a sentence, and details in the log.
        """
        goes_on = False
        try:
            goes_on = self._train_for_a_moment()
        except Discarded:
            pass
        except UnusableCheckpoint as error:
            self._recorder.fail(str(error))
        except (ConfigError, DataError, RunError) as error:
            self._recorder.give_up(str(error))
        except MemoryError:
            self._recorder.give_up(
                "There was not enough memory. Try smaller batches or fewer filters."
            )
        except Exception as error:  # noqa: BLE001 - nobody else could tell the visitor
            self._recorder.give_up(_words(error))
            with suppress(OSError):  # the log lies on the same disk
                traceback.print_exc()
        finally:
            if not goes_on:
                if self._process.cluster is not None:
                    self._events.close()  # which ends it there, if it has not
                self._let_go()
        return goes_on

    def _let_go(self) -> None:
        self._heartbeat.end()
        self._lock.release()

    def _train_for_a_moment(self) -> bool:
        self.moved = not (self._begun and self.control.waits())
        if not self.moved:
            return True
        if self._process.cluster is not None:
            return self._hear()
        worked, began = self._recorder.worked, self._recorder.worked()
        try:
            for event in self._events:
                if event is not None:
                    self._recorder.record(event)
                    self._begun = True
                    continue
                first, self.ready = not self.ready, True
                if first or worked() - began >= TURN_SECONDS or self.control.waits():
                    return True
        finally:
            self._spend(worked() - began)
        return False

    def _hear(self) -> bool:
        """Record what a cluster has said since the last turn."""
        self.moved = False
        for event in self._events:
            if event is None:
                self.ready = self._begun = True
                return True
            if isinstance(event, Suspended) and self.control.pause_asked:
                self._recorder.record(Paused(step=event.step))
            self._recorder.record(event)
            self.moved = True
        return False

    def _spend(self, seconds: float) -> None:
        """Count seconds of training: a run has only so many."""
        self.control.seconds_left -= seconds

    def _begin(self, run: Run, examples: Examples | None) -> Generator[Event | None]:
        if self._process.cluster is not None:
            yield from self._sent(run, self._process.cluster)
            return
        limit_threads(run.config.threads)
        if run.parent is None:
            events = self._new_network(run)
        else:
            events = self._fine_tuned_network(run, examples, _parent_model(run))
        from fashion_model.network.checkpoint import CheckpointError

        try:
            yield from events
        except CheckpointError as error:
            raise UnusableCheckpoint(str(error)) from error

    def _sent(self, run: Run, cluster: Cluster) -> Iterator[Event | None]:
        from fashion_model.cluster.sending import Sending  # of Ray, which need not be there

        data, by = self._process.dataset(run), self._process.by
        return Sending(cluster, run, data, self.control, self._spend, by).events()

    def _new_network(self, run: Run) -> Iterator[Event | None]:
        with self._loading():
            dataset = self._process.dataset(run)
            # Seconds of import, and threads must be set before.
            from fashion_model.network import Compiled, train_in_turns

        if self._process.compiled is None:
            self._process.compiled = Compiled()
        checkpoint = run.path / CHECKPOINT
        return train_in_turns(
            run.config,
            dataset,
            run.path,
            watch=run.watched,
            resume_from=checkpoint if checkpoint.is_file() else None,
            control=self.control,
            ask_test=run.experiment is None,
            compiled=self._process.compiled,
        )

    def _fine_tuned_network(
        self, run: Run, examples: Examples | None, parent: Path
    ) -> Iterator[Event | None]:
        if examples is None:
            raise RunError(
                "The pictures it was to learn from are gone, because they are never kept:"
                " please teach the network again."
            )
        with self._loading():
            dataset = self._process.dataset(run)
            from fashion_model.network import fine_tune

        return fine_tune(
            run.config,
            dataset,
            run.path,
            examples=examples,
            parent=parent,
            control=self.control,
        )

    def _loading(self) -> AbstractContextManager[None]:
        """Around what takes seconds, in which nobody is heard."""
        alone = self._process.by == "server" and self._process.compiled is None
        return ends_when_discarded(self.path) if alone else nullcontext()


def set_aside(run: RunSummary, by: str, why: str) -> None:
    """Say of a run that waits why it can't be trained now; somebody may let it go on later."""
    try:
        with lock_run(run.path):
            append_event_for_sure(run.path, Starting(by=by))
            append_event_for_sure(run.path, Suspended(step=run.summary.step, reason=why))
    except (Timeout, OSError):  # another process has it, or it was deleted
        return


def _parent_model(run: Run) -> Path:
    """The Keras model a child run goes on from."""
    try:
        path = open_run(str(run.parent), run.path.parent).keras_path
    except RunError:
        path = None
    if path is None:
        raise RunError("The training it was to go on from was deleted or damaged meanwhile.")
    return path


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return in_words(error)
    return "The training broke off by a fault of the app; worker.log in its folder tells more."
