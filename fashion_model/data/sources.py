"""The places on this machine where Fashion-MNIST may already be, in order of preference."""

import os
from dataclasses import dataclass
from pathlib import Path

from fashion_model.data.official import FASHION_MNIST, copies
from fashion_model.settings import cache_dir

DEBIAN = Path("/usr/share/datasets/fashion-mnist")  # package dataset-fashion-mnist


@dataclass(frozen=True)
class Source:
    """A folder that may hold the four files.

    `words` names it for visitors, `remedy` ends a sentence that says why it was skipped.
    `named` means that somebody pointed at it, so that its absence is worth a word.
    """

    words: str
    folder: Path
    remedy: str = ""
    named: bool = False

    def has_something(self) -> bool:
        """Whether any of the four files stands there, good or not."""
        return any(copies(self.folder, file) for file in FASHION_MNIST)

    def is_complete(self) -> bool:
        """Whether all four files stand there, good or not."""
        return all(copies(self.folder, file) for file in FASHION_MNIST)


def download_folder() -> Path:
    """Where `download` puts the files."""
    return cache_dir() / "fashion-mnist"


def sources() -> tuple[Source, ...]:
    """All places to look at, best first."""
    found = []
    if named := os.environ.get("FASHION_MNIST_DIR"):
        found.append(Source("your folder", Path(named), "check FASHION_MNIST_DIR", named=True))
    found.append(
        Source("the app's download", download_folder(), "downloading the full data replaces it")
    )
    if keras := _keras_home():
        found.append(Source("Keras's cache", keras / "datasets" / "fashion-mnist"))
    found.append(Source("the Debian package", DEBIAN))
    return tuple(found)


def find_source() -> Source | None:
    """The first place that has all four files, which are not read yet; None without one."""
    return next((source for source in sources() if source.is_complete()), None)


def _keras_home() -> Path | None:
    if chosen := os.environ.get("KERAS_HOME"):
        return Path(chosen)
    try:
        return Path.home() / ".keras"
    except RuntimeError:  # a container's user without a home
        return None
