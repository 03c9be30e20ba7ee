"""Introduction, dataset, preprocessing: constant text and code."""

from fashion_model.notebook.cells import Cell, code, markdown
from fashion_model.notebook.sources import excerpt

_KERAS_NAMES = ("KERAS_SETTINGS", "_FOREIGN", "undisturbed", "settle")
DATA_FOLDER = 'DATA_FOLDER = ""  # a folder with the four .gz files; empty: Keras downloads them'

_INTRODUCTION = """
# A network that recognises clothes

This notebook trains one small neural network on **Fashion-MNIST**, step by step, and looks at what
it learned. It repeats a training that was done in the app *Fashion CNN*: with the same settings,
the same pictures and the same random numbers, so the same numbers should come out.

The seven chapters: 1 Introduction · 2 Dataset · 3 Preprocessing · 4 Architecture · 5 Training ·
6 Evaluation · 7 Conclusion.

It needs Python with `pip install tensorflow numpy matplotlib scikit-learn`, and nothing of the app.

## 1 Introduction

Where are the pictures? Leave the folder empty, and Keras downloads them (30 MB, once). If you have
the four files of [Fashion-MNIST](https://github.com/zalandoresearch/fashion-mnist) already
(`train-images-idx3-ubyte.gz` and so on), name their folder here.
"""

_SETTINGS_WORDS = """
Everything the app knew about the training stands in the next cell, as text: its settings, and how
good it was after each **epoch** (one walk through all training pictures). Change a setting, run all
cells, and see what becomes of it.
"""

_IMPORTS = """
import base64
import gzip
import hashlib
import math
import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# How many threads compute is part of the recipe: sums in another order differ in the last digit,
# and a training makes much of a last digit. This must be said before TensorFlow is imported.
for variable in ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = str(RUN["settings"]["threads"])
os.environ["TF_NUM_INTEROP_THREADS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
"""

_KERAS_WORDS = """
All projects of a user share the settings of Keras, in a file (`~/.keras/keras.json`) and in the
environment. Another one's must not change this training, so Keras is imported without them, as in
the app. Its own source, from `fashion_model/keras_settings.py`.
"""

_KERAS = """
with undisturbed(KERAS_SETTINGS["backend"]):
    import keras
settle(keras.config)

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from numpy.typing import NDArray
from scipy import ndimage

print("The training was called", json.dumps(RUN["name"], ensure_ascii=False))
print("The app used Keras", RUN["versions"]["keras"], "- here is Keras", keras.__version__)
"""

_CONFIG = '''
@dataclass(frozen=True)
class Augmentation:
    """How far training pictures are varied. Zero everywhere: not at all."""

    flip: float = 0.0  # probability of mirroring
    shift: float = 0.0  # pixels, at most, in each direction
    rotation: float = 0.0  # degrees, at most, either way
    zoom: float = 0.0  # share, at most, larger or smaller
    erasing: float = 0.0  # probability of blanking a rectangle
    sketches: float = 0.0  # probability of becoming a drawing of itself

    @property
    def active(self) -> bool:
        """Whether anything is varied at all."""
        return any(vars(self).values())


class ConvBlock(SimpleNamespace):
    """The settings of one convolution block, by name."""


class TrainConfig(SimpleNamespace):
    """The settings of a training, by name."""


config = TrainConfig(**RUN["settings"])
config.blocks = [ConvBlock(**block) for block in config.blocks]
config.augmentation = Augmentation(**config.augmentation)
'''

_DATASET = """
## 2 Dataset

70,000 grey pictures of clothes, 28 × 28 pixels each, in ten kinds: 60,000 to learn from and 10,000
to be tested on. They come from Zalando's shop
([Xiao, Rasul and Vollgraf, 2017](https://arxiv.org/abs/1708.07747); MIT licence).
"""

