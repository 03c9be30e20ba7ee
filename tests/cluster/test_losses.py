"""What is lost of a cluster in the middle of a training: a machine, or its head."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from fashion_model.environment import ROOT
from fashion_model.runs import Command, send_command
from fashion_model.runs.events import Resumed, Starting
from fashion_model.workers.scheduler import Scheduler, trouble
from tests.cluster.made import (
    LONG,
    SHORT,
    head_alone,
    line_up,
    runs_in,
    told,
    wait_all,
    wait_learning,
)
from tests.tiny import queue_run, wait_for, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
AGAIN = (
    "The machine of the cluster that trained it was lost; it was tried once more, from what had"
    " been saved."
)


def test_a_lost_machine_s_training_is_tried_once_more_from_what_was_saved(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(runs, cluster.address, replace(LONG, epochs=6), (1,))
    wait_learning(experiment, 2)
    (other,) = cluster.worker_nodes
    cluster.remove_node(other, allow_graceful=False)
    first, second = wait_all(experiment, "finished")
    again = [run for run in (first, second) if run.summary.again]
    assert [run.summary.again for run in again] == [AGAIN]
    assert [type(event) for event in again[0].events].count(Starting) == 2
    resumed = [event for event in again[0].events if isinstance(event, Resumed)]
    assert resumed and resumed[0].step > 0
    for run in (first, second):
        assert [epoch.epoch for epoch in run.curve.epochs] == [*range(1, 7)]
    here = wait_for(queue_run(runs, again[0].config), lambda run: run.state == "finished")
    assert told(here) == told(again[0])


def test_a_machine_that_does_not_answer_is_lost_too(
    cluster: Any, runs: Path, scheduler: Scheduler
) -> None:
    experiment = line_up(runs, cluster.address, replace(LONG, epochs=6), (1,))
    wait_learning(experiment, 2)
    (other,) = cluster.worker_nodes
    with _silenced(other):  # as without its cable: no connection is closed
        ended = wait_all(experiment, "finished")
    assert [run.summary.again for run in ended if run.summary.again] == [AGAIN]


@contextmanager
def _silenced(machine: Any) -> Iterator[None]:
    own = [info.process.pid for infos in machine.all_processes.values() for info in infos]
    processes = [psutil.Process(pid) for pid in own]
    processes += [child for each in processes for child in each.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()


def _whole_head(cluster: Any) -> None:
    """And with it what connects this computer, which shares its address."""
    cluster.remove_node(cluster.head_node, allow_graceful=False)


def _head_of_another_computer(cluster: Any) -> None:
    cluster.head_node.kill_gcs_server()


@pytest.mark.parametrize("cut_off", [_whole_head, _head_of_another_computer])
def test_without_its_head_all_are_set_aside_and_go_on_later(
    cluster: Any, runs: Path, scheduler: Scheduler, cut_off: Callable[[Any], None]
) -> None:
    experiment = line_up(runs, cluster.address, LONG, (1,))
    wait_learning(experiment, 2)
    cut_off(cluster)
    wait_all(experiment, "interrupted")
    words = "What was saved is kept: let it go on when the cluster is there again."
    wait_until(lambda: all(words in str(run.obstacle) for run in runs_in(experiment)))
    assert all(run.saved for run in runs_in(experiment))
    for run in runs_in(experiment):
        send_command(run, Command.RESUME)
    wait_until(lambda: "does not answer: see that it runs" in str(trouble(runs)))
    assert {run.state for run in runs_in(experiment)} == {"queued"}
    for run in runs_in(experiment):  # for that, this computer is enough
        send_command(run, Command.STOP)
    assert all(run.model_path is not None for run in wait_all(experiment, "stopped"))


def test_at_a_terminal_it_is_said_once(cluster: Any, runs: Path) -> None:
    address = cluster.address  # it has none any more without its head
    tiny = ("epochs=100", "threads=1", 'blocks=[{"filters": 4}]', "dense=[8]")
    settings = [word for each in tiny for word in ("--set", each)]
    asked = ["experiment", "luck", *settings, "--seeds", "3", "--ray", address]
    program = [sys.executable, "-m", "fashion_model", *asked]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(program, cwd=ROOT, **pipes) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        assert told == f"How much is luck? 3 trainings, on the cluster at {address}.\n"
        while "epoch 2" not in told:
            told = process.stdout.readline()
        cluster.head_node.kill_gcs_server()
        rest, _ = process.communicate(timeout=50)  # after sixty, Ray would have ended it
    assert process.returncode == 1
    for seed in (1, 2):
        assert rest.count(f"Luck, seed {seed}: The cluster at {address} does not") == 1
    assert "seed 3" not in rest


TOKEN = "0123456789abcdef" * 4


def test_a_token_lets_in_who_has_it_and_nobody_else(
    runs: Path, needs_ray: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": TOKEN}
    with head_alone(settings=asked) as address:
        for token, state in ((TOKEN[::-1], "interrupted"), (TOKEN, "finished")):
            monkeypatch.setenv("RAY_AUTH_MODE", "token")
            monkeypatch.setenv("RAY_AUTH_TOKEN", token)
            scheduler = Scheduler(runs)
            scheduler.start()
            try:
                experiment = line_up(runs, address, SHORT, (1,))
                ended = wait_all(experiment, state)
            finally:
                scheduler.stop()
            refused = f"The cluster at {address} answers, but takes nothing from this computer"
            assert all((refused in str(run.obstacle)) == (token != TOKEN) for run in ended)
