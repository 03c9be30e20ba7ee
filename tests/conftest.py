"""What every test shares: directories of its own, and no data but the bundled sample."""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner

from fashion_model.environment import datasets_dir
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.scheduler import Scheduler

_SCRATCH = tempfile.TemporaryDirectory(prefix="fashion-tests-")

# Set before any test or fixture runs, so that none of them nor a child process can reach the
# developer's own runs and downloads.
_FULL_DATA = "FASHION_TESTS_FULL_DATA"  # kept, because pytest-xdist's workers read this file, too
DEBIAN = datasets_dir() / "fashion-mnist"  # of the package dataset-fashion-mnist
FULL_DATA = os.environ.pop("FASHION_MNIST_DIR", None) or os.environ.get(_FULL_DATA)
if FULL_DATA is None and DEBIAN.is_dir():
    FULL_DATA = str(DEBIAN)
if FULL_DATA is not None:
    os.environ[_FULL_DATA] = FULL_DATA
NO_DATA = (
    "Install dataset-fashion-mnist (Debian), or name the four files' folder FASHION_MNIST_DIR."
)
os.environ["FASHION_RUNS_DIR"] = str(Path(_SCRATCH.name) / "runs")
os.environ["FASHION_CACHE_DIR"] = str(Path(_SCRATCH.name) / "cache")
os.environ["FASHION_DATASETS_DIR"] = str(Path(_SCRATCH.name) / "datasets")
os.environ["KERAS_HOME"] = str(Path(_SCRATCH.name) / "keras")
os.environ.pop("KERAS_BACKEND", None)  # some tests import Keras themselves
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def pytest_unconfigure() -> None:
    """Remove the scratch directory; `TemporaryDirectory` left to itself warns about it."""
    _SCRATCH.cleanup()


@pytest.fixture(scope="session", autouse=True)
def _as_in_the_server() -> Iterator[None]:
    """Have AppTest spend its time on the pages.

    Tests of networks have loaded Keras here, which no server does: Streamlit clears its session
    after every run, ten times as long as a page takes. And it looks through all installed packages
    for each AppTest.
    """
    found = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty run directory that the app and the library use during this test."""
    root = tmp_path / "runs"
    root.mkdir()
    monkeypatch.setenv("FASHION_RUNS_DIR", str(root))
    return root


@pytest.fixture
def full_data(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the 70,000 pictures; skips without them."""
    if FULL_DATA is None:
        pytest.skip(NO_DATA)
    monkeypatch.setenv("FASHION_MNIST_DIR", FULL_DATA)
    return Path(FULL_DATA)


@pytest.fixture(autouse=True)
def long_goodbyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker outlives its test, however slow the machine."""
    monkeypatch.setattr(scheduling, "GOODBYE_SECONDS", 120.0)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest's visitor sits at the computer that serves the app, without a cookie."""
    if "streamlit.testing.v1" in sys.modules:
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: None)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scheduler, int], None]:
    """Wait until a scheduler has looked at its line so many more times."""
    from tests.tiny import wait_until

    looks: Counter[Scheduler] = Counter()
    tick = Scheduler._tick

    def counted(self: Scheduler) -> str | None:
        told = tick(self)
        looks[self] += 1
        return told

    def wait(scheduler: Scheduler, times: int) -> None:
        enough = looks[scheduler] + times
        wait_until(lambda: looks[scheduler] >= enough)

    monkeypatch.setattr(Scheduler, "_tick", counted)
    return wait


@pytest.fixture
def scheduler(runs: Path) -> Iterator[Scheduler]:
    """A scheduler of the queue in this process; its workers are real."""
    scheduler = Scheduler(runs)
    scheduler.start()
    yield scheduler
    scheduler.stop()
