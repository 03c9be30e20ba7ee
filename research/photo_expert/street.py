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
from fashion_model.photo_expert import PARTS, Worn

_WORDS: dict[Worn, str] = {
    "upper": "blazer blouse bodysuit cape cardigan coat hoodie jacket jumper shirt suit sweater "
    "sweatshirt t-shirt top vest",
    "lower": "jeans leggings pants shorts skirt",
    "dress": "dress romper",
    "feet": "boots clogs flats heels loafers pumps sandals shoes sneakers wedges",
    "bag": "bag purse wallet",
}


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
