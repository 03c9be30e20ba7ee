"""What people in the street wear, cut out as the app will cut it, to learn to name it.

By the parser behind the network for photos, with its holes and lost sleeves, or by the segmenter,
as a photo is prepared on which nobody is seen (`fashion_model/candidates.py`). What neither finds
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

from fashion_model.candidates import Box, item_worn, pixels
from fashion_model.images import ImageError, Prepared, Switches, prepare
from fashion_model.images.prepare import view
from fashion_model.images.segment import Segmenter
from fashion_model.labels import NONE
from fashion_model.photo_expert import PhotoExpert
from research.photo_expert.parser import PART_OF_LABEL
from research.photo_expert.scenes import Scenes
from research.photo_expert.views import around, taken_otherwise
from research.training_pictures import Pair, overlap

Rng = np.random.Generator

_ALL = 255  # eight fields of a mask
_PARSED = 0.75  # of all; the rest is found by the segmenter
_AROUND = 0.35  # of a thing's longest side is seen around it, at most
_SMALLEST = 24  # pixels along an edge: less shows nothing


def worn_in_street(
    scenes: Scenes, variations: int, rng: Rng, expert: PhotoExpert, segmenter: Segmenter
) -> Iterator[Pair]:
    """Each thing of the street in `scenes` up to `variations` times, in another light each time."""
    # Pieces of street without people, which have no mask: whatever is found there is none.
    grounds = (scenes.masks.min(axis=1) == _ALL) & (scenes.targets.argmax(axis=1) == NONE)
    for scene in np.flatnonzero(scenes.street):
        whole = scenes.read(int(scenes.picture[scene]))
        for _ in range(variations):
            box = around(scenes, int(scene), whole, rng, _AROUND)
            if min(box[2] - box[0], box[3] - box[1]) < _SMALLEST:
                continue
            cut, shown = whole.crop(box), _shown(scenes, int(scene), whole).crop(box)
            if rng.random() < 0.5:
                cut, shown = ImageOps.mirror(cut), ImageOps.mirror(shown)
            prepared = _prepared(
                taken_otherwise(cut, rng),
                int(scenes.targets[scene].argmax()),
                rng,
                expert,
                segmenter,
            )
            if prepared is not None and (grounds[scene] or _is_found(prepared, shown)):
                yield prepared.picture, scenes.targets[scene]


def _prepared(
    cut: Image.Image, label: int, rng: Rng, expert: PhotoExpert, segmenter: Segmenter
) -> Prepared | None:
    part, item = PART_OF_LABEL.get(label), None
    if part is not None and rng.random() < _PARSED:
        item = item_worn(part, cut, expert.judge(view(cut)[np.newaxis]))
    try:
        return prepare(cut, Switches(), segmenter, item)
    except ImageError:  # of the ground's own colour, or nearly
        return None


def _shown(scenes: Scenes, scene: int, whole: Image.Image) -> Image.Image:
    """Where a thing is in its picture, mode "L"."""
    box: Box = tuple(scenes.boxes[scene].tolist())
    left, top, right, bottom = pixels(box, whole)
    shown = Image.new("L", whole.size)
    shown.paste(scenes.mask(scene).resize((right - left, bottom - top)), (left, top))
    return shown


def _is_found(prepared: Prepared, shown: Image.Image) -> bool:
    """Whether what was found is the thing: a picture of the ground misleads."""
    stage = prepared.states[1].stage
    assert stage is not None, "the item was found"
    if stage.kind != "messy" or stage.left_out:  # a part of the picture alone is left
        return False
    found = stage.item
    there = np.asarray(shown.resize((found.shape[1], found.shape[0]))) > 127
    return overlap(found, there)
