"""Of which photos it is counted whether they are said to show a part alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PIL import Image

from benchmarks.cut_off import whole_photos
from benchmarks.own_input import Row
from fashion_model.environment import ASSETS
from fashion_model.labels import NONE
from tests.own_input import write_manifest
from tests.terminal.conftest import Verbs

PHOTO = Row(Path("a.jpg"), "a.jpg", "photo_plain", 3, frozenset({3}))


def test_photos_of_one_whole_thing_count() -> None:
    others = [
        replace(PHOTO, kind="sketch"),
        replace(PHOTO, label=NONE),
        replace(PHOTO, street=True),
        replace(PHOTO, twin="rot90"),
        replace(PHOTO, note="closeup"),
    ]
    assert whole_photos([PHOTO, *others]) == [PHOTO]


def test_what_is_said_of_cut_ones_and_of_whole_ones(verbs: Verbs, tmp_path: Path) -> None:
    for name in ("jeans", "boot"):
        Image.open(ASSETS / "examples" / f"{name}.jpg").save(tmp_path / f"{name}.jpg")
    write_manifest(
        tmp_path,
        [("jeans.jpg", "photo", "1", "1", "messy"), ("boot.jpg", "photo", "9", "9", "messy")],
    )
    done = verbs("cut-off", "--set", str(tmp_path))
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["whole"] == {"photos": 2, "looks_cut_off": 0, "said": 0, "sure": 2, "refused": 0}
    assert told["cut"]["looks_cut_off"] == 2
    assert told["cut"]["said"] + told["cut"]["sure"] == 2


def test_it_refuses_in_words(verbs: Verbs, tmp_path: Path) -> None:
    done = verbs("cut-off", "--set", str(tmp_path))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "manifest.csv in this folder cannot be read" in done.stderr


def test_a_file_that_is_no_picture_is_counted_and_stops_nothing(
    verbs: Verbs, tmp_path: Path
) -> None:
    (tmp_path / "text.jpg").write_text("not a picture")
    write_manifest(
        tmp_path,
        [(name, "photo", "1", "1", "plain") for name in ("text.jpg", "gone.jpg")],
    )
    done = verbs("cut-off", "--set", str(tmp_path))
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert [told[each]["refused"] for each in ("cut", "whole")] == [2, 2]
