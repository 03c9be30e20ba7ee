"""Files made of boxes (ISO/IEC 14496-12), as HEIC and AVIF are: walked, and cut down.

Their decoders copy metadata freely: 10 MB of it, claimed by 200 entries, once filled 4 GB. So what
makes no picture is taken out of the table of contents first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from fashion_model.images.error import DAMAGED, ImageError

MAX_CONTENTS = 65_536  # bytes of the table of contents: a colour profile in it is copied, too
_PICTURE = (b"ftyp", b"meta", b"mdat")


class Box(NamedTuple):
    """A part of the file: its kind, and where it and its body begin and end."""

    kind: bytes
    start: int
    body: int
    end: int


class Entry(NamedTuple):
    """An item in the table of contents: its number, and where its bytes are.

    `method` 0 counts from the file's beginning. In `extents` are offset and length of each piece.
    """

    number: int
    method: int
    extents: tuple[tuple[int, int], ...]


class Bare(NamedTuple):
    """A file without metadata and films: itself, its table of contents, what that says."""

    content: bytes
    contents: bytes
    entries: list[Entry]
    size: tuple[int, int]


def strip_boxes(content: bytes) -> Bare:
    """The file without metadata and films, and the (width, height) of its largest part.

    Raises:
        ImageError: Its structure is broken, or its entries claim more than the file holds.
        struct.error: It ends in the middle of a box.
    """
    stripped = bytearray(content)
    found = list(boxes(content, 0, len(content)))
    contents = [box for box in found if box.kind == b"meta"]
    if len(contents) != 1 or contents[0].end - contents[0].start > MAX_CONTENTS:
        raise ImageError(DAMAGED)
    for box in found:
        if box.kind not in _PICTURE:
            stripped[box.start + 4 : box.start + 8] = b"free"  # cut out, it would move the rest
    start, end = contents[0].body, contents[0].end
    # "cdsc": which picture an entry describes; without it, no picture has any metadata.
    stripped[start:end] = stripped[start:end].replace(b"cdsc", b"none")
    places = [box for box in boxes(content, start + 4, end) if box.kind == b"iloc"]
    if len(places) != 1:
        raise ImageError(DAMAGED)
    entries = list(_entries(content[places[0].body : places[0].end]))
    # Honest ones share none of the file's bytes.
    if sum(length for entry in entries for _, length in entry.extents) > len(content):
        raise ImageError(DAMAGED)
    return Bare(bytes(stripped), content[start:end], entries, _largest(content[start:end]))


def boxes(content: bytes, position: int, end: int) -> Iterator[Box]:
    """The boxes that fill `content` from `position` to `end`.

    Raises:
        ImageError: They don't.
        struct.error: The last one is torn.
    """
    while position < end:
        length, kind = struct.unpack_from(">I4s", content, position)
        body = position + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", content, body)
            body += 8
        last = end if length == 0 else position + length
        if not body <= last <= end:
            raise ImageError(DAMAGED)
        yield Box(kind, position, body, last)
        position = last


def _entries(places: bytes) -> Iterator[Entry]:
    """What an "iloc" box says."""
    version = places[0]
    of_offset, of_length, of_base, of_index = (
        places[4] >> 4, places[4] & 15, places[5] >> 4, places[5] & 15,
    )  # fmt: skip
    number = ">I" if version == 2 else ">H"
    wide = struct.calcsize(number)
    (entries,) = struct.unpack_from(number, places, 6)
    position = 6 + wide
    for _ in range(entries):
        (item,) = struct.unpack_from(number, places, position)
        position += wide
        method = places[position + 1] & 15 if version else 0
        position += (2 if version else 0) + 2
        base = int.from_bytes(places[position : position + of_base])
        position += of_base
        (count,) = struct.unpack_from(">H", places, position)
        position += 2
        extents = []
        for _ in range(count):
            position += of_index if version else 0
            offset = base + int.from_bytes(places[position : position + of_offset])
            position += of_offset
            length = int.from_bytes(places[position : position + of_length])
            if position + of_length > len(places) or not length:
                raise ImageError(DAMAGED)  # without a length, an entry takes the whole file
            extents.append((offset, length))
            position += of_length
        yield Entry(item, method, tuple(extents))


def _largest(contents: bytes) -> tuple[int, int]:
    sizes = []
    position = contents.find(b"ispe")
    while position >= 0:
        sizes.append(struct.unpack_from(">II", contents, position + 8))
        position = contents.find(b"ispe", position + 4)
    if not sizes:
        raise ImageError(DAMAGED)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return int(width), int(height)
