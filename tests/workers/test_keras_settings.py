"""What another project of the same user asks of Keras changes no training of ours."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_model.environment import ROOT
from fashion_model.runs import Run, open_run
from fashion_model.runs.events import to_dict
from tests.keras_home import HOSTILE, keras_home
from tests.tiny import IN_A_WORKER, queue_run

SHORT = replace(IN_A_WORKER, epochs=1)
ENVIRONMENT = {
    "KERAS_BACKEND": "jax",
    "KERAS_MAX_EPOCHS": "few",
    "KERAS_NNX_ENABLED": "1",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "TF_DETERMINISTIC_OPS": "1",
    "TF_FUNCTION_JIT_COMPILE_DEFAULT": "true",
    "TF_XLA_FLAGS": "--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit",
}


def in_a_worker(run: Run, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "fashion_model.workers.worker", str(run.path)]
    subprocess.run(command, env=environment, cwd=ROOT, timeout=300, check=False)


def in_a_warm_worker(run: Run, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "fashion_model.workers.warm", str(SHORT.threads)]
    line = os.fsencode(run.path) + b"\n"
    subprocess.run(command, input=line, env=environment, cwd=ROOT, timeout=300, check=False)


def in_a_terminal(run: Run, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "fashion_model", "train", "--resume", run.id]
    here = {**environment, "FASHION_RUNS_DIR": str(run.path.parent)}
    subprocess.run(command, env=here, cwd=ROOT, timeout=300, check=False)


Train = Callable[[Run, Mapping[str, str]], None]


def learned(
    root: Path, changed: Mapping[str, str], by: Train = in_a_worker
) -> list[dict[str, Any]]:
    """What the epochs of a tiny training say, but how long they took."""
    run = queue_run(root, SHORT)
    by(run, {**os.environ, **changed})
    run = open_run(run.id, root)
    assert (run.state, run.reason) == ("finished", "All epochs are done.")
    assert run.model_path is not None
    passing = ("time", "elapsed", "seconds")
    return [
        {k: v for k, v in to_dict(each).items() if k not in passing} for each in run.curve.epochs
    ]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    empty = tmp_path_factory.mktemp("keras")
    return learned(tmp_path_factory.mktemp("runs"), {"KERAS_HOME": str(empty)})


@pytest.mark.slow
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_no_keras_json_changes_a_training(
    content: str | None, runs: Path, tmp_path: Path, undisturbed: list[dict[str, Any]]
) -> None:
    home = keras_home(tmp_path / "keras", content)
    assert learned(runs, {"KERAS_HOME": str(home)}) == undisturbed


@pytest.mark.slow
def test_no_environment_changes_a_training(runs: Path, undisturbed: list[dict[str, Any]]) -> None:
    assert learned(runs, ENVIRONMENT) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("by", [in_a_warm_worker, in_a_terminal])
def test_nor_one_that_another_process_trains(
    by: Train, runs: Path, tmp_path: Path, undisturbed: list[dict[str, Any]]
) -> None:
    home = keras_home(tmp_path / "keras", HOSTILE["all at once"])
    changed = {"KERAS_HOME": str(home), **ENVIRONMENT}
    assert learned(runs, changed, by) == undisturbed


@pytest.mark.slow
def test_a_user_without_a_home_can_train(
    runs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: list[dict[str, Any]],
) -> None:
    monkeypatch.delenv("KERAS_HOME")
    assert learned(runs, {"HOME": str(tmp_path / "nowhere")}) == undisturbed


_TELL = """
import json, os
from fashion_model import network
from fashion_model.data.sources import sources
import keras
told = [keras.config.backend(), keras.config.image_data_format(), keras.config.floatx()]
told += [keras.config.epsilon(), keras.config.max_epochs()]
print(json.dumps([told, os.environ["KERAS_HOME"], [str(each.folder) for each in sources()]]))
"""


def test_keras_s_folder_is_left_as_it_was_and_still_looked_into_for_pictures(
    tmp_path: Path,
) -> None:
    home = keras_home(tmp_path / "keras", HOSTILE["torch, half numbers"])
    before = (home / "keras.json").read_text()
    changed = {"KERAS_HOME": str(home), "KERAS_BACKEND": "jax", "KERAS_MAX_EPOCHS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _TELL],
        env={**os.environ, **changed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told, environment, folders = json.loads(done.stdout.splitlines()[-1])
    assert told == ["tensorflow", "channels_last", "float32", 1e-7, None]
    assert environment == str(home)
    assert str(home / "datasets" / "fashion-mnist") in folders
    assert (home / "keras.json").read_text() == before
