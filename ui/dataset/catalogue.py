"""Every picture of the data set under one number: training first, then validation, then test."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data import Dataset, Split
from fashion_model.data.bundled import PictureMap, load_picture_map
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count
from ui.models import resources

PARTS = ("Training", "Validation", "Test")

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The three parts in a row; a picture's number is its place in that row.

    A number means another picture once better data arrive; `where` and `number` translate to and
    from what stays: the part and the official index.
    """

    splits: tuple[Split, Split, Split]
    labels: NDArray[np.uint8]
    starts: NDArray[np.int64]
    fingerprint: str

    @classmethod
    def of(cls, dataset: Dataset) -> "Catalogue":
        """Return the catalogue of `dataset`; it copies nothing but the labels."""
        splits = (dataset.train, dataset.validation, dataset.test)
        starts = np.cumsum([0, len(splits[0]), len(splits[1])])
        labels = np.concatenate([split.labels for split in splits])
        return cls(splits, labels, starts, dataset.fingerprint)

    def parts(self, numbers: Numbers) -> Numbers:
        """Return for each of `numbers`, (n,), which part it lies in."""
        return np.searchsorted(self.starts, numbers, "right") - 1

    def images(self, numbers: Numbers) -> NDArray[np.uint8]:
        """Return the pictures under `numbers`, (n,), as (n, 28, 28)."""
        found = np.empty((len(numbers), 28, 28), np.uint8)
        parts = self.parts(numbers)
        for part, split in enumerate(self.splits):
            here = parts == part
            found[here] = split.images[numbers[here] - self.starts[part]]
        return found

    def where(self, number: int) -> tuple[int, int]:
        """Return the part and the official index of picture `number`."""
        part = int(self.parts(np.array([number]))[0])
        return part, int(self.splits[part].indices[number - self.starts[part]])

    def number(self, part: int, index: int) -> int | None:
        """Return the number of the picture with this official index; None when it is not here."""
        found = np.flatnonzero(self.splits[part].indices == index)
        return int(self.starts[part] + found[0]) if len(found) else None

    def name(self, number: int) -> str:
        """Return what a blind visitor needs to know: `Shirt, test picture 1,234`."""
        part, index = self.where(number)
        role = "test" if part == 2 else "training"
        return f"{CLASS_NAMES[self.labels[number]]}, {role} picture {count(index)}"


def catalogue() -> Catalogue:
    """Return the catalogue of the data in use. Raises DataError when there are none."""
    return Catalogue.of(resources.dataset())


@st.cache_resource(show_spinner=False)
def places() -> PictureMap:
    """Return the map that comes with the app. Raises DataError when it is damaged."""
    return load_picture_map()


@st.cache_data(show_spinner=False, max_entries=2)
def numbers_on_map(fingerprint: str) -> Numbers:
    """Return the number, (2000,), of each picture on the map.

    All of them lie in the bundled sample, which is part of the full data.
    """
    everything, here = catalogue(), places()
    numbers = np.empty(len(here), np.int64)
    for part, split in enumerate(everything.splits):
        mine = here.parts == part
        positions = resources.positions_of(split, here.indices[mine])
        numbers[mine] = everything.starts[part] + positions
    return numbers
