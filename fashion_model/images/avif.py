"""AVIF, as shops serve photos: read with Pillow, whose decoder believes the stream.

The size that the file declares binds nobody: 60 bytes of AV1 may hold a picture of 65,536 × 65,536
pixels, or thousands of frames before the one that is shown. So the streams' own headers are read
first (AV1 Bitstream Specification, sections 5.3 to 5.5). What is rare in them is refused.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

from PIL import AvifImagePlugin, Image
from PIL.AvifImagePlugin import AvifImageFile

from fashion_model.images.bmff import Bare, Entry, boxes, strip_boxes
from fashion_model.images.error import DAMAGED, ImageError

MAX_BLOCKS = 1_000  # of one stream: a header, a frame, its tiles
MAX_FRAMES = 4  # of one stream: layers of a picture that comes in by and by
MAX_STREAM_PIXELS = 1 << 23  # what a frame may have by its stream, sides rounded up to powers of 2
UNUSUAL = "This AVIF picture is packed in an unusual way; please save it as a JPEG picture first."
_ORIENTATION = 0x0112
_SEQUENCE, _FRAME_HEADER, _FRAME = 1, 3, 6  # kinds of blocks
_WORDS = (b"Exif", b"mime")  # nothing refers to them any more


def strip_avif(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """The file without metadata and films, and the (width, height) of its largest part.

    Raises:
        ImageError: Its structure is broken or unusual, or a stream in it holds more than it should.
        struct.error, IndexError: It ends in the middle of a box or a block.
    """
    bare = strip_boxes(content)
    kinds = dict(_kinds(bare))
    for entry in bare.entries:
        kind = kinds.get(entry.number)
        if kind in _WORDS:
            continue
        if kind != b"av01" or entry.method:  # put together of tiles, say
            raise ImageError(UNUSUAL)
        _check_stream(_bytes_of(entry, content), bare.size)
    # An animation's brand asks for its films, and they are gone.
    brands = int.from_bytes(content[:4])
    head, rest = bare.content[:brands], bare.content[brands:]
    return head.replace(b"avis", b"avif") + rest, bare.size


def open_avif(content: bytes) -> tuple[Image.Image, int]:
    """Decode the main picture; beside it, its orientation as EXIF counts."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    picture = AvifImageFile(BytesIO(content))
    # Without metadata of the file's own it is what Pillow made of the picture's turns.
    return picture, int(picture.getexif().get(_ORIENTATION, 1))


def _kinds(bare: Bare) -> Iterator[tuple[int, bytes]]:
    """The kind of each item, by its number."""
    contents = bare.contents
    for box in boxes(contents, 4, len(contents)):
        if box.kind != b"iinf":
            continue
        for info in boxes(contents, box.body + (8 if contents[box.body] else 6), box.end):
            if info.kind != b"infe":
                raise ImageError(DAMAGED)
            number = ">I" if contents[info.body] == 3 else ">H"
            (item,) = struct.unpack_from(number, contents, info.body + 4)
            at = info.body + 6 + struct.calcsize(number)
            yield item, contents[at : at + 4]


def _bytes_of(entry: Entry, content: bytes) -> bytes:
    pieces = [content[offset : offset + length] for offset, length in entry.extents]
    if [len(piece) for piece in pieces] != [length for _, length in entry.extents]:
        raise ImageError(DAMAGED)
    return b"".join(pieces)


def _check_stream(stream: bytes, declared: tuple[int, int]) -> None:
    """Refuse a stream with more frames than one picture has, or larger ones than declared."""
    frames = sizes = 0
    for kind, block in _blocks(stream):
        frames += kind in (_FRAME_HEADER, _FRAME)
        if kind != _SEQUENCE:
            continue
        sizes += 1
        width, height, most = _frame_size(block)
        if width > declared[0] or height > declared[1]:
            raise ImageError(DAMAGED)
        if most > MAX_STREAM_PIXELS:
            raise ImageError(
                f"This AVIF picture of {declared[0]} × {declared[1]} pixels is more than this app "
                "can take; please make it smaller, 1000 pixels are plenty."
            )
    if not sizes or not frames:
        raise ImageError(DAMAGED)
    if frames > MAX_FRAMES:
        raise ImageError(UNUSUAL)


def _blocks(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The blocks of a stream ("OBUs"): the kind and the body of each."""
    position = 0
    for _ in range(MAX_BLOCKS):
        if position == len(stream):
            return
        header = stream[position]
        position += 2 if header & 4 else 1
        length = len(stream) - position
        if header & 2:
            length, position = _leb128(stream, position)
        if position + length > len(stream):
            raise ImageError(DAMAGED)
        yield header >> 3 & 15, stream[position : position + length]
        position += length
    raise ImageError(UNUSUAL)


def _leb128(stream: bytes, position: int) -> tuple[int, int]:
    """A number in pieces of 7 bits, and where it ends."""
    value = 0
    for place in range(8):
        byte = stream[position + place]
        value |= (byte & 127) << 7 * place
        if byte < 128:
            return value, position + place + 1
    raise ImageError(DAMAGED)


def _frame_size(header: bytes) -> tuple[int, int, int]:
    """Width and height by a sequence header, and the most pixels that a frame after it may have.

    A frame of a video may say another size, in as many bits; one of a still picture may not.
    """
    bits = _Bits(header)
    bits.read(4)  # profile, still picture
    still = bits.read(1)
    if still:
        bits.read(5)  # level
    else:
        if bits.read(1):  # times, of films alone
            raise ImageError(UNUSUAL)
        delays = bits.read(1)
        for _ in range(bits.read(5) + 1):
            bits.read(12)
            if bits.read(5) > 7:
                bits.read(1)
            if delays and bits.read(1):
                bits.read(4)
    wide, high = bits.read(4) + 1, bits.read(4) + 1
    width, height = bits.read(wide) + 1, bits.read(high) + 1
    return width, height, width * height if still else 1 << (wide + high)


class _Bits:
    """Reads numbers of some bits, the highest first."""

    def __init__(self, content: bytes) -> None:
        self._content, self._position = content, 0

    def read(self, count: int) -> int:
        """The next `count` bits; IndexError where there are none left."""
        value = 0
        for _ in range(count):
            byte, bit = divmod(self._position, 8)
            value = value << 1 | self._content[byte] >> (7 - bit) & 1
            self._position += 1
        return value
