"""Which way up a picture is, as its metadata say: EXIF, or XMP where there is no EXIF."""

from __future__ import annotations

import re
import struct

MAX_ENTRIES = 10_000  # of a directory; real ones have dozens
_XMP = re.compile(rb"tiff:Orientation\s*(?:=\s*[\"']|>)\s*([1-8])")


def orientation(exif: bytes, xmp: bytes) -> int:
    """Read the orientation, 1 (upright) to 8; 1 where there is none.

    A broken block costs the picture its rotation, not its life.

    Args:
        exif: A small TIFF, or nothing.
        xmp: An XMP packet (ISO 16684-1), or nothing.
    """
    told = _in_exif(exif)
    if told is None and (found := _XMP.search(xmp)):
        told = int(found[1])
    return 1 if told is None else told


def _in_exif(block: bytes) -> int | None:
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if order is None:
        return None
    try:
        (directory,) = struct.unpack_from(order + "I", block, 4)
        (entries,) = struct.unpack_from(order + "H", block, directory)
        for entry in range(min(entries, MAX_ENTRIES)):
            tag, kind, _, value = struct.unpack_from(
                order + "HHIH", block, directory + 2 + 12 * entry
            )
            if tag == 0x0112 and kind == 3:
                return int(value) if 1 <= value <= 8 else None
    except struct.error:
        pass
    return None
