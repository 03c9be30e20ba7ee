"""What a made-up person wears, cut out by a parser and a segmenter whose answers are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fashion_model.arrays import UInt8Array
from fashion_model.environment import ASSETS
from fashion_model.images.segment import Colours, Mask, Segmenter
from fashion_model.labels import NONE
from fashion_model.photo_expert import PARTS, PARTS_SIDE, Opinion, PhotoExpert, Worn
from research.photo_expert.scenes import Scenes, collect
from research.street_pictures import worn_in_street
from research.training_pictures import Pair
from tests.research.photo_expert.street_folder import make_street

COAT, JEANS, BOOTS = 4, 1, 9


class Parser(PhotoExpert):
    """Takes the middle of every photo for one part."""

    def __init__(self, part: Worn) -> None:
        self._part = part

    def judge(self, views: UInt8Array) -> Opinion:
        parts = np.zeros((PARTS_SIDE, PARTS_SIDE, len(PARTS)), np.float32)
        parts[..., 0] = 0.5
        parts[6:-6, 6:-6, PARTS.index(self._part)] = 1
        answers = np.full(11, 1 / 11, np.float32)
        return Opinion(answers, 0.5, 1.0, np.array([1, 0, 0, 0], np.float32), parts)


class Corner(Segmenter):
    """Takes the upper left corner for the item."""

    def __init__(self) -> None: ...

    def find(self, colours: Colours) -> Mask:
        height, width = colours.shape[:2]
        found = np.zeros((height, width), np.bool_)
        found[: height // 8, : width // 8] = True
        return found


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return collect([], make_street(tmp_path_factory.mktemp("street") / "street"))


def drawn(street: Scenes, part: Worn, segmenter: Segmenter) -> list[Pair]:
    rng = np.random.default_rng(3)
    return list(worn_in_street(street, 12, rng, Parser(part), segmenter))


@pytest.mark.parametrize(("part", "kind"), [("upper", COAT), ("lower", JEANS), ("feet", BOOTS)])
def test_what_the_parser_finds_is_learned_by_its_own_name(
    street: Scenes, part: Worn, kind: int
) -> None:
    pairs = drawn(street, part, Corner())
    clothing = {int(target.argmax()) for _, target in pairs} - {NONE}
    assert clothing == {kind}  # what the segmenter found elsewhere is left out
    for picture, target in pairs:
        assert picture.shape == (28, 28)
        assert target.shape == (11,)
        assert target.sum() == pytest.approx(1)
    assert len(pairs) >= 4


def test_a_piece_of_street_is_none_of_the_ten_wherever_something_is_found(street: Scenes) -> None:
    pairs = drawn(street, "bag", Corner())
    assert pairs
    assert {int(target.argmax()) for _, target in pairs} == {NONE}


def test_the_same_seed_cuts_out_the_same(street: Scenes) -> None:
    segmenter = Segmenter(ASSETS / "all_terrain" / "segmenter.tflite")
    one, other = (drawn(street, "upper", segmenter) for _ in range(2))
    assert len(one) == len(other)
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(one, other, strict=True))


def test_no_street_no_pictures(tmp_path: Path) -> None:
    nobody = np.zeros(0, np.int64)
    empty = Scenes(
        np.zeros(0, np.uint8), nobody, nobody, np.zeros((0, 4), np.float32),
        np.zeros((0, 512), np.uint8), np.zeros((0, 11), np.float32),
        np.zeros(0, np.bool_), np.zeros(0, np.bool_),
    )  # fmt: skip
    assert drawn(empty, "upper", Corner()) == []
