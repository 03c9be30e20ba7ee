"""The frames of a GIF, without its comments.

A frame that is larger than the picture ends them, because Pillow would let it grow the picture.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAX_PIECES = 200_000  # of at most 255 bytes, in which frames come: 15 MB have 60,000
_FRAME, _EXTENSION, _CONTROL = 0x2C, 0x21, 0xF9


def frames_alone(content: bytes) -> bytes:
    """Keep whole frames, each with the block that holds its transparency; empty for fewer than two.

    Raises:
        IndexError: It ends within its header.
        struct.error: The same.
    """
    size = struct.unpack_from("<HH", content, 6)
    position = 13 + _table(content[10])
    kept, frames = [content[:position]], 0
    for start, end in _blocks(content, position):
        if content[start] == _FRAME:
            if not _is_within(content, start, size):
                break
            frames += 1
        elif content[start + 1] != _CONTROL:
            continue
        kept.append(content[start:end])
    return b"".join([*kept, b";"]) if frames > 1 else b""


def _blocks(content: bytes, position: int) -> Iterator[tuple[int, int]]:
    """Where frames and extensions begin and end, up to the first that is not whole."""
    pieces = 0
    while position + 10 <= len(content) and content[position] in (_FRAME, _EXTENSION):
        start = position
        framed = content[start] == _FRAME
        position += 11 + _table(content[start + 9]) if framed else 2
        while position < len(content) and content[position]:
            position += 1 + content[position]
            pieces += 1
            if pieces > MAX_PIECES:
                return
        position += 1
        if position > len(content):
            return
        yield start, position


def _is_within(content: bytes, frame: int, size: tuple[int, ...]) -> bool:
    left, top, width, height = struct.unpack_from("<HHHH", content, frame + 1)
    return bool(left + width <= size[0] and top + height <= size[1])


def _table(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
