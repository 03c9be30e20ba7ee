"""Tensors from a file that Torch wrote, read without unpickling.

Such a file (of Torch before 1.6) is five pickles, then the numbers. A pickle is a program for a
small machine with a stack. `pickletools.genops` lists its instructions and carries out none; of
them only those that put data together are followed here. Nothing is imported, and nothing called.
"""

from __future__ import annotations

import pickletools
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

_ORDERED, _REBUILD = "collections.OrderedDict", "torch._utils._rebuild_tensor_v2"
_NUMBERS: dict[str, np.dtype[Any]] = {
    "torch.FloatStorage": np.dtype("<f4"),
    "torch.LongStorage": np.dtype("<i8"),
}
_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_MAGIC = 0x1950A86A20F9469CFC6C
_BROKEN = "This file of weights is broken."


class WeightsError(ValueError):
    """A file does not hold the weights we look for; the message is a sentence."""


class _Name(str):
    """What a pickle would import; here it is a word and stays one."""


class _Storage(NamedTuple):
    dtype: np.dtype[Any]
    key: str
    length: int


class _Tensor(NamedTuple):
    storage: _Storage
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


def read_tensors(file: BinaryIO) -> dict[str, NDArray[Any]]:
    """The tensors in a file, by name: float32 or int64, of any shape.

    Raises:
        WeightsError: There is anything else in it, or it is broken.
    """
    try:
        return _read(file)
    except WeightsError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise WeightsError(_BROKEN) from error


def _read(file: BinaryIO) -> dict[str, NDArray[Any]]:
    if _follow(file) != _MAGIC:
        raise WeightsError("This is no file that Torch wrote before its version 1.6.")
    _follow(file)  # the version of the format
    _follow(file)  # what computer it was written on
    tensors, keys = _follow(file), _follow(file)
    if not all(isinstance(name, str) for name in tensors):
        raise WeightsError("A file of weights has no use for a tensor without a name.")
    if not all(isinstance(tensor, _Tensor) for tensor in tensors.values()):
        raise WeightsError("A file of weights has no use for anything but tensors.")
    described = {tensor.storage.key: tensor.storage for tensor in tensors.values()}
    numbers = {key: _numbers(file, described[key]) for key in keys}
    return {name: _strided(tensor, numbers[tensor.storage.key]) for name, tensor in tensors.items()}


def _numbers(file: BinaryIO, storage: _Storage) -> NDArray[Any]:
    length = int.from_bytes(file.read(8), "little")
    content = file.read(storage.length * storage.dtype.itemsize)
    if length != storage.length or len(content) != length * storage.dtype.itemsize:
        raise WeightsError(_BROKEN)
    return np.frombuffer(content, storage.dtype)


def _strided(tensor: _Tensor, numbers: NDArray[Any]) -> NDArray[Any]:
    steps = list(zip(tensor.size, tensor.stride, strict=True))
    last = tensor.offset + sum((size - 1) * stride for size, stride in steps)
    if min((tensor.offset, *tensor.size, *tensor.stride)) < 0 or last >= len(numbers):
        raise WeightsError(_BROKEN)  # NumPy would read what lies beside them in memory
    strides = [stride * numbers.itemsize for stride in tensor.stride]
    view = np.lib.stride_tricks.as_strided(numbers[tensor.offset :], tensor.size, strides)
    return np.array(view)


def _follow(file: BinaryIO) -> Any:
    """What the next pickle in `file` describes."""
    machine = _Machine()
    for instruction, argument, _ in pickletools.genops(file):
        machine.follow(instruction.name, argument)
    return machine.stack.pop()


class _Machine:
    """The stack of a pickle, without the instructions that could do anything."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self._below: list[list[Any]] = []  # what was on the stack before each mark
        self._memo: dict[int, Any] = {}

    def follow(self, name: str, argument: Any) -> None:
        """Follow one instruction."""
        stack = self.stack
        match name:
            case "PROTO" | "STOP":
                pass
            case "BINUNICODE" | "BININT" | "BININT1" | "BININT2" | "LONG1":
                stack.append(argument)
            case "NONE" | "NEWTRUE" | "NEWFALSE":
                stack.append(_CONSTANTS[name])
            case "BINPUT" | "LONG_BINPUT":
                self._memo[argument] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(self._memo[argument])
            case "GLOBAL":
                stack.append(_name(argument))
            case "BINPERSID":
                stack.append(_storage(*stack.pop()))
            case "REDUCE":
                arguments = stack.pop()
                stack.append(_described(stack.pop(), arguments))
            case "BUILD":
                stack.pop()  # the versions of layers, which Torch adds to the tensors
            case _:
                self._put_together(name)

    def _put_together(self, name: str) -> None:
        match name:
            case "MARK":
                self._below.append(self.stack)
                self.stack = []
            case "EMPTY_DICT":
                self.stack.append({})
            case "EMPTY_LIST":
                self.stack.append([])
            case "EMPTY_TUPLE":
                self.stack.append(())
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                self.stack.append(tuple(self._last(int(name[-1]))))
            case "SETITEM":
                key, value = self._last(2)
                self.stack[-1][key] = value
            case "TUPLE" | "APPENDS" | "SETITEMS":
                self._take_marked(name)
            case _:
                raise WeightsError(f"A file of weights has no use for the instruction {name}.")

    def _last(self, count: int) -> list[Any]:
        taken = self.stack[-count:]
        del self.stack[-count:]
        return taken

    def _take_marked(self, name: str) -> None:
        marked, self.stack = self.stack, self._below.pop()
        if name == "TUPLE":
            self.stack.append(tuple(marked))
        elif name == "APPENDS":
            self.stack[-1].extend(marked)
        else:
            self.stack[-1].update(zip(marked[::2], marked[1::2], strict=True))


def _name(argument: str) -> _Name:
    name = argument.replace(" ", ".")
    if name not in (_ORDERED, _REBUILD, *_NUMBERS):
        raise WeightsError(f"A file of weights has no use for {name}.")
    return _Name(name)


def _storage(kind: str, numbers: _Name, key: str, _place: str, length: int, _: None) -> _Storage:
    if kind != "storage" or not isinstance(numbers, _Name):
        raise WeightsError(f"A file of weights has no use for a {kind}.")
    return _Storage(_NUMBERS[numbers], key, length)


def _described(name: Any, arguments: tuple[Any, ...]) -> _Tensor | dict[str, Any]:
    if not isinstance(name, _Name) or name not in (_ORDERED, _REBUILD):
        raise WeightsError(f"A file of weights has no use for a call of {name}.")
    if name == _ORDERED:  # always an empty one: what is in it follows
        return {}
    storage, offset, size, stride, *_ = arguments
    return _Tensor(storage, offset, size, stride)
