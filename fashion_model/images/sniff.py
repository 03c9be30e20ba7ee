"""Tell what a file is by its first bytes; the name it came with proves nothing."""

from __future__ import annotations

from typing import Literal

from fashion_model.images.error import EMPTY, ImageError

Format = Literal["PNG", "JPEG", "GIF", "WebP", "BMP"]

READABLE = "a PNG, JPEG, GIF, WebP or BMP picture"

_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
)

# Kinds of file that people often send by mistake: naming them tells what to do.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"8BPS", "a Photoshop file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x00\x00\x01\x00", "an icon file"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cjP", "a JPEG 2000 picture"),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


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
    raise ImageError(f"This is {_describe(content)}; please save it as {READABLE} first.")


def _describe(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand in _HEIF_BRANDS:
            return "a HEIC picture, as iPhones make them"
        return "an AVIF picture" if brand in (b"avif", b"avis") else "a video"
    for signature, words in _FOREIGN:
        if content.startswith(signature):
            return words
    start = content[:1024].lower()
    if b"<svg" in start:
        return "an SVG drawing"
    if b"<html" in start or b"<!doctype html" in start:
        return "a web page"
    return "a text file" if _looks_like_text(content[:1024]) else "not a picture this app can read"


def _looks_like_text(start: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in start)
