"""Rooms and drawings for tests: real strokes, answered by the real network."""

import secrets
from functools import cache
from pathlib import Path

import numpy as np

from fashion_model.labels import CLASS_NAMES
from fashion_model.predict import Prediction, Predictor, load_all_terrain
from fashion_model.rooms import Opening, Room, Sent
from fashion_model.rooms.answering import Answered
from fashion_model.rooms.strokes import Stroke, read

TROUSERS = [[20, 110, 50, 210, 50, 225, 280, 175, 280, 160, 120, 145, 280, 95, 280, 110, 50]]
BAG = [
    [20, 60, 130, 260, 130, 260, 270, 60, 270, 60, 130],
    [14, 110, 130, 110, 70, 210, 70, 210, 130],
]
SCRIBBLE = [[8, 20, 20, 40, 300, 60, 30, 80, 290, 300, 10]]


@cache
def predictor() -> Predictor:
    """The all-terrain model."""
    return load_all_terrain()


def new_id() -> str:
    """What a phone chooses for itself, or for a drawing."""
    return secrets.token_hex(16)


def opened(folder: Path, run: str | None = None) -> Room:
    """A room in a folder of that name."""
    return Room.create(folder, Opening(new_id(), "ABCD", "owner", run))


def join(room: Room, number: int) -> list[str]:
    """Have so many phones join; what they chose for themselves."""
    phones = [new_id() for _ in range(number)]
    for phone in phones:
        room.join(phone)
    return phones


def strokes(lines: list[list[int]] = TROUSERS) -> tuple[Stroke, ...]:
    """Strokes as they were sent."""
    return read(lines)


def named(label: int | str, *, none: float = 0.0, run: str | None = None) -> Answered:
    """An answer that says `label`, without asking a network."""
    number = CLASS_NAMES.index(label) if isinstance(label, str) else label
    probabilities = np.full(10, 0.01, np.float32)
    probabilities[number] = 0.91
    picture = np.zeros((28, 28), np.uint8)
    picture[5:20, 5:20] = 200
    return Answered(picture, Prediction(probabilities, none, sure=True), run)


def send(
    room: Room,
    phone: str,
    label: int | str = "Trouser",
    *,
    truth: int | str | None = None,
    drawing_id: str | None = None,
    none: float = 0.0,
) -> str:
    """Have a phone's drawing answered with `label` and kept; return its id."""
    kind = CLASS_NAMES.index(truth) if isinstance(truth, str) else truth
    sent = Sent(drawing_id or new_id(), phone, strokes(), room.round.number, kind)
    return room.add(sent, named(label, none=none, run=room.run)).id


def fool(room: Room, artist: str, others: list[str], truth: int, number: int) -> list[str]:
    """Have so many drawings of `truth` called a Bag, and recognised by two others; their ids."""
    made = [send(room, artist, "Bag", truth=truth) for _ in range(number)]
    for drawing in made:
        for phone in others[:2]:
            room.vote(phone, drawing, truth)
    return made
