"""Find, verify, split and download Fashion-MNIST; the bundled sample where there is none."""

from fashion_model.data.dataset import Dataset, Split, wall_indices
from fashion_model.data.downloading import download
from fashion_model.data.error import DataError
from fashion_model.data.sample import load_sample
from fashion_model.data.sources import Source, find_source, load
from fashion_model.data.validation import validation_pictures

__all__ = [
    "load",
    "load_sample",
    "download",
    "find_source",
    "wall_indices",
    "validation_pictures",
    "Dataset",
    "Split",
    "Source",
    "DataError",
]
