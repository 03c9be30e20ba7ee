"""A notebook, executed from top to bottom, finds what the training found."""

import gzip
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
    code = [*_first_cells(), f"train_at = [{sample.train.indices[0]}]", _CONFIGURED]
    done = _run(code, tmp_path, KERAS_HOME=str(home), KERAS_MAX_EPOCHS="few")
    assert done.returncode == 0, done.stderr
    *configured, mean = json.loads(done.stdout.splitlines()[-1])
    assert configured == ["tensorflow", "channels_last", "float32", 1e-7]
    assert mean == sample.train.images[0].mean()


def _first_cells(folder: str = "") -> list[str]:
    """The code up to where the pictures are read, `folder` being named as the notebook asks."""
    notebook = _read(make_notebook(open_run(BUNDLED)))
    cells = [cell.source for cell in notebook.cells if "code" in cell.cell_type]
    first = next(place for place, source in enumerate(cells) if "def read_idx" in source)
    (asks,) = (place for place, source in enumerate(cells) if source.startswith("DATA_FOLDER = "))
    assert cells[asks].startswith('DATA_FOLDER = r""')
    cells[asks] = cells[asks].replace('r""', f'r"{folder}"')
    return cells[: first + 1]


def _run(code: list[str], tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "\n".join(code)],
        env={**os.environ, **environment},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


def test_unpacked_files_below_the_home_folder_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "n\\ew" / "pictures"  # which a plain string would read as a new line
    folder.mkdir(parents=True)
    publish(load_sample(), folder)
    for packed in folder.iterdir():
        if "labels" in packed.name:
            packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
            packed.unlink()
    done = _run(_first_cells("~/n\\ew/pictures"), tmp_path, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "to learn from: (60000, 28, 28)" in done.stdout


@pytest.mark.slow
def test_pictures_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    done = _run(_first_cells("~/nowhere"), tmp_path, **home)
    assert done.stderr.splitlines()[-1] == (
        f"There is no train-images-idx3-ubyte.gz in {tmp_path}/nowhere: correct DATA_FOLDER, near "
        "the top."
    )
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(b"\x1f\x8b<html>")
    done = _run(_first_cells("~"), tmp_path, **home)
    assert done.stderr.splitlines()[-1] == (
        f"{tmp_path}/train-images-idx3-ubyte.gz is damaged, or another file: delete it and get it "
        "anew."
    )
    nobody = {"https_proxy": "http://127.0.0.1:9", "KERAS_HOME": str(tmp_path / "keras")}
    done = _run(_first_cells(), tmp_path, **nobody)
    assert done.stderr.splitlines()[-1] == (
        "train-images-idx3-ubyte.gz could not be downloaded: check the network and run this cell "
        "again, or get the four files by other means and name their folder in DATA_FOLDER, near "
        "the top."
    )
    assert "Traceback" not in done.stderr


def _read(content: bytes) -> Any:
    return nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
