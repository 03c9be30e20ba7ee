"""Pictures for the tests, drawn here: a shirt-like item, the outline of trousers, noise."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw


def shirt(size: int = 200, item: str = "#203040", ground: str = "white") -> Image.Image:
    """Draw a shirt that is wider at its top, so that a turned one looks different."""
    picture = Image.new("RGB", (size, size), ground)
    outline = [(10, 20), (90, 20), (90, 40), (70, 40), (70, 90), (30, 90), (30, 40), (10, 40)]
    points = [(x * size / 100, y * size / 100) for x, y in outline]
    ImageDraw.Draw(picture).polygon(points, fill=item)
    return picture


def transparent_shirt(item: str = "#203040", size: int = 200) -> Image.Image:
    """The same shirt without a ground."""
    mask = shirt(size, "white", "black").convert("L")
    picture = Image.new("RGBA", (size, size), item)
    picture.putalpha(mask)
    return picture


def trousers(
    pen: int = 6, gap: int = 0, lean: float = 0, size: int = 280, ink: str = "black"
) -> Image.Image:
    """Draw the outline of long trousers on white, as with a pen of `pen` pixels.

    Its left leg's outline is open for `gap` pixels; the whole leans by `lean` degrees to the left.
    """
    points = [(105, 20), (175, 20), (180, 260), (148, 260), (140, 90), (132, 260), (100, 260)]
    large = Image.new("L", (4 * size, 4 * size))
    scale = 4 * size / 280
    outline = [(x * scale, y * scale) for x, y in [*points, points[0], points[1]]]
    draw = ImageDraw.Draw(large)
    draw.line(outline, 255, round(pen * scale), joint="curve")
    if gap:
        draw.rectangle((90 * scale, 140 * scale, 120 * scale, (140 + gap) * scale), fill=0)
    lines = large.rotate(lean, Image.Resampling.BICUBIC).resize((size, size), Image.Resampling.BOX)
    picture = Image.new("RGB", (size, size), "white")
    picture.paste(ink, mask=lines)
    return picture


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Save a picture to bytes."""
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def animated(kind: str, blank: int = 1, size: int = 64) -> bytes:
    """An animation of shirts that begins with `blank` white frames."""
    frames = [Image.new("RGB", (size, size), "white")] * blank + [shirt(size), shirt(size, "red")]
    first, *later = frames
    times = [50 + number for number in range(len(frames))]  # all alike, equal frames become one
    return encoded(first, kind, save_all=True, append_images=later, lossless=True, duration=times)


def heic(picture: Image.Image, **options: Any) -> bytes:
    """Save a picture to the bytes of a HEIC file."""
    pillow_heif.register_heif_opener()
    return encoded(picture, "HEIF", **options)


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """Smooth random colours."""
    small = np.random.default_rng(seed).integers(0, 256, (16, 16, 3), np.uint8)
    return Image.fromarray(small).resize((width, height))
