"""Of how many photos it is said that they show a part alone: of cut ones, and of whole ones.

`python -m benchmarks cut-off --set DIR`. It is said where an answer is not sure, so both are
answered as the app would. Photos that are parts already, or show several things, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PIL import Image

from benchmarks.own_input import Row
from fashion_model.images import ImageError, decode_file
from fashion_model.labels import NONE
from fashion_model.predict import Predictor
from fashion_model.upright import look
from research.photo_expert.cut_off import middle

SHARE = 0.44  # of each side is left: a fifth of the photo
_NOT_ONE_WHOLE_THING = ("closeup", "screenshot", "stack", "twoitems")


def whole_photos(rows: Iterable[Row]) -> list[Row]:
    """The photos of a set that show one thing of a known kind, most likely all of it."""
    return [
        row
        for row in rows
        if row.kind.startswith("photo_")
        and row.label != NONE
        and not (row.street or row.twin)
        and not any(word in row.note for word in _NOT_ONE_WHOLE_THING)
    ]


def cut_off(rows: Iterable[Row], predictor: Predictor) -> dict[str, object]:
    """Return of photos cut down to their middle, and of the whole ones, what is said of them."""
    photos = whole_photos(rows)
    return {
        "cut": _said(photos, lambda photo: middle(photo, SHARE), predictor),
        "whole": _said(photos, lambda photo: photo, predictor),
    }


def _said(
    photos: list[Row], shown: Callable[[Image.Image], Image.Image], predictor: Predictor
) -> dict[str, int]:
    """How many look cut off, and of how many that is said; of others an answer is sure."""
    looks = said = sure = refused = 0
    for row in photos:
        try:
            looked = look(shown(decode_file(row.path).convert("RGB")))
        except (ImageError, OSError):
            refused += 1
            continue
        answer = looked.named_by(predictor)
        looks += looked.opinion.too_close
        said += looked.opinion.too_close and not answer.sure
        sure += answer.sure
    return {
        "photos": len(photos),
        "looks_cut_off": looks,
        "said": said,
        "sure": sure,
        "refused": refused,
    }
