"""A notebook, executed from top to bottom, finds what the training found."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fashion_model.data import load_sample
from fashion_model.notebook import make_notebook
from fashion_model.runs import BUNDLED, Run, open_run
from scripts.bundle_notebook import execute
from tests.keras_home import HOSTILE, keras_home
from tests.notebook.official import publish
from tests.tiny import IN_A_WORKER, queue_run, train_in_worker

NAME = '"""; import os # {RUN} \\ %s </script>'
TELL = "print(json.dumps([history, test_accuracy, same_pictures, RUN['name']]))"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("runs")
    varied = replace(IN_A_WORKER.augmentation, sketches=0.3)
    run = queue_run(root, replace(IN_A_WORKER, augmentation=varied), name=NAME)
    train_in_worker(run)
    return open_run(run.id, root)


@pytest.mark.slow
def test_it_reproduces_the_losses_of_its_run(
    trained: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another project has told Keras to compute otherwise, too."""
    home = keras_home(tmp_path / "keras", HOSTILE["channels first"])
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    publish(load_sample(), tmp_path)
    notebook = _read(make_notebook(trained))
    notebook.cells.append(nbformat.v4.new_code_cell(TELL))  # type: ignore[no-untyped-call]
    executed = _read(execute(nbformat.writes(notebook).encode(), tmp_path))  # type: ignore[no-untyped-call]
    history, test_accuracy, same_pictures, name = json.loads(executed.cells[-1].outputs[0].text)
    assert same_pictures
    assert name == NAME
    assert test_accuracy == pytest.approx(trained.test_accuracy, abs=1e-3)
    assert len(history) == len(trained.curve.epochs)
    for here, there in zip(history, trained.curve.epochs, strict=True):
        for quantity in ("loss", "accuracy", "validation_loss", "validation_accuracy"):
            assert here[quantity] == pytest.approx(getattr(there, quantity), abs=1e-4)
    kinds = [
        kind
        for cell in executed.cells
        for each in cell.get("outputs", [])
        for kind in each.get("data", {})
    ]
    # pictures, variations, curves, matrix, mistakes, why
    assert kinds.count("image/png") == 6


_CONFIGURED = """
told = [keras.config.backend(), keras.config.image_data_format(), keras.config.floatx()]
print(json.dumps([*told, keras.config.epsilon(), float(official_images[train_at[0]].mean())]))
"""


@pytest.mark.parametrize("hostile", ["all at once", "a list"])
def test_its_first_cells_import_keras_undisturbed_and_find_its_downloads(
    hostile: str, tmp_path: Path
) -> None:
    home = keras_home(tmp_path / "keras", HOSTILE[hostile])
    downloads = home / "datasets" / "fashion-mnist"
    downloads.mkdir(parents=True)
    sample = load_sample()
    publish(sample, downloads)
    cells = [
        cell.source
        for cell in _read(make_notebook(open_run(BUNDLED))).cells
        if "code" in cell.cell_type
    ]
    first = next(place for place, source in enumerate(cells) if "def read_idx" in source)
    train_at = f"train_at = [{sample.train.indices[0]}]"
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*cells[: first + 1], train_at, _CONFIGURED])],
        env={**os.environ, "KERAS_HOME": str(home), "KERAS_MAX_EPOCHS": "few"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *configured, mean = json.loads(done.stdout.splitlines()[-1])
    assert configured == ["tensorflow", "channels_last", "float32", 1e-7]
    assert mean == sample.train.images[0].mean()


def _read(content: bytes) -> Any:
    return nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
