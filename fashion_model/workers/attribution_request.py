"""Ask a worker process which training pictures are behind an answer; for the server.

The numbers of 9,000 pictures never enter the server's memory: each request has a process of its
own, which ends with it, and at most two live at a time.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fashion_model import environment
from fashion_model.arrays import UInt8Array
from fashion_model.attribution.answers import (
    DoubtfulPicture,
    DoubtfulPictures,
    Effect,
    Found,
    LeftOut,
    Lie,
    Lies,
    Neighbour,
    Traced,
)
from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.influence import Agreement

PLACES = 2  # processes at a time, in the whole server; each needs up to 240 MB for moments
SECONDS = 120.0  # for one request, in line and in its process
THREADS = "1"  # of each process: on cores shared with a training, two threads take thrice as long

_BUSY = "Others are asking for explanations, too: please try again in a minute."
_SLOW = "Finding the training pictures took too long: please try again when less is going on."
_FAILED = "The training pictures could not be found, by a fault of the app: please try again."

_places = threading.BoundedSemaphore(PLACES)


def trace(run: Path, picture: UInt8Array) -> Traced:
    """What is behind the answer of the run in the directory `run` to a prepared picture, (28, 28).

    Seconds the first time a network is asked, then about one.

    Raises:
        AttributionError: the run, its network or its pictures can't be used, or it takes too long.
    """
    told = _ask(run, {"ask": "picture", "picture": _packed(picture)})
    try:
        return Traced(
            **{
                **told,
                "scores": tuple(told["scores"]),
                "neighbours": tuple(Neighbour(**each) for each in told["neighbours"]),
                "helped": tuple(Effect(**each) for each in told["helped"]),
                "misled": tuple(Effect(**each) for each in told["misled"]),
                "agreement": Agreement(**told["agreement"]),
            }
        )
    except (TypeError, LookupError) as error:
        raise AttributionError(_FAILED) from error


def leave_out(run: Path, picture: UInt8Array, indices: Sequence[int]) -> LeftOut:
    """The answer to the same without the training pictures with the official `indices`.

    Raises:
        AttributionError: as `trace`; or they were not counted, or more than 100, or the readout
            doesn't answer this picture as the network does.
    """
    request = {"ask": "without", "picture": _packed(picture), "without": [int(i) for i in indices]}
    told = _ask(run, request)
    try:
        scores = {name: tuple(told[name]) for name in ("left_out", "before", "after")}
        return LeftOut(**{**told, **scores, "agreement": Agreement(**told["agreement"])})
    except (TypeError, LookupError) as error:
        raise AttributionError(_FAILED) from error


def doubtful(run: Path) -> DoubtfulPictures:
    """The pictures the run in the directory `run` learned from whose labels may be wrong.

    Raises:
        AttributionError: as `trace`.
    """
    told = _ask(run, {"ask": "doubtful"})
    try:
        worst = tuple(DoubtfulPicture(**each) for each in told["worst"])
        return DoubtfulPictures(**{**told, "worst": worst})
    except (TypeError, LookupError) as error:
        raise AttributionError(_FAILED) from error


def lies(run: Path) -> Lies:
    """The pictures the run in the directory `run` was shown with labels under suspicion.

    Raises:
        AttributionError: as `trace`; or no label was flipped.
    """
    told = _ask(run, {"ask": "lies"})
    try:
        worst = tuple(Lie(**each) for each in told["worst"])
        found = tuple(Found(**each) for each in told["found"])
        return Lies(**{**told, "worst": worst, "found": found})
    except (TypeError, LookupError) as error:
        raise AttributionError(_FAILED) from error


def _packed(picture: UInt8Array) -> str:
    return base64.b64encode(picture.tobytes()).decode()


def _ask(run: Path, request: dict[str, Any]) -> dict[str, Any]:
    """The answer of a process of its own."""
    deadline = time.monotonic() + SECONDS
    if not _places.acquire(timeout=SECONDS):
        raise AttributionError(_BUSY)
    try:
        done = _run(run, json.dumps(request).encode(), deadline - time.monotonic())
    except subprocess.TimeoutExpired:
        raise AttributionError(_SLOW) from None
    except OSError as error:  # no memory for a process, say
        raise AttributionError(_FAILED) from error
    finally:
        _places.release()
    try:
        told = json.loads(done.stdout)
    except ValueError:
        sys.stderr.write(done.stderr.decode(errors="replace"))  # for the operator
        raise AttributionError(_FAILED) from None
    if not isinstance(told, dict):
        raise AttributionError(_FAILED)
    if done.returncode != 0:
        raise AttributionError(str(told.get("error", _FAILED)))
    return told


def _run(run: Path, request: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Start it, hand over the request and wait; it is killed when its time is over."""
    return subprocess.run(
        [sys.executable, "-m", "fashion_model.workers.attribution", str(run.resolve())],
        cwd=environment.ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": THREADS, "OMP_NUM_THREADS": THREADS},
        input=request,
        capture_output=True,
        timeout=max(seconds, 0.0),
        check=False,
    )
