"""The table of chance that comes with the app is of the presets as they are."""

import json
from typing import Any

import pytest

from fashion_model.config import EPOCHS_ON_ALL_PICTURES, PRESETS, TrainConfig, preset_for
from fashion_model.data import load_sample
from fashion_model.experiments.significance import Group, compare
from fashion_model.experiments.spread import TABLE_PATH, read_table, spread_of

STORED: dict[str, Any] = json.loads(TABLE_PATH.read_text(encoding="utf-8"))


def test_the_measured_presets_are_the_shipped_ones() -> None:
    for name, preset in PRESETS.items():
        assert TrainConfig.from_dict(STORED["presets"][name]) == preset
    assert STORED["epochs_on_all_pictures"] == EPOCHS_ON_ALL_PICTURES


def test_the_sample_is_the_bundled_one() -> None:
    sample = load_sample()
    assert STORED["data"]["sample"]["fingerprint"] == sample.fingerprint
    assert STORED["data"]["sample"]["validation_pictures"] == len(sample.validation)
    assert STORED["data"]["full"]["validation_pictures"] == 5_000


def test_it_says_what_it_was_measured_with() -> None:
    assert set(STORED["versions"]) == {"keras", "tensorflow", "numpy"}
    assert TABLE_PATH.stat().st_size < 10_000


@pytest.mark.parametrize("data", ["sample", "full"])
def test_the_seeds_are_different_trainings(data: str) -> None:
    for preset, row in read_table()[data].items():
        if len(row) > 1:  # else it was not measured yet, and borrows
            assert len(set(row)) > len(row) / 3
            found = spread_of(preset_for(preset, sample=data == "sample"), sample=data == "sample")
            assert (found.preset, found.df, found.borrowed) == (preset, len(row) - 1, False)
            assert 0.0003 < found.variance**0.5 < 0.01


@pytest.mark.parametrize("data", ["sample", "full"])
def test_three_seeds_tell_deep_from_quick(data: str) -> None:
    rows, sample = read_table()[data], data == "sample"
    if min(len(rows["deep"]), len(rows["quick"])) < 3:
        pytest.skip("not measured yet")
    deep, quick = (
        Group(preset, rows[preset][:3], spread_of(preset_for(preset, sample=sample), sample=sample))
        for preset in ("deep", "quick")
    )
    told = compare(deep, quick)
    assert told.kind == "better"
    assert told.difference > 0
