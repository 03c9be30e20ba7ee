"""Sets of people's own pictures: what a manifest may say, and what becomes of each row."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.own_input import SetError, predict_all, read_set
from fashion_model.labels import NONE
from fashion_model.predict import Classifier, Predictor, load_all_terrain
from fashion_model.runs import BUNDLED, open_run
from tests.own_input import small_set, write_manifest


def test_a_manifest_is_read(tmp_path: Path) -> None:
    rows = read_set(small_set(tmp_path / "set"))
    assert [row.kind for row in rows] == [
        "sketch", "photo_plain", "photo_messy", "icon", "icon", "icon", "icon",
    ]  # fmt: skip
    assert [row.label for row in rows] == [6, 6, 0, NONE, 3, 3, 3]
    assert rows[1].accept == {6, 0, 2}
    assert rows[2].accept == {0}
    assert rows[2].path == (tmp_path / "set" / "deep" / "c.png").resolve()


@pytest.mark.parametrize("path", ["../secret.png", "/etc/passwd", "deep/../../secret.png", "link"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"")
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "secret.png")
    write_manifest(folder, [(path, "icon", "3", "3", "plain")])
    with pytest.raises(SetError, match=r"Row 1 .* outside"):
        read_set(folder)


@pytest.mark.parametrize(
    "row",
    [
        ("", "icon", "3", "3", "plain"),
        ("a\0.png", "icon", "3", "3", "plain"),
        ("a.png", "", "3", "3", "plain"),
        ("a.png", "icon", "10", "3", "plain"),
        ("a.png", "icon", "", "3", "plain"),
        ("a.png", "icon", "3;4", "3", "plain"),
        ("a.png", "icon", "3", "3;x", "plain"),
        ("a.png",),
    ],
)
def test_rows_that_make_no_sense(tmp_path: Path, row: tuple[str, ...]) -> None:
    write_manifest(tmp_path, [("b.png", "icon", "3"), row])
    with pytest.raises(SetError, match=r"Row 2 .* needs a path, a kind and labels"):
        read_set(tmp_path)


def test_folders_that_are_no_set(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="cannot be read"):
        read_set(tmp_path)
    (tmp_path / "manifest.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SetError, match="no table"):
        read_set(tmp_path)
    (tmp_path / "manifest.csv").write_text("path,kind,label\n")
    with pytest.raises(SetError, match="no pictures"):
        read_set(tmp_path)


@pytest.mark.parametrize("all_terrain", [True, False])
def test_each_picture_is_answered_or_refused_with_a_reason(
    tmp_path: Path, all_terrain: bool
) -> None:
    model = open_run(BUNDLED).model_path
    assert model is not None
    predictor = load_all_terrain() if all_terrain else Predictor(Classifier.load(model))
    outcomes = list(predict_all(read_set(small_set(tmp_path / "set")), predictor))
    assert [each.prediction is None for each in outcomes] == [False] * 4 + [True] * 3
    assert "text file" in str(outcomes[4].refusal)
    assert "cannot be read" in str(outcomes[5].refusal)
    assert "cannot be read" in str(outcomes[6].refusal)
    assert all(each.milliseconds > 0 for each in outcomes)
