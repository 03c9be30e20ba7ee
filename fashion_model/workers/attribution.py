"""The one-shot worker that traces an answer to training pictures; it holds no TensorFlow.

`python -m fashion_model.workers.attribution DIRECTORY` reads one JSON object from stdin: what to
`ask` of the run in that directory (`picture`, `without`, `doubtful` or `lies`), the `picture` (784
numbers, or the base64 of as many bytes) and which training pictures to do `without` (official
indices). It writes one JSON object to stdout: the answer (`fashion_model/attribution/answers.py`)
or an `error`, a sentence. Of the picture nothing is kept.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

import numpy as np

from fashion_model.arrays import UInt8Array
from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.tracing import Tracer
from fashion_model.data import DataError
from fashion_model.labels import SIDE
from fashion_model.litert import ModelError
from fashion_model.runs.event_log import load_json

Ask = Literal["picture", "without", "doubtful", "lies"]

LARGEST = 64_000  # bytes of a request; a picture as numbers has 4,000
MOST_LEFT_OUT = 100  # training pictures
NICENESS = 5  # behind the pages, but before a training: somebody waits for this


@dataclass(frozen=True, eq=False)
class Request:
    """What is asked; `picture` is uint8 (28, 28), or None where all labels are asked about."""

    ask: Ask
    picture: UInt8Array | None
    without: tuple[int, ...]


def read_request(content: bytes) -> Request:
    """What somebody asks.

    Raises:
        AttributionError: it makes no sense.
    """
    if len(content) > LARGEST:
        raise AttributionError("This request is too long.")
    try:
        asked = load_json(content)
    except (ValueError, RecursionError):
        asked = None
    ask = asked.get("ask") if isinstance(asked, dict) else None
    if not isinstance(ask, str) or ask not in get_args(Ask):
        raise AttributionError(f"A request must ask one of: {', '.join(get_args(Ask))}.")
    if ask in ("doubtful", "lies"):
        return Request(cast(Ask, ask), None, ())
    picture = _picture(asked.get("picture"))
    if ask == "picture":
        return Request("picture", picture, ())
    return Request("without", picture, _indices(asked.get("without")))


def answer(path: Path, request: Request) -> dict[str, Any]:
    """What the run in `path` answers, ready for JSON; raises as `Tracer` does."""
    tracer = Tracer(path)
    if request.picture is None:
        return asdict(tracer.lies() if request.ask == "lies" else tracer.doubtful())
    if request.ask == "without":
        return asdict(tracer.leave_out(request.picture, request.without))
    return asdict(tracer.trace(request.picture))


def main() -> int:
    """Answer the one request on stdin; 0 when it was answered, 1 when an error was told."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        if len(sys.argv) != 2:
            raise AttributionError("Name one run directory.")
        request = read_request(sys.stdin.buffer.read(LARGEST + 1))
        told, code = answer(Path(sys.argv[1]), request), 0
    except (AttributionError, ModelError, DataError) as error:
        told, code = {"error": str(error)}, 1
    except MemoryError:
        told, code = {"error": "There was not enough memory to look at all training pictures."}, 1
    sys.stdout.write(json.dumps(told, allow_nan=False) + "\n")
    return code


def _picture(value: object) -> UInt8Array:
    wrong = AttributionError("A picture must have 28 × 28 whole numbers from 0 to 255.")
    if isinstance(value, str):
        try:
            value = list(base64.b64decode(value, validate=True))
        except ValueError:
            raise wrong from None
    if not isinstance(value, list) or len(value) != SIDE * SIDE:
        raise wrong
    if not all(type(pixel) is int and 0 <= pixel <= 255 for pixel in value):
        raise wrong
    return np.array(value, np.uint8).reshape(SIDE, SIDE)


def _indices(value: object) -> tuple[int, ...]:
    wrong = AttributionError(f"Name 1 to {MOST_LEFT_OUT} training pictures to leave out.")
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_LEFT_OUT:
        raise wrong
    if not all(type(index) is int and 0 <= index < 2**31 for index in value):
        raise wrong
    return tuple(value)


if __name__ == "__main__":
    sys.exit(main())
