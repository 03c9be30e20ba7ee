"""The trials of a search in pictures: every setting, also where the base has no value of it."""

from pathlib import Path

import pytest

from fashion_model.config import PRESETS
from fashion_model.experiments.goals import around
from fashion_model.experiments.search import Search
from fashion_model.experiments.searched import steps
from fashion_model.experiments.trials import read
from fashion_model.experiments.varying import VARYING
from tests.experiments.test_search import make, try_out
from ui.compare import trial_charts


@pytest.mark.parametrize("key", sorted(VARYING.keys() - {"momentum"}))  # which counts with sgd only
def test_every_setting_can_be_drawn(runs: Path, key: str) -> None:
    base = PRESETS["deep"]  # without a dense layer, and never stopping early
    search = Search(around(base, (key,)), trials=4)
    found = steps(read(try_out(make(runs, search, base), 0.8)))
    (at,) = trial_charts.one_table(search, base, found, key).column("y").to_pylist()
    assert at == 0.8
    rows = trial_charts.settings_table(search, base, found).to_pylist()
    lines = [row for row in rows if row["part"] == "line"]
    assert all(0 <= row["at"] <= 1 for row in lines)
    assert trial_charts.one_chart(search, key)["height"] == trial_charts.HEIGHT


@pytest.mark.parametrize(("key", "said"), [("dense", "none"), ("patience", "never")])
def test_what_the_base_lacks_is_said(runs: Path, key: str, said: str) -> None:
    base = PRESETS["deep"]
    search = Search(around(base, (key,)), trials=4)
    found = steps(read(try_out(make(runs, search, base), 0.8)))
    assert trial_charts.one_table(search, base, found, key).column("said").to_pylist() == [said]
