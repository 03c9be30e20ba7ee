"""A training as a notebook: a cell after each `# %%`. Only ever read as text.

`making.py` gives RUN and PICTURES their values, leaves out the cells of the other data set, and
puts the library's own source, with all that it needs, in place of each import from it.
"""

# %% [markdown]
# # A network that recognises clothes
#
# This notebook trains one small neural network on **Fashion-MNIST**, step by step, and looks at
# what it learned. It repeats a training that was done in the app *Fashion CNN*: with the same
# settings, the same pictures and the same random numbers, so the same numbers should come out.
#
# The seven chapters: 1 Introduction · 2 Dataset · 3 Preprocessing · 4 Architecture · 5 Training ·
# 6 Evaluation · 7 Conclusion.
#
# It needs Python with `pip install tensorflow numpy matplotlib scikit-learn`, and nothing of the
# app.
#
# ## 1 Introduction
#
# Where are the pictures? Leave the folder empty, and Keras downloads them (30 MB, once). If you
# have the four files of [Fashion-MNIST](https://github.com/zalandoresearch/fashion-mnist) already
# (`train-images-idx3-ubyte.gz` and so on, or unpacked, without `.gz`), name their folder between
# the quotation marks, as your computer writes it: `~/Downloads`, `C:\Users\me\Downloads`.

# %%
DATA_FOLDER = r""  # a folder with the four files; empty: Keras downloads them

# %% [markdown]
# Everything the app knew about the training stands in the next cell, as text: its settings, and
# how good it was after each **epoch** (one walk through all training pictures). Change a setting,
# run all cells, and see what becomes of it.
#
# {settings}

# %%
import json

# %% RUN
RUN = json.loads("{}")

# %%
import base64
import gzip
import hashlib
import math
import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

# How many threads compute is part of the recipe: sums in another order differ in the last digit,
# and a training makes much of a last digit. This must be said before TensorFlow is imported.
for variable in ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = str(RUN["settings"]["threads"])
os.environ["TF_NUM_INTEROP_THREADS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

# %% [markdown]
# All projects of a user share the settings of Keras, in a file (`~/.keras/keras.json`) and in the
# environment. Another one's must not change this training, so Keras is imported without them, as
# in the app. Its own source, from `fashion_model/keras_settings.py`.

# %%
from fashion_model.keras_settings import KERAS_SETTINGS, settle, undisturbed

# %%
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

# %%
from fashion_model.config import Augmentation, ConvBlock, Spoiling, TrainConfig

settings = dict(RUN["settings"])
settings["blocks"] = tuple(ConvBlock(**block) for block in settings["blocks"])
settings["augmentation"] = Augmentation(**settings["augmentation"])
settings["spoiling"] = Spoiling(**settings["spoiling"])
settings["left_out"] = tuple(settings["left_out"])
config = TrainConfig(**settings)

# %% [markdown]
# ## 2 Dataset
#
# 70,000 grey pictures of clothes, 28 × 28 pixels each, in ten kinds: 60,000 to learn from and
# 10,000 to be tested on. They come from Zalando's shop ([Xiao, Rasul and Vollgraf,
# 2017](https://arxiv.org/abs/1708.07747); MIT licence).

# %%
from fashion_model.labels import CLASS_NAMES, CLASSES, SIDE

# %%
ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


def find(name: str) -> Path:
    """One of the four files: in your folder, or where Keras keeps what it downloads."""
    if DATA_FOLDER:
        folder = Path(DATA_FOLDER).expanduser()
        for path in (folder / f"{name}.gz", folder / name):
            if path.is_file():
                return path
        raise SystemExit(f"There is no {name}.gz in {folder}: correct DATA_FOLDER, near the top.")
    kept = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    with suppress(OSError):  # where nothing may be written, Keras takes another folder
        kept.mkdir(parents=True, exist_ok=True)
    place = {"cache_dir": str(kept), "cache_subdir": "datasets/fashion-mnist"}
    try:
        return Path(keras.utils.get_file(f"{name}.gz", f"{ORIGIN}{name}.gz", **place))
    except Exception:  # noqa: BLE001 - Keras raises just that when a server can't be reached
        raise SystemExit(
            f"{name}.gz could not be downloaded: check the network and run this cell again, or get "
            "the four files by other means and name their folder in DATA_FOLDER, near the top."
        ) from None


def read_idx(name: str) -> NDArray[np.uint8]:
    """One of the four files: a header with the extents, then a byte for every value."""
    path = find(name)
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):  # gzip's first two bytes
            content = gzip.decompress(content)
        extents = np.frombuffer(content, ">u4", count=content[3], offset=4)
        return np.frombuffer(content, np.uint8, offset=4 + 4 * len(extents)).reshape(extents)
    except (OSError, EOFError, zlib.error, ValueError, IndexError):
        raise SystemExit(
            f"{path} is damaged, or another file: delete it and get it anew."
        ) from None


