"""The map of 2,000 pictures as it is committed."""

from pathlib import Path

import numpy as np
import pytest

from fashion_model.data import DataError, Dataset, load_sample
from fashion_model.data.picture_map import PICTURE_MAP, PictureMap, load_picture_map


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return load_sample()


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


def test_it_is_small() -> None:
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
