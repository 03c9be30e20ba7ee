"""The line of waiting runs: the server that holds the queue lock starts the next."""

import logging
import subprocess
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from fashion_model import settings
from fashion_model.runs import Run, RunError
from fashion_model.runs.requests import leave_wish
from fashion_model.runs.store import empty_trash, unended_runs
from fashion_model.workers.launch import Spare, launch

TICK_SECONDS = 0.25
LOOK_SECONDS = 0.05  # between two looks whether a run was added, which shortens the tick
RETRY_SECONDS = 30.0  # before a run whose worker died without a word is tried again
GOODBYE_SECONDS = 8.0  # for workers to save when the server stops

log = logging.getLogger(__name__)


class Keeper:
    """Keeps the queue of one folder of runs, in a thread of the server."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or settings.runs_dir()
        self._lock = FileLock(self._root / ".queue.lock", thread_local=False)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="queue", daemon=True)
        self._spare = Spare(self._root)
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        self._given_to_spare: set[str] = set()
        self._not_before: dict[str, float] = {}

    def start(self) -> None:
        """Begin to look after the line.

        Raises:
            ValueError: a setting in the environment makes no sense, in words.
        """
        settings.check()  # here, where the operator sees it, not in the thread
        self._root.mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the workers save and end; their runs are offered for resuming."""
        self._ending.set()
        self._thread.join()
        self._spare.end()
        if not self._lock.is_locked:
            return
        for run in self._runs():
            if run.held and run.ending is None and _by_server(run):
                leave_wish(run.path, "suspend")
        for worker in self._workers.values():
            worker.terminate()  # the same, and at once where it has not begun to train
        deadline = time.monotonic() + GOODBYE_SECONDS
        while time.monotonic() < deadline and self._any_working():
            time.sleep(0.05)
        self._lock.release()

    def _any_working(self) -> bool:
        self._reap()
        return bool(self._workers) or any(run.held and _by_server(run) for run in self._runs())

    def _keep(self) -> None:
        while not self._ending.is_set():
            self._wait()
            try:
                self._reap()
                if self._holds_lock():
                    self._start_next()
            except (OSError, RunError):  # a full disk, say: the next tick may find it better
                log.exception("The queue could not be looked after.")

    def _wait(self) -> None:
        """Until the next tick, or until a run is added to the folder."""
        before = self._changed()
        deadline = time.monotonic() + TICK_SECONDS
        while time.monotonic() < deadline and self._changed() == before:
            if self._ending.wait(LOOK_SECONDS):
                return

    def _changed(self) -> int:
        try:
            return self._root.stat().st_mtime_ns
        except OSError:  # the next look at the runs says why
            return 0

    def _holds_lock(self) -> bool:
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False  # another server keeps this folder's queue
        empty_trash(self._root)
        return True

    def _start_next(self) -> None:
        runs = self._runs()
        busy = [run for run in runs if run.held and run.state == "running"]
        starting = self._workers.keys() - {run.id for run in runs if run.held}
        free = settings.max_running() - len(busy) - len(starting)
        now = time.monotonic()
        waiting = sorted((run for run in runs if run.waiting), key=lambda run: run.waiting_since)
        ready = [
            run
            for run in waiting
            if run.id not in starting and self._not_before.get(run.id, 0) <= now
        ]
        for run in ready[: max(0, free)]:
            if run.held:
                leave_wish(run.path, "go")  # its paused worker still lives
            else:
                self._launch(run)
        may_wait = free > 0 and not ready and not starting and settings.warm_worker()
        self._spare.keep(allowed=may_wait)

    def _launch(self, run: Run) -> None:
        worker = self._spare.train(run)
        if worker is not None:
            self._given_to_spare.add(run.id)
        self._workers[run.id] = worker or launch(run.path)

    def _reap(self) -> None:
        """Take leave of ended workers, so that none stays a zombie."""
        for run_id, worker in list(self._workers.items()):
            if worker.poll() is not None:
                del self._workers[run_id]
                # A spare that died without a word says nothing about the run.
                if worker.returncode != 0 and run_id not in self._given_to_spare:
                    self._not_before[run_id] = time.monotonic() + RETRY_SECONDS
                self._given_to_spare.discard(run_id)

    def _runs(self) -> list[Run]:
        """The runs that have not ended; those that have are most, and need no looking after."""
        return list(unended_runs(self._root))


def _by_server(run: Run) -> bool:
    begun = [event for event in run.events if event["event"] == "starting"]
    return bool(begun) and begun[-1].get("by") == "server"