official_images = read_idx("train-images-idx3-ubyte")
official_labels = read_idx("train-labels-idx1-ubyte")
official_test_images = read_idx("t10k-images-idx3-ubyte")
official_test_labels = read_idx("t10k-labels-idx1-ubyte")

print("to learn from:", official_images.shape, "to be tested on:", official_test_images.shape)

# %% [markdown]
# A network must be judged by pictures it did not learn from. So the training pictures are split:
# **validation** pictures are only asked about after each epoch, and decide which epoch was the
# best. The **test** pictures are used once, at the very end. Every picture is known by its
# official index, its place in Zalando's files.

# %%
from fashion_model.data.splits import first_per_class, validation_indices

# %% [markdown] tags=["whole"]
# This training used all pictures: of each kind, the first 500 training pictures in one fixed
# random order are the validation.

# %% tags=["whole"]
validation_at = validation_indices(official_labels)
train_at = np.setdiff1d(np.arange(len(official_labels), dtype=np.int32), validation_at)
test_at = np.arange(len(official_test_labels), dtype=np.int32)

# %% [markdown] tags=["sample"]
# This training used the small selection that comes with the app: 9,000 pictures to learn from,
# 1,000 for validation and 2,000 for the test, as many of each kind. The next cell lists their
# official indices, packed: one bit for every picture.

# %% PICTURES tags=["sample"]
PICTURES = json.loads("{}")


# %% tags=["sample"]
def unpack(lines: list[str]) -> NDArray[np.int32]:
    """The indices whose bit is set."""
    bits = np.frombuffer(zlib.decompress(base64.b64decode("".join(lines))), np.uint8)
    return np.flatnonzero(np.unpackbits(bits)).astype(np.int32)


train_at, validation_at, test_at = (
    unpack(PICTURES[part]) for part in ("train", "validation", "test")
)

# %%
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

# %%
shown = first_per_class(train_labels, train_at, 6)  # six of each kind, kind after kind
figure, axes = plt.subplots(6, CLASSES, figsize=(10, 6.8))
for label in range(CLASSES):
    axes[0, label].set_title(CLASS_NAMES[label], fontsize=9)
    for row in range(6):
        axes[row, label].imshow(train_images[shown[6 * label + row]], cmap="gray", vmin=0, vmax=255)
        axes[row, label].axis("off")
figure.suptitle("Six training pictures of each kind")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 3 Preprocessing
#
# A pixel is a number from 0 (black) to 255 (white). Networks learn better from small numbers, so
# each is divided by 255.

# %% [markdown]
# **Augmentation** varies the training pictures at random each time they are shown: mirrored,
# moved, turned, zoomed, or with a rectangle blanked. The network then cannot memorise them.
# It can also replace some by drawings of the same things, so that drawings are less foreign to
# the network. The app's own source, from `fashion_model/augment.py`.

# %%
from fashion_model.augment import sketch

# %%
from fashion_model.augment import augment

# %% [markdown]
# The network sees the pictures in **batches**, in a new random order in each epoch. All random
# numbers come from the seed, the epoch and the batch alone, so the same training can be had
# again. Also the app's own source, from `fashion_model/data/batches.py`.
#
# Before all that the training pictures, and these alone, may be spoiled on purpose: with wrong
# labels, say (`fashion_model/data/spoil.py`), and single ones left out, because somebody doubts
# their labels. What of that was done here stands among the settings, under `spoiling` and
# `left_out`.

# %%
from fashion_model.data.batches import as_shown, shuffle, vary
from fashion_model.data.dataset import Split, as_input

# %%
first = train_images[shown[0]]
print("raw:       ", first[14, 8:20])
print("normalised:", as_input(first[None])[0, 14, 8:20, 0].round(2))

# %%
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

