"""`python -m benchmarks own-input`: one JSON object about a folder of pictures, no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.own_input import small_set, write_manifest
from tests.terminal.conftest import Verbs


@pytest.mark.parametrize("model", ["all-terrain", "bundled"])
def test_it_prints_one_json_object(verbs: Verbs, tmp_path: Path, model: str) -> None:
    folder = small_set(tmp_path / "mine")
    done = verbs("own-input", "--set", str(folder), "--model", model)
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["set"], told["model"], told["pictures"]) == ("mine", model, 7)
    assert told["refused"]["n"] == 3
    assert set(told["kinds"]) == {"icon", "photo_messy", "photo_plain", "sketch"}
    assert told["pooled"]["n"] == 6  # without the one that is none of the ten
    assert told["pooled"]["lenient"] <= 0.5
    assert 0 <= told["none_auroc"] <= 1
    assert 0 < told["milliseconds"]["p50"] <= told["milliseconds"]["p95"]


def test_it_refuses_in_words(verbs: Verbs, tmp_path: Path) -> None:
    words = ("own-input", "--set", str(tmp_path))
    empty = verbs(*words)
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert "manifest.csv in this folder cannot be read" in empty.stderr
    write_manifest(tmp_path, [("../a.png", "icon", "3", "3", "plain")])
    assert "outside of this folder" in verbs(*words).stderr
    assert verbs(*words, "--model", "nonsense").exit_code == 2
    assert verbs("own-input").exit_code == 2
    assert verbs("own-input", "--set", str(tmp_path / "none")).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals.")
def test_where_a_person_looks_on_it_shows_how_far_it_is(tmp_path: Path) -> None:
    import pty

    folder = small_set(tmp_path / "mine")
    words = ["own-input", "--set", str(folder), "--model", "bundled"]
    screen, stderr = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        stdout=subprocess.PIPE,
        stderr=stderr,
        timeout=150,
        check=True,
    )
    os.close(stderr)
    shown = os.read(screen, 10_000).decode()
    os.close(screen)
    assert "\r1 of 7 pictures" in shown
    assert shown.rstrip().endswith("\r7 of 7 pictures")
    assert json.loads(done.stdout)["pictures"] == 7
