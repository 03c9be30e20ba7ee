"""A cluster of two machines, each of one CPU, both on this computer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import pytest

NO_RAY = "Ray is not installed: pip install -r requirements-ray.txt"
STORE_BYTES = 150_000_000
HEAD = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": STORE_BYTES}
_ALONE = f"""
import sys
from ray.cluster_utils import Cluster
cluster = Cluster(initialize_head=True, head_node_args={HEAD})
print(cluster.address, flush=True)
try:
    sys.stdin.read()
finally:
    cluster.shutdown()
"""


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two machines that train: the head, and one that has joined it; ended with the test."""
    if find_spec("ray") is None:
        pytest.skip(NO_RAY)
    from ray.cluster_utils import Cluster

    started = Cluster(initialize_head=True, head_node_args=HEAD)
    try:
        started.add_node(num_cpus=1, object_store_memory=STORE_BYTES)
        yield started
    finally:
        started.shutdown()


@contextmanager
def head_alone(settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a cluster of one machine, started with `settings` in its environment."""
    if find_spec("ray") is None:
        pytest.skip(NO_RAY)
    program = [sys.executable, "-c", _ALONE]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(program, env={**os.environ, **settings}, **pipes) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(60)
