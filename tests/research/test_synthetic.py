"""Doodles, composites and figures: the pictures that were made up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from fashion_model.images import ImageError, prepare
from fashion_model.images.segment import Segmenter, bundled_segmenter
from research import doodles, training_pictures
from research.doodles.shape import arc, smooth, symmetric
from research.synthetic.composites import Cutout, compose, compose_plain, corners, pair, tint
from research.synthetic.products import SHOES, TOPS, draw_front, photograph
from research.synthetic.worn import WEARABLE, dress_figure
from tests.tiny import tiny_dataset


@pytest.mark.parametrize("label", range(11))
def test_a_doodle_is_something_that_can_be_prepared(label: int) -> None:
    rng = np.random.default_rng(label)
    kept = 0
    for _ in range(20):
        drawing = doodles.draw(label, rng)
        assert drawing.size == (128, 128)
        try:
            picture = prepare(drawing).picture
        except ImageError:
            continue
        kept += 1
        assert 15 < (picture > 60).sum() < 780
    assert kept >= 19


def test_the_same_seed_gives_the_same_doodle() -> None:
    first, again, other = (doodles.draw(8, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_a_symmetric_outline_mirrors_its_half() -> None:
    outline = symmetric([(0.5, 0.0), (0.8, 0.2), (0.6, 1.0)])
    assert outline.tolist()[3:] == pytest.approx(np.array([[0.4, 1.0], [0.2, 0.2], [0.5, 0.0]]))


def test_smoothing_cuts_corners_and_keeps_the_ends_of_lines() -> None:
    corner = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    line = smooth(corner, 2, closed=False)
    assert line[0].tolist() == [0, 0]
    assert line[-1].tolist() == [1, 1]
    assert np.hypot(*(line - (1, 0)).T).min() > 0.1
    assert len(smooth(corner, 1, closed=True)) == 6
    assert arc((0, 0), (1, 2), 0, 90, 3)[-1] == pytest.approx([0, 2])


def test_a_composite_knows_where_its_item_is() -> None:
    rng = np.random.default_rng(3)
    shirt = tiny_dataset(10).train.images[0]
    cutout = tint(shirt, rng)
    for _ in range(10):
        photo, item = compose(cutout, np.full((24, 24, 3), 120, np.uint8), rng)
        assert photo.shape == (96, 96, 3)
        assert 0.03 < (item > 127).mean() < 0.95


def test_a_pair_is_two_of_a_kind() -> None:
    square = Cutout(Image.new("RGBA", (40, 40), (200, 100, 50, 255)))
    for seed in range(20):
        two = np.asarray(pair(square, np.random.default_rng(seed)).picture)
        shown = (two[..., 3] > 127).sum()
        assert 1.2 * 40 * 40 < shown < 2.6 * 40 * 40  # a turned square is a little larger
        assert two[0, :, 3].any()
        assert two[:, -1, 3].any()


def test_a_product_photo_is_taken_for_one() -> None:
    shirt = Cutout(Image.new("RGBA", (40, 60), (200, 100, 50, 255)))
    for seed in range(10):
        photo = compose_plain(shirt, np.random.default_rng(seed))
        assert prepare(Image.fromarray(photo)).kind == "plain"


@pytest.mark.parametrize("label", [*SHOES, *TOPS])
def test_an_invented_product_photo_is_taken_for_one(label: int) -> None:
    train = tiny_dataset(60).train
    for seed in range(5):
        prepared = prepare(photograph(train, label, np.random.default_rng(seed)))
        assert prepared.kind in ("plain", "drawing")  # a thin sandal is like a drawing
        assert (prepared.picture > 60).sum() > 40


@pytest.mark.parametrize("label", [2, 6])
def test_a_front_is_drawn_on_the_garment_only_in_other_shades(label: int) -> None:
    for seed in range(8):
        garment = Image.new("L", (50, 60))
        garment.paste(140, (5, 5, 45, 55))
        before = np.asarray(garment).copy()
        draw_front(garment, label, np.random.default_rng(seed))
        changed = np.asarray(garment) != before
        assert 30 < changed.sum() < 0.5 * changed.size


def test_kinds_without_fronts_stay_as_they_are() -> None:
    garment = Image.new("L", (50, 60), 140)
    draw_front(garment, 3, np.random.default_rng(1))
    assert set(np.asarray(garment).ravel()) == {140}


class _Blind(Segmenter):
    """Finds nothing in any photo."""

    def __init__(self) -> None:
        """Needs no file."""

    def find(self, colours: NDArray[np.float32]) -> NDArray[np.bool_]:
        return np.zeros(colours.shape[:2], np.bool_)


def test_composites_whose_item_is_missed_are_left_out() -> None:
    train, grounds = tiny_dataset(60).train, [np.full((24, 24, 3), 90, np.uint8)]
    found, missed = (
        len(
            list(
                training_pictures.composed(train, grounds, 60, np.random.default_rng(5), segmenter)
            )
        )
        for segmenter in (bundled_segmenter(), _Blind())
    )
    assert 0 < missed < 30  # the product photos, which need no segmenter
    assert 40 < found <= 60


def test_corners_leave_out_the_middle() -> None:
    photo = Image.new("RGB", (100, 80), "green")
    photo.paste("red", (30, 25, 70, 55))
    patches = corners(photo)
    assert len(patches) == 4
    assert {tuple(patch.reshape(-1, 3).max(axis=0)) for patch in patches} == {(0, 128, 0)}


@pytest.mark.parametrize("label", WEARABLE)
def test_a_figure_fills_a_prepared_picture(label: int) -> None:
    picture = dress_figure(tiny_dataset(60).train, label, np.random.default_rng(1))
    assert picture.shape == (28, 28)
    rows = np.flatnonzero((picture > 20).any(axis=1))
    assert rows[-1] - rows[0] >= 20


def test_targets_share_with_what_is_accepted() -> None:
    assert training_pictures.target(3).tolist() == np.eye(11, dtype=np.float32)[3].tolist()
    shared = training_pictures.target(0, (0, 6))
    assert shared.sum() == pytest.approx(1)
    assert shared[0] == pytest.approx(0.85)
    assert shared[6] == pytest.approx(0.15)
