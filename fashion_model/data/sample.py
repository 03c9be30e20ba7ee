"""The bundled sample: 9,000 training, 1,000 validation and 2,000 test pictures, class-balanced.

`python -m scripts.build_sample` makes it from the full data.
"""

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_model.data.dataset import Dataset, Split
from fashion_model.data.error import DataError
from fashion_model.settings import ASSETS


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


SAMPLE = ASSETS / "fashion_mnist_sample.npz"
SHA256 = "33ee28ad39518e9f37111882e6ae0a278efb8626039aa9b398f89ae534233a54"
PARTS = ("train", "validation", "test")


def load_sample(path: Path = SAMPLE, notices: tuple[str, ...] = ()) -> Dataset:
    """The sample, verified, carrying `notices` about what was skipped for it.

    Raises:
        DataError: the file is missing or isn't the one this version of the app came with.
    """
    arrays = read_arrays(
        path,
        SHA256,
        f"The bundled sample {path.name} is missing or damaged: install the app again "
        "or download the full data.",
    )
    train, validation, test = (
        Split(*(arrays[f"{part}_{what}"] for what in ("images", "labels", "indices")))
        for part in PARTS
    )
    return Dataset(train, validation, test, "bundled sample", True, notices)
