"""Where 2,000 pictures of the bundled sample stand on a flat map, computed beforehand.

`python -m scripts.map_pictures` makes it; scikit-learn does the arithmetic there, never here.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.sample import read_arrays
from fashion_model.settings import ASSETS

PICTURE_MAP = ASSETS / "picture_map.npz"
SHA256 = "f9682dbefc89dbc382f9363c40e26686c01c7c80c81d4322163d067d449f7496"


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
        SHA256,
        f"The map of the pictures, {path.name}, is missing or damaged: install the app again.",
    )
    return PictureMap(**{name: arrays[name] for name in PictureMap.__dataclass_fields__})
