"""Things that are none of the ten, and marks that are no thing at all."""

from __future__ import annotations

import numpy as np

from research.doodles.shape import Doodle, Rng, arc


def stranger(rng: Rng) -> Doodle:
    """A scribble, a shape, a letter-like sign, a face, a house, a tree, a cup, a car, a cap."""
    makers = (_scribble, _polygon, _strokes, _face, _house, _tree, _cup, _car, _cap, _star, _fish)
    return makers[rng.integers(len(makers))](rng)


def _scribble(rng: Rng) -> Doodle:
    steps = rng.normal(size=(rng.integers(8, 40), 2))
    path = np.cumsum(steps, axis=0) if rng.random() < 0.5 else rng.random((len(steps), 2))
    return Doodle([], [path])


def _polygon(rng: Rng) -> Doodle:
    count = rng.integers(3, 9)
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    radius = rng.uniform(0.2, 0.5, count) if rng.random() < 0.5 else np.full(count, 0.5)
    points = (
        np.stack([np.cos(angles), np.sin(angles)], 1) * radius[:, None] * (1, rng.uniform(0.5, 1))
    )
    return Doodle([points])


def _strokes(rng: Rng) -> Doodle:
    return Doodle([], [rng.random((rng.integers(2, 5), 2)) for _ in range(rng.integers(1, 6))])


def _face(rng: Rng) -> Doodle:
    doodle = Doodle([arc((0.5, 0.5), (rng.uniform(0.35, 0.5), 0.5), 0, 340, 24)])
    for x in (0.33, 0.67):
        doodle.lines.append(arc((x, 0.4), (0.05, 0.06), 0, 360, 8))
        if rng.random() < 0.4:  # ears: a cat, a bear
            doodle.line((x - 0.15, 0.15), (x + (x - 0.5) * 0.6, -0.15), (x + 0.15, 0.12))
    doodle.lines.append(arc((0.5, 0.62), (0.2, 0.15), 10, 170, 8))
    return doodle


def _house(rng: Rng) -> Doodle:
    doodle = Doodle()
    high = rng.uniform(0.3, 0.6)
    doodle.outline((0, 1), (0, high), (0.5, 0), (1, high), (1, 1))
    doodle.line((0, high), (1, high))
    doodle.line((0.4, 1), (0.4, 0.7), (0.6, 0.7), (0.6, 1))
    return doodle


def _tree(rng: Rng) -> Doodle:
    wide = rng.uniform(0.05, 0.12)
    doodle = Doodle([arc((0.5, 0.35), (rng.uniform(0.25, 0.5), 0.35), 95, 445, 16)])
    doodle.line((0.5 - wide, 0.65), (0.5 - wide, 1.2), (0.5 + wide, 1.2), (0.5 + wide, 0.65))
    return doodle


def _cup(rng: Rng) -> Doodle:
    doodle = Doodle()
    low = rng.uniform(0.2, 0.4)
    doodle.outline((0.1, 0), (0.9, 0), (0.5 + low, rng.uniform(0.7, 1.1)), (0.5 - low, 0.9))
    doodle.lines.append(arc((0.88, 0.4), (0.25, 0.22), -80, 80, 10))
    return doodle


def _car(rng: Rng) -> Doodle:
    doodle = Doodle()
    doodle.outline(
        (0, 0.5), (0.2, 0.45), (0.35, rng.uniform(0.1, 0.25)), (0.75, 0.15), (0.9, 0.45),
        (1.2, 0.5), (1.2, 0.75), (0, 0.75),
    )  # fmt: skip
    for x in (0.25, 0.95):
        doodle.outlines.append(arc((x, 0.77), (0.13, 0.13), 0, 360, 14))
    return doodle


def _cap(rng: Rng) -> Doodle:
    doodle = Doodle()
    dome = arc((0.5, 0.5), (0.45, rng.uniform(0.35, 0.5)), 180, 360, 12).tolist()
    brim = rng.uniform(0.0, 0.45)
    doodle.outline(*dome, (0.95 + brim, 0.6), (0.9 + brim, 0.66), (0.05, 0.6))
    if rng.random() < 0.5:
        doodle.line((0.05, 0.5), (0.95, 0.5))
    return doodle


def _star(rng: Rng) -> Doodle:
    count = int(rng.integers(4, 9))
    angles = np.arange(2 * count) * np.pi / count
    radius = np.where(np.arange(2 * count) % 2, rng.uniform(0.15, 0.35), 0.5)
    return Doodle([np.stack([np.cos(angles), np.sin(angles)], 1) * radius[:, None]])


def _fish(rng: Rng) -> Doodle:
    doodle = Doodle([arc((0.5, 0.5), (0.5, rng.uniform(0.2, 0.35)), 0, 360, 18)])
    doodle.line((1.0, 0.5), (1.3, 0.25), (1.3, 0.75), (1.0, 0.5))
    doodle.lines.append(arc((0.2, 0.45), (0.03, 0.03), 0, 360, 7))
    return doodle
