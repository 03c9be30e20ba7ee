"""A small folder of people's own pictures: photos, sketches, an icon and its twin."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from research import doodles
from research.synthetic.composites import compose, tint
from tests.tiny import tiny_dataset

_COLUMNS = ("path", "kind", "label", "accept", "background", "note", "source_path")


def make_folder(folder: Path, people: int = 8) -> Path:
    """Write a photo of each of `people`, a sketch of each of three things, and two icons."""
    folder.mkdir()
    rng = np.random.default_rng(4)
    train = tiny_dataset(100).train
    rows: list[tuple[object, ...]] = []
    for person in range(people):
        label = int(train.labels[person * 10])
        patch = rng.integers(0, 255, (24, 24, 3), dtype=np.uint8)
        photo, _ = compose(tint(train.images[person * 10], rng), patch, rng)
        name = f"photo_{person}.jpg"
        Image.fromarray(photo).resize((192, 192)).save(folder / name)
        rows.append((name, "photo", label, label, "messy", f"sender={person}", name))
    for thing, label in {"shoe": 7, "house": -1, "bag": 8}.items():
        name = f"qd_{thing}.png"
        doodles.draw(label % 11, rng).save(folder / name)
        source = f"{thing}.ndjson line 3"
        rows.append((name, "sketch", label, label, "plain", "", source))
    _icons(folder, rows)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_COLUMNS, *rows])
    return folder


def _icons(folder: Path, rows: list[tuple[object, ...]]) -> None:
    clear = Image.new("RGBA", (96, 96))
    clear.paste((30, 60, 90, 255), (20, 10, 76, 90))
    opaque = Image.new("RGB", clear.size, "white")
    opaque.paste(clear, mask=clear)
    for name, kind, icon in (("a_bag.png", "icon", opaque), ("a_bag_rgba.png", "icon_rgba", clear)):
        icon.save(folder / name)
        rows.append((name, kind, 8, "8;3", "plain", "", "package/icons.json#bag"))
