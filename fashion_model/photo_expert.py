"""A second network, for photos: it looks at the photo itself, in colour.

EfficientNet-Lite0 (arXiv 1905.11946) had learned to name 1,000 kinds of things from the 1.2 million
photos of ImageNet before we taught it our ten kinds. That is transfer learning: it was fine-tuned,
which left it most of what it knew, and got linear heads on what it computes, and a parser that says
which part of a photo is what (`research/photo_expert`). Drawings it names by a head of their own.
It never sees the prepared picture, so it errs elsewhere than the networks that do.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.calibration import softmax
from fashion_model.environment import ASSETS
from fashion_model.litert import LiteRTModel, ModelError

if TYPE_CHECKING:
    from fashion_model.images import Prepared

Worn = Literal["upper", "lower", "dress", "feet", "bag"]
WORN: tuple[Worn, ...] = get_args(Worn)
PARTS = ("background", "person", *WORN)
"""What a parser tells apart in a photo; "person" is skin, hair, and what they wear beside."""
PARTS_SIDE = 56  # fields along each edge of what it says
_WORN = [PARTS.index(part) for part in WORN]
_EDGE = 2  # fields
_EDGE_COUNTS = 5.0  # makes it as large as features: weights decay by their size
A_PHOTO = 0.5  # from this probability on a picture counts as one
CUT_OFF = 0.87  # and what it shows as cut off
QUARTERS = 4  # a picture stands upright, or was turned by one, two or three quarters

FOLDER = ASSETS / "photo_expert"
NETWORK, HEADS = "network.tflite", "heads.npz"
AGAIN = "The network for photos that comes with the app is damaged; please install it again."


@dataclass(frozen=True, eq=False)
class Opinion:
    """What it makes of one picture.

    Attributes:
        answers: float32 (11,): the ten kinds, and none of them; their sum is 1.
        strange: How likely it is none of the ten, by the things of ImageNet it looks like alone;
            of photos.
        photo: How likely it is a photo at all; 0 of what was judged as a drawing.
        turned: How likely it was turned anticlockwise by 0, 1, 2 or 3 quarters, float32 (4,).
        parts: How likely each place of the whole picture is each of `PARTS`, in steps of 1/256:
            float32 (56, 56, 7); None where that was let go.
        cut_off: How likely what a photo shows reaches beyond its edges; 0 of a drawing.
    """

    answers: FloatArray
    strange: float
    photo: float
    turned: FloatArray
    parts: FloatArray | None = None
    cut_off: float = 0.0

    @property
    def too_close(self) -> bool:
        """Whether a photo was most likely taken from so close that it shows a part alone.

        To be said where an answer is not sure: of how many cut off things it then is, and of how
        many whole ones, is in `docs/results.md`.
        """
        return self.cut_off >= CUT_OFF


@dataclass(frozen=True, eq=False)
class Heads:
    """What was learned on top of the network's 1,280 features; `concepts` is its own last layer.

    Attributes:
        kinds: float32 (1281, 11), of photos, the last row for the bias.
        drawn: float32 (1281, 11), the same of drawings and icons.
        photo: float32 (1281, 2): drawn, photo.
        cut_off: float32 (1282, 2), of what `with_edge` gives: whole, cut off.
        turned: float32 (1281, 4): by how many quarters.
        concepts: int8 (1280, 1000), in steps of `steps`, float32 (1000,).
        offsets: float32 (1000,), the biases of the concepts.
        strange: float32 (1000,), how likely what looks like each concept is none of the ten.
    """

    kinds: FloatArray
    drawn: FloatArray
    photo: FloatArray
    cut_off: FloatArray
    turned: FloatArray
    concepts: NDArray[np.int8]
    steps: FloatArray
    offsets: FloatArray
    strange: FloatArray

    @classmethod
    def load(cls, path: Path) -> Heads:
        """Read what `research.photo_expert` wrote.

        Raises:
            ModelError: The file is missing or damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as arrays:
                return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise ModelError(AGAIN) from error

    def judge_drawing(self, features: FloatArray) -> Opinion:
        """An opinion on one drawing from the features of its views, (n, 1280).

        What it shows is all that is asked.
        """
        answers = softmax((features @ self.drawn[:-1] + self.drawn[-1]).mean(axis=0))
        upright = np.eye(QUARTERS, dtype=np.float32)[0]
        return Opinion(answers, strange=0.5, photo=0.0, turned=upright)

    def photo_of(self, features: FloatArray) -> float:
        """How likely the whole of a picture is a photo, from its features (1280,)."""
        return float(softmax(features @ self.photo[:-1] + self.photo[-1])[1])

    def judge(self, features: FloatArray, parts: FloatArray) -> Opinion:
        """An opinion on one photo from the features of its views, (n, 1280).

        The first is the whole of it, and `parts` is what the parser says of that.
        """
        answers = softmax((features @ self.kinds[:-1] + self.kinds[-1]).mean(axis=0))
        cut_off = softmax(with_edge(features[0], parts) @ self.cut_off[:-1] + self.cut_off[-1])
        turned = softmax((features @ self.turned[:-1] + self.turned[-1]).mean(axis=0))
        looks_like = features @ self.concepts.astype(np.float32) * self.steps + self.offsets
        photo = self.photo_of(features[0])
        strange = float((softmax(looks_like) @ self.strange).mean())
        return Opinion(answers, strange, photo, turned, parts, float(cut_off[1]))


