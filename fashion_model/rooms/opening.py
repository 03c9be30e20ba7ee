"""How a room was opened, which is the first event of its journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fashion_model.rooms.letters import is_key, typed


@dataclass(frozen=True)
class Opening:
    """The key and letters of a room, who opened it, which network answers first.

    `run` is the id of a training, or None for the all-terrain model.
    """

    key: str
    letters: str
    owner: str
    run: str | None

    @classmethod
    def read(cls, event: dict[str, Any]) -> Opening:
        """Return the opening that an `event` of the journal describes.

        Raises:
            ValueError, KeyError: The event is damaged.
        """
        key, letters, owner, run = (event[name] for name in ("key", "letters", "owner", "run"))
        named = isinstance(owner, str) and (run is None or isinstance(run, str))
        if not (named and is_key(key) and typed(letters) == letters):
            raise ValueError("this opens no room")
        return cls(key, letters, owner, run)
