"""What the preview shows is what the network sees."""

import numpy as np
import pytest

from fashion_model.augment import augment
from fashion_model.config import Augmentation
from tests.tiny import tiny_dataset

IMAGES = tiny_dataset().train.images[:64]
EACH = [
    Augmentation(flip=1.0),
    Augmentation(shift=3),
    Augmentation(rotation=20),
    Augmentation(zoom=0.3),
    Augmentation(erasing=1.0),
    Augmentation(sketches=1.0),
    Augmentation(flip=0.5, shift=2, rotation=10, zoom=0.1, erasing=0.5, sketches=0.3),
]


@pytest.mark.parametrize("settings", EACH)
def test_each_strength_changes_pictures_the_same_way_for_the_same_seed(
    settings: Augmentation,
) -> None:
    before = IMAGES.copy()
    first = augment(IMAGES, settings, np.random.default_rng(3))
    again = augment(IMAGES, settings, np.random.default_rng(3))
    other = augment(IMAGES, settings, np.random.default_rng(4))
    assert first.dtype == np.uint8
    assert first.shape == IMAGES.shape
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(IMAGES, before)
    assert (first != IMAGES).any(axis=(1, 2)).mean() > 0.8
    assert settings == Augmentation(flip=1.0) or (first != other).any()


def test_without_strengths_nothing_changes() -> None:
    assert augment(IMAGES, Augmentation(), np.random.default_rng(1)) is IMAGES


def test_a_flip_mirrors() -> None:
    flipped = augment(IMAGES, Augmentation(flip=1.0), np.random.default_rng(1))
    np.testing.assert_array_equal(flipped, IMAGES[:, :, ::-1])


def test_the_asked_share_is_redrawn_and_the_rest_left_alone() -> None:
    many = np.repeat(IMAGES, 16, axis=0)
    seen = augment(many, Augmentation(sketches=0.3), np.random.default_rng(1))
    redrawn = (seen != many).any(axis=(1, 2))
    assert redrawn.mean() == pytest.approx(0.3, abs=0.05)
    one = augment(IMAGES[:1], Augmentation(sketches=1e-9), np.random.default_rng(1))
    np.testing.assert_array_equal(one, IMAGES[:1])


def test_a_shift_moves_whole_pictures_by_whole_pixels() -> None:
    point = np.zeros((200, 28, 28), np.uint8)
    point[:, 14, 14] = 200
    moved = augment(point, Augmentation(shift=2), np.random.default_rng(1))
    places = np.argwhere(moved == 200)
    assert len(places) == 200
    assert {tuple(place) for place in places[:, 1:]} == {
        (y, x) for y in range(12, 17) for x in range(12, 17)
    }


def test_hardly_turning_hardly_changes() -> None:
    turned = augment(IMAGES, Augmentation(rotation=1e-6), np.random.default_rng(1))
    assert np.abs(turned.astype(int) - IMAGES).max() <= 1
