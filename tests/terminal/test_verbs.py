"""Each verb as scripts use it: JSON on standard output, and the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import open_run
from tests.images.pictures import encoded, shirt
from tests.terminal.conftest import TINY, Trained, Verbs, terminal


@pytest.mark.parametrize(
    "verb", ["data", "train", "experiment", "runs", "compare", "evaluate", "classify", "explain"]
)
def test_every_verb_explains_itself(verbs: Verbs, verb: str) -> None:
    shown = verbs(verb, "--help")
    assert shown.exit_code == 0
    assert "--json" in shown.stdout
    assert verb in verbs("--help").stdout


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from fashion_model.terminal import main;"
        "heavy = {'numpy', 'PIL', 'keras', 'tensorflow', 'ai_edge_litert'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_data(verbs: Verbs) -> None:
    counts = verbs.json("data")
    assert counts.pop("source")
    assert counts == {"train": 9000, "validation": 1000, "test": 2000}
    assert "9,000 train" in verbs("data").stdout


def test_data_download_keeps_standard_output_clean(
    verbs: Verbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def download(progress: Callable[[int, int], None]) -> None:
        for received in (0, 15, 31):
            progress(received, 31)

    monkeypatch.setattr("fashion_model.data.download", download)
    done = verbs("data", "--download", "--json")
    assert json.loads(done.stdout)["test"] == 2000
    assert "Downloading" in done.stderr


def test_data_says_why_a_download_failed(verbs: Verbs, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(progress: Callable[[int, int], None]) -> None:
        raise DataError("There is no network; try again later.")

    monkeypatch.setattr("fashion_model.data.download", download)
    done = verbs("data", "--download", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no network" in done.stderr


def test_train_prints_its_events(trained: Trained) -> None:
    assert trained.code == 0
    kinds = [event["event"] for event in trained.events]
    assert kinds.count("started") == 1
    assert kinds.count("epoch") == 2
    assert kinds[-1] == "finished"
    assert len({event["run"] for event in trained.events}) == 1
    assert 0 < trained.events[-1]["test_accuracy"] <= 1


def test_a_run_without_a_name_says_what_is_special(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fashion_model.workers.turns.train_run", lambda path, process: None)
    refused = Verbs()("train", "--set", "learning_rate=0.02", "--set", "seed=3")
    assert refused.exit_code == 1  # nothing has trained it
    (made,) = runs.iterdir()
    assert open_run(made.name).name == "Quick, rate 0.02, seed 3"


def test_train_takes_presets_and_settings(with_run: Trained) -> None:
    config = open_run(with_run.id).config
    assert (config.epochs, config.share, len(config.blocks)) == (2, 0.05, 1)
    assert config.augmentation.shift == 1
    assert config.schedule == "one-cycle"  # quick's own


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--preset", "huge"], "huge"),
        (["--set", "epochs"], "epochs=3"),
        (["--set", "epochs=1000"], "between"),
        (["--set", "epochs=many"], "number"),
        (["--set", "magic=1"], "no setting"),
        (["--set", "augmentation.magic=1"], "no setting"),
        (["--set", "epochs.magic=1"], "number"),
        (["--set", "augmentation=1"], "groups"),
        (["--set", "augmentation=1", "--set", "augmentation.flip=2"], "between"),
        (["--resume", "x", "--preset", "quick"], "no other option"),
        (["--resume", "nonsense"], "no run"),
    ],
)
def test_train_refuses_in_words(verbs: Verbs, runs: Path, words: list[str], sentence: str) -> None:
    refused = verbs("train", *words)
    assert refused.exit_code == 2
    assert sentence in refused.stderr
    assert not list(runs.iterdir())


def test_resume_refuses_what_has_ended(verbs: Verbs, with_run: Trained) -> None:
    refused = verbs("train", "--resume", with_run.id)
    assert refused.exit_code == 1
    assert "nothing to resume" in refused.stderr


def test_runs(verbs: Verbs, with_run: Trained) -> None:
    (with_run.root / "broken").mkdir(exist_ok=True)
    listed = {row["run"]: row for row in verbs.json("runs")}
    mine = listed[with_run.id]
    assert (mine["name"], mine["state"], mine["progress"]) == ("Tiny", "finished", 1.0)
    assert mine["test_accuracy"] == with_run.events[-1]["test_accuracy"]
    assert mine["validation_accuracy"] == with_run.events[-1]["validation_accuracy"]
    assert listed["broken"]["state"] == "damaged"
    shown = verbs("runs").stdout
    assert "Tiny" in shown
    assert "damaged" in shown


def test_evaluate(verbs: Verbs, with_run: Trained) -> None:
    test = verbs.json("evaluate", with_run.id)["test"]
    ending = with_run.events[-1]
    assert test["n"] == 2000
    assert test["accuracy"] == pytest.approx(ending["test_accuracy"], abs=2e-3)
    assert test["loss"] == pytest.approx(ending["test_loss"], abs=1e-2)
    assert [row["name"] for row in test["per_class"]] == list(CLASS_NAMES)
    assert sum(map(sum, test["confusion_matrix"])) == 2000
    assert "of 2,000 test pictures" in verbs("evaluate", "Tiny").stdout
    assert verbs("evaluate", with_run.id[:8]).exit_code == 0


def test_evaluate_names_what_it_cannot_find(verbs: Verbs, with_run: Trained) -> None:
    assert verbs("evaluate", "nonsense").exit_code == 2
    assert verbs("evaluate", "../..").exit_code == 2
    assert verbs("evaluate").exit_code == 2
    (with_run.root / "broken").mkdir(exist_ok=True)
    damaged = verbs("evaluate", "broken")
    assert damaged.exit_code == 1
    assert "damaged" in damaged.stderr


def test_classify_answers_for_every_file(verbs: Verbs, with_run: Trained, tmp_path: Path) -> None:
    (tmp_path / "good.png").write_bytes(encoded(shirt(), "PNG"))
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "huge.jpg").write_bytes(b"\xff\xd8\xff" + bytes(16_000_000))
    files = [str(tmp_path / name) for name in ("text.png", "none.png", "huge.jpg", "good.png")]
    done = verbs("classify", *files, str(tmp_path), "--model", with_run.id, "--json")
    assert done.exit_code == 1
    text, none, huge, good, folder = (json.loads(line) for line in done.stdout.splitlines())
    assert "text file" in text["error"]
    assert "cannot be read" in none["error"]
    assert "15 MB" in huge["error"]
    assert "cannot be read" in folder["error"]
    assert good["file"] == files[3]
    assert good["class"] == CLASS_NAMES[good["label"]]
    assert good["probability"] == max(good["probabilities"])
    assert sum(good["probabilities"]) == pytest.approx(1, abs=1e-5)
    assert good["sure"] in (True, False)
    assert good["none"] is None
    second = good["runner_up"]
    assert second["class"] == CLASS_NAMES[second["label"]] != good["class"]
    assert second["probability"] == sorted(good["probabilities"])[-2]


def test_classify_in_words(verbs: Verbs, with_run: Trained, tmp_path: Path) -> None:
    file = tmp_path / "good.png"
    file.write_bytes(encoded(shirt(), "PNG"))
    done = verbs("classify", str(file), "--model", "Tiny")
    assert done.exit_code == 0
    facts = verbs.json("classify", str(file), "--model", "Tiny")
    calibration = "sure" if facts["sure"] else f"not sure; perhaps {facts['runner_up']['class']}"
    share = round(100 * facts["probability"])
    assert done.stdout == f"{file}: {facts['class']}, {share} %, {calibration}\n"


def test_names_that_a_pipe_cannot_say_stop_nothing(with_run: Trained, tmp_path: Path) -> None:
    """As into a pipe on Windows, whose code page knows no emoji."""
    files = [tmp_path / "👗 blue.png", tmp_path / "Ωmega.png", tmp_path / "plain.png"]
    for file in files[1:]:
        file.write_bytes(encoded(shirt(), "PNG"))
    done = subprocess.run(
        [sys.executable, "-m", "fashion_model", "classify", *files, "--model", with_run.id],
        env={
            **os.environ,
            "FASHION_RUNS_DIR": str(with_run.root),
            "PYTHONIOENCODING": "cp1252",
            "PYTHONUTF8": "0",
        },
        capture_output=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.decode("cp1252")
        .strip()
        .endswith(r"\U0001f457 blue.png: This file cannot be read: No such file or directory.")
    )
    first, second = done.stdout.decode("cp1252").splitlines()
    assert r"\u03a9mega.png: " in first
    assert "plain.png: " in second


def test_classify_needs_files_and_a_model(verbs: Verbs, runs: Path, tmp_path: Path) -> None:
    assert verbs("classify").exit_code == 2
    assert verbs("classify", "x.png", "--model", "nonsense").exit_code == 2


@pytest.mark.slow
def test_ctrl_c_saves_and_resume_carries_on(tmp_path: Path) -> None:
    words = [*TINY, "--set=epochs=60", "--set=patience=null"]
    command = [sys.executable, "-m", "fashion_model", "train", "--json", *words]
    training = subprocess.Popen(
        command,
        env={**os.environ, "FASHION_RUNS_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert training.stdout is not None
    for line in training.stdout:
        if json.loads(line)["event"] == "epoch":
            training.send_signal(signal.SIGINT)
            break
    last = [json.loads(line) for line in training.stdout][-1]
    assert training.wait(timeout=30) == 1
    training.stdout.close()
    assert last["event"] == "suspended"
    done = terminal(tmp_path, "train", "--json", "--resume", last["run"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["test_accuracy"] > 0


@pytest.mark.slow
def test_a_training_outlives_who_reads_along(tmp_path: Path) -> None:
    training = subprocess.Popen(
        [sys.executable, "-m", "fashion_model", "train", "--json", *TINY],
        env={**os.environ, "FASHION_RUNS_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert training.stdout is not None
    first = json.loads(training.stdout.readline())
    training.stdout.close()
    assert training.wait(timeout=120) == 0
    assert open_run(first["run"], tmp_path).state == "finished"


@pytest.mark.parametrize(
    ("words", "now"),
    [
        (("benchmark", "own-input", "--set", "mine"), "python -m benchmarks own-input --set mine"),
        (("all-terrain", "--stage", "name"), "python -m research --stage name"),
        (("all-terrain", "--help"), "python -m research --help"),
    ],
)
def test_a_verb_of_before_says_what_it_is_called_now(
    verbs: Verbs, words: tuple[str, ...], now: str
) -> None:
    done = verbs(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert now in done.stderr
