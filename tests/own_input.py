"""A small set in the format of people's own pictures, drawn here."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from tests.images.pictures import encoded, noise, shirt

COLUMNS = ["path", "kind", "label", "accept", "background"]
ROWS = [
    ("a.png", "sketch", "6", "6;0", "plain"),
    ("b.jpg", "photo", "6", "6;0;2", "plain"),
    ("deep/c.png", "photo", "0", "", "messy"),
    ("d.png", "icon", "-1", "", "plain"),
    ("text.png", "icon", "3", "3", "plain"),
    ("gone.png", "icon", "3", "3", "plain"),
    ("circle.png", "icon", "3", "3", "plain"),
]


def write_manifest(directory: Path, rows: Sequence[tuple[str, ...]]) -> None:
    with (directory / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


def small_set(directory: Path) -> Path:
    """Write seven rows: pictures, one of none of the ten, and three files that can't be read."""
    (directory / "deep").mkdir(parents=True)
    (directory / "a.png").write_bytes(encoded(shirt(), "PNG"))
    (directory / "b.jpg").write_bytes(encoded(shirt(item="red"), "JPEG"))
    (directory / "deep" / "c.png").write_bytes(encoded(noise(90, 60), "PNG"))
    (directory / "d.png").write_bytes(encoded(shirt(90).rotate(45, fillcolor="white"), "PNG"))
    (directory / "text.png").write_text("not a picture")
    (directory / "circle.png").symlink_to(directory / "circle.png")
    write_manifest(directory, ROWS)
    return directory
