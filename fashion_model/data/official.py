"""Fashion-MNIST as Zalando published it: four files, known by the SHA-256 of their values."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.error import DataError
from fashion_model.data.idx import IdxFile, read_idx
from fashion_model.labels import TRAINING_PICTURES

TEST_PICTURES = 10_000


@dataclass(frozen=True)
class Publication:
    """The four files of a data set in the form of MNIST."""

    train_images: IdxFile
    train_labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile

    def __iter__(self) -> Iterator[IdxFile]:
        """The files, small ones first, so that a broken set is noticed early."""
        yield self.test_labels
        yield self.train_labels
        yield self.test_images
        yield self.train_images


@dataclass(frozen=True)
class Arrays:
    """The official arrays: images uint8 (n, 28, 28), labels uint8 (n,)."""

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.uint8]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.uint8]


FASHION_MNIST = Publication(
    train_images=IdxFile(
        "train-images-idx3-ubyte",
        (TRAINING_PICTURES, 28, 28),
        "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
        26_421_880,
    ),
    train_labels=IdxFile(
        "train-labels-idx1-ubyte",
        (TRAINING_PICTURES,),
        "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
        29_515,
    ),
    test_images=IdxFile(
        "t10k-images-idx3-ubyte",
        (TEST_PICTURES, 28, 28),
        "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
        4_422_102,
    ),
    test_labels=IdxFile(
        "t10k-labels-idx1-ubyte",
        (TEST_PICTURES,),
        "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
        5_148,
    ),
)


def read_folder(folder: Path, publication: Publication = FASHION_MNIST) -> Arrays:
    """Read and verify the four files of a folder, each gzipped or plain.

    Raises:
        DataError: a file is missing or isn't the expected one; the message names it.
    """
    values = {file.name: _read_file(folder, file) for file in publication}
    return Arrays(
        train_images=values[publication.train_images.name],
        train_labels=values[publication.train_labels.name],
        test_images=values[publication.test_images.name],
        test_labels=values[publication.test_labels.name],
    )


def copies(folder: Path, file: IdxFile) -> list[Path]:
    """What stands in a folder under the file's name, with ".gz" or without, good or not."""
    candidates = (folder / f"{file.name}.gz", folder / file.name)
    # lexists: false, not an error, in a folder that can't be read; true for a dangling link.
    return [path for path in candidates if os.path.lexists(path)]


def _read_file(folder: Path, file: IdxFile) -> NDArray[np.uint8]:
    fault = DataError(_why_absent(folder, file))
    for path in copies(folder, file):
        try:
            return read_idx(path, file)
        except DataError as error:
            fault = error
    raise fault


def _why_absent(folder: Path, file: IdxFile) -> str:
    try:
        os.lstat(folder / file.name)
    except OSError as error:
        if error.errno == errno.EACCES:
            return "this app has no right to look into it"
    return f"{file.name} is missing"
