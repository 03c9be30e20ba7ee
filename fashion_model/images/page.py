"""The pictures on a page: a shop's, or a screenshot of one.

A page is mostly of few colours that do not waver. What is left of it without those, and without
what is thin as text, are pictures, if they are rectangles of many colours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from fashion_model.images.masks import fill_holes
from fashion_model.images.segment import Mask

_STILL = 6  # grey levels within three pixels: a page wavers no more, saved as a JPEG either
_PAGE = 0.06  # of all pixels are of one such colour, then it is one of the page's
_TEXT = 0.03  # of the longest side: what is thinner is text
_LEAST, _MOST = 0.01, 0.6  # of the page
_SMALLEST = 24  # pixels of a picture's side
_LONGEST = 4  # times as long as wide
_RECTANGLE = 0.97  # of the rectangle around it
_COLOURS = 40  # of 32,768: a button has fewer


def pictures_on_page(picture: Image.Image) -> list[tuple[slice, slice]]:
    """Rows and columns of each picture on a page, mode "RGB"; nothing where it is no page."""
    pixels = np.asarray(picture)
    colours = _coarse(pixels)
    apart = ndimage.maximum_filter(pixels, (3, 3, 1)).astype(np.int16)
    still = (apart - ndimage.minimum_filter(pixels, (3, 3, 1))).max(axis=2) <= _STILL
    counts = np.bincount(colours[still], minlength=1)
    of_page = np.flatnonzero(counts >= _PAGE * colours.size)
    if not len(of_page):
        return []
    thick = max(5, round(_TEXT * max(colours.shape)))
    content = (~np.isin(colours, of_page)).astype(np.uint8)
    content = ndimage.grey_opening(ndimage.grey_closing(content, 3), thick)  # fast: row by row
    parts, _ = ndimage.label(content)
    return [
        place
        for number, place in enumerate(ndimage.find_objects(parts), 1)
        if _is_picture(parts[place] == number, colours[place], colours.size)
    ]


def _coarse(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """A number for each colour, 32 steps of red, green and blue: (height, width)."""
    red, green, blue = np.moveaxis(pixels >> 3, 2, 0).astype(np.int64)
    return np.asarray(red << 10 | green << 5 | blue)


def _is_picture(part: Mask, colours: NDArray[np.int64], whole: int) -> bool:
    height, width = part.shape
    return bool(
        _LEAST * whole <= part.size <= _MOST * whole
        and min(height, width) >= _SMALLEST
        and max(height, width) <= _LONGEST * min(height, width)
        and fill_holes(part).mean() >= _RECTANGLE
        and len(np.unique(colours)) >= _COLOURS
    )
