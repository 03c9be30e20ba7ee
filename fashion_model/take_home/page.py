"""Put the page together: template, style, script, and the network's numbers as text in it."""

from __future__ import annotations

import base64
import html
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fashion_model.labels import CLASS_NAMES
from fashion_model.litert import MISSING
from fashion_model.runs import Run, RunError, never_saw_drawings
from fashion_model.runs.calibrating import calibration_of
from fashion_model.take_home.weights import Layer, read_layers
from fashion_model.words import count, percent, several

MOST_PARAMETERS = 270_000
_PLACE = re.compile(r"__(TITLE|HOW|STYLE|NETWORK|WEIGHTS|SCRIPT)__")
_HERE = Path(__file__).parent


def why_not(run: Run) -> str | None:
    """Why `run` can't become a page, in a sentence that says what to do; None if it can."""
    if run.ending is None:
        return "Take it home as one page when its training has ended."
    if run.started is None or run.model_path is None:
        return MISSING
    if run.started.parameters > MOST_PARAMETERS:
        return (
            f"This network has {count(run.started.parameters)} parameters, and a page holds at most"
            f" {count(MOST_PARAMETERS)}: train a smaller one, such as the preset Quick."
        )
    return None


def file_name(run: Run) -> str:
    """What the file is called: by the run's id, which is the app's own, never by its name."""
    return f"fashion_{run.id[:8]}.html"


def make_page(run: Run) -> bytes:
    """`run` as one HTML file, of 400 kB at most.

    Raises:
        RunError: It can't become one; see `why_not`.
        ModelError: Its network is missing or damaged.
    """
    reason = why_not(run)
    if reason is not None or run.model_path is None:
        raise RunError(reason or MISSING)
    layers = read_layers(run.model_path, run.config)
    return put_together(run.name, how(run), layers, calibration_of(run).temperature)


def put_together(name: str, how: str, layers: Sequence[Layer], temperature: float) -> bytes:
    """Return the page of a network: its `name`, `how` it was trained, and what it computes with."""
    network = {
        "names": list(CLASS_NAMES),
        "temperature": temperature,
        "layers": [_described(layer) for layer in layers],
    }
    weights = b"".join(layer.weights.tobytes() for layer in layers)
    parts = {
        "TITLE": html.escape(name),
        "HOW": html.escape(how),
        "STYLE": _file("page.css"),
        "NETWORK": json.dumps(network, separators=(",", ":")),
        "WEIGHTS": base64.b64encode(weights).decode("ascii"),
        "SCRIPT": _file("page.js"),
    }
    # In one pass, so that no name is taken for a place.
    return _PLACE.sub(lambda place: parts[place[1]], _file("page.html")).encode()


def how(run: Run) -> str:
    """Say in words how the network was trained and how good it is."""
    assert run.started is not None  # `why_not` was asked
    if run.parent is None:
        lesson = (
            f"it was shown {several(run.started.train_pictures, 'picture')} of the collection "
            f"Fashion-MNIST, {several(len(run.curve.epochs), 'time')}"
        )
    else:
        lesson = (
            "it went on from another training and was shown "
            f"{several(run.started.own_pictures or 0, 'picture')} of somebody’s own"
        )
    words = (
        f"It was trained on {time.strftime('%d %B %Y', time.localtime(run.created))} with the app "
        f"Fashion CNN: {lesson}. It has {count(run.started.parameters)} parameters."
    )
    if run.test_accuracy is not None:
        words += (
            f" Of test pictures that it was never shown it names {percent(run.test_accuracy)} "
            "rightly."
        )
    if run.parent is None and never_saw_drawings(run):
        words += " It was never shown drawings, so what it says of yours is a guess."
    return words


def _described(layer: Layer) -> dict[str, Any]:
    return {
        "shape": list(layer.weights.shape),
        "steps": _short(layer.steps),
        "bias": _short(layer.bias),
        "stride": layer.stride,
        "pooling": layer.pooling,
        "scale": _short(layer.scale),
        "shift": _short(layer.shift),
        "activation": layer.activation,
    }


def _short(numbers: np.ndarray[Any, np.dtype[np.float32]]) -> list[float]:
    """The numbers with six digits, which is what float32 has."""
    return [float(f"{each:.6g}") for each in numbers.tolist()]


def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
