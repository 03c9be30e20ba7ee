"""Arrays that come with the app, read only when they are the very ones it came with."""

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_model.data.error import DataError


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