_LOAD = '''
ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


def find(name: str) -> Path:
    """One of the four files: in your folder, or where Keras keeps what it downloads."""
    if DATA_FOLDER:
        return Path(DATA_FOLDER) / name
    kept = os.environ.get("KERAS_HOME") or os.path.expanduser("~/.keras")
    with suppress(OSError):  # where nothing may be written, Keras takes another folder
        os.makedirs(kept, exist_ok=True)
    place = {"cache_dir": kept, "cache_subdir": "datasets/fashion-mnist"}
    return Path(keras.utils.get_file(name, ORIGIN + name, **place))


def read_idx(name: str) -> NDArray[np.uint8]:
    """One of the four files: a header with the extents, then a byte for every value."""
    with gzip.open(find(f"{name}.gz")) as file:
        content = file.read()
    extents = np.frombuffer(content, ">u4", count=content[3], offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(extents)).reshape(extents)


official_images = read_idx("train-images-idx3-ubyte")
official_labels = read_idx("train-labels-idx1-ubyte")
official_test_images = read_idx("t10k-images-idx3-ubyte")
official_test_labels = read_idx("t10k-labels-idx1-ubyte")

print("to learn from:", official_images.shape, "to be tested on:", official_test_images.shape)
'''

_SPLIT_WORDS = """
A network must be judged by pictures it did not learn from. So the training pictures are split:
**validation** pictures are only asked about after each epoch, and decide which epoch was the best.
The **test** pictures are used once, at the very end. Every picture is known by its official index,
its place in Zalando's files.
"""

_WHOLE_WORDS = """
This training used all pictures: of each kind, the first 500 training pictures in one fixed random
order are the validation.
"""

_SAMPLE_WORDS = """
This training used the small selection that comes with the app: 9,000 pictures to learn from, 1,000
for validation and 2,000 for the test, as many of each kind. The next cell lists their official
indices, packed: one bit for every picture.
"""

_WHOLE = """
validation_at = validation_indices(official_labels)
train_at = np.setdiff1d(np.arange(len(official_labels), dtype=np.int32), validation_at)
test_at = np.arange(len(official_test_labels), dtype=np.int32)
"""

_SAMPLE = '''
def unpack(lines: list[str]) -> NDArray[np.int32]:
    """The indices whose bit is set."""
    bits = np.frombuffer(zlib.decompress(base64.b64decode("".join(lines))), np.uint8)
    return np.flatnonzero(np.unpackbits(bits)).astype(np.int32)


train_at, validation_at, test_at = (
    unpack(PICTURES[part]) for part in ("train", "validation", "test")
)
'''

_TAKE = """
train_images, train_labels = official_images[train_at], official_labels[train_at]
validation_images = official_images[validation_at]
validation_labels = official_labels[validation_at]
test_images, test_labels = official_test_images[test_at], official_test_labels[test_at]

digest = hashlib.sha256()
for images, labels, indices in (
    (train_images, train_labels, train_at),
    (validation_images, validation_labels, validation_at),
    (test_images, test_labels, test_at),
):
    digest.update(np.ascontiguousarray(images).data)
    digest.update(np.ascontiguousarray(labels).data)
    digest.update(np.ascontiguousarray(indices, "<i4").data)
same_pictures = digest.hexdigest() == RUN["pictures"]

counts = len(train_labels), len(validation_labels), len(test_labels)
print("training, validation, test:", counts)
print("Exactly the pictures of the app's training:", "yes" if same_pictures else "NO")
"""

_SHOW = """
shown = first_per_class(train_labels, train_at, 6)  # six of each kind, kind after kind
figure, axes = plt.subplots(6, CLASSES, figsize=(10, 6.8))
for kind in range(CLASSES):
    axes[0, kind].set_title(CLASS_NAMES[kind], fontsize=9)
    for row in range(6):
        axes[row, kind].imshow(train_images[shown[6 * kind + row]], cmap="gray", vmin=0, vmax=255)
        axes[row, kind].axis("off")
figure.suptitle("Six training pictures of each kind")
figure.tight_layout()
plt.show()
"""