# %% [markdown]
# ## 4 Architecture
#
# The network is a row of simple steps. A **convolution** slides small filters over the picture
# and looks for edges and patterns; **pooling** halves the picture; **dense** layers weigh
# everything that was found; **softmax** turns ten numbers into ten probabilities. The app's own
# source, `fashion_model/network/build.py`.

# %%
from fashion_model.network.build import build, make_optimizer

# %%
build(config).summary()

# %% [markdown]
# ## 5 Training
#
# After every batch each weight is moved a little towards fewer mistakes. How far, says the
# **learning rate**, which may change on the way; how surprised the network was by the right
# answers, says the **loss**. After each epoch the validation pictures are asked about; the
# weights of the best epoch are kept.

# %%
from fashion_model.network.optimizer import learning_rate

# %%
from fashion_model.metrics import accuracy, log_loss

# %% [markdown]
# Four things that make it quicker: fewer **digits** while it learns, where the processor is built
# for that; answers by weights **averaged** over the latest batches, which jump about less; batch
# norm in one pass over the pictures; and figures of the latest batch alone.

# %%
from fashion_model.network.build import policy_for

# %%
from fashion_model.network.optimizer import ema_update

# %%
from fashion_model.network.build import OnePassBatchNorm

# %%
from fashion_model.network.sharing import Latest

# %%
CHUNK = 500  # pictures asked about at a time


