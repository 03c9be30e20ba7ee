"""Reading people's own pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from fashion_model.all_terrain.material import STRANGER, MaterialError, read_material
from tests.all_terrain.folder import make_folder


def test_rows_say_what_the_manifest_says(tmp_path: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    assert [row.kind for row in rows].count("photo") == 8
    house = next(row for row in rows if "house" in row.path.name)
    assert (house.label, house.accept) == (STRANGER, (STRANGER,))
    icon = next(row for row in rows if row.kind == "icon")
    assert icon.accept == (8, 3)
    assert icon.weak
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


@pytest.mark.parametrize(
    "line", ["a.png,photo,eleven,1,plain,,x", "a.png,photo,11,1,plain,,x", "a"]
)
def test_a_row_that_makes_no_sense_is_a_sentence(tmp_path: Path, line: str) -> None:
    columns = "path,kind,label,accept,background,note,source_path"
    (tmp_path / "manifest.csv").write_text(f"{columns}\n{line}\n", encoding="utf-8")
    with pytest.raises(MaterialError, match="cannot be understood"):
        read_material(tmp_path)


def test_a_folder_without_manifest_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match=r"no readable manifest\.csv"):
        read_material(tmp_path)
