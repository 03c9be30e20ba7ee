"""The whole benchmark, tiny: real child processes on the bundled sample."""

import getpass
import json
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks.alone import BrokeOff
from benchmarks.time_to_accuracy.race import race, take_turns
from benchmarks.time_to_accuracy.report import report
from benchmarks.time_to_accuracy.task import STOCK, Recipe, Stock, Task
from fashion_model.config import PRESETS
from fashion_model.environment import ROOT
from tests.tiny import IN_A_WORKER

RECIPES: dict[str, Recipe] = {
    STOCK: Stock(epochs=1, threads=1),
    "tiny": replace(IN_A_WORKER, epochs=2),
}
TARGETS = [0.5, 0.98]
NAMES = [STOCK, "tiny"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, list[str]]:
    """What it told, where it wrote, and what it said meanwhile."""
    into = tmp_path_factory.mktemp("results") / "new"
    lines: list[str] = []
    return report(RECIPES, TARGETS, 1, into, lines.append, sample=True), into, lines


def test_recipes_are_judged_at_fixed_points(told: Any) -> None:
    trainings = told[0]["trainings"]
    assert [each["recipe"] for each in trainings] == NAMES
    for each, epochs in zip(trainings, ([1], [0.5, 1, 1.5, 2]), strict=True):
        assert [point["epoch"] for point in each["points"]] == pytest.approx(epochs, abs=0.05)
        seconds = [point["seconds"] for point in each["points"]]
        assert seconds == sorted(seconds)
        assert seconds[0] > 0
        assert all(0.05 < point["accuracy"] < 1 for point in each["points"])
        assert each["matmul_gflops"] > 0


def test_recipes_take_turns() -> None:
    assert [(task.name, task.seed) for task in take_turns(RECIPES, 2, sample=True)] == [
        (STOCK, 1),
        ("tiny", 1),
        (STOCK, 2),
        ("tiny", 2),
    ]


def test_it_tells_what_was_trained_and_how_much_work_it_was(told: Any) -> None:
    stock, tiny = (told[0]["recipes"][name] for name in NAMES)
    assert (stock["parameters"], stock["multiply_adds"]) == (34_826, 2_440_960)
    assert 0 < stock["share_of_matmul"]["median"] < 1
    assert 0 < tiny["gflops"]["median"] < stock["gflops"]["median"]
    assert told[0]["trainings"][0]["pictures"] == 10_000  # training and validation
    assert told[0]["trainings"][1]["pictures"] == 2 * 28 * 32  # whole batches of 900 pictures
    assert told[0]["settings"]["tiny"] == RECIPES["tiny"].to_dict()  # type: ignore[union-attr]
    assert stock["precision"] == tiny["precision"] == "float32"
    assert tiny["targets"][1]["reached"] == 0
    assert told[0]["sample"] is True


def test_files_and_progress(told: Any) -> None:
    report, into, lines = told
    assert sorted(path.name for path in into.iterdir()) == [
        "time_to_accuracy.json",
        "time_to_accuracy.png",
    ]
    assert json.loads((into / "time_to_accuracy.json").read_text()) == json.loads(
        json.dumps(report)
    )
    picture = (into / "time_to_accuracy.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000
    assert [lines[0], lines[2]] == ["1 of 2: stock, seed 1 …", "2 of 2: tiny, seed 1 …"]


def test_the_machine_is_described_without_naming_anybody(told: Any) -> None:
    machine = told[0]["machine"]
    assert machine["cpu"]
    assert machine["cores"] >= 1
    assert machine["backend"] == "tensorflow"
    assert machine["matmul_gflops"]["median"] > 0
    assert machine["tensorflow"].startswith("tensorflow")
    words = json.dumps(told[0])
    for private in (str(Path.home()), str(ROOT), socket.gethostname()):
        assert private not in words
    assert f"/{getpass.getuser()}/" not in words


@pytest.mark.parametrize("recipe", [Stock(stop_at=0.9), *PRESETS.values()])
def test_a_task_survives_its_way_to_the_child(recipe: Recipe) -> None:
    task = Task("any", recipe, 3, sample=True)
    assert Task.from_json(task.to_json()) == task


def test_a_training_that_breaks_off_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tensorflow.py").write_text("raise ImportError('nonsense')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(BrokeOff, match=r"“stock” with seed 1 broke off: .*nonsense"):
        race(RECIPES, 1, sample=True, tell=lambda line: None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send.")
def test_an_interrupt_ends_the_child_too() -> None:
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from benchmarks.time_to_accuracy.race import race\n"
        "from benchmarks.time_to_accuracy.task import Stock\n"
        "race({'stock': Stock(epochs=1000)}, 1, sample=True, tell=lambda line: None)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    child = None
    while child is None or "benchmarks.time_to_accuracy.race" not in child.cmdline():
        assert parent.poll() is None
        time.sleep(0.05)
        child = next(iter(psutil.Process(parent.pid).children()), None)
    parent.send_signal(signal.SIGINT)
    said = parent.communicate(timeout=60)[1]
    assert "KeyboardInterrupt" in said
    deadline = time.monotonic() + 60
    while _lives(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
