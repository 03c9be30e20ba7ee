"""Look at a picture, and set it upright first if it lies on its side or on its head.

How a photo was turned is told by the network for photos (`fashion_model/photo_expert.py`), from
one look. A turned photo is prepared and looked at anew; it stays as it came unless it stands
upright then. Upside down is harder to tell, of bags above all: there the network has to name the
same both times, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from fashion_model.images import Prepared, Switches, prepare
from fashion_model.photo_expert import A_PHOTO, Opinion, judge
from fashion_model.predict import Prediction, Predictor

SURELY = 0.8  # from this probability on a photo is turned
_HALF = 2  # quarters

_BACK = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}

Judge = Callable[[Prepared], Opinion]


@dataclass(frozen=True, eq=False)
class Looked:
    """A picture that was looked at.

    Attributes:
        prepared: Ready for a network, upright as far as that was told.
        opinion: What the network for photos makes of it.
        quarters: By how many quarters it was turned clockwise to stand upright; 0 as it came.
    """

    prepared: Prepared
    opinion: Opinion
    quarters: int = 0

    def named_by(self, predictor: Predictor) -> Prediction:
        """What a model says it is."""
        return predictor.answer(self.prepared.picture, self.prepared.kind, self.opinion)


def look(
    image: Image.Image,
    switches: Switches = Switches(),  # noqa: B008
    *,
    may_turn: bool = True,
    by: Judge = judge,
) -> Looked:
    """Prepare a decoded picture and have it judged `by` the network for photos.

    It is only turned where it `may_turn`, and steps of the preparation may straighten it.

    Raises:
        ImageError: Nothing stands out from the background.
        ModelError: The files of the network for photos are missing or damaged.
    """
    as_it_came = _look(image, switches, by)
    quarters = lies(as_it_came.opinion) if may_turn and switches.straighten else 0
    if not quarters:
        return as_it_came
    upright = _look(turned_back(image, quarters), switches, by)
    if not _stands(upright.opinion, as_it_came.opinion, quarters):
        return as_it_came
    return Looked(upright.prepared, upright.opinion, quarters)


def lies(opinion: Opinion) -> int:
    """By how many quarters a photo was turned anticlockwise; 0 where that is not quite clear."""
    if opinion.photo < A_PHOTO:
        return 0
    quarters = int(opinion.turned.argmax())
    return quarters if opinion.turned[quarters] >= SURELY else 0


def _stands(now: Opinion, before: Opinion, quarters: int) -> bool:
    """Whether a photo stands upright that was turned back by so many quarters."""
    if now.turned.argmax() != 0:
        return False
    return quarters != _HALF or bool(now.answers.argmax() == before.answers.argmax())


def turned_back(image: Image.Image, quarters: int) -> Image.Image:
    """A picture turned clockwise by 0 to 3 quarters."""
    return image.transpose(_BACK[quarters]) if quarters else image


def _look(image: Image.Image, switches: Switches, by: Judge) -> Looked:
    prepared = prepare(image, switches)
    return Looked(prepared, by(prepared))
