"""Runs of tests/frozen, which a real worker trained: small networks, a quarter of the sample."""

import json
import shutil
from pathlib import Path

from fashion_model.runs import Run, open_run

FROZEN = Path(__file__).parents[1] / "frozen"
FINISHED = FROZEN / "run"


def copy_of(name: str, root: Path) -> Run:
    """The run `name` in the run directory `root`, where it may be written to."""
    run_id: str = json.loads((FROZEN / "runs.json").read_text(encoding="utf-8"))[name]["id"]
    shutil.copytree(FROZEN / name, root / run_id)
    return open_run(run_id, root)
