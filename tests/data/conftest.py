"""No proxy between the tests and their own server, and none of this machine's data."""

from pathlib import Path

import pytest

from fashion_model.data import downloading
from tests.conftest import FULL_DATA, NO_DATA


@pytest.fixture(autouse=True)
def nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Fashion-MNIST."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FASHION_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("FASHION_MNIST_DIR", raising=False)
    monkeypatch.setenv("FASHION_DATASETS_DIR", str(tmp_path / "datasets"))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests have no time for a server to recover."""
    monkeypatch.setattr(downloading, "PAUSE", 0.0)
    monkeypatch.setattr(downloading, "TIMEOUT", (1.0, 1.0))


@pytest.fixture
def full_data(nothing_here: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the 70,000 pictures; skips without them."""
    if FULL_DATA is None:
        pytest.skip(NO_DATA)
    monkeypatch.setenv("FASHION_MNIST_DIR", FULL_DATA)
    return Path(FULL_DATA)
