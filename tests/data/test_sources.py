"""Which place wins, and what is said about those that don't."""

import os
import tempfile
from pathlib import Path

import pytest

from fashion_model.data import find_source, load, load_sample
from fashion_model.data.official import FASHION_MNIST, read_folder
from fashion_model.data.sources import download_folder, sources
from tests.data.publisher import PACKED, PAGE, TINY, publish


def test_without_anything_the_sample_and_no_words() -> None:
    dataset = load()
    assert dataset.is_sample
    assert dataset.notices == ()
    assert find_source() is None


def test_places_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "mine"))
    folders = [source.folder.relative_to(tmp_path) for source in sources()]
    assert folders == [
        Path("mine"),
        Path("cache/fashion-mnist"),
        Path("keras/datasets/fashion-mnist"),
        Path("datasets/fashion-mnist"),
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_a_folder_of_packed_or_plain_files(tmp_path: Path, packed: bool) -> None:
    publish(tmp_path, packed=packed)
    assert read_folder(tmp_path, TINY).train_images.shape == (300, 28, 28)


def test_a_plain_file_stands_in_for_a_broken_packed_one(tmp_path: Path) -> None:
    publish(tmp_path, packed=False)
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(PAGE)
    assert read_folder(tmp_path, TINY).train_images.shape == (300, 28, 28)


def test_a_named_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "nowhere"))
    dataset = load()
    assert dataset.is_sample
    assert dataset.notices == (
        "Your folder was skipped: t10k-labels-idx1-ubyte is missing; check FASHION_MNIST_DIR.",
    )


@pytest.mark.parametrize("locked", ["mine", "."])
def test_a_named_folder_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch, locked: str) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Only root may be another user.")
    load_sample()
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "mine"
        publish(folder)
        Path(base).chmod(0o755)
        (Path(base) / locked).chmod(0o700)
        monkeypatch.setenv("FASHION_MNIST_DIR", str(folder))
        os.seteuid(65534)
        try:
            dataset = load()
        finally:
            os.seteuid(0)
    assert dataset.is_sample
    assert dataset.notices == (
        "Your folder was skipped: this app has no right to look into it; check FASHION_MNIST_DIR.",
    )


def test_every_bad_place_is_named_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, keras = tmp_path / "mine", tmp_path / "keras" / "datasets" / "fashion-mnist"
    monkeypatch.setenv("FASHION_MNIST_DIR", str(mine))
    for folder in (mine, download_folder(), keras):
        publish(folder)  # a foreign set under the right names
    before = _everything(tmp_path)
    dataset = load()
    assert dataset.is_sample
    assert [notice.partition(" was skipped: ")[0] for notice in dataset.notices] == [
        "Your folder",
        "The app's download",
        "Keras's cache",
    ]
    assert all("holds other data" in notice for notice in dataset.notices)
    assert _everything(tmp_path) == before


def test_an_incomplete_download_is_named() -> None:
    folder = download_folder()
    folder.mkdir(parents=True)
    name = FASHION_MNIST.train_images.name
    (folder / f"{name}.gz").write_bytes(PACKED[name])
    (notice,) = load().notices
    assert "is missing; downloading the full data replaces it." in notice


def _everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
