"""Handbags, totes, purses, briefcases and backpacks."""

from __future__ import annotations

import numpy as np

from research.doodles.shape import Doodle, Rng, arc


def bag(rng: Rng) -> Doodle:
    """A handbag, backpack, rucksack, purse or satchel."""
    kind = rng.integers(12)
    if kind < 4:
        return _handbag(rng)
    if kind < 7:
        return _backpack(rng)
    if kind < 9:
        return _rucksack(rng)
    if kind < 10:
        return _purse(rng)
    return _satchel(rng)


def _handbag(rng: Rng) -> Doodle:
    top, bottom = rng.uniform(0.25, 0.48), rng.uniform(0.3, 0.5)
    height = rng.uniform(0.4, 0.9)
    doodle = Doodle()
    doodle.outline((0.5 - top, 0), (0.5 + top, 0), (0.5 + bottom, height), (0.5 - bottom, height))
    wide, high = rng.uniform(0.35, 0.95) * top, rng.uniform(0.15, 0.6)
    sides = int(rng.choice((4, 6, 12)))
    handle = arc((0.5, 0), (wide, high), 180, 360, sides)
    doodle.lines.append(handle)
    if rng.random() < 0.5:
        inner = rng.uniform(0.6, 0.85)
        doodle.lines.append(arc((0.5, 0), (wide * inner, high * inner), 180, 360, sides))
    if rng.random() < 0.25:
        doodle.lines.append(handle + np.array([rng.uniform(-0.1, 0.1), rng.uniform(0.03, 0.12)]))
    _front(doodle, rng, top, height)
    return doodle


def _front(doodle: Doodle, rng: Rng, top: float, height: float) -> None:
    kind = rng.integers(6)
    if kind == 0:  # a flap
        deep = height * rng.uniform(0.3, 0.6)
        doodle.line((0.5 - top, 0), (0.5, deep), (0.5 + top, 0))
        doodle.lines.append(arc((0.5, deep), (0.03, 0.03), 0, 360, 8))
    elif kind == 1:
        y = height * rng.uniform(0.12, 0.5)
        doodle.line((0.5 - top, y), (0.5 + top, y))
    elif kind == 2:  # pockets
        for x in (0.33, 0.58):
            doodle.line((x, 0.15), (x + 0.1, 0.15), (x + 0.1, 0.27), (x, 0.27), (x, 0.15))
    elif kind == 3:  # straps down the front
        for side in (-1, 1):
            doodle.line((0.5 + side * top * 0.6, 0), (0.5 + side * top * 0.6, height * 0.9))
    elif kind == 4:
        doodle.lines.append(arc((0.5, height * 0.3), (0.05, 0.06), 0, 360, 10))


def _backpack(rng: Rng) -> Doodle:
    wide, height = rng.uniform(0.28, 0.42), rng.uniform(0.8, 1.15)
    doodle = Doodle()
    dome = arc((0.5, 0.3), (wide, rng.uniform(0.2, 0.34)), 180, 360, 10)
    doodle.outline(*dome.tolist(), (0.5 + wide, height), (0.5 - wide, height))
    if rng.random() < 0.8:
        size = rng.uniform(0.06, 0.14)
        doodle.lines.append(arc((0.5, dome[:, 1].min() + 0.02), (size, size), 180, 360, 8))
    if rng.random() < 0.85:  # the front pocket
        w, y = wide * rng.uniform(0.55, 0.95), height * rng.uniform(0.5, 0.66)
        low = height * rng.uniform(0.86, 1.0)
        if rng.random() < 0.5:
            doodle.line((0.5 - w, low), (0.5 - w, y), (0.5 + w, y), (0.5 + w, low))
        else:
            doodle.lines.append(arc((0.5, low), (w, low - y), 180, 360, 10))
        if rng.random() < 0.5:
            doodle.line((0.5 - w, low), (0.5 + w, low))
    if rng.random() < 0.45:
        for side in (-1, 1) if rng.random() < 0.6 else (-1,):
            bulge = (rng.uniform(0.08, 0.22), rng.uniform(0.25, 0.4))
            middle = (0.5 + side * wide, height * rng.uniform(0.4, 0.6))
            angles = (-90, 90) if side > 0 else (90, 270)
            doodle.lines.append(arc(middle, bulge, *angles, 10))
    if rng.random() < 0.3:
        doodle.line((0.5 - wide, 0.4), (0.5 + wide, 0.4))
    return doodle


