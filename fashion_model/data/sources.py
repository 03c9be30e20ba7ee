"""The places where Fashion-MNIST may already be, in order of preference; and loading it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fashion_model.data.bundled import load_sample
from fashion_model.data.dataset import Dataset, split_official
from fashion_model.data.error import DataError
from fashion_model.data.official import FASHION_MNIST, copies, read_folder
from fashion_model.environment import cache_dir, datasets_dir, mnist_dir


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
    if named := mnist_dir():
        found.append(Source("your folder", named, "check FASHION_MNIST_DIR", named=True))
    found.append(
        Source("the app's download", download_folder(), "downloading the full data replaces it")
    )
    if keras := _keras_home():
        found.append(Source("Keras's cache", keras / "datasets" / "fashion-mnist"))
    found.append(Source("the Debian package", datasets_dir() / "fashion-mnist"))
    return tuple(found)


def find_source() -> Source | None:
    """The first place that has all four files, which are not read yet; None without one."""
    return next((source for source in sources() if source.is_complete()), None)


def _keras_home() -> Path | None:
    try:
        return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    except RuntimeError:  # a container's user without a home
        return None


def load(places: Sequence[Source] | None = None) -> Dataset:
    """The full data from the first good place, else the bundled sample. Never downloads.

    Takes half a second and 55 MB for the full data; callers keep the result. Files that are
    no good are left where they are, and named in the dataset's `notices`.

    Raises:
        DataError: not even the bundled sample can be read.
    """
    notices: list[str] = []
    for source in sources() if places is None else places:
        if not source.named and not source.has_something():
            continue
        try:
            return split_official(read_folder(source.folder), source.words, tuple(notices))
        except DataError as error:
            notices.append(_skipped(source, error))
    return load_sample(notices=tuple(notices))


def _skipped(source: Source, fault: DataError) -> str:
    remedy = f"; {source.remedy}" if source.remedy else ""
    return f"{source.words[0].upper()}{source.words[1:]} was skipped: {fault}{remedy}."
