"""The four letters of a room, to be read aloud; a key of 128 random bits, to be photographed."""

import re
import secrets
from collections.abc import Collection
from typing import TypeGuard

LENGTH = 4
_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q, which are read as others
_TYPED = re.compile(f"[{_ALPHABET}]{{{LENGTH}}}")
_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """Return 128 random bits as 32 letters."""
    return secrets.token_hex(16)


def is_key(text: object) -> TypeGuard[str]:
    """Whether `text` looks like what `new_key` returns; so do the ids that phones choose."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def new_letters(taken: Collection[str]) -> str:
    """Return letters that no other room has."""
    while True:
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
        if letters not in taken:
            return letters


def typed(text: object) -> str | None:
    """Return what somebody typed as a room's letters; None where it can't be any."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    letters = "".join(text.split()).upper()
    return letters if _TYPED.fullmatch(letters) else None
