"""Pictures that people really made, with their labels: a folder with a `manifest.csv`.

Its columns: path (inside the folder), kind (photo, sketch, icon, icon_rgba), label (0–9, or -1
for none of the ten), accept (labels that a fair user would accept too, "0;6"), background
(plain or messy) and note ("sender=12" names the person a photo is from).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from fashion_model.images import decode
from fashion_model.labels import CLASSES

MANIFEST = "manifest.csv"
STRANGER = CLASSES  # the eleventh answer: none of the ten
_HELD_OUT = 7  # every seventh person, and every seventh source of icons and drawings


class MaterialError(ValueError):
    """The folder is no material; the message is a sentence for whoever started the training."""


@dataclass(frozen=True)
class Row:
    """One picture of the material.

    Attributes:
        path: The file.
        kind: photo, sketch, icon or icon_rgba.
        label: 0 to 9, or 10 for none of the ten.
        accept: All labels that count as right, `label` among them.
        weak: Whether the label was guessed from a folder's name.
        held_out: Whether it is kept for validation: all pictures of one person, all drawings of
            one thing and all icons of one family are on the same side.
    """

    path: Path
    kind: str
    label: int
    accept: tuple[int, ...]
    weak: bool
    held_out: bool

    def read(self) -> Image.Image:
        """The decoded picture; raises ImageError."""
        return decode(self.path.read_bytes())


def read_material(folder: Path) -> list[Row]:
    """All rows of the manifest in `folder`, in its order.

    Raises:
        MaterialError: there is no manifest, or a row names no picture or no label.
    """
    try:
        with (folder / MANIFEST).open(encoding="utf-8", newline="") as file:
            return [_row(folder, each) for each in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError) as error:
        raise MaterialError(f"There is no readable {MANIFEST} in {folder}.") from error
    except (KeyError, ValueError, TypeError) as error:
        raise MaterialError(f"A row of {folder / MANIFEST} cannot be understood.") from error


def _row(folder: Path, told: dict[str, str]) -> Row:
    if None in told.values():
        raise ValueError("a short row")
    accept = tuple(_label(each) for each in told["accept"].split(";"))
    return Row(
        folder / told["path"],
        told["kind"],
        _label(told["label"]),
        accept,
        "WEAK" in told["note"],
        _group(told) % _HELD_OUT == 0,
    )


def _label(text: str) -> int:
    label = int(text)
    if not -1 <= label < CLASSES:
        raise ValueError(text)
    return STRANGER if label == -1 else label


def _group(told: dict[str, str]) -> int:
    """A number that is the same for all that must not be split between training and validation."""
    sender = re.search(r"sender=(\d+)", told["note"])
    if sender:
        return int(sender[1])
    # "…/duck.ndjson line 3", "…/icons.json#duck": the same thing drawn by others, or the same icon.
    thing = re.split(r"[ .]", told["source_path"].rsplit("/", 1)[-1])[0]
    family = Path(told["path"]).name.split("_")[0]
    return sum(map(ord, thing if told["kind"] == "sketch" else family))
