"""The line of waiting runs: the server that holds the queue lock starts the next."""

from __future__ import annotations

import errno
import logging
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from fashion_model import environment
from fashion_model.cluster.address import why_unusable
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import goes_on_searching
from fashion_model.os_errors import in_words, make_folder
from fashion_model.runs import RunError, RunSummary, list_runs
from fashion_model.runs.commands import write_command
from fashion_model.runs.directory import EXPERIMENTS, Command, is_held
from fashion_model.runs.disk import disk_shortage
from fashion_model.runs.store import empty_trash, lacking_room, tidy_trash, unended_runs
from fashion_model.workers.heartbeat import Watch, end_worker, last_beat, say_why
from fashion_model.workers.jobs import Job, jobs_of, unfinished_experiments
from fashion_model.workers.launch import WarmWorker, launch

TICK_SECONDS = 0.25
LOOK_SECONDS = 0.05  # between two looks whether a run was added, which shortens the tick
RETRY_SECONDS = 30.0  # before a run that could not be trained is tried again
LONGEST_RETRY_SECONDS = 3600.0  # what fails again and again is waited for twice as long each time
GOODBYE_SECONDS = 8.0  # for workers to save when the server stops
DIED = "One ended without a word; it is tried again soon, and the app's log may tell why."
FAULT = "A fault of the app keeps trainings from starting; its log tells more."

log = logging.getLogger(__name__)

HANGS_SECONDS = 300.0  # without a sign of life; then a worker is ended, lest all wait for ever
CUT_OFF = (
    "Its worker lost the cluster and ended. What was saved is kept: let it go on when the cluster"
    " is there again."
)
HUNG = "Its process did not answer for five minutes and was ended."

_troubles: dict[Path, str] = {}  # by the folder of runs
_silences: dict[Path, dict[str, float]] = {}  # by the folder, then the run
_workers: dict[Path, dict[str, subprocess.Popen[bytes]]] = {}  # by the folder, then the job
# Workers that a cluster goes on for: Python takes one that is forgotten alive for a mistake.
_outliving: list[subprocess.Popen[bytes]] = []


def trouble(root: Path | None = None) -> str | None:
    """Why no training can begin now, in words; None if all is well as far as this server knows."""
    return _troubles.get(root or environment.runs_dir())


def silent_seconds(run: RunSummary) -> float:
    """For how long the worker of `run` has given no sign of life, as this server sees it."""
    return _silences.get(run.path.parent, {}).get(run.id, 0.0)


def end_process(run: RunSummary, why: str) -> None:
    """End the worker of `run`, whatever it does; the run says `why`, and can be resumed.

    Raises:
        RunError: it can't be ended from here, or doesn't let go.
    """
    own = _workers.get(run.path.parent, {})
    end_worker([run], why, own.get(run.experiment or run.id))


@dataclass(frozen=True)
class PutOff:
    """A job that could not be trained: `until` when it waits, and `why`, in words.

    Unless somebody asks again: its latest request then has another `number`.
    """

    until: float
    why: str
    number: int


