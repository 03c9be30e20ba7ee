"""Strip a picture file to the bytes that make the picture, before Pillow sees it.

Pillow reads metadata eagerly and in Python. That is where small files grow large: a JPEG whose
EXIF block lists one long value ten thousand times fills gigabytes, a PNG with thousands of
compressed colour profiles keeps a core busy for minutes, and so does a JPEG with millions of
empty comments. Nothing in the metadata is needed but the orientation, so it is read here, and
the rest is cut away. What counts is counted, so that no walk takes long.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from fashion_model.images.avif import strip_avif
from fashion_model.images.error import DAMAGED, ImageError
from fashion_model.images.formats import Format, is_bare_bitmap, recognise
from fashion_model.images.gif import frames_alone
from fashion_model.images.heic import strip_heic
from fashion_model.images.orientation import orientation

MAX_BLOCKS = 10_000  # blocks of a file that are walked; real files have dozens
MAX_RLE_BYTES = 1_000_000
MAX_RLE_PIXELS = 2_000_000
_PNG_PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_PNG_FRAMES = (b"acTL", b"fcTL", b"fdAT")


@dataclass(frozen=True)
class Stripped:
    """A picture file without metadata.

    Attributes:
        format: What it is.
        content: The file, cut down to what Pillow needs.
        orientation: EXIF orientation, 1 (upright) to 8.
        size: (width, height) in pixels as the file declares it, where reading it here is what
            protects Pillow (JPEG, WebP, HEIC, AVIF); None for those that Pillow opens cheaply.
        buffered_bytes: Memory that the decoder must hold for the whole picture before the
            first row comes out (progressive JPEG), else 0.
        scans: How often the decoder passes over the whole picture.
        frames: The file with its later frames; empty where it is no animation.
    """

    format: Format
    content: bytes
    orientation: int = 1
    size: tuple[int, int] | None = None
    buffered_bytes: int = 0
    scans: int = 1
    frames: bytes = b""


def strip(content: bytes) -> Stripped:
    """Recognise a file and cut it down to what makes its picture.

    Raises:
        ImageError: It is no picture of a readable format, or its structure is broken.
    """
    kind = recognise(content)
    try:
        return _STRIPPERS[kind](content)
    except (struct.error, IndexError) as error:  # it ends in the middle of a block
        raise ImageError(DAMAGED) from error


def _jpeg(content: bytes) -> Stripped:
    kept = [b"\xff\xd8"]
    frame = b""
    exif, xmp = b"", b""
    position = 2
    for _ in range(MAX_BLOCKS):
        position = content.find(b"\xff", position)
        if position < 0:
            break
        marker = content[position + 1]
        if marker in (0x00, 0xFF) or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 1 if marker == 0xFF else 2  # fill bytes and markers without a body
            continue
        if marker == 0xD9:
            break
        length = int(struct.unpack_from(">H", content, position + 2)[0])
        segment = content[position : position + 2 + length]
        if marker == 0xDA:
            turned = orientation(exif, xmp)
            return _jpeg_with_frame(frame, turned, kept, content[position:])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if frame:
                raise ImageError(DAMAGED)  # two headers: readers disagree on which one counts
            frame = segment
        if marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            exif = exif or segment[10:]
        if marker == 0xE1 and segment[4:33] == b"http://ns.adobe.com/xap/1.0/\x00":
            xmp = xmp or segment[33:]
        if _makes_jpeg(marker, segment):
            kept.append(segment)
        position += 2 + length
    raise ImageError(DAMAGED)


def _makes_jpeg(marker: int, segment: bytes) -> bool:
    """Tables and headers, and the two application blocks that say how colour is coded."""
    if marker == 0xE0:
        return segment[4:8] == b"JFIF"
    if marker == 0xEE:
        return segment[4:9] == b"Adobe"
    return 0xC0 <= marker <= 0xDD


def _jpeg_with_frame(frame: bytes, turned: int, kept: list[bytes], rest: bytes) -> Stripped:
    height, width, components = struct.unpack_from(">HHB", frame, 5)
    sampling = [frame[11 + 3 * component] for component in range(components)]
    across = [byte >> 4 for byte in sampling]
    down = [byte & 15 for byte in sampling]
    if 0 in across or 0 in down or not sampling:
        raise ImageError(DAMAGED)
    progressive = frame[1] not in (0xC0, 0xC1, 0xC9)
    buffered = 0
    if progressive or rest[4] < components:  # several scans: all coefficients are kept, 2 bytes
        blocks = sum(h * v for h, v in zip(across, down, strict=True))
        buffered = 2 * width * height * blocks // (max(across) * max(down))
    return Stripped(
        "JPEG",
        b"".join([*kept, rest]),
        turned,
        (width, height),
        buffered,
        rest.count(b"\xff\xda") if buffered else 1,
    )


def _png(content: bytes) -> Stripped:
    kept, frames = [content[:8]], [content[:8]]
    exif, xmp = b"", b""
    position = 8
    for _ in range(MAX_BLOCKS):
        (length,) = struct.unpack_from(">I", content, position)
        name = content[position + 4 : position + 8]
        chunk = content[position : position + 12 + length]
        if name in _PNG_PICTURE:
            kept.append(chunk)
        if name in _PNG_PICTURE or name in _PNG_FRAMES:
            frames.append(chunk)
        elif name == b"eXIf":
            exif = chunk[8:-4]
        elif name == b"iTXt" and chunk[8:26] == b"XML:com.adobe.xmp\x00":
            xmp = chunk[26:-4]
        position += 12 + length
        if name == b"IEND" or position >= len(content):
            later = b"".join(frames) if _is_animated(frames) else b""
            return Stripped("PNG", b"".join(kept), orientation(exif, xmp), frames=later)
    raise ImageError(DAMAGED)


def _is_animated(chunks: list[bytes]) -> bool:
    """Whether they announce frames, once; Pillow warns of anything else."""
    counts = [chunk[8:12] for chunk in chunks if chunk[4:8] == b"acTL"]
    return len(counts) == 1 and 0 < int.from_bytes(counts[0]) <= 1 << 31


def _gif(content: bytes) -> Stripped:
    """Drop the extensions before the first frame, but the one that holds its transparency."""
    flags = content[10]
    position = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    kept = [content[:position]]
    for _ in range(MAX_BLOCKS):
        if content[position] == 0x2C:  # the first frame
            frames = frames_alone(content)
            return Stripped("GIF", b"".join([*kept, content[position:]]), frames=frames)
        if content[position] != 0x21:
            break
        start = position
        position += 2
        for _ in range(MAX_BLOCKS):
            length = content[position]
            position += 1 + length
            if length == 0:
                break
        if content[start + 1] == 0xF9:
            kept[1:] = [content[start:position]]
    raise ImageError(DAMAGED)


def _webp(content: bytes) -> Stripped:
    size = _webp_size(content)
    exif, xmp, animated = b"", b"", False
    position = 12
    for _ in range(MAX_BLOCKS):
        if position + 8 > len(content):
            break
        (length,) = struct.unpack_from("<I", content, position + 4)
        name, body = content[position : position + 4], slice(position + 8, position + 8 + length)
        if name == b"EXIF":
            exif = content[body].removeprefix(b"Exif\x00\x00")
        elif name == b"XMP ":
            xmp = content[body]
        animated = animated or name == b"ANMF"
        position += 8 + length + length % 2
    turned = orientation(exif, xmp)
    return Stripped("WebP", content, turned, size, frames=content if animated else b"")


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height; the decoder reserves memory for them as soon as it is made."""
    name = content[12:16]
    if name == b"VP8X":
        wide, high = content[24:27], content[27:30]
        return 1 + int.from_bytes(wide, "little"), 1 + int.from_bytes(high, "little")
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ImageError(DAMAGED)


def _bmp(content: bytes) -> Stripped:
    """Refuse large run-length coded files: Pillow decodes those byte by byte in Python."""
    if is_bare_bitmap(content):
        content = b"BM" + bytes(12) + content
    (header,) = struct.unpack_from("<I", content, 14)
    if header >= 40:
        width, height = struct.unpack_from("<ii", content, 18)
        (compression,) = struct.unpack_from("<I", content, 30)
        large = len(content) > MAX_RLE_BYTES or abs(width * height) > MAX_RLE_PIXELS
        if compression in (1, 2) and large:
            raise ImageError("This BMP picture is packed in an old way; please save it as a PNG.")
    return Stripped("BMP", content)


def _avif(content: bytes) -> Stripped:
    """What turns it is no metadata, and read by its decoder."""
    stripped, size = strip_avif(content)
    return Stripped("AVIF", stripped, size=size)


def _heic(content: bytes) -> Stripped:
    """Its decoder turns the picture upright by itself."""
    stripped, size = strip_heic(content)
    return Stripped("HEIC", stripped, size=size)


_STRIPPERS = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WebP": _webp,
    "BMP": _bmp,
    "HEIC": _heic,
    "AVIF": _avif,
}
