"""Runs, links and notebooks of 2026-11-26 stay what they are; see tests/frozen/README.md.

What is compared is what lies on disks and in addresses: keys, file names and values. Names in
Python may change; where this file uses them, it changes with them.
"""

import ast
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from fashion_model.config import LATER as LATER_SETTINGS
from fashion_model.config import PRESETS, TrainConfig
from fashion_model.config.link import from_text, to_text
from fashion_model.notebook import make_notebook
from fashion_model.predict import Classifier
from fashion_model.runs import (
    Command,
    Run,
    RunSummary,
    list_runs,
    open_run,
    rename_run,
    send_command,
)
from fashion_model.terminal.train import read_config

ROOT = Path(__file__).parent.parent
FROZEN = ROOT / "tests" / "frozen"
TOLD: dict[str, dict[str, Any]] = json.loads((FROZEN / "runs.json").read_text(encoding="utf-8"))
LINKS: list[str] = (FROZEN / "links.txt").read_text(encoding="utf-8").splitlines()
MEANT: list[dict[str, Any]] = json.loads((FROZEN / "links.json").read_text(encoding="utf-8"))
SETTINGS: dict[str, Any] = TOLD["run"]["config"]

# Keys that came later, wherever they stand. A new one may be written down here if what lacks it
# still opens; an old one is never missing.
LATER = frozenset({"temperature", "sure", *LATER_SETTINGS})
# Cells of a notebook that came later, by how they begin.
LATER_CELLS = ("**Why does it say that?**", "LEAST = 1e-7")

Shapes = dict[str, set[frozenset[str]]]


@pytest.fixture
def frozen(runs: Path) -> Path:
    """The run directory of this test, with a copy of every frozen run."""
    for name, told in TOLD.items():
        shutil.copytree(FROZEN / name, runs / told["id"])
    return runs


def as_of_then(value: Any) -> Any:
    """JSON-like `value` without the keys that came later."""
    if isinstance(value, dict):
        return {key: as_of_then(each) for key, each in value.items() if key not in LATER}
    return [as_of_then(each) for each in value] if isinstance(value, list) else value


def settings_of(config: TrainConfig) -> Any:
    return as_of_then(json.loads(config.to_json()))


def keys(value: Any, path: str = "") -> frozenset[str]:
    """Every key in JSON-like `value`, at any depth, with the keys it lies under."""
    if isinstance(value, list):
        return frozenset().union(*(keys(each, f"{path}[]") for each in value))
    if not isinstance(value, dict):
        return frozenset()
    own = frozenset(f"{path}.{key}" for key in value)
    return own.union(*(keys(each, f"{path}.{key}") for key, each in value.items()))


def read(path: Path) -> Any:
    return as_of_then(json.loads(path.read_bytes()))


def stored_keys(path: Path) -> list[frozenset[str]]:
    """All keys of a run's description and of its checkpoint's settings, those of later included.

    A version that lacks one of them refuses the run.
    """
    with np.load(path / "checkpoint" / "state.npz") as checkpoint:
        numbers = json.loads(checkpoint["progress"].tobytes())
    return [all_keys(path / "config.json"), keys(numbers), keys(json.loads(numbers["config"]))]


def all_keys(path: Path) -> frozenset[str]:
    """All keys of a JSON file, those of later included."""
    return keys(json.loads(path.read_bytes()))


