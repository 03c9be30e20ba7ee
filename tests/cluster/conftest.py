"""A cluster of two machines, each of one CPU, both on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from tests.cluster.made import STORE_BYTES, head


@pytest.fixture
def needs_ray() -> None:
    """Skip where Ray is not installed."""
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed: pip install -r requirements-ray.txt")


@pytest.fixture
def cluster(needs_ray: None) -> Iterator[Any]:
    """Two machines that train: the head, and one that has joined it; ended with the test."""
    from ray.cluster_utils import Cluster

    started = Cluster(initialize_head=True, head_node_args=head())
    try:
        started.add_node(num_cpus=1, object_store_memory=STORE_BYTES)
        yield started
    finally:
        started.shutdown()
