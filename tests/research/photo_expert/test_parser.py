"""The parser learns from people in the street, part by part."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fashion_model.litert import LiteRTModel
from fashion_model.photo_expert import AGAIN, FOLDER, NETWORK, PARTS, PARTS_SIDE, run
from research.photo_expert import parser, street
from research.photo_expert.parser import MAPS, Views

NAMES = ("null", "hair", "t-shirt", "jeans", "boots", "purse", "hat")
COLOURS = ("#888888", "#402010", "#b02020", "#2030a0", "#101010", "#c0a020", "#20a060")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Ten people drawn with rectangles; every fifth is held out."""
    for folder in ("photos", "masks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "labels.txt").write_text("".join(f"{n} {name}\n" for n, name in enumerate(NAMES)))
    with (tmp_path / "list.csv").open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("number", "split"))
        for person in range(10):
            lines.writerow((f"{person:04d}", "dev" if person % 5 == 0 else "train"))
            _draw(tmp_path, person)
    return tmp_path


def _draw(folder: Path, person: int) -> None:
    photo, mask = Image.new("RGB", (120, 200), COLOURS[0]), Image.new("L", (120, 200))
    left = 20 + 4 * person
    boxes = ((5, 20, 40), (40, 50, 90), (90, 40, 160), (160, 40, 185))
    for label, (top, wide, bottom) in enumerate(boxes, 1):
        box = (left, top, left + wide, bottom)
        ImageDraw.Draw(photo).rectangle(box, fill=COLOURS[label])
        ImageDraw.Draw(mask).rectangle(box, fill=label)
    photo.save(folder / "photos" / f"{person:04d}.jpg")
    mask.save(folder / "masks" / f"{person:04d}.png")


def test_each_name_has_its_part(people: Path) -> None:
    parts = street.part_of_names(street.read_names(people))
    assert [PARTS[part] for part in parts[: len(NAMES)]] == [
        "background", "person", "upper", "lower", "feet", "bag", "person",
    ]  # fmt: skip
    assert street.read_numbers(people, "dev") == ["0000", "0005"]
    assert len(street.read_numbers(people)) == 10


def maps_of_pixels(inputs: np.ndarray) -> dict[str, np.ndarray]:
    """What a network would tell of places that computes nothing: their mean colours."""
    (pixels,) = inputs
    return {
        name: pixels.reshape(side, 224 // side, side, 224 // side, 3).mean(axis=(1, 3))[None]
        for name, side in zip(MAPS, (28, 14, 7), strict=True)
    }


class _Colours:
    run = staticmethod(maps_of_pixels)


@pytest.mark.slow
def test_it_learns_where_what_is_worn(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser, "_VIEWS", 4)
    monkeypatch.setattr(parser, "_BATCH", 8)
    work = tmp_path / "work"
    work.mkdir()
    told: list[str] = []
    views: list[Views] = [
        parser.compute(
            _Colours(),  # type: ignore[arg-type]
            parser.of_street(people, split),
            work / f"{split}.npz",
            0,
            told.append,
        )
        for split in ("train", "dev")
    ]
    assert views[0].parts.shape[1:] == (PARTS_SIDE, PARTS_SIDE)
    again = parser.compute(None, [], work / "train.npz", 0, told.append)  # type: ignore[arg-type]
    assert np.array_equal(again.fine, views[0].fine)  # kept, not computed again
    learned = parser.train(*views, epochs=30, seed=0, tell=told.append)
    overlaps = dict(zip(PARTS, parser.overlap_of_parts(learned, views[1]), strict=True))
    assert overlaps["upper"] > 0.3, told[-1]


def test_the_bundled_network_tells_features_and_parts() -> None:
    network = LiteRTModel.load(FOLDER / NETWORK, missing=AGAIN, damaged=AGAIN)
    told = run(network, np.full((224, 224, 3), 120, np.uint8))
    assert told["features"].shape == (1, 1280)
    assert told["parts"].shape == (1, PARTS_SIDE, PARTS_SIDE, len(PARTS))
    assert np.allclose(told["parts"].sum(axis=-1), 1, atol=len(PARTS) / 512)  # each in one byte
