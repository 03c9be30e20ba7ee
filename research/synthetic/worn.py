"""Clothes on people, who hardly occur in the material: Fashion-MNIST put together to figures.

A top gets head, arms and trousers, trousers get the lower part of a top, a dress head and legs, a
shoe a leg, cut off at random where a photographer would. What is largest gives the label.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from fashion_model.arrays import UInt8Array
from fashion_model.data import Split
from fashion_model.images import shades
from research.synthetic.figure import CENTRE, HEIGHT, SHOULDERS, WIDTH, Figure
from research.synthetic.products import draw_front, shade_of

Rng = np.random.Generator

_TSHIRT, _TROUSERS, _PULLOVER, _DRESS, _COAT, _SHIRT = 0, 1, 2, 3, 4, 6
_TOPS, _SHOES = (_TSHIRT, _PULLOVER, _COAT, _SHIRT), (5, 7, 9)
WEARABLE = (*_TOPS, _TROUSERS, _DRESS, *_SHOES)
_LONG = 0.8  # of its whole width: a top this wide near the hem has sleeves that reach there


def dress_figure(train: Split, label: int, rng: Rng) -> UInt8Array:
    """A prepared picture, uint8 (28, 28), of a person who wears something of kind `label`."""
    figure = Figure(rng)
    if label == _DRESS:
        top, bottom = _dress(figure, train, rng)
    elif label == _TROUSERS:
        top, bottom = _trousers(figure, train, rng)
    elif label in _SHOES:
        top, bottom = _shoes(figure, train, label, rng)
    else:
        top, bottom = _top(figure, train, label, rng)
    edge = rng.uniform(0, 24) if rng.random() < 0.1 else 0  # an arm outside the frame
    part = figure.picture.crop((round(edge), round(top), WIDTH, round(bottom)))
    part = part.resize((round(part.width * rng.uniform(0.85, 1.25)), part.height))
    part = part.rotate(rng.normal() * 3, Image.Resampling.BILINEAR)
    box = part.getbbox()
    assert box is not None  # the garment itself is on it
    small = shades.shrink(np.asarray(part.crop(box), np.float32))
    return shades.to_bytes(shades.centre(shades.sharpen(small)))


def _top(figure: Figure, train: Split, label: int, rng: Rng) -> tuple[float, float]:
    length, width = rng.uniform(54, 76), rng.uniform(44, 58)
    waist = (CENTRE, SHOULDERS + length * rng.uniform(0.72, 0.85))
    trousers = _pick(train, _TROUSERS, (rng.uniform(32, 42), 84), rng)
    tucked = label != _COAT and rng.random() < 0.3
    figure.add_legs(100)
    if not tucked:
        figure.paste(trousers, waist)
    figure.add_head()
    kind = _PULLOVER if label == _SHIRT and rng.random() < 0.25 else label
    garment = _pick(train, kind, (width, length), rng)
    if kind != label or rng.random() < 0.45:
        draw_front(garment, label, rng)
    is_open = label in (_COAT, _SHIRT) and rng.random() < 0.25
    _wear(figure, train, garment, rng, is_open=is_open, long=_has_long_sleeves(garment))
    if tucked:
        figure.paste(trousers, waist)
    figure.add_hair_in_front()
    return rng.choice((0, 0, 8, 26)), rng.uniform(SHOULDERS + 0.9 * length, 134)


def _wear(
    figure: Figure, train: Split, garment: Image.Image, rng: Rng, *, is_open: bool, long: bool
) -> None:
    """Put a top and the arms on; over something else where it is worn open."""
    middle = (CENTRE, SHOULDERS)
    wide, high = garment.size
    if not long:
        figure.add_arms()
    elif rng.random() < 0.5:  # as it hangs
        figure.add_hands(SHOULDERS + high * rng.uniform(0.85, 1.0), wide * 0.42)
    hanging = not long or rng.random() < 0.4
    hole = None
    if is_open:
        under = _pick(train, int(rng.choice((_TSHIRT, _PULLOVER, _DRESS))), (44, high - 4), rng)
        figure.paste(_body(under), middle)
        hole = Image.new("L", garment.size)
        low = wide * rng.uniform(0.06, 0.2)
        wedge = [
            (wide / 2 - 4, 0),
            (wide / 2 + 4, 0),
            (wide / 2 + low, high),
            (wide / 2 - low, high),
        ]
        ImageDraw.Draw(hole).polygon(wedge, fill=255)
    if hanging:
        figure.paste(garment, middle, hole)
    else:
        figure.paste(_body(garment), middle, None if hole is None else _body(hole))
        figure.add_sleeves(shade_of(garment))
    figure.add_forearms(shade_of(garment) if long else None)


def _trousers(figure: Figure, train: Split, rng: Rng) -> tuple[float, float]:
    figure.add_head()
    for side in (-1, 1):
        figure.ellipse((CENTRE + side * 8, 163), (8, 5), rng.uniform(30, 250))
    if rng.random() < 0.5:
        figure.add_hands(rng.uniform(80, 94), rng.uniform(20, 28))
    top = _pick(train, int(rng.choice(_TOPS)), (rng.uniform(42, 52), rng.uniform(50, 62)), rng)
    trousers = _pick(train, _TROUSERS, (rng.uniform(32, 46), rng.uniform(80, 88)), rng)
    if rng.random() < 0.5:
        figure.paste(top, (CENTRE, SHOULDERS))
        figure.paste(trousers, (CENTRE, 76))
    else:
        figure.paste(trousers, (CENTRE, 76))
        figure.paste(top, (CENTRE, SHOULDERS))
    return rng.uniform(45, 80), rng.uniform(150, 168)


def _dress(figure: Figure, train: Split, rng: Rng) -> tuple[float, float]:
    figure.add_legs(100)
    figure.add_head()
    length, width = rng.uniform(74, 112), rng.uniform(34, 50)
    dress = _pick(train, _DRESS, (width, length), rng)
    if rng.random() < 0.25:  # long sleeves
        figure.paste(dress, (CENTRE, SHOULDERS))
        figure.add_sleeves(shade_of(dress))
        figure.add_forearms(shade_of(dress))
    else:
        figure.add_arms()
        figure.paste(dress, (CENTRE, SHOULDERS))
        figure.add_forearms()
    figure.add_hair_in_front()
    return rng.choice((0, 0, 8, 26)), rng.uniform(SHOULDERS + 0.9 * length, HEIGHT)


def _shoes(figure: Figure, train: Split, label: int, rng: Rng) -> tuple[float, float]:
    """One leg or two from the shin down, in the same shoes, toes to the same side."""
    size = (rng.uniform(40, 54), rng.uniform(26, 34) + 14 * (label == 9))
    shoe = _pick(train, label, size, rng)
    skin, cloth = rng.uniform(40, 200), rng.uniform(30, 250)
    leg = skin if rng.random() < 0.6 else cloth
    apart, deep = rng.uniform(8, 30), rng.uniform(0, 10)
    ground = HEIGHT - 4
    steps = [(-apart / 2, -deep), (apart / 2, 0.0)] if rng.random() < 0.75 else [(0.0, 0.0)]
    half = rng.uniform(4, 8)
    for right, down in steps:
        x, y = CENTRE + right, ground + down
        heel = x + shoe.width * 0.2  # in Fashion-MNIST toes point to the left
        box = (heel - half, 0, heel + half, y - shoe.height * 0.4)
        ImageDraw.Draw(figure.picture).rectangle(box, fill=round(leg * rng.uniform(0.8, 1)))
        figure.paste(shoe, (x, y - shoe.height))
    return ground - shoe.height - deep - rng.uniform(2, 44), HEIGHT


def _pick(train: Split, label: int, size: tuple[float, float], rng: Rng) -> Image.Image:
    """Some picture of Fashion-MNIST of kind `label`, trimmed, of another size."""
    picture = Image.fromarray(train.images[rng.choice(np.flatnonzero(train.labels == label))])
    trimmed = picture.crop(picture.getbbox() or (0, 0, 28, 28))
    return trimmed.resize((round(size[0]), round(size[1])), Image.Resampling.BICUBIC)


def _body(garment: Image.Image) -> Image.Image:
    """A top without its sleeves, roughly."""
    edge = round(garment.width * 0.2)
    return garment.crop((edge, 0, garment.width - edge, garment.height))


def _has_long_sleeves(garment: Image.Image) -> bool:
    row = np.flatnonzero(np.asarray(garment)[round(0.72 * garment.height)] > 20)
    return bool(len(row) and np.ptp(row) > _LONG * garment.width)