class Scheduler:
    """Keeps the queue of one folder of runs, in a thread of the server."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or environment.runs_dir()
        self._lock = FileLock(self._root / ".queue.lock", thread_local=False)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="queue", daemon=True)
        self._warm = WarmWorker(self._root)
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        self._given_to_warm: set[str] = set()
        self._put_off: dict[str, PutOff] = {}
        self._numbers: dict[str, int] = {}  # of the latest request, when a job was launched
        self._watch = Watch()
        self._unendable: set[str] = set()  # jobs whose worker hangs and can't be ended from here
        self._asked_before = 0  # when an experiment was last written down
        self._look_unfinished = 0.0  # when to look for experiments that lack something
        # Of those: when to try next, and the wait before.
        self._finishing: dict[str, tuple[float, float]] = {}

    def start(self) -> None:
        """Begin to look after the line.

        Raises:
            ValueError: a setting in the environment makes no sense, in words.
        """
        environment.check()  # here, where the operator sees it, not in the thread
        with suppress(OSError):  # the first look says why; until then visitors find the folder
            make_folder(self._root)
        _workers[self._root] = self._workers
        self._thread.start()

    def stop(self) -> None:
        """Let the workers save and end; their runs are offered for resuming."""
        self._ending.set()
        self._thread.join()
        _troubles.pop(self._root, None)
        _silences.pop(self._root, None)
        _workers.pop(self._root, None)
        self._warm.end()
        if not self._lock.is_locked:
            return
        try:
            self._say_goodbye()
        finally:
            self._lock.release()

    def _say_goodbye(self) -> None:
        staying = self._staying()
        _outliving.extend(self._workers.pop(each) for each in staying & self._workers.keys())
        for worker in self._workers.values():  # first: whatever a run says, they end
            worker.terminate()  # which lets it save, or end at once if it does not train yet
        for run in self._ending_with_us(staying):
            self._leave(run, Command.SUSPEND)
        deadline = time.monotonic() + GOODBYE_SECONDS
        while time.monotonic() < deadline and self._any_working(staying):
            time.sleep(0.05)

    def _staying(self) -> set[str]:
        """The jobs that a cluster goes on with, where the operator wants that."""
        if not environment.cluster_stays():
            return set()
        return {job.id for job in jobs_of(self._runs()) if job.held and job.cluster is not None}

    def _ending_with_us(self, staying: set[str]) -> list[RunSummary]:
        return [
            run
            for run in self._runs()
            if run.held and run.summary.by_server and (run.experiment or run.id) not in staying
        ]

    def _any_working(self, staying: set[str]) -> bool:
        self._reap()
        return bool(self._workers) or bool(self._ending_with_us(staying))

    def _keep(self) -> None:
        """Whatever happens, the next tick comes: without it nothing would ever start again."""
        self._survive(self._begin)
        while not self._ending.is_set():
            self._wait()
            self._survive(self._tick)

    def _begin(self) -> None:
        list_runs(self._root)  # read all once, so that no visitor waits for it

    def _tick(self) -> str | None:
        self._reap()
        make_folder(self._root)
        self._listen()
        if not self._holds_lock():
            return None
        self._end_hanging()
        tidy_trash(self._root)
        return self._start_next()

    def _survive(self, step: Callable[[], str | None]) -> None:
        """Do `step` and keep what it says is in the way; a fault is logged when it is new."""
        before = _troubles.get(self._root)
        try:
            now = step()
        except Exception as error:
            now = _in_words(error)
            if now != before and isinstance(error, OSError):
                log.warning("No training can begin. %s", now)
            elif now != before:
                log.exception("The queue could not be looked after.")
        if now is None:
            _troubles.pop(self._root, None)
        else:
            _troubles[self._root] = now

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

    def _listen(self) -> None:
        """Hear which workers give signs of life."""
        runs = self._runs()
        known = {run.id: last_beat(run.path) for run in runs if run.held}
        held = {job.id for job in jobs_of(runs) if job.held}
        known |= dict.fromkeys(self._workers.keys() - held, 0)  # that have not begun
        _silences[self._root] = self._watch.look(known)

    def _end_hanging(self) -> None:
        """End what has given no sign of life for too long; a terminal's is its user's."""
        silent = {
            each for each, seconds in _silences[self._root].items() if seconds > HANGS_SECONDS
        }
        runs = [run for run in self._runs() if run.id in silent and run.held]
        jobs = jobs_of(run for run in runs if run.summary.by_server)
        for each in (silent & self._workers.keys()) - {job.id for job in jobs}:
            self._workers[each].kill()  # it has not begun
        self._unendable &= {job.id for job in jobs}
        for job in jobs:
            self._end(job)

    def _end(self, job: Job) -> None:
        try:
            end_worker(job.runs, HUNG, self._workers.get(job.id))
            log.warning("A worker did not answer and was ended.")
        except RunError as error:  # the page says so where it is looked at
            if job.id not in self._unendable:
                log.warning("A worker does not answer. %s", error)
            self._unendable.add(job.id)

    def _start_next(self) -> str | None:
        """Let those in line begin or go on while there are places; say what is in the way.

        A place is a living worker. One whose runs are paused has its place and all its memory: it
        gives both up, and they go on from their checkpoints later, when somebody else is next.
        """
        runs, most = self._runs(), environment.max_running()
        jobs = jobs_of(runs)
        living = {job.id for job in jobs if job.held} | self._workers.keys()
        paused = [job for job in jobs if job.paused]
        idle = [job for job in paused if not job.waiting and job.by_server]
        ready, lacking = self._ready(jobs), None
        for job in ready:
            if job.id in living and job not in paused:  # its worker takes further runs by itself
                self._let_go_on(job)
                continue
            if len(living) - len(paused) >= most:
                break
            if job.held or len(living) < most:
                lacking = self._lacking(job)
                if lacking is None and job.held:
                    self._let_go_on(job)
                    paused.remove(job)
                elif lacking is None:
                    self._launch(job)
                    living |= self._workers.keys()
            elif idle:
                self._suspend(idle.pop(0))
        if (asked := self._asked()) != self._asked_before:  # a search may go on for longer, say
            self._asked_before, self._look_unfinished = asked, 0.0
        if not living and time.monotonic() >= self._look_unfinished:
            self._look_unfinished = time.monotonic() + RETRY_SECONDS  # if this fails
            self._look_unfinished = self._finish_experiments()
        unused = len(living) < most and not ready and environment.warm_worker()
        self._warm.keep(allowed=unused)
        return lacking or self._why_put_off(jobs)

    def _ready(self, jobs: list[Job]) -> list[Job]:
        """Those in line that can be served now, the next one first."""
        now = time.monotonic()
        waiting = (
            job
            for job in jobs
            if job.waiting
            and (job.held or job.id not in self._workers)
            and not self._waits_on(job, now)
        )
        return sorted(waiting, key=lambda job: job.turn)

    def _waits_on(self, job: Job, now: float) -> bool:
        """Whether it was put off and nobody has asked for it since."""
        put_off = self._put_off.get(job.id)
        return put_off is not None and now < put_off.until and job.number <= put_off.number

    def _why_put_off(self, jobs: list[Job]) -> str | None:
        """What kept one in line from being trained the last time, while it waits to be tried."""
        for job in jobs:
            if job.waiting and job.id in self._put_off:
                return self._put_off[job.id].why
        return None

    def _lacking(self, job: Job) -> str | None:
        """What `job` lacks: its cluster, or room on the disk; to stop it, neither is needed."""
        run = job.waiting[0]
        if run.command is not None and run.command[0] is Command.STOP:
            return None
        cluster = job.cluster
        if cluster is not None and (why := why_unusable(cluster)) is not None:
            return why
        if disk_shortage(self._root, run.config):
            empty_trash(self._root)
        return disk_shortage(self._root, run.config)

    def _launch(self, job: Job) -> None:
        """Give `job` a worker; if there can be none now, that keeps no other from training."""
        self._numbers[job.id] = job.number
        try:
            here = job.cluster is None
            worker = self._warm.train(job.path, job.waiting[0].config) if here else None
            if worker is not None:
                self._given_to_warm.add(job.id)
            self._workers[job.id] = worker or launch(job.path)
        except Exception as error:
            log.exception("No worker could be started.")
            self._put(job.id, _in_words(error))
        else:
            self._put_off.pop(job.id, None)

    def _asked(self) -> int:
        try:
            return (self._root / EXPERIMENTS).stat().st_mtime_ns
        except OSError:  # there is none yet
            return 0

    def _put(self, job_id: str, why: str) -> None:
        until = time.monotonic() + RETRY_SECONDS
        self._put_off[job_id] = PutOff(until, why, self._numbers.get(job_id, 0))

    def _finish_experiments(self) -> float:
        """Give a worker to an experiment that lacks something though none of its trainings waits.

        Its last one died before it had tested what was chosen, or between two trials of a search.

        When to look again: an earlier server's worker, or a terminal, may be at it; and what has
        failed may succeed later, when the disk is no longer full, say.
        """
        unfinished, now = unfinished_experiments(self._root), time.monotonic()
        ids = {experiment.id for experiment in unfinished}
        self._finishing = {each: tried for each, tried in self._finishing.items() if each in ids}
        looks = [now + LONGEST_RETRY_SECONDS]  # a terminal may have left one, too
        for experiment in unfinished:
            if is_held(experiment.path):
                looks.append(now)
            elif (until := self._put_off_until(experiment)) > now:
                looks.append(until)
            elif self._can_not_begin(experiment):
                looks.append(now + RETRY_SECONDS)
            else:
                _, before = self._finishing.get(experiment.id, (0.0, RETRY_SECONDS / 2))
                wait = min(2 * before, LONGEST_RETRY_SECONDS)
                self._finishing[experiment.id] = (now + wait, wait)
                self._workers[experiment.id] = launch(experiment.path)
                break  # whose end is a reason to look again
        return min(looks)

    def _can_not_begin(self, experiment: Experiment) -> bool:
        """Whether a search could not begin its next trial; the page says why."""
        if not goes_on_searching(experiment):
            return False
        if experiment.cluster is not None and why_unusable(experiment.cluster) is not None:
            return True
        base, visitor = experiment.design.base, experiment.visitor
        if lacking_room(self._root, base, visitor):
            empty_trash(self._root)
        return lacking_room(self._root, base, visitor) is not None

    def _put_off_until(self, experiment: Experiment) -> float:
        """Until when it waits because a worker died that trained it, or was to finish it."""
        trained = self._put_off.get(experiment.id)
        finished, _ = self._finishing.get(experiment.id, (0.0, 0.0))
        return finished if trained is None else max(trained.until, finished)

    def _let_go_on(self, job: Job) -> None:
        """Tell a living worker to go on with what it has paused and is wanted again."""
        for run in job.waiting:
            if run.held:
                self._leave(run, Command.GO)

    def _suspend(self, job: Job) -> None:
        for run in job.runs:
            told = run.command is not None and run.command[0] is Command.SUSPEND
            if run.held and not told:  # it may take a moment to save
                self._leave(run, Command.SUSPEND)

    def _leave(self, run: RunSummary, command: Command) -> None:
        try:
            write_command(run.path, command)
        except RunError:  # deleted a moment ago, say; the next tick sees
            log.exception("A worker could not be told to %s.", command)

    def _reap(self) -> None:
        """Take leave of ended workers, so that none stays a zombie."""
        for run_id, worker in list(self._workers.items()):
            if worker.poll() is not None:
                del self._workers[run_id]
                self._look_unfinished = 0.0
                # A warm worker that died without a word says nothing about the run.
                if worker.returncode != 0 and run_id not in self._given_to_warm:
                    self._put(run_id, DIED)
                if worker.returncode != 0:
                    self._explain(run_id)
                self._given_to_warm.discard(run_id)

    def _explain(self, job_id: str) -> None:
        """Say why a cluster's trainings stand still: Ray may end their worker without a word."""
        for job in jobs_of(self._runs()):
            if job.id == job_id and job.cluster is not None:
                for run in job.runs:
                    if run.state == "interrupted" and run.obstacle is None:
                        with suppress(RunError):  # it goes on already
                            say_why(run, CUT_OFF)

    def _runs(self) -> list[RunSummary]:
        """The runs that have not ended; those that have are most, and need no looking after."""
        return list(unended_runs(self._root))


def _in_words(error: Exception) -> str:
    """What is in the way of a training."""
    if not isinstance(error, OSError):
        return FAULT
    if error.errno in (errno.EAGAIN, errno.ENOMEM):  # no process can be made
        return f"The computer refuses ({error.strerror}); it is tried again soon."
    return in_words(error)
