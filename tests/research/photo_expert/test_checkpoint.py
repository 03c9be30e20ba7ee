"""Tensors are read from Torch's files, here written byte by byte, and nothing in them is run."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from numpy.typing import NDArray

from research.photo_expert.checkpoint import WeightsError, read_tensors

MAGIC = b"\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"
REBUILD = b"ctorch._utils\n_rebuild_tensor_v2\n"
ORDERED = b"ccollections\nOrderedDict\n"
FLOATS, INTEGERS = b"ctorch\nFloatStorage\n", b"ctorch\nLongStorage\n"


def pickled(body: bytes) -> bytes:
    return b"\x80\x02" + body + b"."


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def number(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def tensor(
    numbers: bytes, key: str, length: int, offset: int, size: list[int], stride: list[int]
) -> bytes:
    storage = b"(" + text("storage") + numbers + text(key) + text("cpu") + number(length) + b"NtQ"
    sizes = b"".join(b"(" + b"".join(map(number, each)) + b"t" for each in (size, stride))
    hooks = ORDERED + b")R"
    return REBUILD + b"(" + storage + number(offset) + sizes + b"\x89" + hooks + b"tR"


def checkpoint(state: bytes, storages: dict[str, NDArray[np.generic]]) -> io.BytesIO:
    keys = b"](" + b"".join(map(text, storages)) + b"e"
    parts = [MAGIC, b"M\xe9\x03", b"}" + text("little_endian") + b"\x88s", state, keys]
    numbers = [struct.pack("<q", each.size) + each.tobytes() for each in storages.values()]
    return io.BytesIO(b"".join(map(pickled, parts)) + b"".join(numbers))


def ordered(*items: tuple[str, bytes]) -> bytes:
    return ORDERED + b")R(" + b"".join(text(name) + value for name, value in items) + b"u"


def one(value: bytes, length: int = 6) -> io.BytesIO:
    return checkpoint(ordered(("w", value)), {"7": np.arange(length, dtype="<f4")})


def test_tensors_come_out_to_the_bit() -> None:
    floats = np.random.default_rng(0).normal(size=12).astype("<f4")
    floats[0], floats[1] = np.float32(-0.0), np.float32(np.nan)
    integers = np.array([5, -(2**40)], "<i8")
    state = ordered(
        ("rows", tensor(FLOATS, "7", 12, 0, [3, 4], [4, 1])),
        ("turned", tensor(FLOATS, "7", 12, 0, [4, 3], [1, 4])),
        ("late", tensor(FLOATS, "7", 12, 10, [2], [1])),
        ("count", tensor(INTEGERS, "8", 2, 1, [], [])),
    )
    versions = b"}" + text("_metadata") + ordered(("", b"}" + text("version") + b"K\x01s")) + b"sb"
    read = read_tensors(checkpoint(state + versions, {"8": integers, "7": floats}))
    expected = {
        "rows": floats.reshape(3, 4),
        "turned": floats.reshape(3, 4).T,
        "late": floats[10:],
        "count": integers[1],
    }
    assert list(read) == list(expected)
    for name, array in expected.items():
        assert read[name].dtype == array.dtype
        assert read[name].shape == array.shape
        assert read[name].tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        (b"cbuiltins\nprint\n" + text("owned") + b"\x85R", r"no use for builtins\.print\."),
        (b"cposix\nsystem\n" + text("echo owned") + b"\x85R", r"no use for posix\.system\."),
        (ORDERED + b")\x81", r"no use for the instruction NEWOBJ\."),
        (text("builtins") + text("print") + b"\x93", r"the instruction STACK_GLOBAL\."),
        (b"(" + text("owned") + b"ibuiltins\nprint\n", r"the instruction INST\."),
        (b"\x82\x01", r"the instruction EXT1\."),
        (FLOATS + b")R", r"a call of torch\.FloatStorage\."),
        (text("print") + b")R", r"a call of print\."),
        (text("no tensor"), "anything but tensors"),
    ],
)
def test_anything_else_is_refused(
    value: bytes, refused: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WeightsError, match=refused):
        read_tensors(one(value))
    assert "owned" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "value",
    [
        tensor(FLOATS, "7", 6, 1, [6], [1]),  # one number too many
        tensor(FLOATS, "7", 6, -1, [2], [1]),
        tensor(FLOATS, "7", 6, 5, [2], [-1]),
        tensor(FLOATS, "7", 6, 0, [2, 3], [1]),
        tensor(FLOATS, "9", 6, 0, [6], [1]),  # of no storage
        tensor(FLOATS, "7", 5, 0, [5], [1]),  # whose storage has another length
        b"h\x05",  # what was never kept
        b"t",  # without a mark
    ],
)
def test_what_does_not_fit_is_broken(value: bytes) -> None:
    with pytest.raises(WeightsError, match=r"This file of weights is broken\."):
        read_tensors(one(value))


def test_a_file_cut_off_is_broken() -> None:
    whole = one(tensor(FLOATS, "7", 6, 0, [6], [1])).getvalue()
    for end in (len(MAGIC) + 3, 60, len(whole) - 1):
        with pytest.raises(WeightsError, match=r"This file of weights is broken\."):
            read_tensors(io.BytesIO(whole[:end]))


def test_another_format_is_a_sentence() -> None:
    with pytest.raises(WeightsError, match="no file that Torch wrote"):
        read_tensors(io.BytesIO(pickled(b"K\x01")))
