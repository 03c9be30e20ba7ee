"""People to dress: head, arms, hands and legs in shades of grey, light on black."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

Rng = np.random.Generator
Path = list[tuple[float, float]]

WIDTH, HEIGHT = 96, 168  # of the whole figure, in pixels
CENTRE = WIDTH // 2
SHOULDERS = 28  # where a top begins, from above
POSES = (*["hanging"] * 5, "hips", "hips", "pockets", "pockets", "crossed", "raised", "behind")


class Figure:
    """A person of random skin, hair and pose, put together from behind to the front."""

    def __init__(self, rng: Rng) -> None:
        """An empty picture."""
        self.picture = Image.new("L", (WIDTH, HEIGHT))
        self._rng = rng
        self._skin = rng.uniform(40, 200)
        self._hair = rng.uniform(50, 255)
        self._covered = rng.random() < 0.12  # by a scarf or a hood
        self._long_haired = rng.random() < 0.35
        self._turned = rng.random() < 0.1
        pose, other = rng.choice(POSES, 2)
        self._arms = [self._arm(-1, pose), self._arm(1, pose if rng.random() < 0.7 else other)]

    def add_head(self) -> None:
        """Hair, neck and, unless seen from behind, the face."""
        long = self._long_haired or self._covered
        self.ellipse((CENTRE, 16 + 6 * long), (11 + 2 * long, 15 + 7 * long), self._hair)
        neck = self._hair if self._covered else self._skin * 0.85
        self._pen().rectangle((CENTRE - 5, 22, CENTRE + 5, 34), fill=round(neck))
        if not self._turned:
            self.ellipse((CENTRE, 17), (7.5, 10.5), self._skin)

    def add_hair_in_front(self) -> None:
        """What falls over the shoulders of a garment."""
        if self._covered:
            self.ellipse((CENTRE, 30), (self._rng.uniform(10, 16), 8), self._hair)
            self.ellipse((CENTRE, 17), (7, 9), self._hair if self._turned else self._skin)
        elif self._long_haired and self._turned:
            self.ellipse((CENTRE, 28), (12, self._rng.uniform(12, 26)), self._hair)
        elif self._long_haired:
            for side in (-1, 1):
                self.ellipse((CENTRE + side * 10, 32), (3.5, self._rng.uniform(8, 16)), self._hair)

    def add_arms(self) -> None:
        """Bare arms, to go behind a garment with short sleeves or none."""
        for arm in self._arms:
            self._limb(arm, self._skin, 8)
            self.ellipse(arm[-1], (4, 5), self._skin)

    def add_forearms(self, shade: float | None = None) -> None:
        """Forearms in front of the garment where they are crossed; bare unless given a shade."""
        for arm in self._arms:
            if (arm[0][0] - CENTRE) * (arm[-1][0] - CENTRE) < 0:
                self._limb(arm[1:], (shade or self._skin) * self._rng.uniform(0.75, 1), 8)
                self.ellipse(arm[-1], (4, 4), self._skin)

    def add_sleeves(self, shade: float) -> None:
        """Arms in sleeves down to the wrist, and hands."""
        for arm in self._arms:
            self.ellipse(arm[-1], (4, 5), self._skin)
            self._limb(arm, shade * self._rng.uniform(0.75, 1.05), 12)

    def add_hands(self, low: float, out: float) -> None:
        """Hands at the ends of sleeves that hang down, `low` from above and `out` to each side."""
        for side in (-1, 1):
            self.ellipse((CENTRE + side * out, low), (4, 6), self._skin)

    def add_legs(self, top: float) -> None:
        """Bare or in tights, with feet."""
        shade = self._skin if self._rng.random() < 0.7 else self._rng.uniform(30, 250)
        foot = self._rng.uniform(30, 250)
        for side in (-1, 1):
            x = CENTRE + side * 7
            self._pen().rectangle((x - 5, top, x + 4, 160), fill=round(shade))
            self.ellipse((x + side * 2, 163), (8, 5), foot)

    def paste(
        self, garment: Image.Image, at: tuple[float, float], hole: Image.Image | None = None
    ) -> None:
        """Put a garment with its top middle `at`, over what is there, except where `hole` is."""
        shape = ndimage.binary_fill_holes(np.asarray(garment) > 12)
        if hole is not None:
            shape &= np.asarray(hole) == 0
        soft = ndimage.gaussian_filter(255 * shape.astype(np.float32), 0.6)
        corner = (round(at[0] - garment.width / 2), round(at[1]))
        self.picture.paste(garment, corner, Image.fromarray(soft.astype(np.uint8)))

    def ellipse(
        self, middle: tuple[float, float], radii: tuple[float, float], shade: float
    ) -> None:
        """Paint an ellipse."""
        (x, y), (wide, high) = middle, radii
        box = (x - wide, y - high, x + wide, y + high)
        self._pen().ellipse(box, fill=min(255, round(shade)))

    def _arm(self, side: int, pose: str) -> Path:
        """From the shoulder over the elbow to the hand."""
        rng = self._rng
        elbow, hand = {
            "hanging": ((rng.uniform(21, 28), 62), (rng.uniform(18, 29), rng.uniform(80, 92))),
            "hips": ((rng.uniform(31, 42), rng.uniform(56, 68)), (rng.uniform(14, 20), 78)),
            "pockets": ((rng.uniform(26, 34), 62), (rng.uniform(15, 20), rng.uniform(80, 88))),
            "crossed": ((rng.uniform(22, 27), 62), (-rng.uniform(4, 14), rng.uniform(52, 64))),
            "raised": ((rng.uniform(30, 40), rng.uniform(30, 44)), (rng.uniform(14, 40), 14)),
            "behind": ((rng.uniform(22, 30), 62), (rng.uniform(8, 14), 74)),
        }[pose]
        path = ((17.0, 37.0), elbow, hand)
        return [(CENTRE + side * out, low) for out, low in path]

    def _limb(self, path: Path, shade: float, width: int) -> None:
        pen, fill = self._pen(), min(255, round(shade))
        pen.line(path, fill=fill, width=width, joint="curve")
        self.ellipse(path[0], (width / 2 - 0.5, width / 2 - 0.5), fill)

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.picture)
