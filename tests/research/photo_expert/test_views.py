"""What the photo expert learns from, on a photo and a person made up here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fashion_model.labels import NONE
from research.material import read_material
from research.photo_expert import features, views
from tests.research.folder import make_folder

NAMES = ("null", "coat", "jeans", "boots", "hat", "skin")


@pytest.fixture
def street(tmp_path: Path) -> Path:
    """One person before a wall: hat, coat, jeans and boots, each a block of the mask."""
    folder = tmp_path / "street"
    for name in ("photos", "masks"):
        (folder / name).mkdir(parents=True)
    mask = np.zeros((300, 200), np.uint8)
    for label, (top, bottom) in {4: (20, 60), 1: (60, 160), 2: (160, 260), 3: (260, 290)}.items():
        mask[top:bottom, 130:190] = label
    photo = np.random.default_rng(0).integers(0, 255, (300, 200, 3), dtype=np.uint8)
    Image.fromarray(photo).save(folder / "photos" / "0001.jpg")
    Image.fromarray(mask).save(folder / "masks" / "0001.png")
    lines = [f"{number} {name}" for number, name in enumerate(NAMES)]
    (folder / "labels.txt").write_text("\n".join(lines))
    (folder / "list.csv").write_text("number,split\n0001,train\n")
    return folder


def test_a_person_is_cut_out_thing_by_thing(street: Path) -> None:
    shown = list(views.of_street(street, "0001", list(NAMES), np.random.default_rng(0)))
    kinds = [int(each.target.argmax()) for each in shown]
    assert kinds[:11] == [4] * 3 + [1] * 3 + [9] * 3 + [NONE] * 2
    assert kinds[11:13] == [4, 4]  # the whole person: of coat and jeans the first that is as large
    assert set(kinds[13:]) <= {NONE}  # pieces of street
    assert all(each.photo and each.view.shape == (224, 224, 3) for each in shown)


def test_a_photo_has_more_views_than_an_icon(tmp_path: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    photo = next(row for row in rows if row.kind == "photo")
    icon = next(row for row in rows if row.kind == "icon")
    of_photo = list(views.of_row(photo, np.random.default_rng(0)))
    assert [each.plain_view for each in of_photo] == [True, True, False, False, False]
    assert {int(each.target.argmax()) for each in of_photo} == {photo.label}
    of_icon = list(views.of_row(icon, np.random.default_rng(0)))
    assert [each.photo for each in of_icon] == [False, False]


class _Network:
    """Takes a view's mean colour for its features, and counts how often it is asked."""

    asked = 0

    def run(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        self.asked += 1
        return {"features": inputs.mean(axis=(1, 2))}


def test_features_are_kept_and_the_same_again(tmp_path: Path, street: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    found, told = features.sources(rows, street), list[str]()
    assert len(found) == len([row for row in rows if row.kind != "icon_rgba"]) + 1
    network = _Network()
    learned = features.compute(network, found, tmp_path, 1, told.append)  # type: ignore[arg-type]
    asked = network.asked
    assert asked == len(learned.features) == len(learned.targets) == len(learned.photo)
    again = features.compute(network, found, tmp_path, 1, told.append)  # type: ignore[arg-type]
    assert network.asked == asked  # read from the work folder
    assert np.array_equal(again.features, learned.features)
    (tmp_path / "features_000.npz").unlink()
    anew = features.compute(network, found, tmp_path, 1, told.append)  # type: ignore[arg-type]
    assert np.array_equal(anew.features, learned.features)
