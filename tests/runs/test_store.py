"""The folder of runs: create, list, rename, discard, bring back."""

import json
from pathlib import Path

import numpy as np
import pytest

from fashion_model.keras_settings import KERAS_SETTINGS
from fashion_model.runs import (
    BUNDLED,
    Command,
    RunError,
    RunGone,
    create_run,
    discard_run,
    list_runs,
    open_run,
    queue_position,
    rename_run,
    restore_run,
    send_command,
)
from fashion_model.runs.reading import config_checksum, read_config
from tests.tiny import IN_A_WORKER, TINY, queue_run


def test_new_runs_wait_in_the_order_they_came(runs: Path) -> None:
    first, second = queue_run(runs), queue_run(runs)
    assert [first.state, second.state] == ["queued", "queued"]
    assert [queue_position(first), queue_position(second)] == [1, 2]
    assert [run.id for run in list_runs(runs)][:2] == [second.id, first.id]
    assert open_run(first.id, runs).config == IN_A_WORKER


def test_a_run_tells_how_keras_computes_and_opens_without(runs: Path) -> None:
    run = queue_run(runs)
    asked = read_config(run.path)
    assert asked.pop("keras") == KERAS_SETTINGS
    older = {**asked, "sha256": config_checksum(asked)}
    (run.path / "config.json").write_text(json.dumps(older))
    assert open_run(run.id, runs).config == IN_A_WORKER


def test_a_name_is_only_ever_text(runs: Path) -> None:
    run = queue_run(runs, name="../../<b>etc</b>\n\x00" + "x" * 500)
    assert run.path.parent == runs
    assert run.name.startswith("../../<b>etc</b>")
    assert len(run.name) == 80
    rename_run(run, "  Another\tname ")
    assert open_run(run.id, runs).name == "Another name"
    with pytest.raises(RunError, match="name"):
        rename_run(run, " \n")


@pytest.mark.parametrize("run_id", ["..", "", "../assets", "a" * 36, "x/../..", "BUNDLED"])
def test_no_text_becomes_a_path(runs: Path, run_id: str) -> None:
    with pytest.raises(RunError, match="no such training"):
        open_run(run_id, runs)


def test_the_line_has_an_end(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_QUEUE_LENGTH", "2")
    queue_run(runs)
    queue_run(runs)
    with pytest.raises(RunError, match="2 trainings wait"):
        queue_run(runs)


def test_the_disk_has_a_limit_and_the_trash_gives_way(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue_run(runs)
    (run.path / "big").write_bytes(bytes(20_000_000))
    monkeypatch.setenv("FASHION_RUNS_MB", "30")
    with pytest.raises(RunError, match="of 30 MB"):
        queue_run(runs)
    discard_run(run)
    assert queue_run(runs).state == "queued"
    with pytest.raises(RunError, match="gone for good"):
        restore_run(run.id, runs)


def test_discard_and_undo(runs: Path) -> None:
    run = queue_run(runs)
    discard_run(run)
    assert run.id not in [each.id for each in list_runs(runs)]
    restore_run(run.id, runs)
    assert open_run(run.id, runs).state == "queued"


def test_what_is_discarded_a_second_time_can_still_be_brought_back(runs: Path) -> None:
    run = queue_run(runs)
    discard_run(run)
    with pytest.raises(RunGone):
        discard_run(run)
    restore_run(run.id, runs)
    assert open_run(run.id, runs).state == "queued"


def test_a_run_in_line_can_be_stopped(runs: Path) -> None:
    run = queue_run(runs)
    send_command(run, Command.STOP)
    assert open_run(run.id, runs).state == "stopped"
    with pytest.raises(RunError):
        send_command(open_run(run.id, runs), Command.RESUME)


def test_at_most_eight_pictures_are_followed(runs: Path) -> None:
    with pytest.raises(RunError, match="8"):
        watched = np.zeros((9, 28, 28), np.uint8)
        create_run(TINY, "x", dataset_fingerprint="", sample=True, watch=watched, root=runs)


def test_the_bundled_run_is_there_and_read_only() -> None:
    run = open_run(BUNDLED)
    assert run.state == "finished"
    assert run.test_accuracy is not None
    assert run.model_path is not None
    assert run.keras_path is not None
    predictions = run.test_predictions()
    assert predictions is not None
    assert predictions[0].shape == (10_000, 10)
    assert run.validation_predictions(1) is not None
    with pytest.raises(RunError, match="bundled"):
        rename_run(run, "mine")
    with pytest.raises(RunError, match="bundled"):
        discard_run(run)
    with pytest.raises(RunError, match="bundled"):
        send_command(run, Command.STOP)
    assert sum(path.stat().st_size for path in run.path.rglob("*")) <= 8_000_000
