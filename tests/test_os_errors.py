"""An error of the system becomes its true sentence, also one that a library words itself."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from fashion_model.os_errors import FULL, in_words


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("Only root may mount a small disk.")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_disk_that_numpy_finds_full_is_called_full(small: Path) -> None:
    with (small / "numbers").open("wb") as file, pytest.raises(OSError) as found:
        np.zeros(1_000_000).tofile(file)
    assert in_words(found.value) == FULL


def test_what_a_library_says_of_a_full_disk_is_understood() -> None:
    assert in_words(OSError("512 requested and 96 written")) == FULL
    assert in_words(OSError("unable to write (errno = 28, No space left on device)")) == FULL


def test_another_fault_is_not_called_a_full_disk() -> None:
    assert in_words(OSError("something else")) != FULL
