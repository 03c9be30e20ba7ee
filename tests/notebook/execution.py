"""Runs a notebook from top to bottom, as Jupyter does, with data from a folder."""

import gzip
from pathlib import Path

import nbformat
import numpy as np
from nbclient import NotebookClient
from numpy.typing import NDArray

from fashion_model.data import Dataset
from fashion_model.notebook.opening import DATA_FOLDER


def execute(content: bytes, data: Path) -> nbformat.NotebookNode:
    """The executed notebook; its pictures come from the folder `data`."""
    notebook = nbformat.reads(content.decode(), as_version=4)
    (folder,) = (cell for cell in notebook.cells if cell.source == DATA_FOLDER)
    folder.source = f"DATA_FOLDER = {str(data)!r}"
    NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False).execute()
    folder.source = DATA_FOLDER
    return notebook


def publish(dataset: Dataset, folder: Path) -> None:
    """Write `dataset` as the official files: its pictures at their official places, else black."""
    images = np.zeros((60_000, 28, 28), np.uint8)
    labels = np.zeros(60_000, np.uint8)
    for split in (dataset.train, dataset.validation):
        images[split.indices], labels[split.indices] = split.images, split.labels
    _write(folder / "train-images-idx3-ubyte.gz", images)
    _write(folder / "train-labels-idx1-ubyte.gz", labels)
    images, labels = np.zeros((10_000, 28, 28), np.uint8), np.zeros(10_000, np.uint8)
    images[dataset.test.indices] = dataset.test.images
    labels[dataset.test.indices] = dataset.test.labels
    _write(folder / "t10k-images-idx3-ubyte.gz", images)
    _write(folder / "t10k-labels-idx1-ubyte.gz", labels)


def _write(path: Path, values: NDArray[np.uint8]) -> None:
    header = bytes((0, 0, 8, values.ndim)) + np.array(values.shape, ">u4").tobytes()
    path.write_bytes(gzip.compress(header + values.tobytes(), 1))
