"""Every way a file can be wrong is named in words; the right one is read."""

import gzip
import hashlib
import lzma
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from fashion_model.data.error import DataError
from fashion_model.data.idx import IdxFile, read_idx, verify_idx
from tests.data.publisher import IMAGES, PACKED, PAGE, PLAIN

PACKED_IMAGES = PACKED[IMAGES.name]
PLAIN_IMAGES = PLAIN[IMAGES.name]


@pytest.mark.parametrize("content", [PACKED_IMAGES, PLAIN_IMAGES])
def test_reads_packed_and_plain_whatever_the_name(tmp_path: Path, content: bytes) -> None:
    for name in ("images", "images.gz"):
        path = tmp_path / name
        path.write_bytes(content)
        values = read_idx(path, IMAGES)
        assert values.shape == (300, 28, 28)
        assert values.dtype == np.uint8
        assert values.tobytes() == PLAIN_IMAGES[16:]


def _with_other_pixels() -> bytes:
    return gzip.compress(PLAIN_IMAGES[:-1] + bytes((PLAIN_IMAGES[-1] ^ 1,)), mtime=0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ends too early"),
        (PACKED_IMAGES[:5], "ends too early"),
        (PACKED_IMAGES[: len(PACKED_IMAGES) // 2], "ends too early"),
        (PACKED_IMAGES[:-1], "ends too early"),
        (PLAIN_IMAGES[:7], "ends too early"),
        (PLAIN_IMAGES[:-1], "ends too early"),
        (gzip.compress(PLAIN_IMAGES[:-1], mtime=0), "ends too early"),
        (PAGE, "is a web page"),
        (b"\xef\xbb\xbf" + PAGE, "is a web page"),
        (gzip.compress(PAGE, mtime=0), "is a web page"),
        (b"PK\x03\x04 not what it should be", "is not an IDX file"),
        (lzma.compress(PLAIN_IMAGES[:1000]), "is not an IDX file"),
        (PLAIN["train-labels-idx1-ubyte"], "is not an IDX file"),
        (PACKED["t10k-images-idx3-ubyte"], "holds other data"),
        (_with_other_pixels(), "holds other data"),
        (PLAIN_IMAGES + b"\0", "is longer"),
        (gzip.compress(PLAIN_IMAGES + b"\0", mtime=0), "is longer"),
        (b"\x1f\x8b" + bytes(100), "is damaged"),
        (PACKED_IMAGES + b"tail", "is damaged"),
    ],
)
def test_names_what_is_wrong(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(content)
    for look in (read_idx, verify_idx):
        with pytest.raises(DataError, match=f"^images.gz {words}"):
            look(path, IMAGES)


def test_any_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    random = np.random.RandomState(0)
    for position in random.randint(0, len(PACKED_IMAGES), 100):
        content = bytearray(PACKED_IMAGES)
        content[position] ^= 1 << random.randint(8)
        path.write_bytes(content)
        try:  # some bits of gzip's header (its date, say) mean nothing
            values = read_idx(path, IMAGES)
        except DataError as error:
            assert str(error).startswith("images.gz ")
        else:
            assert values.tobytes() == PLAIN_IMAGES[16:]


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not a file"):
        read_idx(tmp_path, IMAGES)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="is not a file"):
        read_idx(tmp_path / "pipe", IMAGES)


def test_a_bomb_is_never_unpacked(tmp_path: Path) -> None:
    expected = IdxFile("bomb", (1000,), hashlib.sha256(bytes(1000)).hexdigest(), 0)
    path = tmp_path / "bomb"
    path.write_bytes(gzip.compress(expected.header + bytes(60_000_000)))
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="is longer"):
            read_idx(path, expected)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(1 << 34)  # a sparse file: no disk is used
    with pytest.raises(DataError, match="is longer"):
        read_idx(path, IMAGES)
