"""Build assets/fashion_mnist_sample.npz from the full data: `python -m scripts.build_sample`.

The same pictures every time: fashion_model/data/splits.py fixes the choice. After a change
there, put the sum that this prints into fashion_model/data/bundled.py.
"""

import hashlib
import io
import sys

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.bundled import SAMPLE, SAMPLE_PARTS
from fashion_model.data.dataset import Dataset, Split
from fashion_model.data.sources import load
from fashion_model.data.splits import (
    SAMPLE_TEST_PER_CLASS,
    SAMPLE_TRAIN_PER_CLASS,
    SAMPLE_VALIDATION_PER_CLASS,
    first_per_class,
)
from fashion_model.files import write_atomically

LARGEST = 6_000_000  # bytes; everyone who clones the repository carries it


def main() -> None:
    """Write the sample and print its fingerprint."""
    full = load()
    if full.is_sample:
        sys.exit("The sample is built from the full data: set FASHION_MNIST_DIR.")
    sample = choose(full)
    content = packed(sample)
    if len(content) > LARGEST:
        sys.exit(f"{len(content):,} bytes are too many.")
    write_atomically(SAMPLE, content)
    print(f"{SAMPLE.name}: {len(content):,} bytes, SHA256 = {hashlib.sha256(content).hexdigest()}")


def choose(full: Dataset) -> Dataset:
    """The sample's pictures of the full data, each part in the order of its indices."""
    return Dataset(
        train=_balanced(full.train, SAMPLE_TRAIN_PER_CLASS),
        validation=_balanced(full.validation, SAMPLE_VALIDATION_PER_CLASS),
        test=_balanced(full.test, SAMPLE_TEST_PER_CLASS),
        source="bundled sample",
        is_sample=True,
    )


def packed(sample: Dataset) -> bytes:
    """The sample as a compressed npz; the same bytes for the same pictures and zlib."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for part in SAMPLE_PARTS:
        split: Split = getattr(sample, part)
        arrays[f"{part}_images"] = split.images
        arrays[f"{part}_labels"] = split.labels
        arrays[f"{part}_indices"] = split.indices
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _balanced(split: Split, count: int) -> Split:
    chosen = np.sort(first_per_class(split.labels, split.indices, count))
    return Split(split.images[chosen], split.labels[chosen], split.indices[chosen])


if __name__ == "__main__":
    main()
