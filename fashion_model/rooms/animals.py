"""What the people in a room are called: animals, because a name that somebody types may hurt."""

import secrets
from collections.abc import Collection
from pathlib import Path

ANIMALS = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split())


def one_of_the_free(taken: Collection[str]) -> str:
    """Return an animal that nobody in the room is yet; there are more than people in a room."""
    return secrets.choice([each for each in ANIMALS if each not in taken])
