"""A notebook, executed from top to bottom, finds what the training found."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fashion_model.data import load_sample
from fashion_model.notebook import make_notebook
from fashion_model.runs import Run, open_run
from fashion_model.settings import ROOT
from scripts.bundle_notebook import execute
from tests.notebook.official import publish
from tests.tiny import IN_A_WORKER, queue_run

NAME = '"""; import os # {RUN} \\ %s </script>'
TELL = "print(json.dumps([history, test_accuracy, same_pictures, RUN['name']]))"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("runs")
    varied = replace(IN_A_WORKER.augmentation, sketches=0.3)
    run = queue_run(root, replace(IN_A_WORKER, augmentation=varied), name=NAME)
    worker = [sys.executable, "-m", "fashion_model.workers.local", str(run.path)]
    subprocess.run(worker, check=True, cwd=ROOT, timeout=150)
    return open_run(run.id, root)


@pytest.mark.slow
def test_it_reproduces_the_losses_of_its_run(trained: Run, tmp_path: Path) -> None:
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
            assert here[quantity] == pytest.approx(there[quantity], abs=1e-4)
    kinds = [
        kind
        for cell in executed.cells
        for each in cell.get("outputs", [])
        for kind in each.get("data", {})
    ]
    assert kinds.count("image/png") == 5  # pictures, variations, curves, matrix, mistakes


def _read(content: bytes) -> Any:
    return nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