def _rucksack(rng: Rng) -> Doodle:
    """A hiker's: a lid, straps down the front, side pockets, shoulder straps from behind."""
    wide, height = rng.uniform(0.26, 0.4), rng.uniform(0.9, 1.3)
    lid = rng.uniform(0.16, 0.34)
    doodle = Doodle()
    doodle.outline(
        (0.5 - wide * 0.8, 0.0), (0.5 + wide * 0.8, 0.0), (0.5 + wide, lid),
        (0.5 + wide * 0.9, lid), (0.5 + wide, height), (0.5 - wide, height),
        (0.5 - wide * 0.9, lid), (0.5 - wide, lid),
    )  # fmt: skip
    doodle.line((0.5 - wide, lid), (0.5, lid + rng.uniform(0.0, 0.08)), (0.5 + wide, lid))
    for side in (-1, 1):
        if rng.random() < 0.7:  # a strap with its buckle
            x = 0.5 + side * wide * rng.uniform(0.4, 0.6)
            doodle.line((x, lid * 0.4), (x, height * rng.uniform(0.6, 1.0)))
            doodle.lines.append(arc((x, lid + 0.1), (0.03, 0.03), 0, 360, 5))
        if rng.random() < 0.5:  # a side pocket
            high, out = (
                height * rng.uniform(0.5, 0.7),
                0.5 + side * (wide + rng.uniform(0.06, 0.14)),
            )
            inside = 0.5 + side * wide * 0.9
            doodle.outline((inside, high), (out, high + 0.05), (out, height), (inside, height))
        if rng.random() < 0.4:
            reach = 0.5 + side * (wide + rng.uniform(0.08, 0.25))
            doodle.line((0.5 + side * wide * 0.6, 0.0), (reach, 0.3), (reach, 0.7), (0.5, height))
    if rng.random() < 0.6:
        y = height * rng.uniform(0.5, 0.65)
        doodle.lines.append(arc((0.5, height * 0.95), (wide * 0.75, height - y), 180, 360, 8))
    doodle.lines.append(arc((0.5, 0.0), (0.08, rng.uniform(0.06, 0.12)), 180, 360, 8))
    return doodle


def _purse(rng: Rng) -> Doodle:
    wide, height = rng.uniform(0.4, 0.5), rng.uniform(0.45, 0.85)
    doodle = Doodle()
    doodle.outline(
        (0.5 - wide * 0.7, 0), (0.5 + wide * 0.7, 0), (0.5 + wide, height * 0.6),
        (0.5 + wide * 0.8, height), (0.5 - wide * 0.8, height), (0.5 - wide, height * 0.6),
    )  # fmt: skip
    doodle.line((0.5 - wide * 0.75, 0.06), (0.5 + wide * 0.75, 0.06))
    for x in (-0.025, 0.03):
        doodle.lines.append(arc((0.5 + x, -0.03), (0.03, 0.035), 0, 360, 8))
    if rng.random() < 0.3:
        doodle.lines.append(arc((0.5, 0), (wide * 0.8, rng.uniform(0.3, 0.7)), 180, 360, 14))
    return doodle


def _satchel(rng: Rng) -> Doodle:
    wide, height = rng.uniform(0.4, 0.5), rng.uniform(0.5, 0.8)
    deep = height * rng.uniform(0.35, 0.65)
    doodle = Doodle()
    doodle.outline((0.5 - wide, 0), (0.5 + wide, 0), (0.5 + wide, height), (0.5 - wide, height))
    kind = rng.integers(3)
    if kind == 0:
        doodle.lines.append(arc((0.5, 0), (wide, deep), 0, 180, 12))
    elif kind == 1:
        doodle.line((0.5 - wide, deep), (0.5 + wide, deep))
    else:
        doodle.line((0.5 - wide, 0), (0.5, deep), (0.5 + wide, 0))
    x, y = 0.05, deep
    doodle.line(
        (0.5 - x, y - x), (0.5 + x, y - x), (0.5 + x, y + x), (0.5 - x, y + x), (0.5 - x, y - x)
    )
    if rng.random() < 0.75:
        high = rng.uniform(0.1, 0.25) if rng.random() < 0.6 else rng.uniform(0.3, 0.7)
        reach = wide * (rng.uniform(0.2, 0.4) if high < 0.25 else rng.uniform(0.6, 1.0))
        doodle.lines.append(arc((0.5, 0), (reach, high), 180, 360, int(rng.choice((4, 10)))))
    return doodle
