"""Write files so that a crash or a full disk never harms what was there before."""

import errno
import hashlib
import os
import stat
import uuid
from collections.abc import Callable
from pathlib import Path

TAIL = 1_000_000  # bytes; longer than any line this app writes
_CUT_SHORT = "requested and"  # NumPy: `512 requested and 96 written`


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` by `content`, or leave it as it was.

    Raises:
        OSError: the disk is full or the folder can't be written; `path` is untouched.
    """
    produce_atomically(path, lambda temporary: _write(temporary, content))


def produce_atomically(path: Path, produce: Callable[[Path], None]) -> None:
    """Let `produce` write a temporary file of `path`'s suffix, then move it into place."""
    path.parent.mkdir(exist_ok=True)  # no more than that: a deleted run must not come back
    temporary = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        produce(temporary)
        descriptor = os.open(temporary, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def append_line(path: Path, line: str) -> None:
    """Append one line in one write, so that readers see all of it or a torn last line.

    Only one process may write. A torn line left by a crash or a full disk is cut off first.
    """
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - TAIL))
        tail = file.read()
        file.truncate(end - len(tail) + tail.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(line.encode() + b"\n")


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_regular_file(path: Path) -> bool:
    """Whether `path` is a file of its own: no link, and nothing that blocks who opens it."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_disk_full(error: OSError) -> bool:
    """Whether there is no room left, on the disk or for this user."""
    if error.errno is None:  # NumPy says how much was written, HDF5 quotes the system
        return any(words in str(error) for words in (_CUT_SHORT, os.strerror(errno.ENOSPC)))
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
