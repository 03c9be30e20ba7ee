"""Turn bytes from a stranger into a small picture, or into one clear sentence.

The order of the steps is the protection: size of the file, format by its first bytes, metadata
cut away (`strip`), pixels counted before any is decoded, and the picture made small before its
colours are converted, so that a large picture exists in memory only once.
"""

from __future__ import annotations

import struct
import threading
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from fashion_model.images.avif import open_avif
from fashion_model.images.error import DAMAGED, EMPTY, ImageError
from fashion_model.images.heic import open_heic
from fashion_model.images.small import WORKING, is_blank, shrink
from fashion_model.images.strip import Stripped, strip

MAX_BYTES = 15_000_000
MAX_PIXELS = 16_000_000  # decoded
MAX_JPEG_PIXELS = 100_000_000  # in the file: JPEG can be decoded at an eighth of its size
MAX_WEBP_PIXELS = 9_000_000  # Pillow holds a WebP four times while it decodes: 144 MB
MAX_HEIC_PIXELS = 12_500_000  # held thrice; iPhones take 12.2 megapixels
MAX_AVIF_PIXELS = 6_000_000  # with transparency and 12 bits a colour it takes 24 bytes for each
MAX_BUFFERED_BYTES = 96_000_000
MAX_SCANNED_PIXELS = 500_000_000  # pixels times passes of a progressive JPEG
MAX_SIDE = 65_535
_LIMITS = {
    "JPEG": MAX_JPEG_PIXELS,
    "WebP": MAX_WEBP_PIXELS,
    "HEIC": MAX_HEIC_PIXELS,
    "AVIF": MAX_AVIF_PIXELS,
}

# Opened by their own classes, never by `Image.open`: no other format can be reached.
_OPENERS: dict[str, type[ImageFile]] = {
    "PNG": PngImageFile,
    "JPEG": JpegImageFile,
    "GIF": GifImageFile,
    "WebP": WebPImageFile,
    "BMP": BmpImageFile,
}

# What Pillow raises for broken files. There is no common base: its plugins are parsers that let
# the error of the failing line through.
_BROKEN = (
    OSError,  # truncated data, codec errors, unidentified files
    SyntaxError,  # wrong header, broken PNG chunk
    ValueError,  # bad palettes, bad text, sizes that make no sense
    EOFError,  # a GIF or WebP without a first frame
    LookupError,  # KeyError, IndexError: modes and tables that do not exist
    TypeError,  # fields that are missing where a number is expected
    AttributeError,  # a palette is used that was never read
    AssertionError,  # Pillow's own checks of its parsers
    ArithmeticError,  # division by zero, overflow in the C layer
    RuntimeError,  # NotImplementedError, a decoder that was misled
    MemoryError,  # sizes that the C layer refuses
    struct.error,  # headers that end early
    zlib.error,  # PNG data that does not unpack
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,  # an exception where warnings are errors
)

_TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# One picture at a time: ten visitors who upload at once must not need ten times the memory.
_TURN = threading.Lock()


def decode(content: bytes) -> Image.Image:
    """Decode a picture file: PNG, JPEG (also MPO), GIF, WebP, BMP, HEIC or AVIF.

    Of an animation it is the first frame that has something on it.

    Args:
        content: The whole file, at most `MAX_BYTES` and 16 megapixels; JPEG 100, WebP 9, HEIC 12.5,
            AVIF 6.

    Returns:
        The picture upright, its longest side at most 512 pixels, mode "L", "RGB" or "RGBA"
        (not premultiplied).

    Raises:
        ImageError: Anything else, with one sentence for the visitor.
    """
    if not content:
        raise ImageError(EMPTY)
    if len(content) > MAX_BYTES:
        raise ImageError(
            f"This file is larger than {MAX_BYTES // 10**6} MB; please send a smaller copy of it."
        )
    with _TURN:
        stripped = strip(content)
        try:
            picture, orientation = _open(stripped)
            small = shrink(picture)
            if stripped.frames and is_blank(small):
                small = _first_shown(stripped) or small
        except ImageError:
            raise
        except _BROKEN as error:
            raise ImageError(DAMAGED) from error
    turn = _TRANSPOSES.get(orientation)
    return small if turn is None else small.transpose(turn)


