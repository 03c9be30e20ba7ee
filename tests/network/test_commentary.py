"""What is said about real curves: one training that memorises, one whose steps are too large."""

from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import TrainConfig
from fashion_model.learning_curve.commentary import comment
from fashion_model.network import train
from fashion_model.runs.curve import Curve, read_curve
from tests.tiny import tiny_dataset

SMALL = TrainConfig(blocks=(), dense=(64,), batch_size=20, epochs=30, threads=1)


def learned(config: TrainConfig, into: Path) -> Curve:
    return read_curve(train(config, tiny_dataset(100), into))


@pytest.mark.slow
def test_many_walks_through_few_pictures_are_memorising(tmp_path: Path) -> None:
    curve = learned(replace(SMALL, learning_rate=5e-3), tmp_path)
    assert comment(curve)[0].kind == "memorising"
    assert "mostly memorised" in comment(curve, "finished")[0].text


@pytest.mark.slow
def test_too_large_steps_are_told(tmp_path: Path) -> None:
    curve = learned(replace(SMALL, learning_rate=1.0, epochs=4), tmp_path)
    said = comment(curve)[0]
    assert said.kind in ("unsteady", "guessing")
    assert "learning rate" in said.text
