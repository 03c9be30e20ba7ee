"""The pictures of a training come to each machine of a cluster once, with no disk in common."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.cluster.connecting import connect
from fashion_model.data import load_sample
from fashion_model.workers.training import Process, Training
from tests.cluster.made import SHORT
from tests.tiny import begin_run

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
