"""HEIC, as iPhones take photos: read with `pillow-heif`.

Its library (libheif) checks a picture's real size against the declared one before it decodes.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from fashion_model.images.bmff import strip_boxes
from fashion_model.images.error import ImageError

MAX_DEAR_PIXELS = 7_000_000  # with transparency or full colour, libheif needs 20 bytes for each


def strip_heic(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """The file without metadata and films, and the (width, height) of its largest part.

    Raises:
        ImageError: As for `strip_boxes`, or it is dear to decode.
        struct.error: It ends in the middle of a box.
    """
    bare = strip_boxes(content)
    width, height = bare.size
    if _is_dear(bare.contents) and width * height > MAX_DEAR_PIXELS:
        raise ImageError(
            f"This HEIC picture of {width} × {height} pixels is more than this app can take; "
            "please make it smaller, 1000 pixels are plenty."
        )
    return bare.content, bare.size


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


def _is_dear(contents: bytes) -> bool:
    """Whether it has transparency, or colours at full resolution; a camera's photo has neither."""
    codings = contents.split(b"hvcC")[1:]  # in each, two bits of byte 16 say how colour is stored
    full = any(len(coding) > 16 and coding[16] & 3 > 1 for coding in codings)
    return full or any(name in contents for name in (b"auxiliary:alpha", b"auxid:1"))
