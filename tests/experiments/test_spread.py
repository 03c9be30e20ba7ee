"""Whose chance a configuration borrows, and a table that is what it should be."""

import json
import statistics
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.config import PRESETS, preset_for
from fashion_model.experiments import spread as module
from fashion_model.experiments.spread import Spread, SpreadError, read_table, spread_of

QUICK, DEEP = [0.88, 0.884, 0.879], [0.91, 0.911]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table that replaces the app's; nothing of Classic, and of Broad too little."""
    path = tmp_path / "seed_spread.json"
    rows = {"quick": QUICK, "classic": [], "broad": [0.9], "deep": DEEP}
    path.write_text(json.dumps({"accuracies": {"sample": rows, "full": {"deep": DEEP}}}))
    read = read_table.__wrapped__
    monkeypatch.setattr(module, "read_table", lambda: read(path))
    return path


@pytest.mark.usefixtures("table")
def test_a_preset_has_its_own_spread_whatever_its_seed() -> None:
    expected = Spread("quick", statistics.variance(QUICK), 2, borrowed=False)
    assert spread_of(PRESETS["quick"], sample=True) == expected
    assert spread_of(replace(PRESETS["quick"], seed=7, threads=1), sample=True) == expected


@pytest.mark.usefixtures("table")
def test_a_preset_meant_for_other_pictures_borrows() -> None:
    assert spread_of(preset_for("quick", sample=False), sample=True).borrowed


@pytest.mark.usefixtures("table")
def test_any_other_borrows_from_the_nearest_preset() -> None:
    expected = Spread("quick", statistics.variance(QUICK), 2, borrowed=True)
    assert spread_of(replace(PRESETS["quick"], learning_rate=1e-3), sample=True) == expected
    assert expected.of_same_table(replace(expected, borrowed=False))
    assert not expected.of_same_table(spread_of(PRESETS["deep"], sample=True))


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("preset", "sample", "lender"),
    [("classic", True, "quick"), ("broad", True, "quick"), ("quick", False, "deep")],
)
def test_what_was_not_measured_borrows_the_widest(preset: str, sample: bool, lender: str) -> None:
    found = spread_of(PRESETS[preset], sample=sample)
    assert (found.preset, found.borrowed) == (lender, True)


GOOD = {"quick": QUICK, "deep": DEEP}


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"accuracies": {"sample": GOOD}},
        {"accuracies": {"sample": GOOD, "full": {}}},
        {"accuracies": {"sample": GOOD, "full": {"quick": [0.9]}}},
        {"accuracies": {"sample": GOOD, "full": {"quick": [0.9, 0.9]}}},
        {"accuracies": {"sample": GOOD, "full": {"quick": [0.9, 91.0]}}},
        {"accuracies": {"sample": GOOD, "full": {"quick": [0.9, None]}}},
        {"accuracies": {"sample": GOOD, "full": {"quick": 0.9}}},
        {"accuracies": {"sample": GOOD, "full": {"huge": QUICK}}},
        {"accuracies": {"sample": GOOD, "full": [QUICK]}},
    ],
)
def test_a_damaged_table_is_refused_in_a_sentence(tmp_path: Path, stored: Any) -> None:
    path = tmp_path / "table.json"
    path.write_text(json.dumps(stored))
    with pytest.raises(SpreadError, match="damaged; please install it again"):
        read_table(path)


def test_so_is_one_that_is_missing_or_torn(tmp_path: Path) -> None:
    with pytest.raises(SpreadError):
        read_table(tmp_path / "none.json")
    (tmp_path / "torn.json").write_text('{"accuracies": {"sam')
    with pytest.raises(SpreadError):
        read_table(tmp_path / "torn.json")


@pytest.mark.parametrize(("variance", "df"), [(0.0, 3), (-1e-5, 3), (float("nan"), 3), (1e-5, 0)])
def test_a_spread_of_nothing_is_none(variance: float, df: int) -> None:
    with pytest.raises(ValueError, match="two trainings that differ"):
        Spread("quick", variance, df)
