"""Read IDX files (http://yann.lecun.com/exdb/mnist), plain or gzipped, trusting nothing in them.

A file on disk may be cut off, a web page saved by a proxy, MNIST under the same name, or a
decompression bomb. Reading stops at the size that is expected, and only content with the right
SHA-256 is ever returned.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.error import DataError

GZIP_MAGIC = b"\x1f\x8b"
BLOCK = 1 << 18  # bytes decoded at a time, so that no second copy of the pictures arises
SLACK = 1 << 16  # bytes a file may be longer than its content: gzip of what can't be compressed


@dataclass(frozen=True)
class IdxFile:
    """One IDX file of unsigned bytes as it ought to be.

    `name` is without ".gz", `sha256` that of the values without header, `download_bytes` the
    gzipped size at the publisher's.
    """

    name: str
    shape: tuple[int, ...]
    sha256: str
    download_bytes: int

    @property
    def header(self) -> bytes:
        """The IDX header: two zeros, type 8 (unsigned byte), rank, each extent."""
        extents = b"".join(extent.to_bytes(4, "big") for extent in self.shape)
        return bytes((0, 0, 8, len(self.shape))) + extents

    @property
    def size(self) -> int:
        """Bytes of the values."""
        return prod(self.shape)


def read_idx(path: Path, expected: IdxFile) -> NDArray[np.uint8]:
    """The values of one file, shape `expected.shape`.

    Raises:
        DataError: it isn't the expected file; the message says in what way.
    """
    values = np.empty(expected.size, np.uint8)
    position = 0
    for block in _verified_blocks(path, expected):
        values[position : position + len(block)] = np.frombuffer(block, np.uint8)
        position += len(block)
    return values.reshape(expected.shape)


def verify_idx(path: Path, expected: IdxFile) -> None:
    """Read the whole file without keeping it; raises as `read_idx` does."""
    for _ in _verified_blocks(path, expected):
        pass


def _verified_blocks(path: Path, expected: IdxFile) -> Iterator[bytes]:
    """The values in blocks; raises DataError at the end when their sum is wrong."""
    digest = hashlib.sha256()
    for block in _blocks(path, expected):
        digest.update(block)
        yield block
    if digest.hexdigest() != expected.sha256:
        raise DataError(f"{path.name} holds other data than Fashion-MNIST's")


def _blocks(path: Path, expected: IdxFile) -> Iterator[bytes]:
    try:
        if not path.is_file():
            raise DataError(f"{path.name} is not a file")
        if path.stat().st_size > len(expected.header) + expected.size + SLACK:
            raise DataError(f"{path.name} is longer than Fashion-MNIST's")
        with path.open("rb") as file:
            packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
            file.seek(0)
            if not packed:
                yield from _values(file, path.name, expected)
                return
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield from _values(unpacked, path.name, expected)
    except EOFError:
        raise _cut_off(path.name) from None
    except (gzip.BadGzipFile, zlib.error):
        raise DataError(f"{path.name} is damaged") from None
    except OSError as error:
        raise DataError(f"{path.name} can't be read ({error.strerror or error})") from error


def _values(stream: IO[bytes] | gzip.GzipFile, name: str, expected: IdxFile) -> Iterator[bytes]:
    header = stream.read(len(expected.header))
    if header != expected.header:
        raise _foreign(name, header, expected)
    missing = expected.size
    while missing:
        block = stream.read(min(BLOCK, missing))
        if not block:
            raise _cut_off(name)
        missing -= len(block)
        yield block
    if stream.read(1):  # also makes gzip check its own sum
        raise DataError(f"{name} is longer than Fashion-MNIST's")


def _foreign(name: str, header: bytes, expected: IdxFile) -> DataError:
    if header.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return DataError(f"{name} is a web page, not Fashion-MNIST")
    if expected.header.startswith(header):
        return _cut_off(name)
    if header.startswith(expected.header[:4]):
        return DataError(f"{name} holds other data than Fashion-MNIST's")
    return DataError(f"{name} is not an IDX file")


def _cut_off(name: str) -> DataError:
    return DataError(f"{name} ends too early, like a download that was cut off")
