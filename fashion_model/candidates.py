"""Several things in one picture: where each is, so that each can be named.

On a shop's page, the pictures. On a plain ground, things that lie apart. On a photo of somebody,
what they wear, as the parser behind the network for photos tells it
(`fashion_model/photo_expert.py`). Each is cut out with a little of what is around it, and prepared
like a picture of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PIL import Image
from scipy import ndimage

from fashion_model.arrays import FloatArray
from fashion_model.images import ImageError, Prepared, Switches, prepare
from fashion_model.images.masks import fill_holes
from fashion_model.images.page import pictures_on_page
from fashion_model.images.prepare import FOUND, at_working_size, view, working_size
from fashion_model.images.segment import (
    Mask,
    drop_specks,
    frame,
    look_at_border,
    main_parts,
    stand_out,
)
from fashion_model.photo_expert import (
    A_PHOTO,
    PARTS,
    WORN,
    Opinion,
    PhotoExpert,
    Worn,
    bundled_expert,
    judge,
)
from fashion_model.predict import Prediction, Predictor

Found = Literal["page", "ground"] | Worn
Box = tuple[float, float, float, float]

MOST = 6  # things of one picture that are named, the largest
_PERSON = 0.01  # of a photo is skin and hair, else nobody wears what is on it,
_OF_PERSON = 0.05  # and so much of all that is no background
_LEAST_WORN = 0.012  # of a photo
_FOUND_AGAIN = 0.05  # of what was cut out: else the first, coarser mask counts
_LEAST_ALONE = 0.02  # of a picture
_BESIDE = 0.15  # of the largest thing
_APART = 0.025  # of the picture's longest side: things that lie closer are one
_MARGIN = 0.12  # of a thing's longest side: what is around it tells, too
_ROWS = 3  # things in the same one are read from left to right


@dataclass(frozen=True, eq=False)
class Candidate:
    """One thing of several in a picture.

    Attributes:
        box: Left, top, right and bottom of what is cut out, as shares of the picture's sides.
        found: What led to it: a page it is a picture on, plain ground around it, or a part of what
            somebody wears.
        prepared: What was cut out, ready for a network.
        opinion: What the network for photos makes of it.
    """

    box: Box
    found: Found
    prepared: Prepared
    opinion: Opinion

    def named_by(self, predictor: Predictor) -> Prediction:
        """What a model says it is."""
        return predictor.answer(self.prepared.picture, self.prepared.kind, self.opinion)


@dataclass(frozen=True, eq=False)
class _Cut:
    """A thing that was cut out.

    Of what is worn it is known which pixels are the `item`, and the network for photos has looked.
    """

    box: Box
    found: Found
    picture: Image.Image
    item: Mask | None = None
    opinion: Opinion | None = None


def find_candidates(
    whole: Prepared,
    opinion: Opinion,
    switches: Switches = Switches(),  # noqa: B008
) -> list[Candidate]:
    """The things in a prepared picture that can be named each by itself, in reading order.

    `opinion` is that of the network for photos on the whole picture. None are found where there is
    one thing alone. The answer to the whole picture stays the first one: of 32 photos of people it
    was right in 72 %, the answer to the surest thing in 59 %.

    Raises:
        ModelError: The files of the network for photos are missing or damaged.
    """
    if not switches.find:
        return []
    picture = whole.states[0].opaque.convert("RGB")
    cut = _on_page(picture)
    if not cut and whole.on_plain_ground:
        cut = _on_ground(picture)
    worn = {} if cut else _worn(opinion, picture)
    if not (cut or worn):
        return []
    expert = bundled_expert()
    cut = [_cut_out(part, worn[part], picture, expert) for part in worn] or cut
    found = [each for one in cut for each in _prepared(one, switches, expert)]
    return sorted(found, key=_place)


def where_alone(whole: Prepared) -> Box | None:
    """Where the one thing on a prepared picture is; None where `mask_alone` is."""
    item = mask_alone(whole)
    return None if item is None else _around(item, margin=0)


def mask_alone(whole: Prepared) -> Mask | None:
    """Which pixels of a prepared picture, at its working size, are the one thing on it.

    None where nothing tells it from the rest, or it was looked for within a frame alone.
    """
    stage = whole.states[FOUND].stage
    if stage is None or stage.left_out:
        return None
    item = stage.item
    if whole.on_plain_ground:  # where only what stands out was kept, and some room around it
        colours = at_working_size(np.asarray(whole.states[0].opaque.convert("RGB"), np.float32))
        item = drop_specks(stand_out(colours, look_at_border(colours)))
    return None if item.all() or not item.any() else item


def _place(candidate: Candidate) -> tuple[int, float]:
    """Its place in reading order: in which third of the picture, and how far to the left."""
    left, top, _, bottom = candidate.box
    return int(_ROWS * (top + bottom) / 2), left


def _prepared(cut: _Cut, switches: Switches, expert: PhotoExpert) -> Iterator[Candidate]:
    try:
        ready = prepare(cut.picture, switches, item=cut.item)
    except ImageError:  # a thing of the ground's own colour, or nearly
        return
    opinion = cut.opinion or judge(ready, by=expert)
    yield Candidate(cut.box, cut.found, ready, opinion)


def _on_page(picture: Image.Image) -> list[_Cut]:
    cuts = []
    for rows, columns in pictures_on_page(picture)[:MOST]:
        pixels = (columns.start, rows.start, columns.stop, rows.stop)
        left, right = columns.start / picture.width, columns.stop / picture.width
        top, bottom = rows.start / picture.height, rows.stop / picture.height
        cuts.append(_Cut((left, top, right, bottom), "page", picture.crop(pixels)))
    return cuts


def _on_ground(picture: Image.Image) -> list[_Cut]:
    """The things that lie apart on a plain ground, if there are several.

    In what is cut out of one is nothing of another.
    """
    colours = at_working_size(np.asarray(picture, np.float32))
    background = look_at_border(colours)
    standing = drop_specks(stand_out(colours, background))
    things = _groups(standing)
    sizes = [int(fill_holes(thing).sum()) for thing in things]
    least = max([_LEAST_ALONE * standing.size, *(_BESIDE * size for size in sizes)], default=0)
    large = [thing for thing, size in zip(things, sizes, strict=True) if size >= least]
    ground = tuple(int(each) for each in background.colour.round())
    cuts: list[_Cut] = []
    for thing in large[:MOST] if len(large) > 1 else []:
        others = ndimage.binary_dilation(standing & ~thing, iterations=2) & ~thing
        alone = picture.copy()
        alone.paste(ground, mask=_as_large(others, picture))
        box = _around(thing)
        cuts.append(_Cut(box, "ground", alone.crop(pixels(box, picture))))
    return cuts


def _groups(standing: Mask) -> list[Mask]:
    """The things that stand out, the largest first; parts whose boxes touch belong together."""
    reach = max(1, round(_APART * max(standing.shape)))
    near = ndimage.binary_dilation(standing, np.ones((3, 3)), iterations=reach)
    parts, count = ndimage.label(near)
    labels = list(range(count + 1))
    boxes = [frame(parts == each) for each in range(1, count + 1)]
    for first in range(count):
        for second in range(first):
            if _touch(boxes[first], boxes[second]):
                old, new = labels[first + 1], labels[second + 1]
                labels = [new if each == old else each for each in labels]
    grouped = np.array(labels)[parts]
    things = [standing & (grouped == each) for each in sorted(set(labels[1:]))]
    return sorted(things, key=lambda thing: -int(thing.sum()))


def _touch(first: tuple[slice, slice], second: tuple[slice, slice]) -> bool:
    return all(
        one.start < other.stop and other.start < one.stop
        for one, other in zip(first, second, strict=True)
    )


def _worn(opinion: Opinion, picture: Image.Image) -> dict[Worn, Mask]:
    """Where somebody on a photo wears what; nothing where there is nobody."""
    if opinion.photo < A_PHOTO or opinion.parts is None:
        return {}
    part_at = _at_size_of(picture, opinion.parts).argmax(axis=-1)
    person, seen = (part_at == PARTS.index("person")).mean(), (part_at > 0).mean()
    if person < max(_PERSON, _OF_PERSON * seen):
        return {}
    masks = {part: part_at == PARTS.index(part) for part in WORN}
    return {part: main_parts(mask) for part, mask in masks.items() if mask.mean() >= _LEAST_WORN}


def _cut_out(part: Worn, mask: Mask, picture: Image.Image, expert: PhotoExpert) -> _Cut:
    """What somebody on a photo wears, judged, and parsed again where it is larger."""
    box = _around(mask)
    cut = picture.crop(pixels(box, picture))
    # It is known to be one: a plain sleeve alone may look like an icon.
    opinion = replace(expert.judge(view(cut)[np.newaxis]), photo=1.0)
    item = item_worn(part, cut, opinion)
    if item is not None:
        return _Cut(box, part, cut, item, opinion)
    coarse = Image.fromarray(mask)
    before = coarse.resize(working_size(cut.size), box=pixels(box, coarse))
    return _Cut(box, part, cut, np.asarray(before), opinion)


def item_worn(part: Worn, cut: Image.Image, opinion: Opinion) -> Mask | None:
    """Which pixels of what was cut out of a photo, at its working size, are that part.

    None where hardly any are. `opinion` is on what was cut out, with its parts.
    """
    assert opinion.parts is not None, "just parsed"
    item = _at_size_of(cut, opinion.parts).argmax(axis=-1) == PARTS.index(part)
    return main_parts(item) if item.mean() >= _FOUND_AGAIN else None


def _at_size_of(picture: Image.Image, parts: FloatArray) -> FloatArray:
    """`parts`, (56, 56, 7), for each pixel of a picture at its working size."""
    size = working_size(picture.size)
    return np.stack(
        [
            np.asarray(Image.fromarray(each).resize(size, Image.Resampling.BICUBIC))
            for each in np.moveaxis(parts, -1, 0)
        ],
        axis=-1,
    )


def _as_large(mask: Mask, picture: Image.Image) -> Image.Image:
    return Image.fromarray(255 * mask.astype(np.uint8)).resize(
        picture.size, Image.Resampling.NEAREST
    )


def _around(mask: Mask, margin: float = _MARGIN) -> Box:
    """The box of a mask with a margin, as far as the picture goes."""
    rows, columns = frame(mask)
    height, width = mask.shape
    wide = margin * max(rows.stop - rows.start, columns.stop - columns.start)
    return (
        max(0.0, (columns.start - wide) / width),
        max(0.0, (rows.start - wide) / height),
        min(1.0, (columns.stop + wide) / width),
        min(1.0, (rows.stop + wide) / height),
    )


def pixels(box: Box, picture: Image.Image) -> tuple[int, int, int, int]:
    """A box in a picture's own pixels, as Pillow crops."""
    left, top, right, bottom = box
    return (
        int(left * picture.width),
        int(top * picture.height),
        max(1, round(right * picture.width)),
        max(1, round(bottom * picture.height)),
    )
