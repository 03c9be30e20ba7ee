"""Draw a doodle as somebody would: a wobbling hand, pens and felt tips, an outline left open."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from research.doodles.bags import bag
from research.doodles.clothes import coat, dress, pullover, shirt, trousers, tshirt
from research.doodles.shape import Doodle, Points, Rng, smooth
from research.doodles.shoes import boot, sandal, sneaker
from research.doodles.strangers import stranger

SIDE = 128  # pixels of a drawn picture
_MARGIN = 10
_STRAPPED = (5, 8)  # things whose lines are straps rather than seams

MAKERS: tuple[Callable[[Rng], Doodle], ...] = (
    tshirt, trousers, pullover, dress, coat, sandal, shirt, sneaker, bag, boot, stranger,
)  # fmt: skip
"""Makers of doodles by label; the eleventh makes what is none of the ten."""


def draw(label: int, rng: Rng) -> Image.Image:
    """A picture of a thing of kind `label` (0 to 10), mode "RGB", 128 × 128."""
    doodle = _by_hand(MAKERS[label](rng), rng)
    way = rng.random()
    if way < 0.62:
        return _with_pen(doodle, rng)
    if way < 0.82:
        return _as_sign(doodle, rng)
    return _coloured(doodle, rng)


def paint(label: int, rng: Rng) -> Image.Image:
    """A thing of kind `label`, painted rather than drawn: mode "RGBA", see-through around it.

    For photos of what the material has few photos of: backpacks, boots, shoes from above.
    """
    broad = 14 if label in _STRAPPED and rng.random() < 0.5 else 6
    doodle = _by_hand(MAKERS[label](rng), rng)
    shape = Image.new("L", (SIDE, SIDE))
    form = ImageDraw.Draw(shape)
    for outline in doodle.outlines:
        form.polygon(_flat(outline), fill=255)
    layer = Image.fromarray(_material(rng))
    pen = ImageDraw.Draw(layer)
    for line in doodle.lines:
        width = int(rng.integers(1, broad))
        shade = tuple(int(each) for each in rng.integers(0, 256, 3))
        if _outside(line, doodle.outlines[0]) if doodle.outlines else True:
            width += 3
            _stroke(form, line, width, 255)
        if rng.random() < 0.8:
            _stroke(pen, line, width, shade if rng.random() < 0.4 else (25, 25, 25))
    for outline in doodle.outlines:
        _stroke(pen, np.concatenate([outline, outline[:1]]), 2, (25, 25, 25))
    if doodle.outlines and rng.random() < 0.4:
        _part(layer, doodle.outlines[0], rng, tuple(int(each) for each in rng.integers(0, 256, 3)))
    painted = layer.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.2)))
    painted.putalpha(shape.filter(ImageFilter.GaussianBlur(0.7)))
    return painted


def _material(rng: Rng) -> NDArray[np.uint8]:
    """Cloth or leather, uint8 (SIDE, SIDE, 3): one colour in soft light, creased."""
    colour = rng.uniform(10, 245, 3)
    colour = colour.mean() + (colour - colour.mean()) * rng.uniform(0, 1)
    folds = rng.normal(size=(SIDE, SIDE))
    soft = ndimage.gaussian_filter(folds, (rng.uniform(4, 20), rng.uniform(3, 10)))
    fine = ndimage.gaussian_filter(folds, 0.7) * rng.uniform(0, 10)
    light = soft / (soft.std() + 1e-9) * rng.uniform(5, 30) + fine
    return np.asarray(np.clip(colour + light[..., None], 0, 255), np.uint8)


def _by_hand(doodle: Doodle, rng: Rng) -> Doodle:
    """Round off, shake, bend, lean, squeeze and fit into the picture."""
    rounds = int(rng.integers(0, 4))
    outlines = [smooth(_divide(each, closed=True), rounds, closed=True) for each in doodle.outlines]
    lines = [smooth(_divide(each, closed=False), rounds, closed=False) for each in doodle.lines]
    every = np.concatenate(outlines + lines)
    middle = (every.min(0) + every.max(0)) / 2
    angle = np.deg2rad(rng.normal() * 6)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    lean = np.array([[rng.uniform(0.8, 1.25), rng.normal() * 0.08], [0, 1]])
    if rng.random() < 0.5:
        lean[0] *= -1
    waves = rng.normal(size=(3, 2)) * rng.choice((0.0, 0.01, 0.02, 0.04))
    shake = rng.choice((0.0, 0.004, 0.01, 0.018))

    def move(points: Points) -> Points:
        bent = points - middle
        for number, wave in enumerate(waves, 1):
            bent = bent + wave * np.sin(number * 2.5 * bent[:, ::-1] + number)
        drift = rng.normal(size=2) * shake * 1.5
        moved: Points = (bent + drift + rng.normal(size=bent.shape) * shake) @ (turn @ lean).T
        return moved

    return _fit(Doodle([move(each) for each in outlines], [move(each) for each in lines]))


def _divide(points: Points, *, closed: bool) -> Points:
    """Put two more points on long sides, so that rounding keeps the shape."""
    path = np.concatenate([points, points[:1]]) if closed else points
    pieces = [
        np.linspace(start, end, 4)[:-1] if np.hypot(*(end - start)) > 0.25 else start[None]
        for start, end in itertools.pairwise(path)
    ]
    return np.concatenate(pieces if closed else [*pieces, path[-1:]])


def _fit(doodle: Doodle) -> Doodle:
    every = np.concatenate(doodle.outlines + doodle.lines)
    low, size = every.min(0), max(float(np.ptp(every, axis=0).max()), 1e-6)
    share = (SIDE - 2 * _MARGIN) / size
    return doodle.moved(share, *(_MARGIN - low * share))


def _with_pen(doodle: Doodle, rng: Rng) -> Image.Image:
    """Lines only: one width, now and then an outline left open, some inner lines left out."""
    picture = Image.new("L", (SIDE, SIDE), 255)
    pen = ImageDraw.Draw(picture)
    width = int(rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 10)))
    gap = rng.random() < 0.4
    for number, outline in enumerate(doodle.outlines):
        start = int(rng.integers(len(outline)))
        path = np.concatenate([outline[start:], outline[: start + 1]])
        if gap:
            left = max(2, int(len(path) * rng.uniform(0.8, 0.99)))
            path = path[:left]
        if number:  # behind: hide it where the thing itself is
            _stroke(pen, path, width)
            pen.polygon(_flat(doodle.outlines[0]), fill=255)
        else:
            first = path
    if doodle.outlines:
        _stroke(pen, first, width)
    keep = rng.choice((0.35, 0.7, 1.0, 1.0))
    for line in doodle.lines:
        if rng.random() < keep or not doodle.outlines:
            _stroke(pen, line, max(1, width - int(rng.integers(0, 3))))
    if doodle.outlines and rng.random() < 0.12:
        _shade(picture, doodle.outlines[0], rng, width)
    return picture.convert("RGB")


def _shade(picture: Image.Image, outline: Points, rng: Rng, width: int) -> None:
    """Scribble over the inside, or fill it with a felt tip."""
    inside = Image.new("L", picture.size)
    ImageDraw.Draw(inside).polygon(_flat(outline), fill=255)
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    if rng.random() < 0.4:
        pen.rectangle((0, 0, SIDE, SIDE), fill=int(rng.integers(0, 200)))
    else:
        step = rng.uniform(1.2, 4) * width + 2
        for at in np.arange(-SIDE, SIDE, step):
            _stroke(pen, np.array([[at, 0], [at + SIDE, SIDE * 1.0]]), width)
    picture.paste(layer, mask=inside)


def _as_sign(doodle: Doodle, rng: Rng) -> Image.Image:
    """Solid black, inner lines white, as pictograms are."""
    picture = Image.new("L", (SIDE, SIDE), 255)
    pen = ImageDraw.Draw(picture)
    dark = int(rng.integers(0, 90))
    width = int(rng.integers(2, 9))
    for outline in doodle.outlines:
        pen.polygon(_flat(outline), fill=dark)
        _stroke(pen, np.concatenate([outline, outline[:1]]), width, dark)
    keep = rng.choice((0.0, 0.6, 1.0))
    for line in doodle.lines:
        lies_outside = not doodle.outlines or _outside(line, doodle.outlines[0])
        if lies_outside or rng.random() < keep:
            _stroke(pen, line, width, dark if lies_outside else 255)
    return picture.convert("RGB")


def _coloured(doodle: Doodle, rng: Rng) -> Image.Image:
    """Filled with a colour, with or without an outline, details in another: clip art."""
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(picture)
    fill, other = (tuple(int(each) for each in rng.integers(0, 235, 3)) for _ in range(2))
    edge = (20, 20, 20) if rng.random() < 0.5 else other
    width = int(rng.choice((0, 2, 3, 4, 6)))
    for outline in doodle.outlines[::-1]:
        pen.polygon(_flat(outline), fill=fill)
        if width:
            _stroke(pen, np.concatenate([outline, outline[:1]]), width, edge)
    if doodle.outlines and rng.random() < 0.35:
        _part(picture, doodle.outlines[0], rng, other)
    for line in doodle.lines:
        if rng.random() < 0.75:
            _stroke(pen, line, max(2, width), edge)
    return picture


def _part(picture: Image.Image, outline: Points, rng: Rng, colour: tuple[int, ...]) -> None:
    """Colour a band or a half of the thing differently: a sole, a sash, the front of a bag."""
    inside = Image.new("L", picture.size)
    ImageDraw.Draw(inside).polygon(_flat(outline), fill=255)
    layer = picture.copy()
    a, b = np.sort(rng.uniform(0, SIDE, 2))
    slope = rng.choice((0.0, 0.0, rng.uniform(-0.8, 0.8))) * SIDE
    corners = [(0, a), (SIDE, a + slope), (SIDE, b + slope), (0, b)]
    ImageDraw.Draw(layer).polygon(corners, fill=colour)
    picture.paste(layer, mask=inside)


def _outside(line: Points, outline: Points) -> bool:
    """Whether most of a line lies outside an outline's frame or shape: a handle, a strap."""
    mask = Image.new("1", (SIDE, SIDE))
    ImageDraw.Draw(mask).polygon(_flat(outline), fill=1)
    at = np.clip(np.rint(line), 0, SIDE - 1).astype(int)
    return bool(np.asarray(mask)[at[:, 1], at[:, 0]].mean() < 0.5)


def _stroke(pen: ImageDraw.ImageDraw, path: Points, width: int, colour: object = 0) -> None:
    pen.line(_flat(path), fill=colour, width=width, joint="curve")  # type: ignore[arg-type]
    if width > 2:
        half = (width - 1) / 2
        for x, y in (path[0], path[-1]):
            pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)  # type: ignore[arg-type]


def _flat(points: Points) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in points]
