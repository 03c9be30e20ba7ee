"""Pictures that people really made, to learn from: a set as `own_input` reads it, divided in two.

Two more columns of its manifest matter here: note ("sender=12") and source_path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks import own_input
from fashion_model.images import ImageError, decode_file

_HELD_OUT = 7  # every seventh person, and every seventh source of icons and drawings


@dataclass(frozen=True)
class Row:
    """One picture of the material.

    Attributes:
        path: The file.
        kind: photo, sketch, icon or icon_rgba.
        label: 0 to 9, or 10 for none of the ten.
        accept: All labels that count as right, ascending, `label` among them.
        held_out: Whether it is kept for validation: all pictures of one person, all drawings of
            one thing and all icons of one family are on the same side.
    """

    path: Path
    kind: str
    label: int
    accept: tuple[int, ...]
    held_out: bool

    def read(self) -> Image.Image:
        """The decoded picture; raises `own_input.SetError` where there is none."""
        try:
            return decode_file(self.path)
        except ImageError as error:
            reason = str(error)
        except OSError as error:
            reason = f"{error.strerror}."
        raise own_input.SetError(f"{self.path.name} cannot be used: {reason}")


def read_material(folder: Path) -> list[Row]:
    """All rows of the manifest in `folder`, in its order; raises `own_input.SetError`."""
    return [_row(each) for each in own_input.read_set(folder)]


def _row(row: own_input.Row) -> Row:
    kind = "photo" if row.kind.startswith("photo_") else row.kind
    accept = tuple(sorted(row.accept))
    return Row(row.path, kind, row.label, accept, _group(row) % _HELD_OUT == 0)


def _group(row: own_input.Row) -> int:
    """A number that is the same for all that must not be split between training and validation."""
    sender = re.search(r"sender=(\d+)", row.note)
    if sender:
        return int(sender[1])
    # "…/duck.ndjson line 3": the same thing drawn by others; "solar_hat.png": a family of icons.
    thing = re.split(r"[ .]", row.source.rsplit("/", 1)[-1])[0]
    family = row.path.name.split("_")[0]
    return sum(map(ord, thing if row.kind == "sketch" else family))
