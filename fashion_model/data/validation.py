"""Which official pictures a run was validated on, known without the pictures themselves."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.splits import SAMPLE_VALIDATION_PER_CLASS, first_per_class
from fashion_model.settings import ASSETS

LIST = ASSETS / "validation_pictures.npz"
"""`python -m scripts.list_validation` makes it from the full data."""


@cache
def validation_pictures(*, sample: bool) -> NDArray[np.int32]:
    """Official indices, ascending, in the order of a run's stored validation predictions.

    (5,000,) of a run on the full data, (1,000,) of one on the bundled sample; read-only.
    """
    with np.load(LIST, allow_pickle=False) as stored:
        indices: NDArray[np.int32] = stored["indices"].astype(np.int32)
        labels: NDArray[np.uint8] = stored["labels"]
    if sample:
        chosen = first_per_class(labels, indices, SAMPLE_VALIDATION_PER_CLASS)
        indices = indices[np.sort(chosen)]
    indices.flags.writeable = False
    return indices
