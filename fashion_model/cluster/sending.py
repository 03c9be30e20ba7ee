"""One run that is trained on a cluster, told as if it were trained here.

Its events come out one by one, and its files come into its directory.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import replace

import ray
from ray.exceptions import RayError, RayTaskError

from fashion_model.cluster.driver import SILENT_SECONDS, Cluster
from fashion_model.cluster.messages import (
    Begun,
    ClusterError,
    File,
    Message,
    Refusal,
    unpack,
)
from fashion_model.cluster.node import Asked
from fashion_model.data import Dataset
from fashion_model.files import write_atomically
from fashion_model.runs import Run
from fashion_model.runs.commands import NextCommand
from fashion_model.runs.directory import CHECKPOINT, Command
from fashion_model.runs.events import Artefact, Ending, Event, Failed, Starting, Suspended
from fashion_model.working_time import WorkingTime

AGAIN = (
    "The machine of the cluster that trained it was lost; it was tried once more, from what had"
    " been saved."
)
LOST_TWICE = (
    "The machines of the cluster that trained it were lost, twice: see that they have enough"
    " memory, then let it go on."
)


class _Lost(Exception):
    """The machine that trained it does not any more."""


class Sending:
    """A run that is sent to `cluster`, and once more where its machine was lost.

    Args:
        run: as it is in its directory, with its checkpoint where it has one.
        control: asked as by a training here; it also says when the time of a run is over.
        spend: told the seconds that it has been trained since the last call.
        by: who began it, "terminal" or "server".
    """

    def __init__(
        self,
        cluster: Cluster,
        run: Run,
        data: Dataset,
        control: NextCommand,
        spend: Callable[[float], None],
        by: str,
    ) -> None:
        self._cluster, self._run, self._data = cluster, run, data
        self._control, self._spend, self._by = control, spend, by
        self._step = run.summary.step
        self._came: dict[str, str] = {}  # SHA-256 of the files, by name

    def events(self) -> Iterator[Event | None]:
        """What happens; None where nothing new has been heard.

        Raises:
            Discarded: nothing of it is to be kept; it has been ended there.
            OSError: what came can't be written.
        """
        try:
            try:
                yield from self._attempt()
            except _Lost:
                yield Starting(by=self._by, again=AGAIN)
                yield from self._attempt()
        except _Lost:
            yield Suspended(step=self._step, reason=LOST_TWICE)
        except ClusterError as error:
            yield Suspended(step=self._step, reason=str(error))

    def _attempt(self) -> Iterator[Event | None]:
        promises = self._send()
        said_last = False
        try:
            heard = yield from self._until_heard(promises)
            while heard is not None and not said_last:
                for event in self._kept(heard):
                    said_last = isinstance(event, Ending | Suspended)
                    yield event
                if not said_last:
                    heard = yield from self._next(promises)
        finally:
            if not said_last and not self._cluster.gone:
                with suppress(OSError, RayError):  # it goes this very moment
                    ray.cancel(promises, force=True)

    def _send(self) -> ray.ObjectRefGenerator:
        self._check_cluster()
        run, checkpoint = self._run, self._run.path / CHECKPOINT
        asked = Asked(
            run.id,
            run.config.to_json(),
            run.versions,
            run.watched,
            checkpoint.read_bytes() if checkpoint.is_file() else None,
        )
        self._told: Command | None = None
        self._machine: str | None = None  # as soon as it is known
        try:
            self._cluster.tell(run.id, None)
            return self._cluster.train(asked, run.config, self._data)
        except OSError as error:  # what connects this computer with the cluster has ended
            self._cluster.gone = True
            raise self._no_answer() from error

    def _until_heard(
        self, promises: ray.ObjectRefGenerator
    ) -> Generator[Event | None, None, Message | None]:
        """The first news; None where it is to be set aside before, with nothing to save."""
        while True:
            heard = self._poll(promises)
            if isinstance(heard, Begun):  # from here on it gets ready, which takes seconds
                self._machine = heard.machine
            elif heard is not None:
                return heard
            if self._ask() is Command.SUSPEND:
                yield Suspended(step=self._step)
                return None
            yield None

    def _next(self, promises: ray.ObjectRefGenerator) -> Generator[Event | None, None, Message]:
        """The next message, while the time it is trained is counted."""
        worked, spent = WorkingTime(), 0.0
        while True:
            heard = self._poll(promises)
            self._spend(worked() - spent)
            spent = worked()
            self._ask()
            if heard is not None:
                return heard
            yield None

    def _ask(self) -> Command | None:
        """Send on what is asked of it."""
        command = self._control(self._step)
        if command is not None and command is not self._told:
            self._cluster.tell(self._run.id, command)
            self._told = command
        return command

    def _poll(self, promises: ray.ObjectRefGenerator) -> Message | None:
        """What came next, if anything did."""
        self._check_cluster()
        try:
            ready, _ = ray.wait([promises], timeout=0)
            if not ready:
                self._check_machine()
                return None
            return unpack(ray.get(next(promises), timeout=SILENT_SECONDS))
        except RayTaskError as error:  # before the next, of which it is one
            raise RuntimeError("a fault on a machine of the cluster") from error
        except (RayError, StopIteration) as error:
            raise _Lost from error
        except OSError as error:  # as above
            self._cluster.gone = True
            raise self._no_answer() from error

    def _check_cluster(self) -> None:
        if self._cluster.gone:
            raise self._no_answer()

    def _no_answer(self) -> ClusterError:
        return ClusterError(
            f"The cluster at {self._cluster.address} does not answer any more. What was saved is"
            " kept: let it go on when the cluster is there again."
        )

    def _check_machine(self) -> None:
        """Ray itself waits for minutes for one that is there no more, but for the cable."""
        if self._machine is not None and self._cluster.has_lost(self._machine):
            raise _Lost

    def _kept(self, heard: Message) -> Iterator[Event]:
        """Keep a file, or give the event that was heard."""
        if isinstance(heard, File):
            write_atomically(self._run.path / heard.name, heard.content)
            self._came[heard.name] = hashlib.sha256(heard.content).hexdigest()
        elif isinstance(heard, Refusal):
            step, words = self._step, heard.words
            yield Failed(reason=words) if heard.for_good else Suspended(step=step, reason=words)
        elif isinstance(heard, Event):
            if isinstance(heard, Artefact) and self._came.get(heard.name) != heard.sha256:
                raise ClusterError("A file came damaged from the cluster; let it go on.")
            self._step = getattr(heard, "step", self._step)
            yield replace(heard, time=time.time())  # the clock there may be another
