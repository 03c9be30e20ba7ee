"""HEIC, as iPhones take photos: read with `pillow-heif`.

Its library (libheif) checks a picture's real size against the declared one before it decodes, but
copies metadata freely: 10 MB of it, claimed by 200 entries, once filled 4 GB. So what makes no
picture is taken out of the table of contents first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from fashion_model.images.error import DAMAGED, ImageError

MAX_CONTENTS = 65_536  # bytes of the table of contents: a colour profile in it is copied, too
MAX_DEAR_PIXELS = 7_000_000  # with transparency or full colour, libheif needs 20 bytes for each
_PICTURE = (b"ftyp", b"meta", b"mdat")


class Box(NamedTuple):
    """A part of the file (ISO/IEC 14496-12): its kind, and where it and its body begin and end."""

    kind: bytes
    start: int
    body: int
    end: int


def strip_heic(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """The file without metadata and films, and the (width, height) of its largest part.

    Raises:
        ImageError: Its structure is broken, or its entries claim more than the file holds.
        struct.error: It ends in the middle of a box.
    """
    stripped = bytearray(content)
    boxes = list(_boxes(content, 0, len(content)))
    contents = [box for box in boxes if box.kind == b"meta"]
    if len(contents) != 1 or contents[0].end - contents[0].start > MAX_CONTENTS:
        raise ImageError(DAMAGED)
    for box in boxes:
        if box.kind not in _PICTURE:
            stripped[box.start + 4 : box.start + 8] = b"free"  # cut out, it would move the rest
    start, end = contents[0].body, contents[0].end
    # "cdsc": which picture an entry describes; without it, no picture has any metadata.
    stripped[start:end] = stripped[start:end].replace(b"cdsc", b"none")
    places = [box for box in _boxes(content, start + 4, end) if box.kind == b"iloc"]
    if len(places) != 1 or _claimed(content[places[0].body : places[0].end]) > len(content):
        raise ImageError(DAMAGED)
    width, height = _largest(content[start:end])
    if _is_dear(content[start:end]) and width * height > MAX_DEAR_PIXELS:
        raise ImageError(
            f"This HEIC picture of {width} × {height} pixels is more than this app can take; "
            "please make it smaller, 1000 pixels are plenty."
        )
    return bytes(stripped), (width, height)


def open_heic(content: bytes) -> Image.Image:
    """Decode the main picture, which comes out upright."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    file = pillow_heif.HeifFile(BytesIO(content))
    picture: Image.Image = file[file.primary_index].to_pillow()
    return picture


def _boxes(content: bytes, position: int, end: int) -> Iterator[Box]:
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


def _claimed(places: bytes) -> int:
    """Bytes that all entries of an "iloc" box take from the file; honest ones share none."""
    version = places[0]
    of_offset, of_length, of_base, of_index = (
        places[4] >> 4, places[4] & 15, places[5] >> 4, places[5] & 15,
    )  # fmt: skip
    number = ">I" if version == 2 else ">H"
    wide = struct.calcsize(number)
    (entries,) = struct.unpack_from(number, places, 6)
    position, claimed = 6 + wide, 0
    for _ in range(entries):
        position += wide + (2 if version else 0) + 2 + of_base
        (extents,) = struct.unpack_from(">H", places, position)
        position += 2
        for _ in range(extents):
            position += (of_index if version else 0) + of_offset
            length = int.from_bytes(places[position : position + of_length])
            if position + of_length > len(places) or not length:
                raise ImageError(DAMAGED)  # without a length, an entry takes the whole file
            claimed += length
            position += of_length
    return claimed


def _is_dear(contents: bytes) -> bool:
    """Whether it has transparency, or colours at full resolution; a camera's photo has neither."""
    codings = contents.split(b"hvcC")[1:]  # in each, two bits of byte 16 say how colour is stored
    full = any(len(coding) > 16 and coding[16] & 3 > 1 for coding in codings)
    return full or any(name in contents for name in (b"auxiliary:alpha", b"auxid:1"))


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
