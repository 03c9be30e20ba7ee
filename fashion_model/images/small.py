"""Make a decoded picture small, in one of three modes, without holding a second one of its size."""

from __future__ import annotations

import numpy as np
from PIL import Image

LONGEST = 512
ALIKE = 7  # grey levels, as for `prepare`: 3 % of 255
WORKING = 2 * LONGEST  # decoded or reduced roughly to this first, then filtered well
_STRIP_PIXELS = 1 << 20


def shrink(picture: Image.Image) -> Image.Image:
    """Bring the longest side to at most 512 pixels, strip by strip.

    Conversion and the first, coarse reduction work on strips, so that beside the decoded
    picture no second one of its size is ever held. Transparent pixels are weighted by their
    alpha (premultiplied), so that their hidden colours cannot bleed into the edges.
    """
    width, height = picture.size
    factor = max(1, max(width, height) // WORKING)
    rows = factor * max(1, _STRIP_PIXELS // (width * factor))
    coarse: Image.Image | None = None
    for top in range(0, height, rows):
        part = _plain(picture.crop((0, top, width, min(height, top + rows))))
        part = part.reduce(factor) if factor > 1 else part
        if coarse is None:
            coarse = Image.new(part.mode, (-(-width // factor), -(-height // factor)))
        coarse.paste(part, (0, top // factor))
    assert coarse is not None  # the picture has at least one row
    share = LONGEST / max(coarse.size)
    if share < 1:
        wide, high = (max(1, round(side * share)) for side in coarse.size)
        coarse = coarse.resize((wide, high), Image.Resampling.LANCZOS)
    return coarse.convert("RGBA") if coarse.mode == "RGBa" else coarse


def is_blank(small: Image.Image) -> bool:
    """Whether nothing can be told from the rest: one colour all over, or nothing but transparency.

    `small` is as `shrink` returns it.
    """
    pixels = np.asarray(small).reshape(small.width * small.height, -1)
    if small.mode == "RGBA" and not pixels[:, 3].any():
        return True
    return bool((np.ptp(pixels, axis=0) <= ALIKE).all())


def _plain(part: Image.Image) -> Image.Image:
    """Convert any mode that Pillow decodes to "L", "RGB" or premultiplied "RGBa"."""
    if part.mode.startswith("I"):
        return _eight_bit(part)
    if part.mode in ("RGBA", "LA", "PA", "La") or "transparency" in part.info:
        return part.convert("RGBA").convert("RGBa")
    return part.convert("L" if part.mode in ("1", "L") else "RGB")


def _eight_bit(part: Image.Image) -> Image.Image:
    """Keep the upper 8 of 16 bits; Pillow's own conversion cuts everything above 255."""
    values = np.asarray(part).astype(np.int64)
    grey = Image.fromarray((values.clip(0, 65_535) >> 8).astype(np.uint8))
    transparent = part.info.get("transparency")
    if not isinstance(transparent, int):
        return grey
    alpha = Image.fromarray(np.where(values == transparent, 0, 255).astype(np.uint8))
    return Image.merge("LA", (grey, alpha)).convert("RGBA").convert("RGBa")
