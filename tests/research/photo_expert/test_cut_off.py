"""Features of photos cut down to their middle: of which, and that the cut ones come first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fashion_model.labels import NONE
from fashion_model.photo_expert import PARTS, PARTS_SIDE
from research.material import Row
from research.photo_expert.cut_off import compute, middle


class Network:
    """Takes a view's mean colour for its features; counts how often it is asked."""

    asked = 0

    def run(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        self.asked += 1
        parts = np.full((1, PARTS_SIDE, PARTS_SIDE, len(PARTS)), 1 / len(PARTS), np.float32)
        return {"features": inputs.mean(axis=(1, 2)), "parts": parts}


def row(folder: Path, kind: str, label: int) -> Row:
    """A red square in the middle of a white picture."""
    picture = Image.new("RGB", (120, 90), "white")
    ImageDraw.Draw(picture).rectangle((35, 25, 85, 65), fill="red")
    picture.save(folder / f"{kind}_{label}.png")
    return Row(folder / f"{kind}_{label}.png", kind, label, (label,), held_out=False)


def test_photos_of_a_known_kind_are_learned_from_cut_and_whole(tmp_path: Path) -> None:
    rows = [row(tmp_path, *each) for each in (("photo", 3), ("photo", NONE), ("icon", 8))]
    network, told = Network(), list[str]()
    found = compute(network, rows, tmp_path, 1, told.append)  # type: ignore[arg-type]
    assert network.asked == 2
    assert found.cut.tolist() == [True, False]
    (cut, whole) = found.features.astype(np.float32)
    assert cut[1] < whole[1] - 0.1, "less white is left beside the red"
    assert cut[-1] == whole[-1] == pytest.approx(5 * 5 / 7, abs=0.01)  # five of seven parts
    again = compute(network, rows, tmp_path, 1, told.append)  # type: ignore[arg-type]
    assert network.asked == 2, "kept"
    assert np.array_equal(again.features, found.features)
    assert told == ["features: 2 photos, cut and whole"] * 2


def test_the_middle_is_cut_alike_on_all_sides() -> None:
    photo = Image.new("L", (100, 60))
    photo.paste(255, (30, 18, 70, 42))
    assert middle(photo, 0.4).getextrema() == (255, 255)
    assert middle(photo, 0.4).size == (40, 24)
    assert middle(Image.new("L", (1, 1)), 0.4).size == (1, 1)
