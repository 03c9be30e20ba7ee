"""Arrays that come with the app, read only when they are the very ones it came with.

The sample (9,000 training, 1,000 validation and 2,000 test pictures, class-balanced), the list of
pictures that validate, and a flat map of 2,000 pictures. `python -m scripts.build_sample`,
`scripts.list_validation` and `scripts.map_pictures` make them from the full data.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

from fashion_model.data.dataset import Dataset, Split
from fashion_model.data.error import DataError
from fashion_model.data.splits import SAMPLE_VALIDATION_PER_CLASS, first_per_class
from fashion_model.environment import ASSETS

SAMPLE = ASSETS / "fashion_mnist_sample.npz"
SAMPLE_SHA256 = "33ee28ad39518e9f37111882e6ae0a278efb8626039aa9b398f89ae534233a54"
SAMPLE_PARTS = ("train", "validation", "test")
VALIDATION_LIST = ASSETS / "validation_pictures.npz"
"""`python -m scripts.list_validation` makes it from the full data."""
PICTURE_MAP = ASSETS / "picture_map.npz"
MAP_SHA256 = "f9682dbefc89dbc382f9363c40e26686c01c7c80c81d4322163d067d449f7496"


def read_arrays(path: Path, sha256: str, damaged: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of an npz file by name, after its checksum was found right.

    Raises:
        DataError: the file is missing or another one, in the words of `damaged`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(damaged) from error
    # Checked before NumPy sees it: what a damaged npz makes NumPy raise is anybody's guess.
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DataError(damaged)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def load_sample(path: Path = SAMPLE, notices: tuple[str, ...] = ()) -> Dataset:
    """The sample, verified, carrying `notices` about what was skipped for it.

    Raises:
        DataError: the file is missing or isn't the one this version of the app came with.
    """
    arrays = read_arrays(
        path,
        SAMPLE_SHA256,
        f"The bundled sample {path.name} is missing or damaged: install the app again "
        "or download the full data.",
    )
    train, validation, test = (
        Split(*(arrays[f"{part}_{what}"] for what in ("images", "labels", "indices")))
        for part in SAMPLE_PARTS
    )
    return Dataset(train, validation, test, "bundled sample", True, notices)


def validation_pictures(*, sample: bool) -> NDArray[np.int32]:
    """Official indices, ascending, in the order of a run's stored validation predictions.

    (5,000,) of a run on the full data, (1,000,) of one on the bundled sample; read-only.
    """
    return _validation(sample=sample)[0]


def validation_labels(*, sample: bool) -> NDArray[np.uint8]:
    """Labels of `validation_pictures`, in the same order; read-only."""
    return _validation(sample=sample)[1]


@cache
def _validation(*, sample: bool) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    with np.load(VALIDATION_LIST, allow_pickle=False) as stored:
        indices: NDArray[np.int32] = stored["indices"].astype(np.int32)
        labels: NDArray[np.uint8] = stored["labels"]
    if sample:
        chosen = np.sort(first_per_class(labels, indices, SAMPLE_VALIDATION_PER_CLASS))
        indices, labels = indices[chosen], labels[chosen]
    indices.flags.writeable = labels.flags.writeable = False
    return indices, labels


@dataclass(frozen=True, eq=False)
class PictureMap:
    """Places of n pictures on two maps; the arrays are read-only.

    `parts` is uint8 (n,): 0 training, 1 validation, 2 test; `indices` int32 (n,): its official
    index there. `pca` and `tsne` are float32 (n, 2), without a unit. `explained` is float32 (2,):
    the share of all differences between the pictures that each direction of `pca` shows.

    PCA: Pearson, 1901, doi:10.1080/14786440109462720. t-SNE: van der Maaten and Hinton, 2008,
    https://jmlr.org/papers/v9/vandermaaten08a.html.
    """

    parts: NDArray[np.uint8]
    indices: NDArray[np.int32]
    pca: NDArray[np.float32]
    tsne: NDArray[np.float32]
    explained: NDArray[np.float32]

    def __post_init__(self) -> None:
        """Protect arrays that many visitors share."""
        for array in (self.parts, self.indices, self.pca, self.tsne, self.explained):
            array.flags.writeable = False

    def __len__(self) -> int:
        """The number of pictures."""
        return len(self.indices)


def load_picture_map(path: Path = PICTURE_MAP) -> PictureMap:
    """The map that comes with the app, verified.

    Raises:
        DataError: the file is missing or isn't the one this version of the app came with.
    """
    arrays = read_arrays(
        path,
        MAP_SHA256,
        f"The map of the pictures, {path.name}, is missing or damaged: install the app again.",
    )
    return PictureMap(**{name: arrays[name] for name in PictureMap.__dataclass_fields__})
