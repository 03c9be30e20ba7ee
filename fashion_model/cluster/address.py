"""Where the cluster is, and whether it can be reached; known without Ray, so the server may ask."""

from __future__ import annotations

import re
import socket
import time
from functools import lru_cache
from importlib.util import find_spec

REACH_SECONDS = 1.0  # in which a cluster answers, or is taken for one that does not
REMEMBERED_SECONDS = 10.0
NOT_INSTALLED = (
    "The cluster can't be used, because Ray is not installed here: on this computer, do"
    " “pip install -r requirements-ray.txt” and start the app anew."
)
_ADDRESS = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):(?P<port>[0-9]{1,5})")


def parse(address: str) -> tuple[str, int]:
    """Host and port of `192.168.1.10:6379`.

    Raises:
        ValueError: it is none, in words.
    """
    found = _ADDRESS.fullmatch(address)
    port = int(found["port"]) if found else 0
    if found is None or not 1 <= port <= 65535:
        raise ValueError(
            "The address of a cluster is a computer and a port, like 192.168.1.10:6379,"
            f" not {address[:80]!r}."
        )
    return found["host"].strip("[]"), port


def why_unusable(address: str) -> str | None:
    """Why nothing can be sent to the cluster now, in words; None if its head answers.

    Asked at most every ten seconds; what was found is kept until then.
    """
    if find_spec("ray") is None:
        return NOT_INSTALLED
    if _answered(address, int(time.monotonic() / REMEMBERED_SECONDS)):
        return None
    return (
        f"The cluster at {address} does not answer: see that it runs and that this computer"
        " reaches it; docs/cluster.md says how."
    )


@lru_cache(maxsize=16)
def _answered(address: str, _: int) -> bool:
    return answers(address)


def answers(address: str) -> bool:
    """Whether somebody listens there, asked now."""
    try:
        with socket.create_connection(parse(address), timeout=REACH_SECONDS):
            return True
    except OSError:
        return False
