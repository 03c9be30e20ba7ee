"""The rooms of this server, which its routes and its pages share."""

import asyncio
from functools import cache
from pathlib import Path

from fashion_model import environment
from fashion_model.rooms import Rooms

_SWEEP_SECONDS = 20.0


def rooms() -> Rooms:
    """Return the open rooms beside the runs."""
    return _of(environment.runs_dir())


@cache
def _of(root: Path) -> Rooms:
    return Rooms(root)


async def keep() -> None:
    """Delete silent rooms, now and then; until cancelled."""
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        await asyncio.to_thread(rooms().sweep)
