"""Build assets/validation_pictures.npz from the full data: `python -m scripts.list_validation`.

Which pictures validate is fixed by fashion_model/data/splits.py, but only whoever has all labels
can work it out; the list lets the app find a full run's validation pictures in the sample.
"""

import io
import sys

import numpy as np

from fashion_model.data.bundled import VALIDATION_LIST
from fashion_model.data.sources import load
from fashion_model.files import write_atomically


def main() -> None:
    """Write the official indices and labels of the 5,000 validation pictures."""
    full = load()
    if full.is_sample:
        sys.exit("The list is built from the full data: set FASHION_MNIST_DIR.")
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        indices=full.validation.indices.astype(np.uint16),
        labels=full.validation.labels,
    )
    write_atomically(VALIDATION_LIST, buffer.getvalue())
    print(f"{VALIDATION_LIST.name}: {len(buffer.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
