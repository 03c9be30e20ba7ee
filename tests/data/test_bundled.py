"""What comes with the app: the sample, the validation list, the map; and what damages them."""

from pathlib import Path

import numpy as np
import pytest

from fashion_model.data import (
    DataError,
    Dataset,
    load,
    load_sample,
    validation_pictures,
    wall_indices,
)
from fashion_model.data.bundled import PICTURE_MAP, SAMPLE, PictureMap, load_picture_map

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


def test_the_sample_is_validated_on_the_pictures_of_the_list() -> None:
    listed = validation_pictures(sample=True)
    assert listed.tolist() == load_sample().validation.indices.tolist()
    assert set(listed.tolist()) < set(validation_pictures(sample=False).tolist())


def test_the_full_data_is_validated_on_the_pictures_of_the_list(full_data: Path) -> None:
    assert validation_pictures(sample=False).tolist() == load().validation.indices.tolist()


@pytest.fixture(scope="module")
def places() -> PictureMap:
    return load_picture_map()


def labels(places: PictureMap, sample: Dataset) -> np.ndarray:
    found = np.full(len(places), 255, np.uint8)
    for part, split in enumerate((sample.train, sample.validation, sample.test)):
        here = places.parts == part
        where = np.searchsorted(split.indices, places.indices[here])
        assert (split.indices[where] == places.indices[here]).all()
        found[here] = split.labels[where]
    return found


def test_the_map_is_small() -> None:
    assert PICTURE_MAP.stat().st_size <= 50_000


def test_two_hundred_of_each_kind_all_in_the_sample(places: PictureMap, sample: Dataset) -> None:
    assert len(places) == 2000
    assert np.bincount(labels(places, sample)).tolist() == [200] * 10
    assert len(set(zip(places.parts.tolist(), places.indices.tolist(), strict=True))) == 2000


def test_its_flat_directions_are_the_pictures_own(places: PictureMap, sample: Dataset) -> None:
    """PCA by NumPy alone: the same directions, whichever way they point."""
    splits = (sample.train, sample.validation, sample.test)
    images = np.stack(
        [
            splits[part].images[np.searchsorted(splits[part].indices, index)]
            for part, index in zip(places.parts, places.indices, strict=True)
        ]
    )
    inputs = images.reshape(len(images), -1) / 255
    centred = inputs - inputs.mean(axis=0)
    variances, directions = np.linalg.eigh(centred.T @ centred)
    expected = centred @ directions[:, [-1, -2]]
    assert np.abs(expected) == pytest.approx(np.abs(places.pca), abs=2e-3)
    assert variances[[-1, -2]] / variances.sum() == pytest.approx(places.explained, abs=1e-5)


def test_neighbours_on_the_map_are_mostly_of_one_kind(places: PictureMap, sample: Dataset) -> None:
    kinds = labels(places, sample)
    agreeing = {}
    for name in ("pca", "tsne"):
        at = getattr(places, name).astype(np.float64)
        distances = ((at[:, None] - at[None]) ** 2).sum(axis=2)
        np.fill_diagonal(distances, np.inf)
        agreeing[name] = np.mean(kinds[distances.argmin(axis=1)] == kinds)
    assert agreeing["tsne"] > 0.7 > agreeing["pca"] > 0.3


@pytest.mark.parametrize("content", [None, b"", PICTURE_MAP.read_bytes()[:-10]])
def test_a_damaged_map_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "picture_map.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"picture_map\.npz, is missing or damaged"):
        load_picture_map(path)
