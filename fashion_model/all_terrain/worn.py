"""Clothes on people, who hardly occur in the material: Fashion-MNIST put together to figures.

A top gets head and trousers, trousers get the lower part of a top, a dress head and legs, cut
off at random where a photographer would. What is in the middle and largest gives the label.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from fashion_model.data import Split
from fashion_model.images import shades

UInt8Array = NDArray[np.uint8]
Rng = np.random.Generator

WIDTH, HEIGHT = 72, 168  # of the whole figure, in pixels
_TOPS, _TROUSERS, _DRESS = (0, 2, 4, 6), 1, 3
WEARABLE = (*_TOPS, _TROUSERS, _DRESS)
_CENTRE = WIDTH // 2


def dress_figure(train: Split, label: int, rng: Rng) -> UInt8Array:
    """A prepared picture, uint8 (28, 28), of a person who wears something of kind `label`."""
    figure = Image.new("L", (WIDTH, HEIGHT))
    if label == _DRESS:
        top, bottom = _dress(figure, train, rng)
    elif label == _TROUSERS:
        top, bottom = _trousers(figure, train, rng)
    else:
        top, bottom = _top(figure, train, label, rng)
    part = figure.crop((0, round(top), WIDTH, round(bottom)))
    part = part.rotate(rng.normal() * 3, Image.Resampling.BILINEAR)
    box = part.getbbox()
    assert box is not None  # the garment itself is on it
    small = shades.shrink(np.asarray(part.crop(box), np.float32))
    return shades.to_bytes(shades.centre(shades.sharpen(small)))


def _top(figure: Image.Image, train: Split, label: int, rng: Rng) -> tuple[float, float]:
    _legs(figure, rng, 86)
    _paste(figure, _pick(train, _TROUSERS, rng), (0.5 * WIDTH, 84), (34, 80))
    _head(figure, rng)
    length = rng.uniform(56, 76)
    if label in (0, 6) and rng.random() < 0.7:
        _arms(figure, rng)
    _paste(figure, _pick(train, label, rng), (_CENTRE, 28), (rng.uniform(44, 58), length))
    return rng.choice((0, 0, 8, 26)), rng.uniform(28 + 0.85 * length, 130)


def _trousers(figure: Image.Image, train: Split, rng: Rng) -> tuple[float, float]:
    _head(figure, rng)
    for side in (-1, 1):
        _ellipse(figure, (_CENTRE + side * 8, 163), (8, 5), rng.uniform(30, 250))
    _paste(figure, _pick(train, _TROUSERS, rng), (_CENTRE, 78), (rng.uniform(32, 46), 84))
    top = _pick(train, int(rng.choice(_TOPS)), rng)
    _paste(figure, top, (_CENTRE, 28), (rng.uniform(44, 54), rng.uniform(50, 62)))
    return rng.uniform(45, 80), rng.uniform(150, 168)


def _dress(figure: Image.Image, train: Split, rng: Rng) -> tuple[float, float]:
    _legs(figure, rng, 100)
    _head(figure, rng)
    if rng.random() < 0.7:
        _arms(figure, rng)
    length = rng.uniform(74, 112)
    _paste(figure, _pick(train, _DRESS, rng), (_CENTRE, 28), (rng.uniform(34, 50), length))
    return rng.choice((0, 0, 8, 26)), rng.uniform(28 + 0.9 * length, 168)


def _pick(train: Split, label: int, rng: Rng) -> Image.Image:
    members = np.flatnonzero(train.labels == label)
    picture = Image.fromarray(train.images[rng.choice(members)])
    return picture.crop(picture.getbbox() or (0, 0, 28, 28))


def _paste(
    figure: Image.Image, garment: Image.Image, at: tuple[float, float], size: tuple[float, float]
) -> None:
    """Put a garment with its top middle `at`, over what is there."""
    large = garment.resize((round(size[0]), round(size[1])), Image.Resampling.BICUBIC)
    mask = large.point(lambda value: min(255, value * 8))
    figure.paste(large, (round(at[0] - size[0] / 2), round(at[1])), mask)


def _head(figure: Image.Image, rng: Rng) -> None:
    skin, hair = rng.uniform(50, 170), rng.uniform(90, 255)
    long = rng.random() < 0.4
    _ellipse(figure, (_CENTRE, 16 + 8 * long), (11 + 2 * long, 15 + 9 * long), hair)
    ImageDraw.Draw(figure).rectangle((_CENTRE - 5, 22, _CENTRE + 5, 34), fill=round(skin))
    _ellipse(figure, (_CENTRE, 18), (8, 11), skin)


def _arms(figure: Image.Image, rng: Rng) -> None:
    skin = round(rng.uniform(50, 170))
    for side in (-1, 1):
        out = rng.uniform(22, 30)
        path: list[tuple[float, float]] = [(_CENTRE + side * 18, 38), (_CENTRE + side * out, 62)]
        path.append((_CENTRE + side * rng.uniform(12, 32), rng.uniform(70, 96)))
        ImageDraw.Draw(figure).line(path, fill=skin, width=7, joint="curve")


def _legs(figure: Image.Image, rng: Rng, top: int) -> None:
    skin = round(rng.uniform(50, 170))
    for side in (-1, 1):
        x = _CENTRE + side * 7
        ImageDraw.Draw(figure).rectangle((x - 5, top, x + 4, 160), fill=skin)
        _ellipse(figure, (x + side * 2, 163), (8, 5), rng.uniform(30, 250))


def _ellipse(
    figure: Image.Image, middle: tuple[float, float], radii: tuple[float, float], shade: float
) -> None:
    (x, y), (wide, high) = middle, radii
    box = (x - wide, y - high, x + wide, y + high)
    ImageDraw.Draw(figure).ellipse(box, fill=round(shade))
