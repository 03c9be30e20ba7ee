"""Counts, average pictures, frequencies of brightness."""

import numpy as np
import pytest

from fashion_model.data import Split, load_sample
from fashion_model.data.dataset import class_counts, mean_pictures, pixel_frequencies


def two_kinds() -> Split:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0] = 10
    images[1] = 21
    images[2, 0, 0] = 255
    return Split(images, np.array([1, 1, 4], np.uint8), np.arange(3, dtype=np.int32))


def test_counts_of_each_part() -> None:
    assert class_counts(load_sample()).tolist() == [[900] * 10, [100] * 10, [200] * 10]


def test_the_average_picture_is_rounded_and_missing_kinds_are_black() -> None:
    means = mean_pictures(two_kinds())
    assert means.shape == (10, 28, 28)
    assert means.dtype == np.uint8
    assert (means[1] == 16).all()
    assert means[4, 0, 0] == 255
    assert not means[[0, 2, 3]].any()


def test_frequencies_are_shares_of_the_pixels() -> None:
    shares = pixel_frequencies(two_kinds())
    assert shares.shape == (10, 256)
    assert shares[1, 10] == shares[1, 21] == 0.5
    assert shares[4, 255] == pytest.approx(1 / 784)
    assert not shares[0].any()


def test_frequencies_of_many_pictures_sum_to_one() -> None:
    assert pixel_frequencies(load_sample().train).sum(axis=1) == pytest.approx(1)
