"""Pictures as people really make them: a folder with a `manifest.csv`, answered one by one.

The manifest has at least the columns path, kind, label, accept ("0;6") and background; a label
of -1 means none of the ten. Where it has them, `worn` ("yes") and `note` ("street crop …", "twin
rot90 of …") tell more. What the answers are worth is counted in `scoring`.
"""

from __future__ import annotations

import csv
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fashion_model.candidates import find_candidates
from fashion_model.images import ImageError, decode_file
from fashion_model.labels import CLASSES, NONE
from fashion_model.predict import Prediction, Predictor
from fashion_model.upright import Looked, look

MANIFEST = "manifest.csv"


class SetError(ValueError):
    """A folder can't be used as a set; the message is one sentence that says why."""


@dataclass(frozen=True)
class Row:
    """One picture of a set.

    Attributes:
        path: The file.
        name: Its path as the manifest gives it.
        kind: What it is; photos are told apart as "photo_plain" and "photo_messy".
        label: 0 to 9, or `NONE` for none of the ten.
        accept: Every label that a fair person would let pass, `label` among them.
        note: Whatever else is noted; "sender=12" names the person a photo is from.
        source: Where it was found.
        worn: Whether somebody wears it.
        street: Whether it is cut out of a photo of a person in the street.
        twin: How it was made from another picture of the set ("rot90"); empty for originals.
    """

    path: Path
    name: str
    kind: str
    label: int
    accept: frozenset[int]
    note: str = ""
    source: str = ""
    worn: bool = False
    street: bool = False
    twin: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one picture.

    Attributes:
        answer: What the model said; None where the file was refused.
        refusal: Why it was refused, else None.
        milliseconds: For decoding, preparing and answering.
        things: What the model said of each of several things on the picture, if that was asked.
    """

    row: Row
    prediction: Prediction | None
    refusal: str | None
    milliseconds: float
    things: tuple[Prediction, ...] = ()


def read_set(directory: Path) -> list[Row]:
    """The rows of a folder's manifest.

    Raises:
        SetError: There is no manifest, it is damaged, or it names a file outside of the folder.
    """
    try:
        with (directory / MANIFEST).open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file, strict=True))
    except OSError as error:
        raise SetError(f"{MANIFEST} in this folder cannot be read: {error.strerror}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise SetError(f"{MANIFEST} is no table of comma-separated values.") from error
    if not lines:
        raise SetError(f"{MANIFEST} lists no pictures.")
    return [_row(directory, number, line) for number, line in enumerate(lines, start=1)]


def _row(directory: Path, number: int, line: dict[str, str | None]) -> Row:
    name, kind, label = line.get("path"), line.get("kind"), _labels(line.get("label"))
    accept = _labels(line.get("accept") or line.get("label"))
    if not name or "\0" in name or not kind or len(label) != 1 or not accept:
        raise SetError(f"Row {number} of {MANIFEST} needs a path, a kind and labels of -1 to 9.")
    if kind == "photo":
        kind = "photo_plain" if line.get("background") == "plain" else "photo_messy"
    path = _within(directory, number, name)
    note, source = line.get("note") or "", line.get("source_path") or ""
    return Row(
        path,
        name,
        kind,
        min(label),
        accept | label,
        note,
        source,
        worn=line.get("worn") == "yes",
        street=note.startswith("street crop"),
        twin=note.split()[1] if re.match(r"twin \S+ of ", note) else "",
    )


def _within(directory: Path, number: int, name: str) -> Path:
    """The file of that name, which neither `..` nor a link may lead out of the folder."""
    path = Path(os.path.realpath(directory / name))
    if not path.is_relative_to(os.path.realpath(directory)):
        raise SetError(f"Row {number} of {MANIFEST} names a file outside of this folder.")
    return path


def _labels(cell: str | None) -> frozenset[int]:
    """The labels in a cell like "0;6"; none where it holds anything else."""
    known = {"-1": NONE, **{str(label): label for label in range(CLASSES)}}
    named = [known.get(each.strip()) for each in (cell or "").split(";")]
    return frozenset() if None in named else frozenset(each for each in named if each is not None)


def predict_all(
    rows: list[Row], predictor: Predictor, *, things: bool = False
) -> Iterator[Outcome]:
    """Decode, prepare and answer each picture, as the app would; `things`: what is on it, too."""
    for row in rows:
        start = time.perf_counter()
        prediction, refusal, looked = None, None, None
        try:
            looked = look(decode_file(row.path))
            prediction = looked.named_by(predictor)
        except ImageError as error:
            refusal = str(error)
        except OSError as error:
            refusal = f"This file cannot be read: {error.strerror}."
        milliseconds = 1000 * (time.perf_counter() - start)
        found = _things(looked, predictor) if things and looked is not None else ()
        yield Outcome(row, prediction, refusal, milliseconds, found)


def _things(looked: Looked, predictor: Predictor) -> tuple[Prediction, ...]:
    found = find_candidates(looked.prepared, looked.opinion)
    return tuple(each.named_by(predictor) for each in found)
