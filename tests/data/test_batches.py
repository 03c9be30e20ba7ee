"""What a batch consists of follows from seed, epoch and batch alone."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_model.config import Augmentation, ConfigError, Spoiling, TrainConfig
from fashion_model.data import as_input, batches
from tests.tiny import TINY, tiny_dataset

TRAIN = tiny_dataset().train


def test_the_random_numbers_are_those_that_every_run_so_far_was_trained_with() -> None:
    """As they came out on 2026-11-26: other ones would be another training of the same seed."""
    chosen = batches.choose(replace(TINY, seed=7, share=0.5), np.arange(320, dtype=np.int32))
    assert len(chosen) == 160
    assert chosen[:10].tolist() == [0, 1, 2, 4, 5, 7, 10, 12, 14, 20]
    order = batches.shuffle(replace(TINY, seed=7), chosen, 3)
    assert order[:10].tolist() == [259, 197, 114, 209, 34, 298, 242, 41, 152, 140]
    varied = batches.vary(replace(TINY, seed=7), TRAIN.images[:32], 3, 5)
    assert varied.sum((1, 2))[:6].tolist() == [50510, 84940, 60549, 37152, 61163, 64145]


def test_normalised_pixels_lie_between_0_and_1() -> None:
    seen = as_input(np.array([[[0, 51, 255]]], np.uint8))
    np.testing.assert_array_equal(seen[0, 0, :, 0], np.array([0, 0.2, 1], np.float32))
    assert seen.dtype == np.float32


@pytest.mark.parametrize("size", [8, 32, 64])
def test_the_first_pictures_are_those_of_the_asked_batch(size: int) -> None:
    config = replace(TINY, batch_size=size, augmentation=Augmentation())
    order = batches.shuffle(config, batches.choose(config, TRAIN.indices), 0)
    images, labels = batches.first_pictures(config, TRAIN, 1, 32)
    np.testing.assert_array_equal(labels, TRAIN.labels[order[size : size + 32]])
    np.testing.assert_array_equal(images, TRAIN.images[order[size : size + 32]])


def test_after_the_last_batch_comes_the_first_again() -> None:
    config = TrainConfig(batch_size=32, augmentation=Augmentation(shift=2))
    first, _ = batches.first_pictures(config, TRAIN, 0, 32)
    again, _ = batches.first_pictures(config, TRAIN, len(TRAIN) // 32, 32)
    np.testing.assert_array_equal(first, again)


def test_what_is_left_out_is_not_shown_and_nothing_else_changes() -> None:
    doubted = tuple(sorted(TRAIN.indices[[3, 30, 31]].tolist()))
    config = replace(TINY, left_out=doubted)
    shown, chosen = batches.as_shown(config, TRAIN)
    assert shown is TRAIN
    before = batches.choose(TINY, TRAIN.indices)
    assert sorted({*before.tolist()} - {*chosen.tolist()}) == [3, 30, 31]
    spoiled, places = batches.as_shown(replace(config, spoiling=Spoiling(flip=0.1)), TRAIN)
    assert len(places) == len(chosen)
    assert not np.isin(doubted, spoiled.indices).any()


def test_where_all_are_left_out_a_sentence_says_so() -> None:
    few = TRAIN.indices[:50]
    config = replace(TINY, left_out=tuple(sorted(few.tolist())))
    with pytest.raises(ConfigError, match="All its training pictures are left out"):
        batches.choose(config, few)
