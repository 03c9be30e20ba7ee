"""A full disk ends no training: what was learned is kept, and every button still works."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import ConvBlock, TrainConfig
from fashion_model.data import load_sample
from fashion_model.experiments import result
from fashion_model.experiments.choosing import chosen_run
from fashion_model.experiments.design import Design
from fashion_model.experiments.goals import search_design
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.searched import trial_runs
from fashion_model.experiments.store import (
    Experiment,
    create_experiment,
    list_experiments,
    open_experiment,
)
from fashion_model.experiments.trials import read, state_of
from fashion_model.files import sha256
from fashion_model.os_errors import FULL
from fashion_model.runs import (
    Command,
    Run,
    RunError,
    RunSummary,
    discard_run,
    list_runs,
    open_run,
    restore_run,
    send_command,
)
from fashion_model.runs.directory import CHECKPOINT, is_held
from fashion_model.runs.disk import LEAST, free_bytes, room_needed
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.scheduler import Scheduler
from tests.experiments.made import runs_in_order
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


def leave(disk: Path, free: int) -> None:
    """Leave so many bytes."""
    fill(disk)
    filler = disk / ".filler"
    os.truncate(filler, filler.stat().st_size - free)


def line_up(disk: Path) -> Experiment:
    """Two trainings that answer one question."""
    design = Design("line-up", "Which?", CONFIG, {"dropout": (0.1, 0.4)})
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=disk)


def runs_in(experiment: Experiment) -> list[Run]:
    return [open_run(run.id, experiment.root) for run in runs_in_order(experiment)]


def set_aside(experiment: Experiment) -> list[Run]:
    """Its runs after the disk got full in the middle of them."""
    wait_until(lambda: all(len(run.curve.epochs) >= 3 for run in runs_in(experiment)), seconds=150)
    fill(experiment.root)
    wait_until(
        lambda: all(r.state == "interrupted" and not r.held for r in runs_in(experiment)),
        seconds=150,
    )
    return runs_in(experiment)


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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_line_up_on_a_full_disk_loses_nothing_and_ends_with_a_verdict(
    disk: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(disk)
    aside = set_aside(experiment)
    for run in aside:
        assert run.obstacle == FULL
        assert (run.path / CHECKPOINT).is_file()
    assert state_of(experiment, read(experiment)) == "interrupted"
    empty(disk)
    for run in aside:
        send_command(open_run(run.id, disk), Command.RESUME)
    _wait_until_answered(experiment)
    for before, run in zip(aside, runs_in(experiment), strict=True):
        assert run.state == "finished"
        assert [each.epoch for each in run.curve.epochs] == [*range(1, CONFIG.epochs + 1)]
        assert losses(run)[: len(before.curve.epochs)] == losses(before)


def test_a_line_up_can_be_stopped_on_a_full_disk_and_tells_what_it_has(
    disk: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(disk)
    aside = set_aside(experiment)
    fill(disk)  # also what they did not need to say why
    for run in aside:
        send_command(run, Command.STOP)
    _wait_until_answered(experiment)
    for run in runs_in(experiment):
        assert run.state == "stopped"
        assert run.model_path is not None
        assert run.keras_path is not None


@pytest.mark.slow
def test_a_search_on_a_full_disk_loses_nothing_and_ends_with_a_verdict(
    disk: Path, scheduler: Scheduler
) -> None:
    experiment = begin_search(disk, replace(CONFIG, learning_rate=1e-4))
    wait_until(lambda: _learned(experiment), seconds=150)
    fill(disk)
    wait_until(lambda: _is_set_aside(experiment), seconds=150)
    *ended, aside = trials_in(experiment)
    assert [run.state for run in ended] == ["finished"]
    assert aside.obstacle == FULL
    before = losses(open_run(aside.id, disk))
    empty(disk)
    send_command(aside, Command.RESUME)
    wait_until(lambda: _has_verdict(experiment), seconds=300)
    over = open_experiment(experiment.id, disk)
    assert [run.id for run in trials_in(experiment)][:2] == [ended[0].id, aside.id]
    assert len(trials_in(experiment)) == 3
    assert losses(open_run(aside.id, disk))[: len(before)] == before
    assert "three seeds each" in result.of(over, read(over)).words


@pytest.mark.slow
def test_a_search_begins_its_next_trial_as_soon_as_there_is_room(
    disk: Path, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "RETRY_SECONDS", 1.0)
    experiment = begin_search(disk, replace(IN_A_WORKER, learning_rate=1e-4))
    wait_until(lambda: bool(trials_in(experiment)[0].held), seconds=60)
    leave(disk, room_needed(CONFIG) // 2)  # it can end well, and no other can begin
    wait_until(lambda: trials_in(experiment)[0].ending is not None, seconds=150)
    wait_until(lambda: not is_held(experiment.path), seconds=60)
    assert len(trials_in(experiment)) == 1
    assert state_of(experiment, read(experiment)) == "queued"
    empty(disk)
    wait_until(lambda: _has_verdict(experiment), seconds=300)
    assert len(trials_in(experiment)) == 3


def begin_search(disk: Path, base: TrainConfig) -> Experiment:
    """Three trials, the first of which is poor."""
    search = Search({"learning_rate": Range(0.002, 0.02)}, trials=3, sampler="random")
    design = search_design("What is better?", base, search)
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=disk)


def trials_in(experiment: Experiment) -> list[RunSummary]:
    return trial_runs(read(experiment))


def _learned(experiment: Experiment) -> bool:
    """Whether the second trial has learned something that was saved."""
    second = trials_in(experiment)[1:]
    return bool(second) and len(open_run(second[0].id, experiment.root).curve.epochs) >= 3


def _is_set_aside(experiment: Experiment) -> bool:
    second = trials_in(experiment)[1]
    return second.state == "interrupted" and not second.held and not is_held(experiment.path)


def _has_verdict(experiment: Experiment) -> bool:
    over = open_experiment(experiment.id, experiment.root)
    trials = read(over)
    chosen = chosen_run(over, trials)
    return (
        state_of(over, trials) == "finished"
        and chosen is not None
        and chosen.test_accuracy is not None
    )


def _wait_until_answered(experiment: Experiment) -> None:
    """Until validation has chosen one, and that one alone was asked the test pictures."""

    def answered() -> bool:
        chosen = chosen_run(experiment, read(experiment))
        return chosen is not None and chosen.test_accuracy is not None

    wait_until(answered, seconds=150)
    trials = read(experiment)
    found = result.of(experiment, trials)
    assert state_of(experiment, trials) == "finished"
    assert found.found is not None
    assert "one seed each" in found.words
    assert sum(run.test_accuracy is not None for run in runs_in(experiment)) == 1


@pytest.mark.parametrize(
    ("free", "words"),
    [
        (0, FULL),
        (room_needed(CONFIG) + 300_000, "The disk is nearly full: "),  # one fits, but not both
    ],
)
def test_an_experiment_that_finds_no_room_leaves_nothing_behind(
    disk: Path, free: int, words: str
) -> None:
    leave(disk, free)
    with pytest.raises(RunError) as raised:
        line_up(disk)
    assert str(raised.value).startswith(words)
    assert list_experiments(disk) == []
    assert [run.id for run in list_runs(disk)] == ["bundled"]
    left = {str(path.relative_to(disk)) for path in disk.rglob("*")}
    assert left <= {".filler", "experiments"}
    empty(disk)
    assert len(runs_in(line_up(disk))) == 2
