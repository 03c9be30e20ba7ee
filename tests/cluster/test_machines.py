"""Machines of a cluster: each gets the pictures once, and gives its GPU, or else processors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.cluster.connecting import connect
from fashion_model.data import load_sample
from fashion_model.runs import open_run
from fashion_model.workers.training import Process, Training
from tests.cluster.made import SHORT, STORE_BYTES
from tests.tiny import begin_run, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_each_machine_gets_them_once(cluster: Any, runs: Path) -> None:
    import ray

    connected = connect(cluster.address)
    try:
        data = load_sample()
        process = Process(loaded=data, cluster=connected)
        sent = connected.pictures(data)
        assert len(_where(sent)) == 1
        _train_two(runs, process, seed=1)
        assert len(_where(sent)) == 2
        _train_two(runs, process, seed=3)
        assert len(_where(sent)) == 2
        assert connected.pictures(data) is sent
        assert connected.room(SHORT) == 2
        assert ray.is_initialized()
    finally:
        connected.close()
    assert not ray.is_initialized()


def _where(sent: Any) -> list[str]:
    from ray.experimental import get_object_locations

    found: list[str] = get_object_locations([sent])[sent]["node_ids"]
    return found


def _train_two(root: Path, process: Process, seed: int) -> None:
    trainings = [
        Training(begin_run(root, replace(SHORT, seed=each)).path, process)
        for each in (seed, seed + 1)
    ]
    while trainings:
        trainings = [training for training in trainings if training.turn()]


def test_where_there_is_a_gpu_only_gpus_train(cluster: Any, runs: Path) -> None:
    connected = connect(cluster.address)
    try:
        assert connected.room(replace(SHORT, threads=2)) == 2  # each gives all it has
        cluster.add_node(num_cpus=2, num_gpus=1, object_store_memory=STORE_BYTES)
        wait_until(lambda: connected.room(SHORT) == 1)
        training = Training(begin_run(runs, SHORT).path, Process(cluster=connected))
        while training.turn():
            continue
        run = open_run(training.path.name, runs)
        assert run.state == "finished"
    finally:
        connected.close()
