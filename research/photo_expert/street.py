"""Photos of people in the street, with a mask of each thing they wear.

The folder holds photos/NNNN.jpg, masks/NNNN.png of the same size, labels.txt and list.csv (Yang,
Luo and Lin, CVPR 2014).
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from fashion_model.arrays import UInt8Array
from fashion_model.labels import NONE
from fashion_model.photo_expert import PARTS, Worn

_WORDS: dict[Worn, str] = {
    "upper": "blazer blouse bodysuit cape cardigan coat hoodie jacket jumper shirt suit sweater "
    "sweatshirt t-shirt top vest",
    "lower": "jeans leggings pants shorts skirt",
    "dress": "dress romper",
    "feet": "boots clogs flats heels loafers pumps sandals shoes sneakers wedges",
    "bag": "bag purse wallet",
}

KINDS = {
    "t-shirt": 0, "top": 0, "jeans": 1, "pants": 1, "leggings": 1, "sweater": 2, "sweatshirt": 2,
    "jumper": 2, "hoodie": 2, "dress": 3, "coat": 4, "jacket": 4, "blazer": 4, "cape": 4,
    "cardigan": 4, "sandals": 5, "wedges": 5, "heels": 5, "shirt": 6, "blouse": 6, "sneakers": 7,
    "bag": 8, "purse": 8, "boots": 9,
    **dict.fromkeys(
        ("shorts", "skirt", "hat", "scarf", "socks", "stockings", "tights", "vest", "romper",
         "gloves", "hair", "glasses", "watch", "belt"),
        NONE,
    ),
}  # fmt: skip
"""The kind of each thing that is worn, by its name in `labels.txt`."""
GARMENTS = (0, 1, 2, 3, 4, 6)  # one of these names a whole person
ALSO_FAIR = {0: (6,)}
_SMALLEST = 0.004  # of the picture: less of a thing shows nothing of it
_SMALLEST_EXTRAS = 0.012  # a watch that small is a wrist
_EXTRAS = ("glasses", "watch", "belt")


def read_names(folder: Path) -> list[str]:
    """The names of what a mask's numbers stand for."""
    lines = (folder / "labels.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(maxsplit=1)[1] for line in lines if line.strip()]


def read_numbers(folder: Path, split: str | None = None) -> list[str]:
    """The numbers of all photos of a split, or of all, in the order of `list.csv`."""
    with (folder / "list.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        return [line["number"] for line in lines if split in (None, line["split"])]


def read_photo(folder: Path, number: str) -> Image.Image:
    """A photo, mode "RGB"."""
    return Image.open(folder / "photos" / f"{number}.jpg").convert("RGB")


def read_mask(folder: Path, number: str) -> UInt8Array:
    """The number of what each pixel belongs to: uint8 (height, width)."""
    return np.asarray(Image.open(folder / "masks" / f"{number}.png"))


def part_of_names(names: list[str]) -> UInt8Array:
    """The place in `PARTS` of each name in `labels.txt`, uint8 (256,)."""
    parts = np.zeros(256, np.uint8)
    for label, name in enumerate(names[1:], 1):
        of_name = (part for part, words in _WORDS.items() if name in words.split())
        parts[label] = PARTS.index(next(of_name, "person"))
    return parts


def kinds_seen(mask: UInt8Array, names: list[str]) -> dict[int, int]:
    """The kind of each thing that is seen well enough, by its number in a mask."""
    areas = np.bincount(mask.ravel(), minlength=len(names))
    return {
        label: KINDS[name]
        for label, name in enumerate(names)
        if label and name in KINDS and areas[label] >= _least(name) * mask.size
    }


def _least(name: str) -> float:
    return _SMALLEST_EXTRAS if name in _EXTRAS else _SMALLEST
