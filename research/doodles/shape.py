"""What a doodle is made of: outlines and inner lines, in a square of side 1, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 2): x, y
Rng = np.random.Generator


@dataclass
class Doodle:
    """Closed outlines (the first is the thing's own, later ones lie behind it) and open lines."""

    outlines: list[Points] = field(default_factory=list)
    lines: list[Points] = field(default_factory=list)

    def outline(self, *points: Sequence[float]) -> None:
        """Add a closed outline."""
        self.outlines.append(np.array(points, np.float64))

    def line(self, *points: Sequence[float]) -> None:
        """Add an open line."""
        self.lines.append(np.array(points, np.float64))

    def moved(self, scale: float, right: float, down: float, *, mirror: bool = False) -> Doodle:
        """The same, smaller and elsewhere."""
        turn = np.array([-scale if mirror else scale, scale])
        shift = np.array([right + (scale if mirror else 0), down])
        return Doodle(
            [each * turn + shift for each in self.outlines],
            [each * turn + shift for each in self.lines],
        )

    def joined(self, other: Doodle) -> Doodle:
        """Both together."""
        return Doodle(self.outlines + other.outlines, self.lines + other.lines)


def symmetric(right: Sequence[Sequence[float]]) -> Points:
    """A closed outline from its right half, from the top middle down; the middle is x = 0.5."""
    half = np.array(right, np.float64)
    left = half[::-1] * (-1, 1) + (1, 0)
    return np.concatenate([half, left])


def arc(
    middle: tuple[float, float],
    radii: tuple[float, float],
    start: float,
    end: float,
    count: int = 12,
) -> Points:
    """Part of an ellipse between two angles in degrees; 0 points right, 90 down."""
    angles = np.deg2rad(np.linspace(start, end, count))
    return np.stack(
        [middle[0] + radii[0] * np.cos(angles), middle[1] + radii[1] * np.sin(angles)], axis=1
    )


def smooth(points: Points, rounds: int, *, closed: bool) -> Points:
    """Cut corners (Chaikin, 1974), `rounds` times."""
    for _ in range(rounds):
        if len(points) < 3:
            return points
        following = np.roll(points, -1, axis=0) if closed else points[1:]
        here = points if closed else points[:-1]
        cut = np.stack([0.75 * here + 0.25 * following, 0.25 * here + 0.75 * following], axis=1)
        inner = cut.reshape(-1, 2)
        points = inner if closed else np.concatenate([points[:1], inner[1:-1], points[-1:]])
    return points
