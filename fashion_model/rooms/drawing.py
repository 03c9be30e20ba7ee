"""One drawing of a room: the strokes, what the network sees of them, and what it answered."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fashion_model.labels import CLASSES, SIDE
from fashion_model.predict import Prediction
from fashion_model.rooms import strokes as drawn
from fashion_model.rooms.strokes import Stroke

if TYPE_CHECKING:
    from fashion_model.rooms.answering import Answered

THUMB = 112
"""Pixels along each side of a drawing on the wall."""


@dataclass(frozen=True)
class Sent:
    """What a phone sends with its strokes: an `id` of its own, and the round it was drawn in.

    `truth` is the kind its drawer says it is, if the game asks for one.
    """

    id: str
    phone: str
    strokes: tuple[Stroke, ...]
    round: int
    truth: int | None = None


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawing that was answered.

    Attributes:
        id: Chosen at random by the phone, so that one sent twice is kept once.
        phone: The phone's own secret; no page ever gets another one's.
        animal: What its drawer is called.
        strokes: As they were drawn.
        picture: What the network sees, uint8 (28, 28).
        prediction: What it answers.
        run: The training that answered; None: the all-terrain model.
        game: What was played, and in which `round`.
        truth: The kind it is meant to be, where that is known.
    """

    id: str
    phone: str
    animal: str
    strokes: tuple[Stroke, ...]
    picture: NDArray[np.uint8]
    prediction: Prediction
    run: str | None
    game: str
    round: int
    truth: int | None

    @property
    def named(self) -> int | None:
        """The kind that the network takes it for; None for none of the ten."""
        return None if self.prediction.stranger else self.prediction.label

    @property
    def right(self) -> bool:
        """Whether the network names it as it is meant."""
        return self.named is not None and self.named == self.truth

    @property
    def large(self) -> NDArray[np.uint8]:
        """The drawing as it was drawn: uint8 (BOARD, BOARD, 3)."""
        return drawn.picture(self.strokes)[..., :3]

    @cached_property
    def thumb(self) -> NDArray[np.uint8]:
        """The drawing as it was drawn, small: uint8 (THUMB, THUMB, 3)."""
        return drawn.picture(self.strokes, THUMB)[..., :3]


def to_event(sent: Sent, answered: Answered, game: str, truth: int | None) -> dict[str, Any]:
    """Return what the journal keeps of a drawing."""
    said = answered.prediction
    return {
        "id": sent.id,
        "phone": sent.phone,
        "strokes": drawn.to_json(sent.strokes),
        "picture": base64.b64encode(answered.picture.tobytes()).decode("ascii"),
        "probabilities": [round(float(each), 5) for each in said.probabilities],
        "none": said.none,
        "sure": said.sure,
        "run": answered.run,
        "game": game,
        "round": sent.round,
        "truth": truth,
    }


def from_event(event: dict[str, Any], animal: str) -> Drawing:
    """Return the drawing that `to_event` described.

    Raises:
        ValueError, KeyError, TypeError: The event is damaged.
    """
    pixels = np.frombuffer(base64.b64decode(event["picture"]), np.uint8).reshape(SIDE, SIDE)
    probabilities = np.array(event["probabilities"], np.float32)
    if probabilities.shape != (CLASSES,):
        raise ValueError("there is a probability for each kind")
    return Drawing(
        event["id"],
        event["phone"],
        animal,
        drawn.read(event["strokes"]),
        pixels,
        Prediction(probabilities, event["none"], event["sure"]),
        event["run"],
        event["game"],
        event["round"],
        event["truth"],
    )
