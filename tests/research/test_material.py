"""Reading people's own pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.own_input import SetError
from fashion_model.labels import NONE
from research.material import read_material
from tests.research.folder import make_folder


def test_rows_say_what_the_manifest_says(tmp_path: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    assert [row.kind for row in rows].count("photo") == 8
    house = next(row for row in rows if "house" in row.path.name)
    assert (house.label, house.accept) == (NONE, (NONE,))
    icon = next(row for row in rows if row.kind == "icon")
    assert icon.accept == (3, 8)
    assert max(icon.read().size) == 96


def test_all_pictures_of_one_person_are_on_one_side(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "own")
    manifest = folder / "manifest.csv"
    for sender, held_out in ((14, True), (15, False)):
        text = manifest.read_text(encoding="utf-8")
        lines = [
            line.replace(f"sender={number},", f"sender={sender},")
            for number, line in enumerate(text.splitlines(), -1)
        ]
        manifest.write_text("\n".join(lines), encoding="utf-8")
        photos = [row for row in read_material(folder) if row.kind == "photo"]
        assert {row.held_out for row in photos} == {held_out}
        manifest.write_text(text, encoding="utf-8")


def test_twins_of_an_icon_are_on_one_side(tmp_path: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    assert len({row.held_out for row in rows if row.kind.startswith("icon")}) == 1


def test_a_picture_that_cannot_be_used_is_a_sentence_with_its_name(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "own")
    (folder / "photo_3.jpg").write_bytes(b"no picture")
    (folder / "photo_4.jpg").unlink()
    for number in (3, 4):
        row = next(each for each in read_material(folder) if each.path.stem == f"photo_{number}")
        with pytest.raises(SetError, match=rf"photo_{number}\.jpg cannot be used: .+\."):
            row.read()
