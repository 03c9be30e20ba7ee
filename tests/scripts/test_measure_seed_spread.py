"""The table of chance: tiny real trainings, kept, and read back by the app."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from fashion_model.config import PRESETS, TrainConfig
from fashion_model.data import Dataset
from fashion_model.experiments.spread import read_table
from fashion_model.runs.events import Epoch
from scripts import measure_seed_spread as script
from scripts.measure_seed_spread import Training, keep, measure, read_kept, trainings
from tests.tiny import TINY, tiny_dataset


def test_a_training_is_the_apps_and_never_asks_the_test_pictures(tmp_path: Path) -> None:
    from fashion_model.network import train

    data = tiny_dataset()
    blind = replace(data, test=None)  # type: ignore[arg-type]
    epochs = [each for each in train(TINY, data, tmp_path) if isinstance(each, Epoch)]
    best = max(each.validation_accuracy for each in epochs)
    assert measure(TINY, blind) == best
    assert measure(TINY, blind) == best  # whatever was trained before in this process


def test_all_there_is_to_do() -> None:
    todo = list(trainings())
    assert len(todo) == len(set(todo)) == len(PRESETS) * (20 + 5)
    assert todo[0] == Training("sample", "quick", 1)
    assert todo[39] == Training("full", "deep", 5)  # by then there are five of each
    assert todo[-1] == Training("sample", "deep", 20)


def test_what_was_kept_counts_only_under_the_same_conditions(tmp_path: Path) -> None:
    kept, training = tmp_path / "kept.jsonl", Training("sample", "quick", 3)
    kept.touch()
    keep(kept, training, 0.9, {"versions": 1})
    assert read_kept(kept, {"versions": 1}) == {training: 0.9}
    assert read_kept(kept, {"versions": 2}) == {}
    stale = json.loads(kept.read_text())
    kept.write_text(json.dumps({**stale, "config": "{}"}))
    assert read_kept(kept, {"versions": 1}) == {}


def test_it_goes_on_where_it_was_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[tuple[int, bool]] = []

    def pretend(config: TrainConfig, data: Dataset) -> float:
        if len(trained) == 5:
            raise KeyboardInterrupt
        trained.append((config.seed, data.is_sample))
        return 0.9 + config.seed / 1000

    full = replace(tiny_dataset(), is_sample=False)
    monkeypatch.setattr(script, "load", lambda: full)
    monkeypatch.setattr(script, "measure", pretend)
    monkeypatch.setattr(script, "limit_threads", lambda threads: None)
    monkeypatch.setattr(script, "RESULT", tmp_path / "table.json")
    monkeypatch.setattr(script, "SEEDS", {"sample": 2, "full": 2})
    command = ["--kept", str(tmp_path / "kept.jsonl")]
    assert CliRunner().invoke(script.main, command).exit_code == 1
    assert CliRunner().invoke(script.main, [*command, "--table-only"]).exit_code == 0
    stored = json.loads((tmp_path / "table.json").read_text())["accuracies"]
    assert stored["sample"]["broad"] == [0.901, 0.902]
    assert (stored["sample"]["classic"], stored["full"]["quick"]) == ([0.901], [])
    before = len(trained)
    trained.clear()
    monkeypatch.setattr(script, "measure", lambda config, _: 0.9 + config.seed / 1000)
    assert CliRunner().invoke(script.main, command).exit_code == 0
    assert before == 5
    table = read_table(tmp_path / "table.json")
    assert all(row == (0.901, 0.902) for rows in table.values() for row in rows.values())


def test_without_the_full_data_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "load", tiny_dataset)
    monkeypatch.setattr(script, "limit_threads", lambda threads: None)
    told = CliRunner().invoke(script.main, ["--kept", str(tmp_path / "kept.jsonl")])
    assert told.exit_code == 1
    assert "data --download" in told.output
