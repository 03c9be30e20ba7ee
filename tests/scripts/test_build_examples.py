"""The pictures to try: packed from the material, and as they come with the app."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.own_input import SetError
from fashion_model.environment import ASSETS
from fashion_model.images import decode_file
from research.material import read_material
from scripts.build_examples import CHOSEN, FOLDER, LARGEST, LONGEST, build
from tests.research.folder import make_folder
from ui.classify.inputs import PICTURES

ORIENTATION = 0x0112
METADATA = ("exif", "icc_profile", "comment", "xmp", "Description")


def test_a_photo_gets_small_and_loses_its_metadata(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "own")
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    large = Image.new("RGB", (900, 600), "red")
    large.save(folder / "photo_0.jpg", exif=exif, comment=b"taken at home")
    rows = read_material(folder)
    files = build(rows, {"red.jpg": "photo_0.jpg", "red.png": "photo_0.jpg"})
    for name, kind in (("red.jpg", "JPEG"), ("red.png", "PNG")):
        packed = Image.open(io.BytesIO(files[name]))
        assert packed.format == kind
        assert packed.size == (LONGEST * 2 // 3, LONGEST), "turned as the camera was held"
        assert not [each for each in METADATA if packed.info.get(each)]
    assert build(rows, {"red.jpg": "photo_0.jpg"})["red.jpg"] == files["red.jpg"]


def test_what_was_learned_from_is_refused(tmp_path: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    with pytest.raises(SetError, match=r"held out of the material: gone\.jpg, photo_3\.jpg\."):
        build(rows, {"a.jpg": "photo_0.jpg", "b.jpg": "photo_3.jpg", "c.jpg": "gone.jpg"})


def test_the_app_has_the_files_their_names_and_their_origin() -> None:
    files = sorted(FOLDER.iterdir())
    assert {each.name for each in files} == CHOSEN.keys() == PICTURES.keys()
    assert sum(each.stat().st_size for each in files) <= LARGEST
    told = (ASSETS / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for each in files:
        assert max(decode_file(each).size) <= LONGEST
        assert f"**`{each.name}`**" in told
        with Image.open(each) as picture:
            assert not [name for name in METADATA if picture.info.get(name)]
    for source in CHOSEN.values():
        origin = source.removesuffix(".png").replace("__", "/")
        assert origin.rpartition("_")[2] in told, f"nobody could find {source} again"