_PREPROCESSING = """
## 3 Preprocessing

A pixel is a number from 0 (black) to 255 (white). Networks learn better from small numbers, so each
is divided by 255.
"""

_NORMALISED = """
first = train_images[shown[0]]
print("raw:       ", first[14, 8:20])
print("normalised:", as_input(first[None])[0, 14, 8:20, 0].round(2))
"""

_AUGMENTATION_WORDS = """
**Augmentation** varies the training pictures at random each time they are shown: mirrored, moved,
turned, zoomed, or with a rectangle blanked. The network then cannot learn them by heart. It can
also replace some by drawings of the same things, so that drawings are less foreign to the network.
The app's own source, from `fashion_model/images/sketch.py` and `fashion_model/augment.py`.
"""

_BATCHES_WORDS = """
The network sees the pictures in **batches**, in a new random order in each epoch. All random
numbers come from the seed, the epoch and the batch alone, so the same training can be had again.
Also the app's own source, from `fashion_model/batches.py`.
"""

_SHEET = """
varied_as = config.augmentation
if varied_as.active:
    title = "Pictures varied as in this training"
else:
    varied_as = Augmentation(flip=0.5, shift=2, rotation=10, zoom=0.1, erasing=0.3)
    title = "This training did not vary its pictures; if it did, they might look like this"
varied = augment(train_images[shown[::2][:24]], varied_as, np.random.default_rng(config.seed))
figure, axes = plt.subplots(3, 8, figsize=(10, 4.2))
for axis, image in zip(axes.flat, varied, strict=True):
    axis.imshow(image, cmap="gray", vmin=0, vmax=255)
    axis.axis("off")
figure.suptitle(title)
figure.tight_layout()
plt.show()
"""


def introduction(values: Cell) -> list[Cell]:
    """Chapter 1; `values` is the cell with everything that is known of the run."""
    return [
        markdown(_INTRODUCTION),
        code(DATA_FOLDER),
        markdown(_SETTINGS_WORDS),
        code("import json"),
        values,
        code(_IMPORTS),
        markdown(_KERAS_WORDS),
        code(excerpt("keras_settings.py", *_KERAS_NAMES)),
        code(_KERAS),
        code(_CONFIG),
    ]


def dataset(pictures: Cell | None) -> list[Cell]:
    """Chapter 2; `pictures` is the cell with the packed indices, or None for all pictures."""
    labels = excerpt("labels.py")
    order = (
        excerpt("data/official.py", "TRAINING_PICTURES")
        + "\n"
        + excerpt(
            "data/splits.py",
            "SEED",
            "VALIDATION_PER_CLASS",
            "first_per_class",
            "validation_indices",
            "_ranks",
        )
    )
    if pictures is None:
        choice = [markdown(_WHOLE_WORDS), code(_WHOLE)]
    else:
        choice = [markdown(_SAMPLE_WORDS), pictures, code(_SAMPLE)]
    return [
        markdown(_DATASET),
        code(labels),
        code(_LOAD),
        markdown(_SPLIT_WORDS),
        code(order),
        *choice,
        code(_TAKE),
        code(_SHOW),
    ]


def preprocessing() -> list[Cell]:
    """Chapter 3."""
    batches = (
        excerpt("data/dataset.py", "as_input")
        + "\n\n\n"
        + excerpt("batches.py", "_CHOICE", "choose", "shuffle", "vary")
    )
    return [
        markdown(_PREPROCESSING),
        markdown(_AUGMENTATION_WORDS),
        code(excerpt("images/shades.py", "PAPER") + "\n" + excerpt("images/sketch.py")),
        code(excerpt("augment.py")),
        markdown(_BATCHES_WORDS),
        code(batches),
        code(_NORMALISED),
        code(_SHEET),
    ]
