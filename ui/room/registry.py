"""The rooms of this server, which its routes and its pages share."""

import asyncio
import logging
from functools import cache
from pathlib import Path

from fashion_model import environment
from fashion_model.rooms import Rooms

_SWEEP_SECONDS = 20.0

log = logging.getLogger(__name__)


def rooms() -> Rooms:
    """Return the open rooms beside the runs."""
    return _of(environment.runs_dir())


@cache
def _of(root: Path) -> Rooms:
    return Rooms(root)


async def keep() -> None:
    """Delete silent rooms, now and then; until cancelled, whatever happens meanwhile."""
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        await asyncio.to_thread(_sweep)


def _sweep() -> None:
    try:
        rooms().sweep()
    except Exception:  # without the next sweep no room would ever be deleted again
        log.exception("The rooms could not be looked after.")
