"""Forty ways a run directory can be broken; each is shown as damaged, none harms the others."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_model.runs import BUNDLED, DamagedRun, RunError, RunSummary, list_runs, open_run
from fashion_model.runs.directory import BUNDLED_PATH
from tests.tiny import queue_run

FILES = ("config.json", "events.jsonl", "manifest.json")
Damage = Callable[[Path], None]


def truncated(name: str, share: float) -> Damage:
    def damage(run: Path) -> None:
        content = (run / name).read_bytes()
        (run / name).write_bytes(content[: int(len(content) * share)])

    return damage


def flipped(name: str, share: float) -> Damage:
    def damage(run: Path) -> None:
        content = bytearray((run / name).read_bytes())
        content[int(len(content) * share)] ^= 0x41
        (run / name).write_bytes(content)

    return damage


def missing(name: str) -> Damage:
    return lambda run: (run / name).unlink()


def replaced(name: str, content: bytes) -> Damage:
    def damage(run: Path) -> None:
        (run / name).write_bytes(content)

    return damage


def folder(name: str) -> Damage:
    def damage(run: Path) -> None:
        (run / name).unlink()
        (run / name).mkdir()

    return damage


def linked(name: str) -> Damage:
    def damage(run: Path) -> None:
        elsewhere = run.parent.parent / f"elsewhere-{run.name}"
        shutil.move(run / name if name else run, elsewhere)
        (run / name if name else run).symlink_to(elsewhere)

    return damage


def dangling(run: Path) -> None:
    shutil.rmtree(run)
    run.symlink_to(run.parent / "nowhere")


def a_file(run: Path) -> None:
    shutil.rmtree(run)
    run.write_text("hello")


def emptied(run: Path) -> None:
    shutil.rmtree(run)
    run.mkdir()


DAMAGES: list[Damage] = [
    *(truncated(name, share) for name in FILES for share in (0.0, 0.3, 0.7)),
    *(flipped(name, share) for name in FILES[:2] for share in (0.1, 0.3, 0.5, 0.7, 0.9)),
    *(replaced(name, b"\x80\xff\x00") for name in FILES),
    *(replaced(name, b"<html>sign in</html>\n") for name in FILES),
    *(replaced(name, json.dumps(["a", 1]).encode() + b"\n") for name in FILES),
    *(folder(name) for name in FILES),
    *(linked(name) for name in ("", *FILES)),
    missing("config.json"),
    missing("events.jsonl"),
    dangling,
    a_file,
    emptied,
]


def test_forty_damaged_runs_harm_nobody(runs: Path) -> None:
    assert len(DAMAGES) >= 40
    fine = queue_run(runs)
    damaged = []
    for number, damage in enumerate(DAMAGES):
        path = runs / f"{number:08d}-0000-4000-8000-000000000000"
        shutil.copytree(BUNDLED_PATH, path)
        damage(path)
        damaged.append(path.name)
    found = {run.id: run for run in list_runs(runs)}
    assert isinstance(found[fine.id], RunSummary)
    assert isinstance(found[BUNDLED], RunSummary)
    for name in damaged:
        run = found[name]
        assert isinstance(run, DamagedRun), (int(name[:8]), run)
        assert run.reason.endswith(".")
        with pytest.raises(RunError):
            open_run(name, runs)


def test_a_torn_last_line_is_no_damage(runs: Path) -> None:
    run = queue_run(runs)
    with (run.path / "events.jsonl").open("ab") as events:
        events.write(b'{"event": "starting", "ti')
    assert isinstance(list_runs(runs)[0], RunSummary)


@pytest.mark.parametrize("name", ["model.tflite", "model.keras", "predictions/test.npz"])
def test_a_changed_artefact_counts_as_lost(runs: Path, name: str) -> None:
    path = runs / "00000000-0000-4000-8000-000000000000"
    shutil.copytree(BUNDLED_PATH, path)
    flipped(name, 0.5)(path)
    run = open_run(path.name, runs)
    lost = {
        "model.tflite": run.model_path,
        "model.keras": run.keras_path,
        "predictions/test.npz": run.test_predictions(),
    }
    assert lost[name] is None
    assert sum(value is None for value in lost.values()) == 1
