"""The real 70,000 pictures; skipped where FASHION_MNIST_DIR names no folder of them."""

import gzip
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from fashion_model.data import Dataset, Split, download, find_source, load, load_sample
from fashion_model.data import wall_indices as wall
from fashion_model.data.official import FASHION_MNIST
from scripts.build_sample import choose
from tests.data.publisher import serve

FINGERPRINT = "ed7494183b9ddd79419bb8f04c5cdb2434917f96c85ed7febf68d4b7732de5c5"


@pytest.fixture
def full(full_data: Path) -> Dataset:
    dataset = load()
    assert dataset.notices == ()
    return dataset


def test_sizes_and_balance(full: Dataset) -> None:
    assert (full.source, full.is_sample) == ("your folder", False)
    assert (len(full.train), len(full.validation), len(full.test)) == (55_000, 5_000, 10_000)
    assert np.bincount(full.train.labels).tolist() == [5500] * 10
    assert np.bincount(full.validation.labels).tolist() == [500] * 10
    assert full.test.indices.tolist() == list(range(10_000))
    assert full.fingerprint == FINGERPRINT


def test_every_picture_has_its_official_index(full: Dataset, full_data: Path) -> None:
    path = full_data / f"{FASHION_MNIST.train_images.name}.gz"
    official = np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=16)
    official = official.reshape(60_000, 28, 28)
    both = np.concatenate((full.train.indices, full.validation.indices))
    assert np.sort(both).tolist() == list(range(60_000))
    for split in (full.train, full.validation):
        assert all(
            np.array_equal(split.images[start : start + 1000], official[indices])
            for start in range(0, len(split), 1000)
            for indices in (split.indices[start : start + 1000],)
        )


def _positions(part: Split, whole: Split) -> list[int]:
    place = {index: position for position, index in enumerate(whole.indices.tolist())}
    return [place[index] for index in part.indices.tolist()]


def test_the_sample_lies_inside(full: Dataset) -> None:
    sample = load_sample()
    for part, whole in (
        (sample.train, full.train),
        (sample.validation, full.validation),
        (sample.test, full.test),
    ):
        positions = _positions(part, whole)
        assert np.array_equal(part.images, whole.images[positions])
        assert np.array_equal(part.labels, whole.labels[positions])


def test_the_script_still_builds_the_committed_sample(full: Dataset) -> None:
    assert choose(full).fingerprint == load_sample().fingerprint


def test_the_wall_is_the_same(full: Dataset) -> None:
    sample = load_sample()
    assert (
        full.validation.indices[wall(full)].tolist()
        == sample.validation.indices[wall(sample)].tolist()
    )


def test_loading_needs_little_more_than_the_pictures(full_data: Path) -> None:
    tracemalloc.start()
    try:
        dataset = load()
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not dataset.is_sample
    assert held < 57_000_000  # the pictures themselves are 54,880,000 bytes
    assert peak < 64_000_000


@pytest.mark.timeout(120)
def test_downloads_the_real_files(full_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        file.name: (full_data / f"{file.name}.gz").read_bytes()
        for file in FASHION_MNIST
        if (full_data / f"{file.name}.gz").exists()
    }
    if len(files) < 4:
        pytest.skip("FASHION_MNIST_DIR has plain files; this test serves packed ones.")
    monkeypatch.delenv("FASHION_MNIST_DIR")
    with serve(files) as server:
        download(mirrors=[server.url])
    source = find_source()
    assert source is not None
    dataset = load()
    assert source.words == dataset.source == "the app's download"
    assert dataset.fingerprint == FINGERPRINT