def events(path: Path, after: int = 0) -> list[dict[str, Any]]:
    """The events of a run directory, as they lie there."""
    lines = (path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [as_of_then(json.loads(line)) for line in lines[after:]]


def shapes(*told: dict[str, Any]) -> Shapes:
    """The sets of keys that events of each kind have."""
    found: Shapes = {}
    for event in told:
        found.setdefault(event["event"], set()).add(keys(event))
    return found


def files(path: Path) -> set[str]:
    return {each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()}


def summary(run: RunSummary) -> dict[str, Any]:
    """What a list knows of a run, as runs.json has it."""
    return {
        "id": run.id,
        "name": run.name,
        "state": run.state,
        "created": run.created,
        "parent": run.parent,
        "sample": run.sample,
        "fingerprint": run.fingerprint,
        "versions": run.versions,
        "config": settings_of(run.config),
        "reason": run.reason,
        "test_accuracy": run.test_accuracy,
        "progress": run.progress,
        "wish": run.command and list(run.command),
        "artefacts": sorted(run.summary.artefacts),
    }


def curve(run: Run) -> dict[str, Any]:
    """Its figures, as runs.json has them."""
    losses = ("step", "loss", "validation_loss", "validation_accuracy")
    return {
        "batches": [[each.step, each.loss] for each in run.curve.batches],
        "epochs": [[getattr(each, key) for key in losses] for each in run.curve.epochs],
    }


def test_all_runs_are_listed(frozen: Path) -> None:
    listed = [run for run in list_runs() if run.path.parent == frozen]
    assert all(isinstance(run, RunSummary) for run in listed), listed
    told = [summary(run) for run in listed if isinstance(run, RunSummary)]
    newest_first = sorted(TOLD.values(), key=lambda each: each["created"], reverse=True)
    assert told == [{key: each[key] for key in told[0]} for each in newest_first]


@pytest.mark.parametrize("name", TOLD)
def test_a_run_opens_with_all_it_held(name: str, frozen: Path) -> None:
    run, told = open_run(TOLD[name]["id"]), TOLD[name]
    seen = summary(run) | curve(run)
    assert seen == {key: told[key] for key in seen}
    watched = None if run.watched is None else run.watched.sum(axis=(1, 2)).tolist()
    assert watched == told["watched"]
    for number, row in enumerate(told["validation"], 1):
        predictions = run.validation_predictions(number)
        assert predictions is not None
        assert predictions.shape == (1000, 10)
        np.testing.assert_allclose(predictions[0], row, atol=1e-5)


@pytest.mark.parametrize("name", ["run", "child_run"])
def test_a_finished_run_answers_as_it_did(name: str, frozen: Path) -> None:
    run, told = open_run(TOLD[name]["id"]), TOLD[name]
    predictions = run.test_predictions()
    assert predictions is not None
    probabilities, indices = predictions
    assert (len(probabilities), indices[-1]) == (told["test"]["pictures"], told["test"]["index"])
    np.testing.assert_allclose(probabilities[0], told["test"]["first"], atol=1e-5)
    followed = open_run(TOLD["run"]["id"]).watched
    assert followed is not None
    assert run.model_path is not None
    found = Classifier.load(run.model_path).probabilities(followed)
    np.testing.assert_allclose(found, told["answers"], atol=1e-5)


@pytest.mark.parametrize("name", ["run", "child_run"])
def test_the_manifest_lists_what_is_there(name: str, frozen: Path) -> None:
    run = open_run(TOLD[name]["id"])
    manifest = read(run.path / "manifest.json")
    assert sorted(manifest) == sorted([*TOLD[name]["artefacts"], "events.jsonl"])
    for file, listed in manifest.items():
        content = (run.path / file).read_bytes()
        assert listed == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    assert run.keras_path == run.path / "model.keras"


@pytest.mark.parametrize(("text", "meant"), [*zip(LINKS, MEANT, strict=True)])
def test_a_link_means_what_it_meant(text: str, meant: dict[str, Any]) -> None:
    """A preset changed under its name would change what links mean: it needs a new name."""
    assert settings_of(from_text(text)) == meant
    assert to_text(TrainConfig.from_dict(meant)) == text


def test_the_links_use_every_key() -> None:
    """So that the test above misses none."""
    used = frozenset().union(*(keys(json.loads(text)) for text in LINKS))
    assert used == keys(settings_of(PRESETS["classic"])) | keys({"preset": ""})


def changes() -> dict[str, Any]:
    """Every setting of the frozen run, by the key that `train --set` knows it by."""
    varied = {f"augmentation.{key}": each for key, each in SETTINGS["augmentation"].items()}
    return {key: each for key, each in SETTINGS.items() if key != "augmentation"} | varied


@pytest.mark.parametrize("key", changes())
def test_a_terminal_takes_every_key(key: str) -> None:
    value = changes()[key]
    expected = settings_of(PRESETS["classic"])
    group, _, inner = key.partition(".")
    place = expected[group] if inner else expected
    assert place[inner or group] != value  # else nothing would be seen
    place[inner or group] = value
    config = read_config("classic", [f"{key}={json.dumps(value)}"], sample=True)
    assert settings_of(config) == expected


def train(*words: str) -> int:
    """What `python -m fashion_model train` ends with; it is a real worker."""
    return subprocess.run(command(*words), cwd=ROOT, timeout=150).returncode


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "fashion_model", "train", "--json", *words]


def leave_command(path: Path, action: str) -> None:
    """Ask something of a worker, as a server of then does."""
    command = {"action": action, "time": time.time()}
    (path / "request.json").write_text(json.dumps(command).ljust(256))


def test_a_new_training_writes_the_same_keys(runs: Path) -> None:
    """Paused, gone on with and set aside; the next two tests see the rest of such a life."""
    settings = [f"--set={key}={json.dumps(value)}" for key, value in changes().items()]
    new = command("--name", TOLD["run"]["name"], *settings)
    with subprocess.Popen(new, cwd=ROOT, stdout=subprocess.PIPE) as training:
        assert training.stdout is not None
        for line in training.stdout:
            event = json.loads(line)
            path = runs / event["run"]
            if event["event"] == "started":
                leave_command(path, "pause")
            elif event["event"] == "paused":
                leave_command(path, "go")
            elif event["event"] == "resumed":
                training.send_signal(signal.SIGINT)
    told, asked = events(path), json.loads((path / "config.json").read_bytes())
    assert asked["config"] == SETTINGS
    assert stored_keys(path) == stored_keys(FROZEN / "suspended_run")
    assert {"starting", "started", "paused", "resumed", "suspended"} <= shapes(*told).keys()
    assert_same_shapes(told, events(FROZEN / "run"))
    waiting = {"config.json", "events.jsonl", "lock", "request.json", "reserve"}
    assert files(path) == waiting | {"checkpoint/state.npz"}


