"""What a file is, told by its first bytes; the name it came with proves nothing."""

from __future__ import annotations

import struct
from typing import Literal

from fashion_model.images.error import EMPTY, ImageError

Format = Literal["PNG", "JPEG", "GIF", "WebP", "BMP", "HEIC", "AVIF"]

READABLE = "a PNG, JPEG, GIF, WebP, BMP, HEIC or AVIF picture"

_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
)

_SAVE = f"please save it as {READABLE} first"
_CHOOSE = f"please choose {READABLE} instead"

# Kinds of file that people often send by mistake: naming them tells what to do.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"II*\x00", "a TIFF picture", _SAVE),
    (b"MM\x00*", "a TIFF picture", _SAVE),
    (b"8BPS", "a Photoshop file", _SAVE),
    (b"\x00\x00\x01\x00", "an icon file", _SAVE),
    (b"\xff\x0a", "a JPEG XL picture", _SAVE),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", _SAVE),
    (b"\x00\x00\x00\x0cjP", "a JPEG 2000 picture", _SAVE),
    (b"%PDF", "a PDF document", _CHOOSE),
    (b"PK\x03\x04", "a ZIP archive", _CHOOSE),
    (b"\x1f\x8b", "a compressed archive", _CHOOSE),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_BITMAP_HEADERS = (40, 52, 56, 108, 124)  # their sizes in bytes, version 3 and later
_LONGEST_LIST = 128  # bytes of a list of brands that are looked at


def recognise(content: bytes) -> Format:
    """Name the picture format of a file.

    Raises:
        ImageError: The file is empty or not in one of the readable formats.
    """
    if not content:
        raise ImageError(EMPTY)
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    if is_bare_bitmap(content):
        return "BMP"
    if _brands(content) & _AVIF_BRANDS:
        return "AVIF"
    if _brands(content) & _HEIF_BRANDS:
        return "HEIC"
    raise ImageError(f"This is {_describe(content)}.")


def is_bare_bitmap(content: bytes) -> bool:
    """Whether it is a BMP without the header of a file, as a .dib can be."""
    if len(content) < _BITMAP_HEADERS[0]:
        return False
    header, _, _, planes, bits = struct.unpack_from("<IiiHH", content)
    return header in _BITMAP_HEADERS and planes == 1 and bits in (1, 4, 8, 16, 24, 32)


def _brands(content: bytes) -> set[bytes]:
    """What a file of the MP4 family says it is, its main brand and the others."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4]), _LONGEST_LIST)
    return {content[at : at + 4] for at in (8, *range(16, end, 4))}


def _describe(content: bytes) -> str:
    """What the file is, and what to do about it."""
    if content[4:8] == b"ftyp":
        return f"a video; {_CHOOSE}"
    for signature, words, advice in _FOREIGN:
        if content.startswith(signature):
            return f"{words}; {advice}"
    start = content[:1024].lower()
    if b"<svg" in start:
        return f"an SVG drawing; {_SAVE}"
    if b"<html" in start or b"<!doctype html" in start:
        return f"a web page; {_CHOOSE}"
    if _looks_like_text(start):
        return f"a text file; {_CHOOSE}"
    return f"not a picture this app can read; {_CHOOSE}"


def _looks_like_text(start: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in start)
