"""Broken files in great number: nothing escapes but `ImageError`, and nothing is dear to read."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_model.environment import ROOT
from fashion_model.images import decode
from fashion_model.images.orientation import orientation
from tests.images.mutations import BYTES, SECONDS, SEEDS, check


def run(count: int, seed: int) -> dict[str, Any]:
    """What the worst of `count` mutated files cost, in a process whose peak is theirs alone."""
    command = [sys.executable, "-W", "error", "-m", "tests.images.mutations"]
    done = subprocess.run(
        [*command, str(count), str(seed)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    worst: dict[str, Any] = json.loads(done.stdout)
    return worst


def test_the_seeds_themselves_are_fine() -> None:
    for content in SEEDS:
        decode(content)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process's peak.")
@pytest.mark.parametrize(
    ("count", "seed"),
    [(300, 1), pytest.param(10_000, 2, marks=[pytest.mark.slow, pytest.mark.timeout(600)])],
)
def test_mutated_files(count: int, seed: int) -> None:
    worst = run(count, seed)
    assert worst["files"] == count
    assert 0 < worst["refused"] < count
    assert worst["seconds"] < SECONDS
    assert worst["grown"] < BYTES


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b""]), st.binary())
def test_noise_behind_a_good_signature(signature: bytes, rest: bytes) -> None:
    check(signature + rest)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"II*\x00", b"MM\x00*", b""]), st.binary(), st.binary())
def test_any_metadata_give_an_orientation(order: bytes, rest: bytes, xmp: bytes) -> None:
    assert 1 <= orientation(order + rest, b"tiff:Orientation" + xmp) <= 8
