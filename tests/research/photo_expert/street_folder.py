"""A person before a wall, made up: hat, coat, jeans and boots, each a block of the mask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

NAMES = ("null", "coat", "jeans", "boots", "hat", "skin")
BLOCKS = {4: (20, 60), 1: (60, 160), 2: (160, 260), 3: (260, 290)}
"""Of each thing, by its number in `NAMES`, its rows; its columns are 130 to 190."""


def make_street(folder: Path) -> Path:
    """Write one photo, 200 × 300, with its mask."""
    for name in ("photos", "masks"):
        (folder / name).mkdir(parents=True)
    mask = np.zeros((300, 200), np.uint8)
    for label, (top, bottom) in BLOCKS.items():
        mask[top:bottom, 130:190] = label
    photo = np.random.default_rng(0).integers(0, 255, (300, 200, 3), dtype=np.uint8)
    Image.fromarray(photo).save(folder / "photos" / "0001.jpg")
    Image.fromarray(mask).save(folder / "masks" / "0001.png")
    lines = [f"{number} {name}" for number, name in enumerate(NAMES)]
    (folder / "labels.txt").write_text("\n".join(lines))
    (folder / "list.csv").write_text("number,split\n0001,train\n")
    return folder
