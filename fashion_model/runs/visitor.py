"""Whose run it is: a visitor's browser has a secret, of which a run keeps a fingerprint."""

import hashlib
from dataclasses import dataclass

LENGTH = 32  # letters of a fingerprint


@dataclass(frozen=True)
class Visitor:
    """Who asks for a training.

    Attributes:
        owner: The fingerprint of the secret, which the run keeps.
        limited: Whether the limits of one visitor hold, and not only those of all together.
    """

    owner: str
    limited: bool = True


def fingerprint(secret: str) -> str:
    """What a run may keep of a visitor's secret: it can't be told from that."""
    return hashlib.sha256(f"visitor {secret}".encode()).hexdigest()[:LENGTH]
