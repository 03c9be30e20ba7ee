"""`compare` and the sorted, spreadsheet-ready list of runs."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from fashion_model.runs import BUNDLED
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.reading import config_checksum, read_config
from fashion_model.runs.table import COLUMNS
from fashion_model.runs.table import SORTS as KNOWN
from fashion_model.terminal.runs import SORTS
from tests.terminal.conftest import Trained, Verbs

TWIN = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def twin(runs: Path) -> str:
    """The bundled run once more, said to have learned at another rate."""
    shutil.copytree(BUNDLED_PATH, runs / TWIN)
    asked = read_config(BUNDLED_PATH) | {"name": "=Twin"}
    asked["config"]["learning_rate"] = 0.02
    stored = {**asked, "sha256": config_checksum(asked)}
    (runs / TWIN / "config.json").write_text(json.dumps(stored))
    return TWIN


def test_two_runs_that_differ_in_one_setting(verbs: Verbs, twin: str) -> None:
    said = verbs.json("compare", BUNDLED, twin)
    assert said["runs"] == [BUNDLED, twin]
    assert [each["values"] for each in said["settings"]] == [["0.01", "0.02"]]
    assert (said["difference"], said["winner"]) == (0.0, None)
    assert said["interval"][0] < 0 < said["interval"][1]
    assert said["p"] == pytest.approx(1)
    assert said["mcnemar"]["pictures"] == 5000
    assert (said["mcnemar"]["only_first"], said["mcnemar"]["p"]) == (0, 1)
    shown = verbs("compare", BUNDLED, twin).stdout
    assert shown.startswith("A: Deep, on all pictures, 94.1 %")
    assert "Learning rate: 0.01 | 0.02" in shown
    assert "one seed each" in shown


def test_runs_on_different_pictures_have_networks_to_compare_only(
    verbs: Verbs, with_run: Trained
) -> None:
    said = verbs.json("compare", with_run.id, BUNDLED)
    assert "different collections" in said["verdict"]
    assert (said["kind"], said["difference"], said["p"]) == (None, None, None)
    assert 0 < said["mcnemar"]["pictures"] <= 1000
    assert "this network, B, is the better one" in said["mcnemar"]["verdict"]


def test_what_is_not_there_gets_a_sentence(verbs: Verbs, twin: str, runs: Path) -> None:
    shutil.rmtree(runs / twin / "predictions")
    said = verbs.json("compare", BUNDLED, twin)
    assert said["mcnemar"]["p"] is None
    assert "not there" in said["mcnemar"]["verdict"]
    assert verbs("compare", BUNDLED, BUNDLED).exit_code == 2
    assert verbs("compare", BUNDLED, "nonsense").exit_code == 2
    assert verbs("compare", BUNDLED).exit_code == 2


def test_the_list_sorted(verbs: Verbs, twin: str) -> None:
    rows = verbs.json("runs", "--sort", "validation_accuracy")
    assert [row["validation_accuracy"] for row in rows] == [0.9406, 0.9406]
    assert {row["special"] for row in rows} == {"", "rate 0.02"}
    assert {row["name"] for row in rows} == {"=Twin", "Deep, on all pictures"}
    assert verbs.json("runs", "--sort", "name")[0]["name"] == "=Twin"
    assert verbs("runs", "--sort", "test_accuracy").exit_code == 2
    assert set(SORTS) == set(KNOWN)


def test_the_list_as_csv(verbs: Verbs, twin: str, runs: Path) -> None:
    (runs / "broken").mkdir()
    done = verbs("runs", "--csv")
    read = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(read[0]) == COLUMNS
    assert {row["state"] for row in read} == {"finished", "damaged"}
    assert "'=Twin" in {row["name"] for row in read}
    assert verbs("runs", "--csv", "--json").exit_code == 2
