"""Find, verify, split and download Fashion-MNIST; the bundled sample where there is none."""

from fashion_model.data.bundled import load_sample, validation_labels, validation_pictures
from fashion_model.data.dataset import Dataset, Split, as_input, wall_indices
from fashion_model.data.downloading import download
from fashion_model.data.error import DataError
from fashion_model.data.sources import Source, find_source, load

__all__ = [
    "load",
    "as_input",
    "load_sample",
    "download",
    "find_source",
    "wall_indices",
    "validation_labels",
    "validation_pictures",
    "Dataset",
    "Split",
    "Source",
    "DataError",
]
