"""A worker leaves nothing behind but its run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_model.environment import ROOT
from fashion_model.runs import open_run
from tests.tiny import queue_run


@pytest.mark.slow
def test_no_file_stays_in_the_temporary_folder(runs: Path, tmp_path: Path) -> None:
    run = queue_run(runs)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    worker = [sys.executable, "-m", "fashion_model.workers.worker", str(run.path)]
    variables = {**os.environ, "TMPDIR": str(scratch), "TEMP": str(scratch), "TMP": str(scratch)}
    subprocess.run(worker, check=True, cwd=ROOT, env=variables, timeout=150)
    assert open_run(run.id).state == "finished"
    assert list(scratch.rglob("*")) == []
