"""The server may die at any moment; trainings carry on and the next server adopts them."""

import signal
import time
from dataclasses import replace
from pathlib import Path

import psutil

from fashion_model.runs import open_run, request
from tests.browser.server import Server, start, wait_until_healthy
from tests.tiny import IN_A_WORKER, queue_run, wait_for

LONG = replace(IN_A_WORKER, epochs=100)


def zombies_below(server: Server) -> list[psutil.Process]:
    children = psutil.Process(server.process.pid).children(recursive=True)
    return [child for child in children if child.status() == psutil.STATUS_ZOMBIE]


def test_a_killed_server_leaves_its_training_to_the_next(tmp_path: Path) -> None:
    first = start(tmp_path)
    wait_until_healthy(first)
    run = wait_for(queue_run(first.runs, LONG), lambda run: len(run.curve.epochs) >= 2)
    waiting = queue_run(first.runs)
    first.stop(signal.SIGKILL)
    at_death = open_run(run.id, first.runs).curve.step
    wait_for(run, lambda run: run.curve.step > at_death + 5)
    assert open_run(waiting.id, first.runs).state == "queued"  # nobody keeps the line

    second = start(tmp_path)
    wait_until_healthy(second)
    adopted = open_run(run.id, second.runs)
    assert adopted.state == "running"
    time.sleep(1)
    assert open_run(waiting.id, second.runs).state == "queued"  # one training at a time
    request(adopted, "stop")
    stopped = wait_for(run, lambda run: run.state == "stopped")
    steps = [each["step"] for each in stopped.curve.epochs]
    assert steps == list(range(steps[0], steps[0] * len(steps) + 1, steps[0]))  # none missing
    wait_for(waiting, lambda run: run.state == "finished" and not run.held)
    time.sleep(1)
    assert zombies_below(second) == []
    second.stop()


def test_a_proper_stop_saves_and_offers_to_resume(tmp_path: Path) -> None:
    server = start(tmp_path)
    wait_until_healthy(server)
    run = wait_for(queue_run(server.runs, LONG), lambda run: len(run.curve.epochs) >= 1)
    began = time.monotonic()
    server.stop(signal.SIGTERM)
    assert time.monotonic() - began < 20
    run = wait_for(run, lambda run: not run.held, seconds=10)
    assert run.state == "interrupted"
    assert run.events[-1]["event"] == "suspended"
    assert not any(str(run.path) in _command(process) for process in psutil.process_iter())
    assert (run.path / "checkpoint" / "state.npz").is_file()


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""
