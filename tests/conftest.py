"""What every test shares: directories of its own, and no data but the bundled sample."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fashion_model.workers.scheduler import Scheduler

_SCRATCH = tempfile.TemporaryDirectory(prefix="fashion-tests-")

# Set before any test or fixture runs, so that none of them nor a child process can reach the
# developer's own runs and downloads.
FULL_DATA = os.environ.pop("FASHION_MNIST_DIR", None)
os.environ["FASHION_RUNS_DIR"] = str(Path(_SCRATCH.name) / "runs")
os.environ["FASHION_CACHE_DIR"] = str(Path(_SCRATCH.name) / "cache")
os.environ["KERAS_HOME"] = str(Path(_SCRATCH.name) / "keras")
os.environ.pop("KERAS_BACKEND", None)  # some tests import Keras themselves
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def pytest_unconfigure() -> None:
    """Remove the scratch directory; `TemporaryDirectory` left to itself warns about it."""
    _SCRATCH.cleanup()


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty run directory that the app and the library use during this test."""
    root = tmp_path / "runs"
    root.mkdir()
    monkeypatch.setenv("FASHION_RUNS_DIR", str(root))
    return root


@pytest.fixture
def full_data(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the 70,000 pictures, named by FASHION_MNIST_DIR; skips without it."""
    if FULL_DATA is None:
        pytest.skip("Set FASHION_MNIST_DIR to the folder of the four Fashion-MNIST files.")
    monkeypatch.setenv("FASHION_MNIST_DIR", FULL_DATA)
    return Path(FULL_DATA)


@pytest.fixture
def scheduler(runs: Path) -> Iterator[Scheduler]:
    """A scheduler of the queue in this process; its workers are real."""
    scheduler = Scheduler(runs)
    scheduler.start()
    yield scheduler
    scheduler.stop()
