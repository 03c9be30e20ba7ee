"""The bundled sample as it is committed."""

from pathlib import Path

import numpy as np
import pytest

from fashion_model.data import DataError, Dataset, load_sample, wall_indices
from fashion_model.data.sample import SAMPLE

FINGERPRINT = "5ef7c9cff31492ceb012cbc54b880f84d79d926f09d23c39644e0a6661e8d904"


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return load_sample()


def test_it_is_small() -> None:
    assert SAMPLE.stat().st_size <= 6_000_000


def test_sizes_and_balance(sample: Dataset) -> None:
    assert sample.is_sample
    assert sample.source == "bundled sample"
    for split, count in ((sample.train, 9000), (sample.validation, 1000), (sample.test, 2000)):
        assert len(split) == count
        assert split.images.shape == (count, 28, 28)
        assert split.images.dtype == split.labels.dtype == np.uint8
        assert split.indices.dtype == np.int32
        assert np.bincount(split.labels).tolist() == [count // 10] * 10


def test_indices_are_official_and_used_once(sample: Dataset) -> None:
    training = np.concatenate((sample.train.indices, sample.validation.indices))
    assert len(np.unique(training)) == 10_000
    assert training.min() >= 0
    assert training.max() < 60_000
    assert len(np.unique(sample.test.indices)) == 2000
    assert sample.test.indices.max() < 10_000


def test_the_first_official_pictures_are_recognisable(sample: Dataset) -> None:
    # The official training set begins: ankle boot, T-shirt, T-shirt, dress, T-shirt.
    official = {0: 9, 1: 0, 2: 0, 3: 3, 4: 0}
    places = dict(zip(sample.train.indices.tolist(), sample.train.labels.tolist(), strict=True))
    assert all(places.get(index, label) == label for index, label in official.items())


def test_it_is_the_same_for_ever(sample: Dataset) -> None:
    assert sample.fingerprint == FINGERPRINT


def test_shared_arrays_cannot_be_changed(sample: Dataset) -> None:
    with pytest.raises(ValueError, match="read-only"):
        sample.train.images[0] = 0


def test_the_wall_shows_four_of_each_class(sample: Dataset) -> None:
    positions = wall_indices(sample)
    assert len(set(positions.tolist())) == 40
    assert sample.validation.labels[positions].tolist() == sorted(list(range(10)) * 4)


@pytest.mark.parametrize("content", [None, b"", b"<html>", SAMPLE.read_bytes()[:-100]])
def test_a_damaged_sample_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "fashion_mnist_sample.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"fashion_mnist_sample\.npz is missing or damaged"):
        load_sample(path)
