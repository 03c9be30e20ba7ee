"""A keeper of the queue in this process; its workers are real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fashion_model.workers.queue import Keeper


@pytest.fixture
def keeper(runs: Path) -> Iterator[Keeper]:
    keeper = Keeper(runs)
    keeper.start()
    yield keeper
    keeper.stop()