def decode_file(path: Path) -> Image.Image:
    """Decode a picture file on disk; no more of it is read than a picture may have.

    Raises:
        OSError: It can't be read.
        ImageError: As for `decode`.
    """
    with path.open("rb") as stream:
        return decode(stream.read(MAX_BYTES + 1))


def decode_array(rgba: NDArray[np.uint8]) -> Image.Image:
    """Turn a canvas's pixels, uint8 (height, width, 4), into a picture as `decode` returns it.

    Raises:
        ImageError: The canvas has not been drawn on yet or is too large.
        TypeError: The array is no RGBA picture, which is a mistake of the caller's.
    """
    if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8:
        raise TypeError(f"expected uint8 (height, width, 4), got {rgba.dtype} {rgba.shape}")
    height, width = rgba.shape[:2]
    if not width or not height:
        raise ImageError("There is no drawing yet; please draw one piece of clothing.")
    _check_size(width, height, MAX_PIXELS)
    return shrink(Image.fromarray(rgba))


def _open(stripped: Stripped) -> tuple[Image.Image, int]:
    """The picture as it is stored, and its orientation as EXIF counts."""
    if stripped.size is not None:
        _check_size(*stripped.size, _LIMITS.get(stripped.format, MAX_PIXELS))
    _check_passes(stripped)
    if stripped.format == "HEIC":
        return open_heic(stripped.content), stripped.orientation
    if stripped.format == "AVIF":
        return open_avif(stripped.content)
    picture = _OPENERS[stripped.format](BytesIO(stripped.content))
    if isinstance(picture, JpegImageFile):
        width, height = picture.size
        share = min(1.0, WORKING / max(width, height))
        picture.draft(None, (max(1, int(width * share)), max(1, int(height * share))))
    _check_size(*picture.size, MAX_PIXELS)
    picture.load()
    opaque = _opaque(picture) if isinstance(picture, BmpImageFile) else picture
    return opaque, stripped.orientation


def _opaque(picture: Image.Image) -> Image.Image:
    """Many programs leave the fourth byte of a BMP's pixels at 0, and mean nothing by it."""
    unused = picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (0, 0)
    return picture.convert("RGB") if unused else picture


def _first_shown(stripped: Stripped) -> Image.Image | None:
    """The first frame with something on it, of as many as make `MAX_PIXELS` together."""
    picture = _OPENERS[stripped.format](BytesIO(stripped.frames))
    width, height = picture.size
    for number in range(1, MAX_PIXELS // (width * height)):
        try:
            picture.seek(number)
            picture.load()
        except _BROKEN:  # the last frame, or what the file holds of the next one
            return None
        small = shrink(picture)
        if not is_blank(small):
            return small
    return None


def _check_size(width: int, height: int, limit: int) -> None:
    if width < 1 or height < 1:
        raise ImageError(DAMAGED)
    if width * height > limit or max(width, height) > MAX_SIDE:
        raise ImageError(
            f"This picture is {width} × {height} pixels, more than this app can take; "
            "please make it smaller, 1000 pixels are plenty."
        )


def _check_passes(stripped: Stripped) -> None:
    """Refuse progressive JPEGs that are cheap to send and dear to decode."""
    width, height = stripped.size or (0, 0)
    passes = width * height * stripped.scans if stripped.buffered_bytes else 0
    if stripped.buffered_bytes > MAX_BUFFERED_BYTES or passes > MAX_SCANNED_PIXELS:
        raise ImageError(
            f"This progressive JPEG of {width} × {height} pixels is more than this app can take; "
            "please make it smaller, 1000 pixels are plenty."
        )