def test_a_run_that_is_renamed_and_resumed_can_go_back_to_the_version_of_then(
    frozen: Path,
) -> None:
    run = open_run(TOLD["suspended_run"]["id"])
    rename_run(run, "Another name")
    with subprocess.Popen(
        command("--resume", run.id), cwd=ROOT, stdout=subprocess.PIPE
    ) as training:
        assert training.stdout is not None
        for line in training.stdout:
            if json.loads(line)["event"] == "resumed":
                training.send_signal(signal.SIGINT)
    run = open_run(run.id)
    assert (run.name, run.state) == ("Another name", "interrupted")
    assert events(run.path)[-1]["event"] == "suspended"
    assert stored_keys(run.path) == stored_keys(FROZEN / "suspended_run")
    asked = json.loads((run.path / "config.json").read_bytes())
    assert asked["config"] == SETTINGS


def test_a_run_that_was_set_aside_goes_on_to_its_end(frozen: Path) -> None:
    told = TOLD["suspended_run"]
    run = open_run(told["id"])
    before = len(events(run.path))
    send_command(run, Command.RESUME)
    assert open_run(run.id).state == "queued"
    assert keys(read(run.path / "request.json")) == {".action", ".time", ".number", ".after"}
    assert train("--resume", run.id) == 0
    run = open_run(run.id)
    assert run.state == "finished"
    assert run.model_path is not None
    assert len(run.curve.epochs) == SETTINGS["epochs"]
    assert curve(run)["epochs"][:1] == told["epochs"]
    new = events(run.path, after=before)
    assert {"starting", "resumed", "batch", "epoch", "artefact", "finished"} == shapes(*new).keys()
    assert_same_shapes(new, events(FROZEN / "run"))
    listed = read(run.path / "manifest.json")  # not what its earlier workers had announced
    assert keys(listed) <= keys(read(FROZEN / "run" / "manifest.json"))
    assert "events.jsonl" in listed
    assert files(run.path) == files(FROZEN / "run")


def test_fine_tuning_that_waited_in_line_is_done(frozen: Path) -> None:
    run = open_run(TOLD["waiting_child"]["id"])
    assert train("--resume", run.id) == 0
    run = open_run(run.id)
    assert run.ending is not None
    assert (run.state, run.ending.own_pictures) == ("finished", 3)
    new = events(run.path)
    assert {"starting", "started", "batch", "epoch", "artefact", "finished"} == shapes(*new).keys()
    assert_same_shapes(new, events(FROZEN / "child_run"))
    assert all_keys(run.path / "config.json") == all_keys(FROZEN / "child_run" / "config.json")
    assert files(run.path) == files(FROZEN / "child_run")


ADDED = {".elapsed"}
"""Keys that every event has got since then, and that the versions before leave out as they read."""


def assert_same_shapes(new: list[dict[str, Any]], old: list[dict[str, Any]]) -> None:
    """Each new event has exactly the keys that one of its kind had then, and what was added."""
    then = shapes(*old)
    for kind, found in shapes(*new).items():
        assert {keys - ADDED for keys in found} <= then[kind], kind


# Of a new notebook this must stay: which cells are to read and which to run, in order; and the
# values they begin with, for whoever reads them out of the file. The prose and the code may be
# written better any day. Advice and the people's figures are prose, too: only their keys count.
# Whoever adds a cell on purpose says so here, and leaves the frozen notebook alone.
PROSE = ("suggestions", "people")


def test_a_notebook_says_what_it_said(frozen: Path) -> None:
    old = notebook((FROZEN / "notebook.ipynb").read_bytes())
    new = notebook(make_notebook(open_run(TOLD["run"]["id"])))
    kept = [cell for cell in new.cells if not cell.source.startswith(LATER_CELLS)]
    assert [cell.cell_type for cell in kept] == [cell.cell_type for cell in old.cells]
    (run, pictures), (old_run, old_pictures) = values(new), values(old)
    assert pictures == old_pictures
    assert keys(run) == keys(old_run)
    assert {key: run[key] for key in run if key not in PROSE} == {
        key: old_run[key] for key in old_run if key not in PROSE
    }
    assert old_run["settings"] == SETTINGS


def notebook(content: bytes) -> Any:
    read: Any = nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(read)
    return read


def values(read: Any) -> list[dict[str, Any]]:
    """What its cells of the form `NAME = json.loads("...")` hold, in order."""
    found = []
    for cell in read.cells:
        body = ast.parse(cell.source).body if cell.cell_type == "code" else []
        if len(body) == 1 and isinstance(body[0], ast.Assign):
            call = body[0].value
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "json.loads":
                found.append(as_of_then(json.loads(ast.literal_eval(call.args[0]))))
    return found
