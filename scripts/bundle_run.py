"""Make the run that comes with the app: `python -m scripts.bundle_run`.

Trains the Deep preset on the full data (`FASHION_MNIST_DIR` or a downloaded set) and puts the
finished run into `assets/bundled_run`; `--from FOLDER` takes a run that
finished already.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import click

from fashion_model.config import PRESETS
from fashion_model.data import load
from fashion_model.runs import create_run
from fashion_model.runs.directory import BUNDLED_PATH, Run
from fashion_model.runs.events import Event
from fashion_model.runs.reading import read_run
from fashion_model.workers.training import Process
from fashion_model.workers.turns import train_run

NAME = "Deep, on all pictures"
KEPT = ("config.json", "events.jsonl", "manifest.json", "model.keras", "model.tflite")
MAX_BYTES = 8_000_000


def train_preset(preset: str, name: str, root: Path) -> Path:
    """Train `preset` on all pictures, telling of each epoch; the folder of the run in `root`.

    Raises:
        ClickException: only the bundled sample is here.
    """
    data = load()
    if data.is_sample:
        raise click.ClickException(
            "Get all pictures first: python -m fashion_model data --download"
        )
    run = create_run(
        PRESETS[preset],
        name,
        dataset_fingerprint=data.fingerprint,
        sample=False,
        at_once=True,
        root=root,
    )
    train_run(
        run.path, Process(emit=lambda _, event: print(event.kind, getattr(event, "epoch", "")))
    )
    return run.path


def bundle(path: Path) -> None:
    """Copy what a finished run is made of; nothing of the machine that made it."""
    run = read_run(path, path.name)
    if not isinstance(run, Run) or run.state != "finished":
        raise click.ClickException("Only a finished run can come with the app.")
    shutil.rmtree(BUNDLED_PATH, ignore_errors=True)
    BUNDLED_PATH.mkdir(parents=True)
    for name in KEPT:
        shutil.copyfile(path / name, BUNDLED_PATH / name)
    shutil.copytree(path / "predictions", BUNDLED_PATH / "predictions")
    size = sum(each.stat().st_size for each in BUNDLED_PATH.rglob("*"))
    if size > MAX_BYTES:
        raise click.ClickException(f"The run takes {size:,} bytes; at most {MAX_BYTES:,} may.")
    print(f"{size:,} bytes, test accuracy {run.test_accuracy}")


def _show(_: str, event: Event) -> None:
    print(event.kind, getattr(event, "epoch", ""))


@click.command()
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path))
def main(source: Path | None) -> None:
    """Train, or take a finished run, and bundle it."""
    if source is not None:
        bundle(source)
        return
    with tempfile.TemporaryDirectory() as scratch:
        bundle(train_preset("deep", NAME, Path(scratch)))


if __name__ == "__main__":
    sys.exit(main())
