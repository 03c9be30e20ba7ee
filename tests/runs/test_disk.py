"""How much room the runs take is told while they are written."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fashion_model.runs.disk import bytes_used

LOOKS = 200  # at least, and as many files that came meanwhile
KEPT = 1000  # bytes that stay
COMING_AND_GOING = 20  # files at a time, each in a folder of its own
SIZE = 100  # bytes of each


@contextmanager
def busy(folder: Path) -> Iterator[list[int]]:
    """A thread that makes and removes files and folders until the block ends; how many it made."""
    ending = threading.Event()
    made = [0]

    def make_and_remove() -> None:
        while not ending.is_set():
            homes = [folder / f"run-{number}" for number in range(COMING_AND_GOING)]
            for home in homes:
                home.mkdir()
                (home / "state.npz").write_bytes(bytes(SIZE))
                made[0] += 1
            for home in homes:
                (home / "state.npz").unlink()
                home.rmdir()

    thread = threading.Thread(target=make_and_remove)
    thread.start()
    try:
        yield made
    finally:
        ending.set()
        thread.join()


def test_files_that_come_and_go_meanwhile_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(bytes(KEPT))
    with busy(tmp_path) as made:
        seen = {bytes_used(tmp_path) for _ in range(LOOKS)}
        while made[0] < LOOKS:
            seen.add(bytes_used(tmp_path))
    assert min(seen) >= KEPT
    assert max(seen) <= KEPT + COMING_AND_GOING * SIZE
    assert len(seen) > 1, "it was looked at between"
    assert bytes_used(tmp_path) == KEPT


def test_a_folder_that_is_gone_takes_no_room(tmp_path: Path) -> None:
    assert bytes_used(tmp_path / "gone") == 0
