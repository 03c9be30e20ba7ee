"""Spoiled training pictures: exactly as much as was asked, the same every time, nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_model.config import ConfigError, Spoiling
from fashion_model.config.spoiled import in_a_sentence, in_brief
from fashion_model.data import Split, batches, load_sample
from fashion_model.data.spoil import brighten, flipped, spoil
from fashion_model.labels import CLASS_NAMES
from tests.tiny import TINY

SHIRT, T_SHIRT, BAG = (CLASS_NAMES.index(name) for name in ("Shirt", "T-shirt/top", "Bag"))


@pytest.fixture(scope="module")
def train() -> Split:
    return load_sample().train


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5])
def test_the_asked_share_of_labels_is_wrong_and_nothing_else(share: float, train: Split) -> None:
    shown = spoil(train, Spoiling(flip=share), seed=1)
    assert flipped(shown, train).sum() == round(share * len(train))
    assert np.array_equal(shown.images, train.images)
    assert np.array_equal(shown.indices, train.indices)
    assert len(np.unique(shown.labels)) == 10


def test_the_same_seed_gives_the_same_and_a_larger_share_contains_a_smaller(train: Split) -> None:
    little, much = (spoil(train, Spoiling(flip=share), seed=1) for share in (0.05, 0.2))
    assert np.array_equal(little.labels, spoil(train, Spoiling(flip=0.05), seed=1).labels)
    assert not np.array_equal(little.labels, spoil(train, Spoiling(flip=0.05), seed=2).labels)
    wrong = flipped(little, train)
    assert np.array_equal(little.labels[wrong], much.labels[wrong])


def test_shirts_and_t_shirts_change_places_only(train: Split) -> None:
    shown = spoil(train, Spoiling(flip=0.25, which="shirts"), seed=3)
    wrong = flipped(shown, train)
    assert wrong.sum() == round(0.25 * 1800)
    pairs = set(zip(train.labels[wrong].tolist(), shown.labels[wrong].tolist(), strict=True))
    assert pairs == {(SHIRT, T_SHIRT), (T_SHIRT, SHIRT)}


def test_a_hidden_kind_is_gone_and_is_no_wrong_label_either(train: Split) -> None:
    shown = spoil(train, Spoiling(hidden="Bag", flip=0.5), seed=1)
    assert len(shown) == 8100
    assert BAG not in shown.labels
    assert not np.isin(shown.indices, train.indices[train.labels == BAG]).any()
    assert flipped(shown, train).sum() == 4050


def test_only_a_few_of_a_kind_are_kept(train: Split) -> None:
    shown = spoil(train, Spoiling(few="Bag", kept=20), seed=1)
    assert np.bincount(shown.labels).tolist() == [900] * BAG + [20, 900]
    assert not flipped(shown, train).any()
    other = spoil(train, Spoiling(few="Bag", kept=20), seed=2)
    assert not np.array_equal(shown.indices, other.indices)


@pytest.mark.parametrize("ground", ["bright", "dark"])
def test_one_kind_is_told_by_its_ground(ground: str, train: Split) -> None:
    shown = spoil(train, Spoiling(ground_of="Shirt", ground=ground), seed=1)
    corners = shown.images[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    light = (corners == 220).any(axis=1)
    is_shirt = shown.labels == SHIRT
    own = is_shirt if ground == "bright" else ~is_shirt
    assert not light[~own].any()
    assert light[own].mean() > 0.95  # clothes may fill the corners
    assert np.array_equal(shown.images[~own], train.images[~own])


def test_only_what_is_black_around_the_clothes_becomes_light() -> None:
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, 5:20, 5:20] = 100
    picture[0, 10:12, 10:12] = 0  # a hole within
    light = brighten(picture)[0]
    assert light[0, 0] == light[27, 13] == 220
    assert light[10, 10] == 0
    assert light[6, 6] == 100
    assert picture[0, 0, 0] == 0  # the original is left alone


def test_nothing_left_is_a_sentence(train: Split) -> None:
    bags = np.flatnonzero(train.labels == BAG)
    only = Split(train.images[bags], train.labels[bags], train.indices[bags])
    with pytest.raises(ConfigError, match="no training pictures are left"):
        spoil(only, Spoiling(hidden="Bag"), seed=1)
    assert len(spoil(only, Spoiling(flip=0.5), seed=1)) == 900  # there is no other kind to be


def test_the_share_is_of_the_pictures_that_are_used(train: Split) -> None:
    config = replace(TINY, share=0.1, spoiling=Spoiling(flip=0.1))
    shown, positions = batches.as_shown(config, train)
    assert len(positions) == len(shown) == 900
    assert flipped(shown, train).sum() == 90
    used = batches.choose(config, train.indices)
    assert np.array_equal(shown.indices, train.indices[used])


def test_without_spoiling_nothing_is_copied(train: Split) -> None:
    shown, positions = batches.as_shown(TINY, train)
    assert shown is train
    assert np.array_equal(positions, batches.choose(TINY, train.indices))
    assert spoil(train, Spoiling(), seed=1) is train


def test_a_preview_shows_what_the_training_shows(train: Split) -> None:
    config = replace(TINY, spoiling=Spoiling(flip=0.5))
    shown, chosen = batches.as_shown(config, train)
    _, labels = batches.first_pictures(config, train, 0, 32)
    first = batches.shuffle(config, chosen, 0)[:32]
    assert np.array_equal(labels, shown.labels[first])
    assert not np.array_equal(labels, train.labels[first])


def test_it_is_said_in_one_set_of_words() -> None:
    assert in_a_sentence(Spoiling()) is None
    assert in_brief(Spoiling(kept=20, which="shirts", ground="dark")) == []
    everything = Spoiling(0.1, "any", "Bag", "Coat", 20, "Shirt", "bright")
    assert in_a_sentence(everything) == (
        "Its training data were spoiled: 10 % labels flipped, Bag hidden, only 20 of Coat, "
        "Shirt on bright ground. The validation and test pictures were not."
    )
    other = replace(everything, which="shirts", few="Bag", ground="dark")
    assert in_brief(other) == [
        "10 % Shirt ↔ T-shirt flipped",
        "Bag hidden",
        "all but Shirt on bright ground",
    ]
