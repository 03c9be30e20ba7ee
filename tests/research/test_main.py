"""`python -m research`: what it says when it cannot begin; the recipe has tests of its own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from research.__main__ import main
from tests.terminal.conftest import Verbs, terminal


@pytest.fixture
def research() -> Verbs:
    return Verbs(main)


def test_it_explains_itself(research: Verbs) -> None:
    shown = research("--help")
    assert shown.exit_code == 0
    assert "--material" in shown.stdout


def test_a_folder_without_manifest_is_one_sentence(research: Verbs, tmp_path: Path) -> None:
    refused = research("--material", str(tmp_path), "--work", str(tmp_path / "work"))
    assert refused.exit_code == 1
    assert "manifest.csv in this folder cannot be read" in refused.output


def test_a_stage_before_its_turn_is_one_sentence(research: Verbs, tmp_path: Path) -> None:
    folders = ("--work", str(tmp_path / "work"), "--into", str(tmp_path / "model"))
    refused = research("--stage", "calibrate", *folders)
    assert refused.exit_code == 1
    assert "needs “train” first" in refused.output


def test_another_backend_is_asked_for_on_purpose_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("jax") is not None:
        pytest.skip("JAX is installed here.")
    monkeypatch.setenv("KERAS_BACKEND", "jax")  # by another project
    folders = ("--work", str(tmp_path / "work"), "--into", str(tmp_path / "model"))
    words = ("--stage", "calibrate", *folders)
    assert "needs “train” first" in terminal(tmp_path, *words, package="research").stderr
    refused = terminal(tmp_path, *words, "--backend", "jax", package="research")
    assert refused.returncode == 1
    assert refused.stderr.endswith("Keras can't train on jax here: No module named 'jax'.\n")