class PhotoExpert:
    """The network and its heads. Safe to share between threads."""

    def __init__(self, network: LiteRTModel, heads: Heads) -> None:
        """Use `PhotoExpert.load`."""
        self._network, self._heads = network, heads

    @classmethod
    def load(cls, folder: Path = FOLDER) -> PhotoExpert:
        """Load the network and the heads in a folder.

        Raises:
            ModelError: They are missing or damaged.
        """
        return cls(load_network(folder / NETWORK), Heads.load(folder / HEADS))

    def judge_drawing(self, view: UInt8Array) -> Opinion:
        """An opinion on a drawing, from `Prepared.drawn_view` and its mirror image."""
        both = (view, np.ascontiguousarray(view[:, ::-1]))
        features = [run(self._network, each)["features"] for each in both]
        return self._heads.judge_drawing(np.concatenate(features))

    def judge(self, views: UInt8Array) -> Opinion:
        """An opinion from views, uint8 (n, 224, 224, 3); the first is the whole of the picture.

        Where that is no photo, nobody has to look at the others.
        """
        whole = run(self._network, views[0])
        features = [whole["features"]]
        if self._heads.photo_of(features[0][0]) >= A_PHOTO:
            # One at a time: all at once take no less time, and more memory.
            features += [run(self._network, view)["features"] for view in views[1:]]
        return self._heads.judge(np.concatenate(features), whole["parts"][0])


def load_network(path: Path) -> LiteRTModel:
    """The network alone.

    Raises:
        ModelError: It is missing or damaged.
    """
    return LiteRTModel.load(path, missing=AGAIN, damaged=AGAIN)


def run(network: LiteRTModel, view: UInt8Array) -> dict[str, FloatArray]:
    """What the network computes of a view, uint8 (224, 224, 3), each with one row.

    "features", (1, 1280), and "parts", as `Opinion.parts`.
    """
    return network.run(view[np.newaxis].astype(np.float32) / np.float32(255))


def with_edge(features: FloatArray, parts: FloatArray) -> FloatArray:
    """A view's features (1280,), and how much the parser says is worn at its very edge: (1281,).

    What is cut off is worn there. The segmenter's mask tells nothing, it hardly ever touches it.
    """
    worn = parts[..., _WORN].sum(axis=-1)
    edge = np.ones(worn.shape, np.bool_)
    edge[_EDGE:-_EDGE, _EDGE:-_EDGE] = False
    return np.append(features, np.float32(_EDGE_COUNTS) * worn[edge].mean(dtype=np.float32))


_LOADING = threading.Lock()


@cache
def _bundled() -> PhotoExpert:
    return PhotoExpert.load()


def bundled_expert() -> PhotoExpert:
    """The expert that comes with the app, loaded when it is first asked.

    Raises:
        ModelError: Its files are missing or damaged.
    """
    with _LOADING:
        return _bundled()


def judge(prepared: Prepared, *, drawn: bool = False, by: PhotoExpert | None = None) -> Opinion:
    """The bundled expert's opinion on a picture, or another's.

    What is no photo is looked at as a drawing, and so is what is known to be `drawn`. Lines alone
    tell no drawing: seen from close by, a fabric has as many.

    Raises:
        ModelError: The expert's files are missing or damaged.
    """
    expert = bundled_expert() if by is None else by
    if not drawn:
        opinion = expert.judge(prepared.views())
        if opinion.photo >= A_PHOTO:
            return opinion
    return expert.judge_drawing(prepared.drawn_view())


def without_parts(opinion: Opinion) -> Opinion:
    """An opinion to be kept: what it says of each place takes 90 kB."""
    return replace(opinion, parts=None)
