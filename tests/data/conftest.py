"""No proxy between the tests and their own server, and none of this machine's data."""

from pathlib import Path

import pytest

from fashion_model.data import sources
from tests.conftest import FULL_DATA

PLACE = FULL_DATA or (str(sources.DEBIAN) if sources.DEBIAN.is_dir() else None)


@pytest.fixture(autouse=True)
def nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Fashion-MNIST."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FASHION_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("FASHION_MNIST_DIR", raising=False)
    monkeypatch.setattr(sources, "DEBIAN", tmp_path / "debian")


@pytest.fixture
def full_data(nothing_here: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the 70,000 pictures; skips without FASHION_MNIST_DIR and Debian's package."""
    if PLACE is None:
        pytest.skip("Set FASHION_MNIST_DIR to the folder of the four Fashion-MNIST files.")
    monkeypatch.setenv("FASHION_MNIST_DIR", PLACE)
    return Path(PLACE)
