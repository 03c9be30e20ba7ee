"""Features of drawings: whose, how many, and that they are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fashion_model.labels import NONE
from research.material import Row
from research.photo_expert import drawings


class Network:
    """Takes a view's mean colour for its features, and counts how often it is asked."""

    asked = 0

    def run(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        self.asked += 1
        return {"features": inputs.mean(axis=(1, 2))}


def row(folder: Path, kind: str, label: int) -> Row:
    picture = Image.new("RGB", (120, 120), "white")
    ImageDraw.Draw(picture).rectangle((30, 20, 90, 100), outline="black", width=5)
    picture.save(folder / f"{kind}_{label}.png")
    return Row(folder / f"{kind}_{label}.png", kind, label, (label,), held_out=False)


def test_invented_ones_and_own_ones_are_learned_from_and_no_photos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawings, "INVENTED", 13)
    rows = [row(tmp_path, *each) for each in (("icon", 8), ("sketch", NONE), ("photo", 3))]
    network, told = Network(), list[str]()

    def compute() -> drawings.Drawings:
        return drawings.compute(network, rows, tmp_path, 1, told.append)  # type: ignore[arg-type]

    found = compute()
    labels = found.targets.argmax(axis=1)
    assert network.asked == len(found.features) == len(labels)
    assert np.bincount(labels[:13], minlength=11).tolist() == [1] * 10 + [3]
    assert np.bincount(labels[13:]).tolist() == [0] * 8 + [20, 0, 10]
    again = compute()
    assert network.asked == len(again.features), "kept"
    assert np.array_equal(again.targets, found.targets)
    assert told == ["features: 43 drawings"] * 2
