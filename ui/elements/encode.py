"""Pixels → PNG or JPEG, and into an address. NumPy and Pillow on uint8 arrays, no Streamlit."""

import base64
import io

from PIL import Image

from fashion_model.arrays import UInt8Array


def png(picture: UInt8Array, scale: int = 1) -> bytes:
    """Return `picture`, (h, w) grey or (h, w, 3), as a PNG with every pixel `scale` wide."""
    large = picture.repeat(scale, axis=0).repeat(scale, axis=1)
    buffer = io.BytesIO()
    Image.fromarray(large).save(buffer, format="PNG", compress_level=6)
    return buffer.getvalue()


def jpeg(picture: UInt8Array) -> bytes:
    """Return `picture`, (h, w) or (h, w, 3), as a JPEG: of photos a fraction of the PNG."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, format="JPEG", quality=85)
    return buffer.getvalue()


def data_uri(content: bytes, kind: str = "png") -> str:
    """Return a PNG, or what `kind` says, as an address that can stand in Markdown."""
    return f"data:image/{kind};base64," + base64.b64encode(content).decode("ascii")
