"""One real, tiny training, made by the terminal itself, for all tests of the verbs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from fashion_model.terminal import main

TINY = [
    "--set=epochs=2",
    "--set=share=0.05",
    '--set=blocks=[{"filters": 4}]',
    "--set=dense=[]",
    "--set=augmentation.shift=1",
]


@dataclass(frozen=True)
class Trained:
    """What `train --json` printed, and where its run is."""

    root: Path
    events: list[dict[str, Any]]
    code: int

    @property
    def id(self) -> str:
        return str(self.events[-1]["run"])


def terminal(
    root: Path, *words: str, package: str = "fashion_model"
) -> subprocess.CompletedProcess[str]:
    """Run `python -m package` like a person or a script would."""
    return subprocess.run(
        [sys.executable, "-m", package, *words],
        env={**os.environ, "FASHION_RUNS_DIR": str(root)},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    root = tmp_path_factory.mktemp("runs")
    done = terminal(root, "train", "--json", "--name", "Tiny", *TINY)
    assert done.stdout, done.stderr
    return Trained(root, [json.loads(line) for line in done.stdout.splitlines()], done.returncode)


class Verbs:
    """Calls verbs in this process."""

    def __init__(self, command: click.Command = main) -> None:
        self._command, self._runner = command, CliRunner()

    def __call__(self, *words: str) -> Result:
        result = self._runner.invoke(self._command, words, prog_name="fashion")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *words: str) -> Any:
        """The one JSON value a verb prints."""
        return json.loads(self(*words, "--json").stdout)


@pytest.fixture
def verbs() -> Verbs:
    return Verbs()


@pytest.fixture
def with_run(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> Trained:
    """The trained run, with the run directory set to where it is."""
    monkeypatch.setenv("FASHION_RUNS_DIR", str(trained.root))
    return trained