def predict(model: keras.Model, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The probabilities (n, 10) of pictures, uint8 (n, 28, 28)."""
    starts = range(0, len(images), CHUNK)
    return np.concatenate(
        [
            np.asarray(model.predict_on_batch(as_input(images[at : at + CHUNK])), np.float32)
            for at in starts
        ]
    )


# %%
model = build(config, policy_for(config.precision), OnePassBatchNorm)
answering = build(config)  # all digits; its weights are averages, where the settings ask for them
loss = keras.losses.CategoricalCrossentropy(label_smoothing=config.label_smoothing)
right = keras.metrics.categorical_accuracy
metrics = [Latest(loss, "latest_loss"), Latest(right, "latest_accuracy")]
model.compile(optimizer=make_optimizer(config), loss=loss, metrics=metrics)
model.optimizer.build(model.trainable_variables)

train, chosen = as_shown(config, Split(train_images, train_labels, train_at))
batch_size = min(config.batch_size, len(chosen))
batches = len(chosen) // batch_size
epochs = config.epochs if RUN["stopped_after"] is None else RUN["stopped_after"]
targets = np.eye(CLASSES, dtype=np.float32)

history: list[dict[str, float]] = []
best_epoch, best, best_weights = 0, (-1.0, -math.inf), model.get_weights()
average: list[npt.NDArray[np.float32]] = []
began = time.monotonic()
for epoch in range(epochs):
    order = shuffle(config, chosen, epoch)
    loss_sum = hits = 0.0
    for batch in range(batches):
        positions = order[batch * batch_size : (batch + 1) * batch_size]
        images = vary(config, train.images[positions], epoch, batch)
        model.optimizer.learning_rate = learning_rate(
            config.schedule,
            config.learning_rate,
            epoch * batches + batch,
            config.epochs * batches,
        )
        told = model.train_on_batch(
            as_input(images), targets[train.labels[positions]], return_dict=True
        )
        loss_sum += float(told["latest_loss"])
        hits += float(told["latest_accuracy"])
        if config.averaging:
            ema_update(model, average, epoch * batches + batch + 1, config.averaging)
    answering.set_weights(average or model.get_weights())
    probabilities = predict(answering, validation_images)
    history.append(
        {
            "loss": loss_sum / batches,
            "accuracy": hits / batches,
            "validation_loss": log_loss(probabilities, validation_labels),
            "validation_accuracy": accuracy(probabilities, validation_labels),
        }
    )
    now = history[-1]
    print(
        f"Epoch {epoch + 1}: loss {now['loss']:.4f}, accuracy {now['accuracy']:.1%}; "
        f"validation loss {now['validation_loss']:.4f}, accuracy {now['validation_accuracy']:.1%}"
    )
    if (now["validation_accuracy"], -now["validation_loss"]) > best:
        best = (now["validation_accuracy"], -now["validation_loss"])
        best_epoch, best_weights = epoch + 1, answering.get_weights()
    elif config.patience is not None and epoch + 1 - best_epoch >= config.patience:
        print("No progress for", config.patience, "epochs: enough.")
        break
model = answering
model.set_weights(best_weights)
print(f"Best epoch: {best_epoch}. It took {time.monotonic() - began:.0f} seconds.")

# %%
figure, axes = plt.subplots(1, 2, figsize=(11, 4))
numbers = range(1, len(history) + 1)
for axis, quantity in zip(axes, ("loss", "accuracy"), strict=True):
    trained = [each[quantity] for each in history]
    validated = [each[f"validation_{quantity}"] for each in history]
    axis.plot(numbers, trained, "o-", color="#E69F00", label="training")
    axis.plot(numbers, validated, "s-", color="#0072B2", label="validation")
    axis.axvline(best_epoch, color="grey", linestyle=":", label="best epoch")
    axis.set(title=quantity.capitalize(), xlabel="epoch", ylabel=quantity)
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.legend()
plt.show()

# %% [markdown]
# ## 6 Evaluation
#
# Now, once, the test pictures. The **confusion matrix** counts for every kind what the network
# took its pictures for; what lies on the diagonal is right.

# %%
from sklearn.metrics import ConfusionMatrixDisplay, classification_report

probabilities = predict(model, test_images)
answers = probabilities.argmax(axis=1)
test_accuracy = accuracy(probabilities, test_labels)
print(f"{test_accuracy:.2%} of {len(test_labels)} test pictures are right.")
print(
    classification_report(
        test_labels, answers, labels=range(CLASSES), target_names=CLASS_NAMES, zero_division=0
    )
)
figure, axis = plt.subplots(figsize=(8, 8))
ConfusionMatrixDisplay.from_predictions(
    test_labels,
    answers,
    labels=range(CLASSES),
    display_labels=CLASS_NAMES,
    cmap="Blues",
    xticks_rotation=45,
    colorbar=False,
    ax=axis,
)
axis.set(title="Confusion matrix of the test pictures", xlabel="answer", ylabel="what it is")
plt.show()

# %% [markdown]
# And the mistakes themselves: those it was most certain of, among two hundred test pictures of
# each kind. Would you have known better?

# %%
looked_at = first_per_class(test_labels, test_at, 200)
wrong = looked_at[answers[looked_at] != test_labels[looked_at]]
wrong = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")][:24]
figure, axes = plt.subplots(3, 8, figsize=(12, 6.6))
for axis in axes.flat:
    axis.axis("off")
for axis, at in zip(axes.flat, wrong, strict=False):
    axis.imshow(test_images[at], cmap="gray", vmin=0, vmax=255)
    share = probabilities[at].max()
    axis.set_title(
        f"{CLASS_NAMES[test_labels[at]]}\ntaken for\n{CLASS_NAMES[answers[at]]} ({share:.0%})",
        fontsize=8,
    )
figure.suptitle("Its most certain mistakes")
figure.tight_layout()
plt.show()

# %% [markdown]
# **Why does it say that?** Take the mistake it was most certain of. Where nothing but one linear
# layer follows the last map of the network, the score of a kind is a sum: one share for each place
# of the map, and a bias. So what a place speaks for can be told exactly ([Zhou et al.,
# 2016](https://arxiv.org/abs/1512.04150)). Where more layers follow, one can only cover a piece,
# ask again, and see how much the answer falls ([Zeiler and Fergus,
# 2013](https://arxiv.org/abs/1311.2901)): that adds up to nothing.

# %%
LEAST = 1e-7  # a smaller probability is rounding


def shares_that_add_up(image: npt.NDArray[np.uint8]) -> NDArray[np.float64]:
    """What each place speaks for each kind, (rows, columns, 10); of one linear layer alone."""
    before = keras.Model(model.inputs, model.get_layer("flatten").input)
    last_map = np.asarray(before.predict_on_batch(as_input(image[None])), np.float64)[0]
    kernel, bias = (np.asarray(each, np.float64) for each in model.layers[-1].get_weights())
    weights = kernel.reshape(*last_map.shape, CLASSES)
    weights -= weights.mean(axis=-1, keepdims=True)  # what speaks for all kinds decides nothing
    shares: NDArray[np.float64] = np.einsum("rsc,rsck->rsk", last_map, weights)
    logits = shares.sum(axis=(0, 1)) + bias
    added = np.exp(logits - logits.max())
    difference = np.abs(added / added.sum() - predict(model, image[None])[0]).max()
    print(f"Added up, the shares give the network's own answer, but for {difference:.0e}.")
    return shares


def falls_where_covered(image: npt.NDArray[np.uint8], places: int = 14) -> NDArray[np.float64]:
    """How much each kind falls where a piece is covered, (places, places, 10), in logarithms."""
    wide = SIDE // places
    asked = np.repeat(image[None], 1 + places**2, axis=0)
    for number, (row, column) in enumerate(np.ndindex(places, places), 1):
        top, left = max(0, wide * (row - 1)), max(0, wide * (column - 1))
        asked[number, top : wide * (row + 2), left : wide * (column + 2)] = 0
    logs = np.log(np.maximum(predict(model, asked), LEAST).astype(np.float64))
    logs -= logs.mean(axis=1, keepdims=True)
    falls: NDArray[np.float64] = logs[0] - logs[1:]
    return falls.reshape(places, places, CLASSES)


asked_about = int(wrong[0]) if len(wrong) else 0
image, said = test_images[asked_about], int(answers[asked_about])
true = int(test_labels[asked_about])
adds_up = not config.dense
shares = shares_that_add_up(image) if adds_up else falls_where_covered(image)
questions = [(CLASS_NAMES[kind], shares[..., kind]) for kind in dict.fromkeys((said, true))]
if said != true:
    rather = f"{CLASS_NAMES[said]} rather than {CLASS_NAMES[true]}"
    questions.append((rather, shares[..., said] - shares[..., true]))
figure, axes = plt.subplots(1, 3, figsize=(12, 4.6))
for axis in axes:
    axis.axis("off")
for axis, (words, speaking) in zip(axes, questions, strict=False):
    most = float(np.abs(speaking).max()) or 1.0
    axis.imshow(image, cmap="gray", vmin=0, vmax=255, extent=(0, 1, 0, 1))
    places = axis.imshow(
        speaking, cmap="RdBu", vmin=-most, vmax=most, alpha=0.55, extent=(0, 1, 0, 1)
    )
    axis.set_title(f"What speaks for\n{words}", fontsize=10)
    figure.colorbar(places, ax=axis, shrink=0.7, label="logarithm")
figure.suptitle(
    f"A {CLASS_NAMES[true]} that it calls {CLASS_NAMES[said]}: blue speaks for it, red against it"
    f" ({'exact' if adds_up else 'approximate'})"
)
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 7 Conclusion
#
# What it learned, and whether this notebook found the same as the app. On the same machine with
# the same number of threads and the same versions the losses agree to the fourth decimal;
# elsewhere sums are rounded differently, and the accuracy may differ by a percentage point.

# %%
from fashion_model.metrics import wilson_interval

# %%
low, high = wilson_interval(round(test_accuracy * len(test_labels)), len(test_labels))
print(f"Test accuracy {test_accuracy:.2%}, 95 % interval {low:.1%} to {high:.1%}.")
print("People without training in fashion got", f"{RUN['people']['accuracy']:.1%}", "right:")
print("  ", RUN["people"]["how"], RUN["people"]["link"])

mistakes = np.zeros((CLASSES, CLASSES), np.int64)
np.add.at(mistakes, (test_labels, answers), test_labels != answers)
print("What it mixes up most:")
for cell in mistakes.ravel().argsort()[::-1][:3]:
    true, answer = divmod(int(cell), CLASSES)
    print(f"   {CLASS_NAMES[true]} taken for {CLASS_NAMES[answer]}: {mistakes[true, answer]} times")

print("What the app suggests to try next:")
for suggestion in RUN["suggestions"]:
    print("  ", suggestion)

# %%
differences = [
    abs(here[name] - there[name])
    for here, there in zip(history, RUN["epochs"], strict=False)
    for name in ("loss", "validation_loss")
]
best_here = max(each["validation_accuracy"] for each in history)
best_there = max(each["validation_accuracy"] for each in RUN["epochs"])
print(f"Largest difference of a loss: {max(differences):.6f}")
print(f"Validation accuracy of the best epoch: {best_here:.2%} here, {best_there:.2%} in the app")
print(f"Test accuracy: {test_accuracy:.2%} here, {RUN['test_accuracy']:.2%} in the app")
