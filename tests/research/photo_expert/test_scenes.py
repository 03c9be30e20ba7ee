"""What is found in people's own pictures, and on a person made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fashion_model.labels import NONE
from research.material import read_material
from research.photo_expert.scenes import Scenes, collect
from tests.research.folder import make_folder
from tests.research.photo_expert.street_folder import make_street


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    folder = tmp_path_factory.mktemp("scenes")
    rows = read_material(make_folder(folder / "own"))
    return collect(rows, make_street(folder / "street"))


def test_a_person_is_cut_out_thing_by_thing(scenes: Scenes) -> None:
    kinds = scenes.targets.argmax(axis=1)
    worn = kinds[scenes.street].tolist()
    assert worn[:4] == [4, 1, 9, NONE]  # coat, jeans, boots, hat
    assert worn[4] == 4  # the whole person: of coat and jeans the first that is as large
    assert set(worn[5:]) <= {NONE}  # pieces of street
    boxes = scenes.boxes[scenes.street]
    assert boxes[0] == pytest.approx([130 / 200, 60 / 300, 190 / 200, 160 / 300])
    assert boxes[4] == pytest.approx([130 / 200, 20 / 300, 190 / 200, 290 / 300])
    assert all(_share_of_person(box) < 0.05 for box in boxes[5:])


def _share_of_person(box: np.ndarray) -> float:
    left, top, right, bottom = box
    wide = max(0.0, min(right, 190 / 200) - max(left, 130 / 200))
    high = max(0.0, min(bottom, 290 / 300) - max(top, 20 / 300))
    return float(wide * high / ((right - left) * (bottom - top)))


def test_each_own_picture_is_one_thing_but_for_twins(scenes: Scenes) -> None:
    own = ~scenes.street
    assert own.sum() == len(np.unique(scenes.picture[own])) <= 12  # 8 photos, 3 drawings, an icon
    assert scenes.photo[own].sum() == 8
    icon = int(np.flatnonzero(own)[-1])
    assert scenes.targets[icon].argmax() == 8
    left, top, right, bottom = scenes.boxes[icon] * 96
    assert (left, top, right, bottom) == pytest.approx((20, 10, 76, 90), abs=1.5)
    assert np.asarray(scenes.mask(icon)).mean() > 250  # a block fills its box


def test_they_are_kept_and_read(scenes: Scenes, tmp_path: Path) -> None:
    scenes.save(tmp_path / "scenes.npz")
    again = Scenes.load(tmp_path / "scenes.npz")
    assert all(np.array_equal(value, vars(again)[name]) for name, value in vars(scenes).items())
    sizes = {again.read(picture).size for picture in range(len(again.ends))}
    assert (200, 300) in sizes
