"""Runs against each other: settings by t-tests, networks picture by picture."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_model.config import PRESETS, TrainConfig
from fashion_model.data import validation_labels
from fashion_model.experiments.comparing_runs import (
    LETTERS,
    Incomparable,
    compare_settings,
    shared_answers,
)
from fashion_model.experiments.verdict import verdict, verdict_of_line_up
from fashion_model.runs import BUNDLED, RunError, RunSummary, open_run
from fashion_model.runs.events import Finished

QUICK = PRESETS["quick"]


def made(config: TrainConfig, reached: float | None, **changes: object) -> RunSummary:
    """A run of `config` on the full data that reached so much."""
    run = open_run(BUNDLED)
    ending = Finished(reason="", test_accuracy=0.5, validation_accuracy=reached, best_epoch=11)
    found = replace(run, config=config, summary=replace(run.summary, ending=ending))
    return replace(found, **changes)  # type: ignore[arg-type]


def test_one_setting_is_called_by_its_value() -> None:
    slow = replace(QUICK, learning_rate=1e-4)
    found = compare_settings([[made(QUICK, 0.92)], [made(slow, 0.85)]], LETTERS).pair(0, 1)
    assert found.kind == "better"
    assert verdict(found).startswith("Learning rate 0.005 is better than Learning rate 0.0001")
    assert verdict(found).endswith("one seed each.")


def test_several_settings_are_called_by_their_run() -> None:
    other = replace(QUICK, dropout=0.5, activation="gelu")
    found = compare_settings([[made(QUICK, 0.92)], [made(other, 0.921)]], LETTERS).pair(0, 1)
    assert (found.first.label, found.second.label) == ("Setting A", "Setting B")
    assert found.kind != "better"


def test_all_seeds_of_a_group_count() -> None:
    other = replace(QUICK, dropout=0.3)
    first = [made(replace(QUICK, seed=n), 0.92 + n / 1000) for n in (1, 2, 3)]
    second = [made(replace(other, seed=n), 0.92) for n in (1, 2)]
    assert compare_settings([first, second], LETTERS).groups[0].seeds == 3


def test_three_and_more_get_one_verdict_with_holm() -> None:
    rates = {0.005: 0.92, 0.001: 0.918, 0.0001: 0.85}
    runs = [[made(replace(QUICK, learning_rate=rate), of)] for rate, of in rates.items()]
    found = compare_settings(runs, LETTERS)
    assert verdict_of_line_up(found).startswith("Learning rate 0.005")
    assert "better than Learning rate 0.0001" in verdict_of_line_up(found)
    assert found.pair(0, 2).level == pytest.approx(0.05 / 3)


def test_seeds_ticked_one_by_one_count_as_one_setting() -> None:
    other = replace(QUICK, dropout=0.5, activation="gelu")
    ticked = [
        [made(replace(config, seed=seed), of + seed / 1000)]
        for seed in (1, 2)
        for config, of in ((QUICK, 0.92), (other, 0.88))
    ]
    found = compare_settings(ticked, LETTERS)
    assert [(group.label, group.seeds) for group in found.groups] == [
        ("Setting A/C", 2),
        ("Setting B/D", 2),
    ]
    assert verdict_of_line_up(found).startswith("Setting A/C is better than Setting B/D")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (made(replace(QUICK, seed=2), 0.9), "chance"),
        (made(replace(QUICK, dropout=0.1), None), "no result yet"),
        (made(replace(QUICK, dropout=0.1), 0.9, sample=True), "different collections"),
        (made(replace(QUICK, dropout=0.1), 0.9, parent="x"), "own pictures"),
    ],
)
def test_what_can_t_be_compared_is_said(other: RunSummary, words: str) -> None:
    with pytest.raises(Incomparable, match=words):
        compare_settings([[made(QUICK, 0.9)], [other]], LETTERS)


def test_answers_to_the_same_pictures(tmp_path: Path) -> None:
    run = open_run(BUNDLED)
    found = shared_answers(run, run)
    assert len(found.indices) == 5000
    assert np.array_equal(found.labels, validation_labels(sample=False))
    right = (found.first.argmax(axis=1) == found.labels).mean()
    assert right == pytest.approx(run.validation_accuracy, abs=2e-3)
    assert found.duel.p == 1
    some = found.only(np.array([3, 1]))
    assert some.indices.tolist() == found.indices[[3, 1]].tolist()
    with pytest.raises(Incomparable, match="not there"):
        shared_answers(run, replace(run, path=tmp_path))
    with pytest.raises(RunError, match="can't be read"):
        shared_answers(run, replace(run, sample=True))
